"""How many projects one leads and joins at a time (domain §3.5): asked when a proposal is sent
and accepted, when it is chosen for an award, when its contract is signed and when its team is
revived."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    and_,
    bindparam,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import EarlierProject, Person, Project, Proposal
from app.queries.calls.notices import is_reviewed_after_notice, is_to_be_noticed
from app.services.eligibility.engaged import too_many_months
from app.services.eligibility.record import OVER, PEOPLE, THEIRS, Record
from app.services.eligibility.waived import counted, of_earlier, of_proposal, unwaived
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED

_RUNNING = Text("在研项目", "running projects")
_RUNNING_OR_AWARDED = Text(
    "在研项目和其他已议定立项的项目", "running projects and others already decided for award"
)
_RUNNING_OR_CHOSEN = Text(
    "在研项目、其他已议定立项和本方案一并拟立项的项目",
    "running projects, others already decided for award, and those proposed in this plan",
)


def running_beside(
    record: Record, leader: Person, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """Whatever this record has beside the project that the proposal may have become."""
    led, joined = record.running_led(proposal), record.running_joined(proposal)
    return _too_many(leader.name, led, joined, rules, _RUNNING)


def signing_findings(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """Whatever is under contract: of two that wait for theirs, the one that is signed first keeps
    the other waiting, and neither does before."""
    rows = session.execute(_UNDER_CONTRACT, {"people": [proposal.pi_id]}).all()
    led, joined = _counted(rows, proposal)
    found = (
        *_too_many(proposal.pi.name, led, joined, rules, _RUNNING),
        *too_many_months(session, proposal, rules, at_signing=True),
    )
    return unwaived(session, {proposal.id: found})[proposal.id]


def award_findings(
    session: Session, candidates: Sequence[Proposal], rules: Mapping[str, int]
) -> Mapping[int, tuple[Text, ...]]:
    """By the id of each that may be chosen for an award by itself: what runs beside it, and what
    is awarded, told or not."""
    return _beside(session, candidates, rules, together=False)


def draft_findings(
    session: Session, proposed: Sequence[Proposal], rules: Mapping[str, int]
) -> Mapping[int, tuple[Text, ...]]:
    """The same of all that one draft proposes: each counts beside the others."""
    return _beside(session, proposed, rules, together=True)


def above_limits(
    session: Session, proposed: Collection[int], rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """All of that once, of the proposals with these ids."""
    named = select(Proposal).where(Proposal.id.in_(proposed)).order_by(Proposal.id)
    found = draft_findings(session, session.scalars(named).all(), rules)
    return tuple(dict.fromkeys(text for texts in found.values() for text in texts))


def _beside(
    session: Session, of: Sequence[Proposal], rules: Mapping[str, int], *, together: bool
) -> Mapping[int, tuple[Text, ...]]:
    leaders, chosen = {one.pi_id for one in of}, [one.id for one in of] if together else []
    rows = session.execute(_BESIDE, {"people": list(leaders), "chosen": chosen}).all()
    names = {row.person: row.name for row in rows}
    found = {}
    for one in of:
        led, joined = _counted(rows, one)
        what = _RUNNING_OR_CHOSEN if _counted_in(rows, one, chosen) else _RUNNING_OR_AWARDED
        found[one.id] = tuple(_too_many(names.get(one.pi_id, ""), led, joined, rules, what))
    return unwaived(session, found)


def _counted(rows: Sequence[Row[Any]], beside: Proposal) -> tuple[frozenset[str], frozenset[str]]:
    """What its leader leads, and what its leader joins, beside it."""
    theirs = [row for row in rows if row.person == beside.pi_id and row.proposal != beside.id]
    led = frozenset(_as_counted(row) for row in theirs if row.is_led)
    return led, frozenset(_as_counted(row) for row in theirs if not row.is_led)


def _as_counted(row: Row[Any]) -> str:
    return of_earlier(row.earlier) if row.proposal is None else of_proposal(row.proposal)


def _counted_in(rows: Sequence[Row[Any]], beside: Proposal, chosen: Collection[int]) -> bool:
    others = {row.proposal for row in rows if row.person == beside.pi_id} - {beside.id}
    return not others.isdisjoint(chosen)


def _engagements(which: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Each with whose it is and whether it is led: of this system under the condition, and what was
    running when it was taken over."""
    here = (
        select(
            THEIRS.c.person,
            Person.name,
            (Proposal.pi_id == THEIRS.c.person).label("is_led"),
            THEIRS.c.proposal,
            null().label("earlier"),
        )
        .join(Proposal, Proposal.id == THEIRS.c.proposal)
        .join(Person, Person.id == THEIRS.c.person)
        .outerjoin(Project, Project.proposal_id == Proposal.id)
        .where(which)
    )
    taken_over = (
        select(Person.id, Person.name, true(), null(), EarlierProject.id)
        .join(EarlierProject, EarlierProject.leader_id == Person.id)
        .where(EarlierProject.leader_id.in_(PEOPLE), EarlierProject.outcome == "running")
    )
    return union_all(here, taken_over)


_IS_AWARDED = or_(
    Proposal.state.in_(("notice", "objection", "approved")),
    is_to_be_noticed(),
    is_reviewed_after_notice(),
)
_IS_CHOSEN = Proposal.id.in_(bindparam("chosen", expanding=True))
_BESIDE = _engagements(
    or_(Project.state.not_in(OVER), and_(Project.id.is_(None), or_(_IS_AWARDED, _IS_CHOSEN)))
)
_UNDER_CONTRACT = _engagements(Project.state.not_in((*OVER, *UNSIGNED)))


def _too_many(
    leader: str,
    led: frozenset[str],
    joined: frozenset[str],
    rules: Mapping[str, int],
    what: Text,
) -> Iterable[Text]:
    if len(led) >= (most := rules["lead_running_most"]):
        words = Text(
            f"{leader}主持{what.zh} {len(led)} 项，已达上限 {most} 项",
            f"{leader} leads {len(led)} {what.en}, at the limit of {most}",
        )
        yield counted("lead_running_most", words, led)
    taken_part = led | joined
    if len(taken_part) >= (most := rules["take_part_most"]):
        words = Text(
            f"{leader}主持和参加{what.zh} {len(taken_part)} 项，已达上限 {most} 项",
            f"{leader} leads or takes part in {len(taken_part)} {what.en}, at the limit of {most}",
        )
        yield counted("take_part_most", words, taken_part)
