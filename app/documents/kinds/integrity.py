"""Letters of integrity cases: the decision, and the decision on re-examination (复查决定)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.wording import Wording, quoted, until_after_service
from app.documents.payload import Block, Heading, Paragraph, in_words


@dataclass(frozen=True, slots=True)
class IntegrityDecision:
    """`term` is None for a warning; an open end stands for a permanent bar, which is not repaired.
    `facts` is what the respondent was told before the hearing; repair may be asked once
    `repair_percent` of the term is served."""

    subject: str
    is_unit: bool
    project: str
    facts: str
    plea: str
    finding: str
    basis: str
    grade: str
    term: tuple[date, date | None] | None
    minutes_number: str
    minutes_on: date
    review_days: int
    review_until: date
    repair_percent: int


def integrity_decision(facts: IntegrityDecision) -> Wording:
    about = f"（涉及项目：{quoted(facts.project)}）" if facts.project else ""
    blocks: list[Block] = [
        Paragraph(
            f"根据{facts.basis}，经调查、告知、听取陈述申辩并经厅务会审议（{facts.minutes_number}，"
            f"{in_words(facts.minutes_on)}），现对{facts.subject}{about}作出如下处理决定。"
        ),
        Heading(1, "一、告知与申辩"),
        Paragraph(f"已告知当事人的事实、理由、依据和拟处理意见：{facts.facts}"),
        Paragraph(
            f"陈述申辩意见：{facts.plea}"
            if facts.plea
            else "当事人在规定期限内未提出陈述申辩意见。"
        ),
        Heading(1, "二、认定与处理"),
        Paragraph(facts.finding),
        Paragraph(_measure(facts)),
        Heading(1, "三、救济途径"),
        Paragraph(
            f"对本决定不服的，可{until_after_service(facts.review_days, facts.review_until)}"
            "向本机关书面申请复查，复查以一次为限。"
            "复查期间不停止本决定的执行。"
        ),
    ]
    return Wording("科研诚信处理决定书", f"{facts.subject}：", tuple(blocks))


def _measure(facts: IntegrityDecision) -> str:
    if facts.term is None:
        return "给予警告，责令限期改正。"
    starts_on, ends_on = facts.term
    barred = "取消申报和承担本省科技计划项目"
    barred += "的资格。" if facts.is_unit else "、担任评审专家的资格。"
    if ends_on is None:
        return f"{facts.grade}，自{in_words(starts_on)}起长期{barred}"
    return (
        f"{facts.grade}，自{in_words(starts_on)}起至{in_words(ends_on)}止，{barred}期满自动解除；"
        f"惩戒期执行达到{facts.repair_percent}%且整改到位的，可以申请信用修复。"
    )


@dataclass(frozen=True, slots=True)
class ReExamination:
    """`result` is uphold, shorten or annul; `ends_on` the new last day of a shortened term."""

    subject: str
    result: str
    ends_on: date | None
    reason: str
    basis: str
    minutes_number: str
    minutes_on: date


def re_examination_decision(facts: ReExamination) -> Wording:
    return Wording(
        "复查决定书",
        f"{facts.subject}：",
        (
            Paragraph(
                f"根据{facts.basis}，对你（单位）就科研诚信处理决定提出的复查申请，经复查并经厅务会审议"
                f"（{facts.minutes_number}，{in_words(facts.minutes_on)}），现决定如下。"
            ),
            Paragraph(f"复查决定：{_RESULTS[facts.result]}{_until(facts.ends_on)}。"),
            Paragraph(f"理由：{facts.reason}"),
            Paragraph("本决定为复查的最终决定，同一事项不再受理复查申请。"),
        ),
    )


def _until(ends_on: date | None) -> str:
    return f"至{in_words(ends_on)}止" if ends_on else ""


_RESULTS = {"uphold": "维持原决定", "shorten": "惩戒期缩短", "annul": "撤销原决定"}
