"""The office's morning view (domain §5): each topic is a list, and its count is that of the list.

One statement counts all topics, of each kind in them up to a thousand: a list goes no further than
its count. What a person may not open is in none of them.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.models import (
    Call,
    Case,
    Fund,
    Objection,
    Organisation,
    Project,
    ProjectMilestone,
    Proposal,
    Race,
    Sanction,
)
from app.models.base import Moment
from app.queries.attention.crowds import MOST, tally_of
from app.queries.attention.urgency import NOW
from app.queries.attention.waiting import load_cases
from app.queries.books import late_money
from app.queries.paging import SIZE, Page, Tally, nearest
from app.queries.project.accepting import is_late
from app.queries.project.milestones import is_unpaid
from app.queries.race.close_races import is_close
from app.queries.sight.seeing import Sight
from app.services.cases import CASES
from app.services.contracts.ending import waits_for_termination
from app.services.money.funds import GROUNDS
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.registry import definitions_of, states_under_way
from workflows.roles import SYSTEM_ROLES, Role

STUCK_AFTER = timedelta(days=5)
CLOSING_WITHIN = timedelta(days=7)
EXPIRING_WITHIN = timedelta(days=90)

_OFFICERS = frozenset({Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER, Role.DECISION_MAKER})
_WATCHERS = frozenset({Role.SUPERVISOR, Role.DISCIPLINE})
_CHECKERS = frozenset({Role.FORMAL_CHECKER, Role.EXPERT_MANAGER})
_STUCK = ("proposal", "item", "change", "milestone", "acceptance", "payment")

Arm = tuple[str, ColumnElement[bool], Any]
"""A kind of case, when one of it belongs to the topic, and what the list is ordered by."""

_TODAY, _IN_90_DAYS = bindparam("today", type_=Date()), bindparam("in_90_days", type_=Date())
_LONG_AGO, _IN_7_DAYS = (bindparam(name, type_=Moment()) for name in ("long_ago", "in_7_days"))


def _given(session: Session, topics: Sequence[Topic], now: datetime) -> dict[str, Any]:
    """What is given to the statements of these topics."""
    keys, today = {topic.key for topic in topics}, local_date(now)
    return {
        "in_term": late_money.calls_in_term(session, now) if "late_money" in keys else (),
        "now": now,
        "long_ago": now - STUCK_AFTER,
        "in_7_days": now + CLOSING_WITHIN,
        "today": today,
        "in_90_days": today + EXPIRING_WITHIN,
    }


@dataclass(frozen=True)
class Topic:
    key: str
    label: Text
    roles: frozenset[Role]
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Count:
    topic: Topic
    count: Tally


def _ends_soon() -> ColumnElement[bool]:
    return and_(
        Project.state.in_(states_under_way("project")),
        Project.ends_on >= _TODAY,
        Project.ends_on <= _IN_90_DAYS,
    )


def _is_stuck(kind: str) -> ColumnElement[bool]:
    """So long in a state that waits on a person; drafts are nobody's delay."""
    model = CASES[kind]
    states = [s for s in _awaiting_people(kind) if s != "draft"]
    return and_(model.state.in_(states), model.state_entered_at <= _LONG_AGO)


def _barred() -> ColumnElement[bool]:
    """A sanction in force today on leader or unit, or on what answers together with that; as in
    `services.eligibility`. Found from the sanctions, which are few."""
    hit, unit, barred = aliased(Proposal), aliased(Organisation), aliased(Organisation)
    root = func.coalesce(barred.merged_into_id, barred.id)
    in_force = (
        Sanction.starts_on <= _TODAY,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= _TODAY),
        or_(Sanction.lifted_on.is_(None), Sanction.lifted_on > _TODAY),
    )
    of_leaders = select(hit.id).join(Sanction, hit.pi_id == Sanction.person_id)
    of_units = (
        select(hit.id)
        .join(unit, hit.lead_unit_id == unit.id)
        .join(barred, or_(unit.id == root, unit.merged_into_id == root))
        .join(Sanction, barred.id == Sanction.organisation_id)
    )
    return Proposal.id.in_(union_all(*(one.where(*in_force) for one in (of_leaders, of_units))))


def _is_hit(kind: str) -> ColumnElement[bool]:
    model = CASES[kind]
    return and_(model.state.in_(states_under_way(kind)), model.state != "draft", _barred())


def _is_unsettled() -> ColumnElement[bool]:
    """Its project ended so that money comes back, and its finance has done nothing about it."""
    return and_(
        Project.state.in_(GROUNDS),
        or_(
            Fund.state.in_(("balance_due", "to_recover")),
            and_(Fund.state.in_(("normal", "frozen")), Fund.settled_at.is_(None)),
        ),
    )


def _closes_soon() -> ColumnElement[bool]:
    return and_(Call.state == "open", Call.close_at > NOW, Call.close_at <= _IN_7_DAYS)


def _awaiting_people(kind: str) -> list[str]:
    """What waits for a day yet unknown (a reserve, a suspension) is not late."""
    states = [s for _, workflow in definitions_of(kind) for s in workflow.states]
    return sorted({s.key for s in states if s.waits_on - SYSTEM_ROLES and s.undated is None})


