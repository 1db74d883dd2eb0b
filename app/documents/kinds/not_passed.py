"""Letters of an acceptance that did not pass: failed, to be repeated, concluded (J16-J18, §3.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.accepting import BASIS, JudgedMetric, metrics_table
from app.documents.kinds.wording import Wording, appealed_against, quoted
from app.documents.payload import Block, Paragraph, in_words


@dataclass(frozen=True, slots=True)
class Failure:
    """`cause` says why in words, `metrics` which were not reached (none where nothing was applied
    for); `appeal_days` in working days after service."""

    unit: str
    title: str
    number: str
    cause: str
    metrics: tuple[JudgedMetric, ...]
    appeal_days: int
    appeal_until: date


def acceptance_failure(facts: Failure) -> Wording:
    return Wording(
        "项目验收不通过决定书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{BASIS}，你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}）"
                f"{facts.cause}，现决定不予通过验收。"
            ),
            *_unreached(facts.metrics),
            Paragraph(f"尚未拨付的财政资金不再拨付。{_BALANCE}"),
            appealed_against(facts.appeal_days, facts.appeal_until),
        ),
    )


@dataclass(frozen=True, slots=True)
class Repetition:
    """`opinion` of the panel; `upheld` is why an objection set its conclusion aside, empty where
    none did; `until` the last day to apply again."""

    unit: str
    title: str
    number: str
    opinion: str
    metrics: tuple[JudgedMetric, ...]
    until: date
    upheld: str = ""


def re_acceptance_notice(facts: Repetition) -> Wording:
    concluded = "验收结论为整改后复验。"
    if facts.upheld:
        concluded = (
            f"公示期间的异议经核查成立，原验收结论不予采纳，须整改后复验。理由：{facts.upheld}"
        )
    return Wording(
        "关于项目整改复验的通知",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{BASIS}，你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}）经验收评审并"
                f"公示，{concluded}"
            ),
            *_unreached(facts.metrics),
            *(() if facts.upheld else (Paragraph(f"专家组意见：{facts.opinion}"),)),
            Paragraph(
                f"请于{in_words(facts.until)}前完成整改并申请复验。复验以一次为限，"
                "逾期未申请的，按验收不通过办理。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`grounds` are the causes beyond control and the diligence that the panel found."""

    unit: str
    title: str
    number: str
    grounds: str
    metrics: tuple[JudgedMetric, ...]


def conclusion_notice(facts: Conclusion) -> Wording:
    return Wording(
        "项目结题通知书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{BASIS}，你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}）经验收评审并"
                "公示，因非主观原因未全部完成任务且勤勉尽责，准予结题，不记入科研失信记录。"
            ),
            Paragraph(f"非主观原因与勤勉尽责情况：{facts.grounds}"),
            *_unreached(facts.metrics),
            Paragraph(f"尚未拨付的财政资金不再拨付。{_BALANCE}"),
        ),
    )


_BALANCE = (
    "请你单位财务部门在系统中如实填报已拨财政资金的列支情况，"
    "结余部分按退款通知载明的金额和期限退回。"
)


def _unreached(metrics: tuple[JudgedMetric, ...]) -> tuple[Block, ...]:
    if not metrics:
        return ()
    return (Paragraph("未达到任务书要求的考核指标如下："), metrics_table(metrics))
