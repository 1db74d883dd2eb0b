"""What a resubmitted proposal says otherwise is told by the names of the form and in words."""

from __future__ import annotations

from typing import Any

import pytest

from app.services.proposals.comparing import differences

METRIC: dict[str, Any] = {
    "name": "能量密度",
    "unit": "Wh/kg",
    "direction": "at_least",
    "target": "350",
    "test_method": "第三方检测",
    "is_core": True,
}
ANSWERED = METRIC | {
    "answer": {"route": "掺杂", "evidence": "预试", "plan": "分两步", "price": 100_00}
}
FILE = {"key": "proof", "name": "承诺书.pdf", "size": 10, "sha256": "ab" * 32}
CONTENT: dict[str, Any] = {
    "title": "固态电池",
    "title_en": "",
    "leader": "甲",
    "lead_unit": "甲大学",
    "technology_field": "",
    "plan_task": "",
    "starts_on": "2026-01-01",
    "ends_on": "2028-12-31",
    "requested": 100_000_00,
    "matching": 200_000_00,
    "sections": {"route": "第一段。\n第二段。", "risks": "无"},
    "units": [{"name": "乙公司", "tasks": "中试", "fiscal": 10_000_00, "own": 0}],
    "members": [{"name": "丙", "unit": "甲大学", "duty": "测试", "months": 6}],
    "metrics": [METRIC],
    "milestones": [{"title": "样机", "due_on": "2027-01-01", "deliverable": "报告"}],
    "budget": [{"heading": "设备费", "fiscal": 1_000_00, "own": 0, "note": ""}],
    "attachments": [FILE],
    "pledged_at": "2026-01-01T01:00:00+00:00",
}


@pytest.mark.parametrize(
    ("part", "where", "was", "now"),
    [
        ({"ends_on": "2029-06-30"}, "起止日期", "2028-12-31", "2029-06-30"),
        ({"requested": 150_000_00}, "申请经费", "10.00 万元", "15.00 万元"),
        ({"metrics": [METRIC | {"target": "400"}]}, "指标“能量密度”", "≥ 350 Wh/kg", "≥ 400 Wh/kg"),
        (
            {"units": [CONTENT["units"][0] | {"own": 5_000_00}]},
            *("参加单位“乙公司”的自筹资金", "0.00", "0.50 万元"),
        ),
        (
            {"attachments": [FILE | {"sha256": "cd" * 32}]},
            *("附件“承诺书.pdf”", "abab", "cdcd"),
        ),
    ],
)
def test_each_part_of_the_form_is_told_by_its_name(
    part: dict[str, Any], where: str, was: str, now: str
) -> None:
    (found,) = differences(CONTENT, CONTENT | part)
    assert found.where.zh == where
    assert found.before is not None
    assert found.after is not None
    assert was in found.before.zh
    assert now in found.after.zh


def test_what_a_bid_answers_is_told_by_its_metric() -> None:
    before = CONTENT | {"metrics": [ANSWERED]}
    later = ANSWERED | {"answer": ANSWERED["answer"] | {"route": "包覆"}}
    (found,) = differences(before, CONTENT | {"metrics": [later]})
    assert found.where.zh == "“能量密度”的技术路线"
    assert found.before is not None
    assert found.after is not None
    assert (found.before.zh, found.after.zh) == ("掺杂", "包覆")


def test_of_a_long_text_only_the_paragraphs_that_changed_are_told() -> None:
    later = CONTENT | {"sections": {"route": "第一段。\n第二段，补充。", "risks": "无"}}
    (found,) = differences(CONTENT, later)
    assert found.where.en == "Technical route"
    assert found.before is not None
    assert found.after is not None
    assert (found.before.zh, found.after.zh) == ("第二段。", "第二段，补充。")


def test_a_sealed_bid_is_not_held_against_anything() -> None:
    assert differences(CONTENT, {}) == differences({}, CONTENT) == ()
