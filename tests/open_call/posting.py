"""What a complete posting states."""

from __future__ import annotations

from typing import Any

CONTENT: dict[str, Any] = {
    "title": "高导热多功能石墨烯聚酯纤维",
    "target": "突破石墨烯在聚酯中的均匀分散，实现千吨级连续纺丝。",
    "content": "少层石墨烯原位聚合；高速纺丝稳定性。",
    "requirements": "连续运行72小时，指标全部达到。",
    "end_user": "泉州某化纤公司",
    "acceptance": "在发榜单位生产线上实测，由第三方检测机构出具报告。",
    "rights": "形成的知识产权归揭榜方所有，发榜单位享有免费使用权。",
    "ceiling": 300_000_000,
    "cofunding": 300_000_000,
    "metrics": [
        {
            "name": "导热系数",
            "unit": "W/(m·K)",
            "direction": "at_least",
            "threshold": "0.8",
            "test_method": "GB/T 10297",
            "evidence_kind": "第三方检测报告",
            "is_core": True,
        },
        {
            "name": "断裂强度",
            "unit": "cN/dtex",
            "direction": "at_least",
            "threshold": "3.5",
            "test_method": "GB/T 14344",
            "evidence_kind": "第三方检测报告",
            "is_core": True,
        },
    ],
    "nodes": [
        {"title": "小试", "due_on": "2027-03-31"},
        {"title": "中试", "due_on": "2028-03-31"},
    ],
}

HARDER = [CONTENT["metrics"][0] | {"threshold": "1.2"}, CONTENT["metrics"][1]]


def changed(**changes: Any) -> dict[str, Any]:
    return CONTENT | changes
