"""How the attack on an item ended: success, or whose fault it was that it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.kinds.wording import Wording, appealed_against, quoted
from app.documents.payload import Heading, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Success:
    unit: str
    title: str
    item: str
    demander: str
    project_number: str
    leader: str
    metrics: tuple[tuple[str, str, str], ...]
    tester: str
    minutes: str


def success_certificate(facts: Success) -> Wording:
    """One page where the texts are of usual length: no more words than it needs."""
    return Wording(
        "揭榜成功证书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"由{facts.leader}负责、你单位牵头的揭榜项目{quoted(facts.title)}（项目编号："
                f"{facts.project_number}，榜题{quoted(facts.item)}）经{facts.demander}真实场景实测、"
                f"{facts.tester}第三方检测，核心指标全部达到，经厅务会审议（{facts.minutes}），认定揭榜成功，"
                "特发此证。"
            ),
            Table(("核心指标", "军令状要求", "实测结果"), facts.metrics),
        ),
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """`is_exempt`: diligent, so that what was spent stays."""

    unit: str
    title: str
    project_number: str
    leader: str
    is_exempt: bool
    evidence: str
    panel: tuple[str, ...]
    minutes: str
    appeal_days: int
    appeal_until: date


def fault_finding(facts: Fault) -> Wording:
    if facts.is_exempt:
        outcome = (
            "项目团队已勤勉尽责，项目未成功属科学探索中的正常失败，依照容错纠错规定予以免责，按结题处理；"
            "已按规定支出的经费不予追回，结余经费按规定退回，不记入科研失信记录。"
        )
    else:
        outcome = (
            "项目未成功系主观不努力所致，予以问责；财政资金未按规定支出的部分和结余部分依法追回，"
            "并记入科研诚信记录。"
        )
    return Wording(
        "责任认定书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"根据科技计划项目管理和容错纠错的有关规定，对项目{quoted(facts.title)}（项目编号：{facts.project_number}，项目负责人："
                f"{facts.leader}）未成功一事，经调查核实、听取专家意见并经厅务会审议（{facts.minutes}），现认定如下。"
            ),
            Heading(1, "一、事实与证据"),
            Paragraph(facts.evidence),
            Heading(1, "二、专家意见"),
            *(Paragraph(line) for line in facts.panel),
            Heading(1, "三、认定"),
            Paragraph(outcome),
            Heading(1, "四、救济途径"),
            appealed_against(facts.appeal_days, facts.appeal_until, "本认定"),
        ),
    )


CLAIM_LETTERS: dict[str, Callable[[Any], Wording]] = {
    "success_certificate": success_certificate,
    "fault_finding": fault_finding,
}
