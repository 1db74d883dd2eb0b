"""Letters of changes, suspensions and endings other than acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_capitals, in_figures
from app.documents.kinds.wording import PLAN, Wording, appealed_against, because, quoted, resumed_by
from app.documents.payload import Block, Paragraph, in_words

_BASIS = f"根据{PLAN}关于项目管理的规定及本项目任务书"


@dataclass(frozen=True, slots=True)
class ChangeReply:
    """`minutes` is empty for what the office decides itself; `version` of the new contract;
    `total` the public money and the own of a changed whole, in 分, and what the own is called."""

    unit: str
    title: str
    number: str
    kind: str
    content: str
    granted: bool
    reason: str
    minutes: str
    version: int | None
    new_end: date | None
    total: tuple[int, int] | None = None
    own_called: str = ""


def change_reply(facts: ChangeReply) -> Wording:
    return _reply(facts, f"关于项目{facts.kind.removeprefix('项目')}变更的批复")


def extension_reply(facts: ChangeReply) -> Wording:
    return _reply(facts, "关于项目延期的批复")


def _reply(facts: ChangeReply, title: str) -> Wording:
    by = f"并经厅务会审议（{facts.minutes}）" if facts.minutes else ""
    answer = "同意变更" if facts.granted else "不同意变更"
    blocks: list[Block] = [
        Paragraph(
            f"你单位关于项目{quoted(facts.title)}（项目编号：{facts.number}）变更{facts.kind}的申请收悉。"
            f"{_BASIS}，经审查{by}，现批复如下："
        ),
        Paragraph(f"{answer}。申请变更的内容：{facts.content}"),
        Paragraph(f"理由：{facts.reason}"),
    ]
    if facts.granted and facts.new_end:
        blocks.append(
            Paragraph(
                f"项目执行期延至{in_words(facts.new_end)}，延期以一次为限，验收期限相应顺延。"
            )
        )
    if facts.granted and facts.total:
        fiscal, own = facts.total
        blocks.append(
            Paragraph(
                f"项目总经费调整为{in_both(fiscal + own)}，其中财政资金{in_figures(fiscal)}、"
                f"{facts.own_called}{in_figures(own)}；尚未下达的拨付按变更后的任务书执行。"
            )
        )
    if facts.granted and facts.version:
        blocks.append(
            Paragraph(
                f"本次变更形成任务书第{facts.version}版，原版本存档；其余内容不变，请遵照执行。"
            )
        )
    return Wording(title, f"{facts.unit}：", (*blocks, Paragraph("此复。")))


@dataclass(frozen=True, slots=True)
class SuspensionNotice:
    """`cause` as outsiders read it; `until` of a suspension, `reason` of a resumption. Without
    minutes it was ordered at once, to be ratified by `ratify_until`, or resumed because it was
    not."""

    unit: str
    title: str
    number: str
    cause: str
    minutes: str
    until: date | None
    ratify_until: date
    reason: str


def suspension_notice(facts: SuspensionNotice) -> Wording:
    assert facts.until is not None, "a suspension has its longest term"
    last = in_words(facts.ratify_until)
    by, unratified = f"经厅务会审议（{facts.minutes}）", ""
    if not facts.minutes:
        by = "且情况紧急"
        unratified = f"本决定将提请厅务会追认；至{last}未经追认的，项目自行恢复；经追认的，"
    return Wording(
        "关于暂停项目实施的通知",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}，因{facts.cause}，{by}，决定暂停你单位承担的项目"
                f"{quoted(facts.title)}（项目编号：{facts.number}），经费同时暂停拨付和使用。"
            ),
            Paragraph(
                f"{unratified}暂停期至{in_words(facts.until)}止，期满前另行作出恢复或者终止的决定。"
                "暂停不是对责任的认定。"
            ),
        ),
    )


def resumption_notice(facts: SuspensionNotice) -> Wording:
    return Wording(
        "关于恢复项目实施的通知",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}，{resumed_by(facts.minutes)}，你单位承担的项目{quoted(facts.title)}"
                f"（项目编号：{facts.number}）自本通知之日起恢复实施，经费同时恢复拨付和使用。"
            ),
            *map(Paragraph, because(facts.reason)),
        ),
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """Money in 分. `diligent` and `finding` are the finding of an honest failure (容错)."""

    unit: str
    title: str
    number: str
    basis: str
    cause: str
    reason: str
    diligent: str
    finding: str
    amount: int
    minutes: str
    audit_until: date | None
    refund_days: int
    appeal_days: int
    appeal_until: date


def termination_notice(facts: Ending) -> Wording:
    assert facts.audit_until is not None, "a termination is audited"
    by = (
        f"经厅务会审议（{facts.minutes}），因{facts.cause}，决定"
        if facts.minutes
        else (f"因{facts.cause}，依规定")
    )
    return Wording(
        "关于终止项目的通知",
        f"{facts.unit}：",
        (
            Paragraph(
                f"根据{facts.basis}及本项目任务书，{by}终止你单位承担的项目"
                f"{quoted(facts.title)}（项目编号：{facts.number}，立项金额{in_figures(facts.amount)}，"
                f"大写：{in_capitals(facts.amount)}）。"
            ),
            Paragraph(f"事实与理由：{facts.reason}"),
            Paragraph(f"容错认定：{facts.diligent}。{facts.finding}本次终止不记入科研失信记录。"),
            Paragraph(
                f"请于{in_words(facts.audit_until)}前完成经费审计，并在审计完成后{facts.refund_days}日内"
                "将结余财政资金退回。"
            ),
            appealed_against(facts.appeal_days, facts.appeal_until),
        ),
    )


def revocation_decision(facts: Ending) -> Wording:
    return Wording(
        "关于撤销项目的决定",
        f"{facts.unit}：",
        (
            Paragraph(
                f"根据{facts.basis}，经调查终结、听取陈述申辩并经厅务会审议（{facts.minutes}），决定"
                f"撤销你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}），立项自始无效。"
            ),
            Paragraph(f"事实与理由：{facts.reason}"),
            Paragraph(
                "已拨付的财政资金全额追回（立项金额"
                f"{in_figures(facts.amount)}，大写：{in_capitals(facts.amount)}），"
                "具体金额和期限见退款通知；有关责任按科研诚信处理决定执行。"
            ),
            appealed_against(facts.appeal_days, facts.appeal_until),
        ),
    )


@dataclass(frozen=True, slots=True)
class AppealDecision:
    """`again_until` is the last day to ask for the repeated acceptance; None where the fault is
    found anew instead."""

    unit: str
    title: str
    number: str
    against: str
    upheld: bool
    again_until: date | None
    reason: str
    minutes: str
    minutes_on: date


def appeal_decision(facts: AppealDecision) -> Wording:
    return Wording(
        "复查决定书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{_BASIS}，对你单位就项目{quoted(facts.title)}（项目编号：{facts.number}）“{facts.against}”"
                f"决定提出的复查申请，经复查并经厅务会审议（{facts.minutes}，"
                f"{in_words(facts.minutes_on)}），现决定如下。"
            ),
            Paragraph(f"复查决定：{_result(facts)}。"),
            Paragraph(f"理由：{facts.reason}"),
            Paragraph("本决定为复查的最终决定，同一事项不再受理复查申请。"),
        ),
    )


def _result(facts: AppealDecision) -> str:
    if not facts.upheld:
        return f"维持原“{facts.against}”决定"
    if facts.again_until is None:
        return "原决定予以改正，重新认定项目责任"
    return f"原决定予以改正，项目进入整改复验，请最迟于{in_words(facts.again_until)}申请复验"
