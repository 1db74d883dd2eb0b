"""How far the proposals of a call came: counted with what the list of proposals shows its reader,
by the same expression that the list filters with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.access.roles import OFFICE
from app.models import Call, History, Notice, NoticeItem, Project, Proposal
from app.queries.calls.portal import PUBLIC_NOTICES
from app.queries.calls.proposals import opened
from app.queries.sight.seeing import Sight
from app.services.calls.counting import keep_by_state
from workflows.funnel import FUNNELS, Reached, place_of, reached, told_by_state
from workflows.registry import workflow_for

CONCLUDED = ("decided", "concluded")
"""States of a call whose results are all public."""


def last_step(mechanism: str) -> ColumnElement[int]:
    """The place of the last step a proposal came to. Most states tell it; where several ways lead
    to one, each move has noted it. The history is asked of those that moved before it did."""
    been = (
        select(func.max(_place(mechanism, History.source)))
        .where(History.case_kind == Proposal.kind, History.case_id == Proposal.id)
        .correlate(Proposal)
        .scalar_subquery()
    )
    before, now = func.coalesce(been, 0), _place(mechanism, Proposal.state)
    told: defaultdict[int, list[str]] = defaultdict(list)
    for state, place in told_by_state(workflow_for("proposal", mechanism)).items():
        told[place].append(state)
    by_state = ((Proposal.state.in_(sorted(told[place])), place) for place in sorted(told))
    noted = ((Proposal.came_to == s.key, place) for place, s in enumerate(FUNNELS[mechanism]))
    return case(*by_state, *noted, (before > now, before), else_=now)


def reached_in(session: Session, sight: Sight, call: Call) -> list[Reached]:
    """Drafts are counted, and nothing else is told of them. One statement, and another where the
    history must be asked."""
    workflow = workflow_for("proposal", call.mechanism_key)
    of_call = Proposal.call_id == call.id
    seen = and_(sight.holds("proposal", OFFICE), opened())
    counts = func.count(case((seen, 1))), func.count()
    noted: Any = select(Proposal.state, Proposal.came_to, *counts)
    rows = session.execute(
        sight.joined("proposal", noted).where(of_call).group_by(Proposal.state, Proposal.came_to)
    )
    told: Counter[tuple[int, str]] = Counter()
    there: Counter[str] = Counter()
    unknown = []
    for state, came, count, of_all in rows:
        there[state] += of_all
        place = place_of(workflow, state, came)
        if not count:
            continue
        if place is None:
            unknown.append(state)
        else:
            told[place, state] += count
    keep_by_state(session, call, there)
    if unknown:
        which = (of_call, seen, Proposal.came_to.is_(None), Proposal.state.in_(unknown))
        told.update(_by_history(session, sight, call, which))
    return reached(workflow, ((*of, count) for of, count in told.items()))


def _by_history(
    session: Session, sight: Sight, call: Call, which: tuple[Any, ...]
) -> dict[tuple[int, str], int]:
    each: Any = select(last_step(call.mechanism_key).label("last"), Proposal.state)
    found = sight.joined("proposal", each).where(*which).subquery()
    rows = session.execute(
        select(found.c.last, found.c.state, func.count()).group_by(found.c.last, found.c.state)
    )
    return {(last, state): count for last, state, count in rows}


def published_of(session: Session, call: Call) -> Sequence[Reached]:
    """What notices and results of a concluded call tell anybody: who was on notice, and who has a
    project. Nothing before it is concluded."""
    if call.state not in CONCLUDED:
        return ()
    on_notice = (
        select(func.count(func.distinct(NoticeItem.proposal_id)))
        .join(Notice, Notice.id == NoticeItem.notice_id)
        .where(Notice.call_id == call.id, Notice.state.in_(PUBLIC_NOTICES))
    )
    projects = (
        select(func.count(Project.id))
        .join(Proposal, Proposal.id == Project.proposal_id)
        .where(Proposal.call_id == call.id)
    )
    counts = session.execute(select(on_notice.scalar_subquery(), projects.scalar_subquery())).one()
    steps = FUNNELS[call.mechanism_key]
    noticed = next(step for step in steps if step.key == "noticed")
    return [Reached(step, n) for step, n in zip((noticed, steps[-1]), counts, strict=True)]


def _place(mechanism: str, state: Any) -> ColumnElement[int]:
    places = enumerate(FUNNELS[mechanism])
    return case(*((state.in_(sorted(step.states)), place) for place, step in places), else_=0)
