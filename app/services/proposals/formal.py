"""The formal check: a fixed list, one answer to each item, and the parts opened for correction.

A condition of the call is met or not; only missing or faulty paper can be corrected, once (P4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import FormalCheckAnswer, Person, Proposal
from app.names import check_line, clean_line
from app.services.problems import Problems, alone
from app.services.review.blinding import ANONYMOUS, files_asked
from workflows.engine.text import Text

_CONDITIONS = Text("申报通知·申报条件", "Call notice: eligibility conditions")
_PAPERS = Text("申报通知·申报材料", "Call notice: application documents")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list; `opens` are the parts of the form its correction needs (none: it is a
    condition, which cannot be corrected)."""

    key: str
    label: Text
    clause: Text
    opens: tuple[str, ...] = ()

    @property
    def is_correctable(self) -> bool:
        return bool(self.opens)


ORIGINALITY = "originality"
"""The item that comparisons with other proposals are about."""

ITEMS: tuple[Item, ...] = (
    Item(
        "scope",
        Text("申报内容属于指南支持方向", "The subject is within the topics of the call"),
        _CONDITIONS,
    ),
    Item(
        "unit",
        Text(
            "牵头单位具有独立法人资格，注册年限符合要求",
            "The lead unit is an independent legal person and has been registered long enough",
        ),
        _CONDITIONS,
    ),
    Item(
        "leader",
        Text(
            "项目负责人不是公务员，年龄、职称或学位符合要求",
            "The project leader is not a civil servant and meets the requirements on age, "
            "title or degree",
        ),
        _CONDITIONS,
    ),
    Item(
        "limits",
        Text("符合限项申报规定", "Meets the limits on number of applications"),
        _CONDITIONS,
    ),
    Item(
        "integrity",
        Text(
            "单位及人员无在惩戒期内的失信记录，未列为失信被执行人",
            "No unit or person is under sanction for misconduct or listed as a judgment defaulter",
        ),
        _CONDITIONS,
    ),
    Item(
        ORIGINALITY,
        Text(
            "不与已立项、在审的项目或他人申报书重复（查重）",
            "Does not duplicate projects awarded or under review, or other people's proposals "
            "(similarity check)",
        ),
        _CONDITIONS,
    ),
    Item(
        "secrecy",
        Text("申报内容不涉及国家秘密", "The content does not involve state secrets"),
        _CONDITIONS,
    ),
    Item(
        "content",
        Text(
            "申报书各部分填写完整、前后一致",
            "All parts of the proposal are complete and consistent",
        ),
        _PAPERS,
        ("basics", "sections"),
    ),
    Item(
        "metrics",
        Text("考核指标、节点明确且可考核", "Metrics and milestones are clear and can be assessed"),
        _PAPERS,
        ("metrics", "milestones"),
    ),
    Item(
        "budget",
        Text("预算与自筹资金填报规范", "Budget and own funds are properly stated"),
        _PAPERS,
        ("budget",),
    ),
    Item(
        "members",
        Text("参加单位与人员信息齐全", "Details of participating units and people are complete"),
        _PAPERS,
        ("units", "members"),
    ),
    Item(
        "attachments",
        Text("规定的附件齐全、清晰、有效", "Required attachments are complete, legible and valid"),
        _PAPERS,
        ("attachments",),
    ),
)
_ANONYMITY = Item(
    "anonymity",
    Text(
        "匿名版材料不出现单位、人员信息", "The anonymous version shows no unit or personal details"
    ),
    _PAPERS,
    ("attachments",),
)
"""Only where experts see nothing but the anonymous version."""

_OF_BIDS: dict[str, Text] = {
    "scope": Text("逐项响应榜单指标", "Every posted metric is answered"),
    "unit": Text(
        "牵头单位具有独立法人资格（不看注册年限）",
        "The lead unit is an independent legal person (years of registration do not matter)",
    ),
    "leader": Text(
        "项目负责人不是公务员，与发榜单位无控股、同一控制人等关联关系",
        "The project leader is not a civil servant and is not related to the demand side "
        "by shareholding or common control",
    ),
}
"""Of a bid other things are asked: no age, title or degree, but that nobody is related (B4)."""


def items_of(proposal: Proposal) -> tuple[Item, ...]:
    """The list as it is put to this proposal."""
    asked = {file["key"] for file in files_asked(proposal.call)}
    items = (*ITEMS, _ANONYMITY) if ANONYMOUS in asked else ITEMS
    if proposal.item_id is None:
        return items
    return tuple(replace(i, label=_OF_BIDS.get(i.key, i.label)) for i in items)


NOTE_MOST = 500
"""Characters."""

ANSWERS: dict[str, Text] = {
    "met": Text("符合", "Met"),
    "correctable": Text("可补正", "Correctable"),
    "not_met": Text("不符合", "Not met"),
}

