"""Contract, pledge and letters of milestones: what they must say stands on their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.documents.fonts import LetterFonts
from app.documents.kinds.contracts import (
    Contract,
    MetricLine,
    MoneyLine,
    NodeLine,
    Pledge,
    SignatureLine,
    contract,
)
from app.documents.kinds.milestones import (
    NodeConclusion,
    NodeFacts,
    NodeNotice,
    Rectification,
    VerdictLine,
)
from app.documents.payload import LetterPayload
from tests.documents.test_money_letters import rendered

METRICS = (
    MetricLine("能量密度", "≥ 400 Wh/kg", "第三方检测", True),
    MetricLine("单位成本", "≤ 0.35 元/Wh", "财务审计", False),
)
NODES = (NodeLine("中期样机", date(2026, 9, 30), "样机一台", ("能量密度 ≥ 350 Wh/kg",)),)
SIGNATURES = (
    SignatureLine("项目负责人", "王喆堃", "2026年3月24日9时"),
    SignatureLine("申报单位管理员", "李𠮷", "2026年3月24日10时"),
    SignatureLine("资源配置处", "周资源", "2026年3月25日9时"),
)
CONTRACT = Contract(
    number="2026HZ08001",
    title="全固态电池关键材料",
    version=3,
    digest="ab" * 32,
    parties=(
        ("主管部门", "海峡省科学技术厅（演示）"),
        ("牵头单位", "海峡新能源研究院"),
        ("项目负责人", "王喆堃"),
    ),
    starts_on=date(2026, 7, 1),
    ends_on=date(2029, 6, 30),
    amount=4_800_000_00,
    matching=4_800_000_00,
    lump_sum=False,
    minutes_number="厅务会纪要〔2026〕3号",
    metrics=METRICS,
    nodes=NODES,
    budget=(MoneyLine("设备费", 4_800_000_00, 4_800_000_00),),
    payments=("任务书签订后拨付240万元", "验收通过后拨付240万元"),
    ip="归承担单位所有。",
    breach="停拨并追回。",
    permitted="厅务会纪要〔2026〕7号",
    signatures=SIGNATURES,
)
PLEDGE = Pledge(
    number="2026HZ08001",
    title="全固态电池关键材料",
    unit="海峡新能源研究院",
    leader="王喆堃",
    target="能量密度达到400Wh/kg并在真实场景运行。",
    metrics=METRICS,
    nodes=NODES,
    rewards=("按期达成，全额拨付奖励经费。",),
    penalties=("未达成的，不再拨付余款。",),
    exits=("技术路线证明不可行的，可申请退出。",),
    signatures=SIGNATURES,
)
NODE = NodeFacts(
    unit="海峡新能源研究院",
    project_number="2026HZ08001",
    project_title="全固态电池关键材料",
    leader="王喆堃",
    node="中期样机",
    due_on=date(2026, 9, 30),
    deliverable="样机一台",
)
CONCLUSION = NodeConclusion(
    node=NODE,
    verdicts=(VerdictLine("能量密度", "≥ 350 Wh/kg", "340 Wh/kg", "部分达到"),),
    opinion="指标略低。",
    conclusion="限期整改",
    members=5,
    consequence="整改期间暂缓拨付经费。",
    chair="评审甲",
    signed_on=date(2026, 9, 28),
)


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (
            "contract",
            CONTRACT,
            (
                "（厅务会纪要〔2026〕3号）",
                "肆佰捌拾万元整",
                "能量密度（核心）",
                "≥400Wh/kg",
                "样机一台；能量密度≥350Wh/kg",
                "已经厅务会审议同意（厅务会纪要〔2026〕7号）",
                "本任务书第3版",
                "李𠮷",
            ),
        ),
        (
            "pledge",
            PLEDGE,
            ("第一责任人", "三、奖励", "四、惩戒", "五、退出", "可申请退出", "李𠮷"),
        ),
        (
            "node_notice",
            NodeNotice(NODE, (("能量密度", "≥ 350 Wh/kg"),), date(2026, 10, 15)),
            ("2026年9月30日前完成", "2026年10月15日前", "整改以一次为限"),
        ),
        (
            "node_conclusion",
            CONCLUSION,
            ("要求≥350Wh/kg，实测340Wh/kg", "部分达到", "限期整改", "专家组组长：评审甲"),
        ),
        ("recheck_conclusion", CONCLUSION, ("整改复核", "专家组（5人）")),
        (
            "rectification_notice",
            Rectification(NODE, "须补测。", ("能量密度：未达到",), date(2026, 11, 28)),
            ("1.能量密度：未达到", "2026年11月28日前", "整改以一次为限"),
        ),
    ],
)
def test_a_letter_says_what_it_must(
    kind: str,
    facts: object,
    words: tuple[str, ...],
    letter: LetterPayload,
    fonts: LetterFonts,
    tmp_path: Path,
) -> None:
    text = rendered(kind, facts, letter, fonts, tmp_path)
    for word in words:
        assert word in text, (word, text)


def test_the_contract_of_a_claimed_item_does_not_call_the_demand_sides_money_the_units_own() -> (
    None
):
    claimed = replace(CONTRACT, parties=(*CONTRACT.parties, ("发榜单位", "海峡材料有限公司")))
    assert "配套资金（含发榜单位出资）" in str(contract(claimed).blocks)
    assert "自筹资金" not in str(contract(claimed).blocks)
    assert "自筹资金" in str(contract(CONTRACT).blocks)
