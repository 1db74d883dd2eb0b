"""The finding of diligence (容错认定书): whether an honest failure is held against anybody."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Heading, Paragraph


@dataclass(frozen=True, slots=True)
class ToleranceFinding:
    """`ended` is how the project ended, in words."""

    unit: str
    title: str
    number: str
    leader: str
    ended: str
    reasons: str
    evidence: str
    experts: str
    is_found: bool
    finding: str
    minutes: str


def tolerance_finding(facts: ToleranceFinding) -> Wording:
    result = (
        "认定项目负责人和承担单位勤勉尽责，予以容错，不记入科研失信记录，不因本项目限制其后续申报和获得支持"
        if facts.is_found
        else "不予认定勤勉尽责"
    )
    return Wording(
        title="容错认定书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}，项目负责人："
                f"{facts.leader}）{facts.ended}。根据容错纠错有关规定，经厅务会审议"
                f"（{facts.minutes}），{result}。"
            ),
            Heading(1, "一、未达目标的原因"),
            Paragraph(facts.reasons),
            Heading(1, "二、勤勉尽责的事实"),
            Paragraph(facts.evidence),
            Heading(1, "三、听取专家意见"),
            Paragraph(facts.experts),
            Heading(1, "四、认定理由"),
            Paragraph(facts.finding),
        ),
    )