_BY_KEY = {item.key: item for item in (*ITEMS, _ANONYMITY)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the checker says of one item; empty `answer`: not yet answered."""

    answer: str
    note: str = ""


def item(key: str) -> Item:
    """Raises KeyError: the list has no such item."""
    return _BY_KEY[key]


GIVEN = Listed(FormalCheckAnswer, FormalCheckAnswer.proposal_id == bindparam("proposal"))


def answers_of(session: Session, proposal: Proposal) -> dict[str, FormalCheckAnswer]:
    """The answers so far, by key of their item."""
    return {row.item: row for row in GIVEN.of(session, proposal=proposal.id)}


def answers_told(session: Session, proposal: Proposal) -> dict[str, Answer]:
    """The same for its own side. Why it was let pass that resembles others is for the office: the
    note may speak of those."""
    given = {
        key: Answer(row.answer, row.note) for key, row in answers_of(session, proposal).items()
    }
    if ORIGINALITY in given and given[ORIGINALITY].answer == "met":
        given[ORIGINALITY] = Answer("met")
    return given


def answered(session: Session, proposal: Proposal) -> dict[str, list[str]]:
    """What stands in the list now, for a page that two checkers may have open at once."""
    return {key: [row.answer, row.note] for key, row in answers_of(session, proposal).items()}


def last_answered(session: Session, proposal: Proposal) -> tuple[int | None, datetime | None]:
    """The id of whoever answered last, and when."""
    given = answers_of(session, proposal).values()
    last = max(given, key=lambda row: row.checked_at, default=None)
    return (last.checked_by_id, last.checked_at) if last else (None, None)


def closed_to(proposal: Proposal) -> Text | None:
    """Why it is not to be checked now, if it is not."""
    if proposal.state == "formal_check":
        return None
    return Text(
        "申报书已不在形式审查环节，不能再填写审查意见",
        "The proposal is no longer in the formal check, so answers can no longer be entered",
    )


def record(
    session: Session,
    proposal: Proposal,
    answers: Mapping[str, Answer],
    parts: Collection[str],
    by: Person,
    now: datetime,
) -> Problems | None:
    """Save the answers given so far and the parts of the form the correction opens.

    Without `parts` the correction opens what its items usually need. Raises KeyError: an item the
    list does not have.
    """
    if closed := closed_to(proposal):
        return alone(closed)
    if problems := _problems(answers, parts):
        return Problems(problems)
    earlier = answers_of(session, proposal)
    for key, answer in answers.items():
        if not answer.answer:
            continue
        row = earlier.get(key) or FormalCheckAnswer(proposal_id=proposal.id, item=key)
        if (row.answer, row.note) != (answer.answer, clean_line(answer.note)):
            row.answer, row.note = answer.answer, clean_line(answer.note)
            row.checked_by_id, row.checked_at = by.id, now
            session.add(row)
    session.flush()
    proposal.flagged = _flags(session, proposal, parts)
    return None


def _flags(session: Session, proposal: Proposal, parts: Collection[str]) -> list[str]:
    """The parts the applicant may edit; only what a correctable item can need is ever opened."""
    open_items = [k for k, a in answers_of(session, proposal).items() if a.answer == "correctable"]
    usual = [part for key in open_items for part in _BY_KEY[key].opens]
    return [part for part in usual if part in parts] if parts else usual


def _problems(answers: Mapping[str, Answer], parts: Collection[str]) -> dict[str, Text]:
    found = {}
    for key, answer in answers.items():
        if problem := _problem(_BY_KEY[key], answer):
            found[key] = problem
    needed = {key for key, answer in answers.items() if answer.answer == "correctable"}
    if parts and any(not set(_BY_KEY[key].opens) & set(parts) for key in needed - found.keys()):
        found["parts"] = Text(
            "每个可补正项至少要开放一个可修改的部分",
            "Each correctable item must open at least one part for editing",
        )
    return found


def _problem(asked: Item, answer: Answer) -> Text | None:
    if answer.answer not in {"", *ANSWERS}:
        return Text("请选择符合、可补正或不符合", "Choose met, correctable or not met")
    if answer.answer == "correctable" and not asked.is_correctable:
        return Text(
            "申报条件不能补正，只能补正材料：请选择符合或不符合",
            "Conditions cannot be corrected, only documents can: choose met or not met",
        )
    if answer.answer in {"correctable", "not_met"} and not answer.note.strip():
        return Text(
            "请写明问题所在，申报人据此补正或复核",
            "Explain the problem; the applicant relies on this to correct or ask for a re-check",
        )
    note = check_line(answer.note, Text("说明", "Note"), NOTE_MOST, required=False)
    return note if isinstance(note, Text) else None
