"""Letters of the formal check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.wording import Wording, contact_line, quoted, until_after_service
from app.documents.payload import Annex, Block, Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Acceptance:
    unit: str
    title: str
    number: str
    leader: str
    accepted_on: date


def acceptance_notice(facts: Acceptance) -> Wording:
    return Wording(
        title="受理通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"你单位申报的项目{quoted(facts.title)}（申报编号：{facts.number}，项目负责人："
                f"{facts.leader}）经形式审查，符合申报通知要求，予以受理。"
            ),
            Paragraph(
                "请关注后续评审安排。评审期间不得以任何方式联系评审专家；"
                "申报材料如有不实，将取消资格并按科研诚信有关规定处理。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class AdmissionList:
    """Of a whole call (C8): `numbers` of the proposals taken; neither titles nor units, which a
    blind review does not show."""

    call_title: str
    checked: int
    numbers: tuple[str, ...]
    contact: str
    phone: str


def admission_list(facts: AdmissionList) -> Wording:
    taken = len(facts.numbers)
    listed = Table(
        ("序号", "申报编号"), tuple((str(n), one) for n, one in enumerate(facts.numbers, start=1))
    )
    return Wording(
        f"关于{facts.call_title}项目受理情况的公告",
        "",
        (
            Paragraph(
                f"{facts.call_title}形式审查已经结束，共审查申报项目{facts.checked}项，受理{taken}项，"
                f"不予受理{facts.checked - taken}项，结果已逐项书面告知申报单位。"
                f"{'受理项目的申报编号见附件。' if taken else ''}"
            ),
            Paragraph(
                "受理项目进入专家评审。评审期间不得以任何方式联系评审专家；"
                "申报材料如有不实，将取消资格并按科研诚信有关规定处理。"
            ),
            contact_line(facts.contact, facts.phone),
            Paragraph("特此公告。"),
        ),
        annexes=(Annex("受理项目申报编号", (listed,)),) if taken else (),
    )


@dataclass(frozen=True, slots=True)
class CheckedItem:
    label: str
    clause: str
    note: str


@dataclass(frozen=True, slots=True)
class Correction:
    unit: str
    title: str
    number: str
    items: tuple[CheckedItem, ...]
    due_on: date


def correction_notice(facts: Correction) -> Wording:
    return Wording(
        title="形式审查补正通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"你单位申报的项目{quoted(facts.title)}（申报编号：{facts.number}）经形式审查，"
                "下列材料需要补正："
            ),
            _table(facts.items),
            Paragraph(
                f"请于{in_words(facts.due_on)}前在系统中补正并重新提交。仅可修改系统开放的部分；"
                "补正以一次为限，逾期未补正的，视为形式审查不通过。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class FormalRejection:
    """`is_overdue`: nobody found a fault, the correction did not come in time."""

    unit: str
    title: str
    number: str
    items: tuple[CheckedItem, ...]
    reason: str
    appeal_days: int
    appeal_until: date
    is_overdue: bool


def formal_rejection(facts: FormalRejection) -> Wording:
    found = (
        "未在规定期限内补正，按规定视为形式审查不通过"
        if facts.is_overdue
        else "经形式审查并由第二人复核，不符合申报通知要求"
    )
    blocks: list[Block] = [
        Paragraph(
            f"你单位申报的项目{quoted(facts.title)}（申报编号：{facts.number}）{found}，"
            f"不予受理。理由：{facts.reason}"
        ),
    ]
    if facts.items:
        blocks.append(_table(facts.items))
    blocks.append(
        Paragraph(
            f"如对本结论有异议，可{until_after_service(facts.appeal_days, facts.appeal_until)}"
            "在系统中书面申请复核，逾期不再受理。"
        )
    )
    return Wording("形式审查不通过告知书", f"{facts.unit}：", tuple(blocks))


@dataclass(frozen=True, slots=True)
class FormalAppeal:
    unit: str
    title: str
    number: str
    is_upheld: bool
    reason: str


def formal_appeal_decision(facts: FormalAppeal) -> Wording:
    ruling = (
        "撤销形式审查不通过的结论，予以受理"
        if facts.is_upheld
        else "维持形式审查不通过的结论，不予受理。本决定为复核终结决定"
    )
    return Wording(
        "形式审查复核决定书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"你单位就项目{quoted(facts.title)}（申报编号：{facts.number}）对形式审查结论提出的复核申请"
                f"收悉。经业务处室复核并经监督诚信处会签，决定：{ruling}。"
            ),
            Paragraph(f"理由：{facts.reason}"),
        ),
    )


def _table(items: tuple[CheckedItem, ...]) -> Table:
    return Table(
        ("审查项", "依据", "问题"), tuple((item.label, item.clause, item.note) for item in items)
    )