TOPICS: tuple[Topic, ...] = (
    Topic(
        "objections",
        Text("异议待办结", "Objections to decide"),
        _OFFICERS | _WATCHERS,
        (("objection", Objection.state.in_(states_under_way("objection")), Objection.due_at),),
    ),
    Topic(
        "stuck",
        Text("停留超过 5 天", "Waiting for more than 5 days"),
        _OFFICERS | _WATCHERS | _CHECKERS | {Role.FINANCE},
        tuple((kind, _is_stuck(kind), CASES[kind].state_entered_at) for kind in _STUCK),
    ),
    Topic(
        "closing",
        Text("7 天内截止的指南", "Calls closing within 7 days"),
        _OFFICERS | _WATCHERS | _CHECKERS,
        (("call", _closes_soon(), Call.close_at),),
    ),
    Topic(
        "terminations",
        Text("终止建议待议定", "Terminations to decide"),
        _OFFICERS,
        (("project", waits_for_termination(), Project.state_entered_at),),
    ),
    Topic(
        "acceptances",
        Text("验收逾期未办结", "Acceptance overdue"),
        _OFFICERS | _WATCHERS,
        (("project", is_late(), Project.due_at),),
    ),
    Topic(
        "unpaid",
        Text("等节点结论才能拨付", "Payments waiting for a milestone conclusion"),
        _OFFICERS | {Role.FINANCE},
        (("milestone", is_unpaid(), ProjectMilestone.due_at),),
    ),
    Topic(
        "races",
        Text("赛题已到下限或预留不足", "Races at their minimum or short of reserve"),
        _OFFICERS | _WATCHERS,
        (("race", is_close(), Race.due_at),),
    ),
    Topic(
        "unsettled",
        Text("项目未成，待追缴或结清", "Unsuccessful projects to recover or settle"),
        frozenset({Role.FINANCE, Role.SUPERVISOR}),
        (("fund", _is_unsettled(), Project.state_entered_at),),
    ),
    Topic(
        "late_money",
        Text(
            "结束后结余或到账的经费，待交回财政",
            "Balances and late receipts to return to the treasury",
        ),
        frozenset({Role.FINANCE}),
        (
            ("race", late_money.is_to_return_of_race(), Race.state_entered_at),
            ("call", late_money.is_to_return_of_call(), Call.state_entered_at),
        ),
    ),
    Topic(
        "expiring",
        Text("90 天内到期的项目", "Projects ending within 90 days"),
        _OFFICERS | {Role.FINANCE},
        (("project", _ends_soon(), None),),
    ),
    Topic(
        "integrity",
        Text("诚信核查命中", "Integrity check hits"),
        _OFFICERS | _WATCHERS,
        tuple((kind, _is_hit(kind), None) for kind in ("proposal", "project")),
    ),
)


def topics_for(roles: Set[Role]) -> tuple[Topic, ...]:
    """What somebody with these roles in the office watches."""
    return tuple(topic for topic in TOPICS if topic.roles & roles)


def count_topics(
    session: Session, sight: Sight, topics: Sequence[Topic], now: datetime
) -> list[Count]:
    if not topics:
        return []
    question = "topics", tuple(topic.key for topic in topics)
    counted = sight.written(question, lambda: _counted(sight, topics))
    counts: dict[str, list[int]] = {topic.key: [] for topic in topics}
    for key, number in session.execute(counted, {**_given(session, topics, now), "most": MOST}):
        counts[key].append(number)
    return [Count(topic, tally_of(*counts[topic.key])) for topic in topics]


def _counted(sight: Sight, topics: Sequence[Topic]) -> CompoundSelect[Any]:
    return union_all(
        *(
            select(literal(topic.key), func.count(arm.limit(bindparam("most")).subquery().c.id))
            for topic in topics
            for arm in _arms(topic, sight)
        )
    )


def page_of_topic(
    session: Session, sight: Sight, topic: Topic, now: datetime, number: int, size: int = SIZE
) -> Page[Case]:
    """The most urgent first: what has waited longest, or has least time left."""
    [counted] = count_topics(session, sight, (topic,), now)
    total = counted.count.number
    number = nearest(number, total, size)
    rows = union_all(
        *(_first(arm, number * size) for arm in _arms(topic, sight)),
    ).subquery()
    ordered = select(rows.c.kind, rows.c.id).order_by(
        rows.c.at.nulls_last(), rows.c.kind, rows.c.id
    )
    stretch = ordered.limit(size).offset((number - 1) * size)
    found = session.execute(stretch, _given(session, (topic,), now)).all()
    return Page(load_cases(session, found), number, size, total, counted.count.is_cut)


def _first(arm: Select[Any], number: int) -> Select[Any]:
    columns = arm.selected_columns
    ordered = arm.order_by(columns["at"].nulls_last(), columns["id"])
    return select(ordered.limit(number).subquery())


def _arms(topic: Topic, sight: Sight) -> list[Select[Any]]:
    return [_arm(arm, sight) for arm in topic.arms]


def _arm(arm: Arm, sight: Sight) -> Select[Any]:
    kind, belongs, at = arm
    model = CASES[kind]
    columns = select(
        literal(kind).label("kind"),
        model.id.label("id"),
        (cast(null(), Moment()) if at is None else at).label("at"),
    )
    return sight.joined(kind, columns).where(belongs, sight.inside(kind))
