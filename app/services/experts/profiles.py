"""What the tables know of experts, as the rules of recusal look at it (domain §3.2); the other side
is `parties`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.asked import Listed, ask_together
from app.experts.ties import (
    Bar,
    Declaration,
    Employment,
    ExpertProfile,
    Interest,
    JointWork,
    Kinship,
    RecusalYears,
)
from app.models import Call, Conflict, Expert, ExpertTie, ExpertUnit, Person, RoleGrant, Sanction
from workflows.engine.text import Text
from workflows.roles import Role

KINSHIP: dict[str, Text] = {
    "relative": Text("近亲属", "close relative"),
    "supervision": Text("师生关系", "supervisor or student"),
}


DECLARED = Listed(
    Conflict,
    Conflict.standing == "declared",
    Conflict.expert_id.in_(bindparam("experts", expanding=True)),
)
TIES = Listed(
    ExpertTie,
    ExpertTie.expert_id.in_(bindparam("experts", expanding=True)),
    order=(ExpertTie.id,),
    options=(joinedload(ExpertTie.organisation),),
)

SANCTIONS = Listed(
    Sanction,
    Sanction.person_id.in_(
        select(Expert.person_id).where(Expert.id.in_(bindparam("experts", expanding=True)))
    ),
    Sanction.lifted_on.is_(None),
    order=(Sanction.id,),
)
_SERVING = Listed(
    RoleGrant,
    RoleGrant.role == Role.DEMANDER.value,
    RoleGrant.organisation_id.is_not(None),
    RoleGrant.person_id.in_(
        select(Expert.person_id).where(Expert.id.in_(bindparam("experts", expanding=True)))
    ),
    order=(RoleGrant.id,),
    options=(joinedload(RoleGrant.organisation),),
)
ON_RECORD = (DECLARED, TIES, SANCTIONS, _SERVING)
"""Of experts, by their ids."""
_UNITS = Listed(
    ExpertUnit,
    ExpertUnit.expert_id.in_(bindparam("experts", expanding=True)),
    options=(joinedload(ExpertUnit.organisation),),
)


def profiles(
    session: Session, experts: Sequence[Expert], *more: Listed[Any], **given: Any
) -> list[tuple[Expert, ExpertProfile]]:
    """Each expert with units, ties and own declarations; a fixed number of queries. `more` is what
    else is to be asked for beside them."""
    ids = tuple(expert.id for expert in experts)
    _read_record(session, experts, more, {"experts": ids, **given})
    declared: defaultdict[int, list[Declaration]] = defaultdict(list)
    for row in DECLARED.of(session, experts=ids):
        declared[row.expert_id].append(Declaration(row.proposal_id, row.evidence))
    ties, known = _ties(session, ids)
    serving = _demand_units(session, ids)
    barred = bars_of(session, experts)
    return [
        (
            expert,
            replace(
                _profile(expert, ties[expert.id], known),
                declarations=tuple(declared[expert.id]),
                demand_units=tuple(serving[expert.person_id]),
                bars=tuple(barred[expert.id]),
            ),
        )
        for expert in experts
    ]


def _profile(expert: Expert, ties: Sequence[ExpertTie], known: Mapping[str, int]) -> ExpertProfile:
    """With units and ties; of the people named in them those who have an account are `known`, by
    mail address."""
    return ExpertProfile(
        person_id=expert.person_id,
        name=expert.person.name,
        units=tuple(
            Employment(j.organisation_id, j.organisation.name, j.since, j.until)
            for j in expert.units
        ),
        joint_work=tuple(
            JointWork(known[t.email], t.title, t.on)
            for t in ties
            if t.kind == "joint_work" and t.email in known
        ),
        kinship=tuple(
            Kinship(known[t.email], KINSHIP[t.kind], t.title)
            for t in ties
            if t.kind in KINSHIP and t.email in known
        ),
        interests=tuple(
            Interest(t.organisation_id, t.organisation.name, t.title, t.on)
            for t in ties
            if t.organisation_id is not None and t.organisation is not None
        ),
    )


def _read_record(
    session: Session,
    experts: Sequence[Expert],
    more: tuple[Listed[Any], ...],
    given: dict[str, Any],
) -> None:
    bare = {one.id: one for one in experts if "units" in inspect(one).unloaded}
    ask_together(session, *ON_RECORD, *([_UNITS] if bare else ()), *more, **given)
    if bare:
        units = defaultdict(list)
        for one in _UNITS.of(session, **given):
            units[one.expert_id].append(one)
        for number, expert in bare.items():
            set_committed_value(expert, "units", units[number])


def bars_of(session: Session, experts: Sequence[Expert]) -> defaultdict[int, list[Bar]]:
    """By the id of the expert."""
    found: defaultdict[int, list[Bar]] = defaultdict(list)
    experts_of = {expert.person_id: expert.id for expert in experts}
    ids = tuple(expert.id for expert in experts)
    for sanction in SANCTIONS.of(session, experts=ids):
        assert sanction.person_id is not None, "it was asked for by the person"
        found[experts_of[sanction.person_id]].append(Bar(sanction.ends_on))
    for expert in experts:
        if expert.removed_at is not None:
            found[expert.id].append(Bar())
    return found


def years_of(call: Call) -> RecusalYears:
    """How far back ties count, from the rule set of the call."""
    rules = call.parameters
    return RecusalYears(
        same_unit=rules["same_unit_years"],
        joint_work=rules["joint_work_years"],
        interest=rules["interest_years"],
    )


def present_unit(expert: Expert, today: date) -> int | None:
    """Where the expert works on that day."""
    return next(
        (
            job.organisation_id
            for job in sorted(expert.units, key=lambda job: job.since, reverse=True)
            if job.since <= today and (job.until is None or job.until >= today)
        ),
        None,
    )


def whole_experts() -> tuple[Any, ...]:
    """The options under which profiles need no query for each expert."""
    return (joinedload(Expert.person),)


def _ties(
    session: Session, experts: tuple[int, ...]
) -> tuple[defaultdict[int, list[ExpertTie]], dict[str, int]]:
    """The ties by expert, and who of the people named in them has an account, by mail address."""
    found: defaultdict[int, list[ExpertTie]] = defaultdict(list)
    mails: set[str] = set()
    for tie in TIES.of(session, experts=experts):
        found[tie.expert_id].append(tie)
        mails.add(tie.email)
    if not mails:
        return found, {}
    people = session.execute(select(Person.email, Person.id).where(Person.email.in_(mails)))
    return found, dict(people.all())


def _demand_units(
    session: Session, experts: tuple[int, ...]
) -> defaultdict[int, list[tuple[int, str]]]:
    """For which units each person serves as the demand side, now or ever: a grant that ended was
    still the demand side of what it asked for."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for grant in _SERVING.of(session, experts=experts):
        assert grant.organisation is not None, "it was asked for by the unit"
        found[grant.person_id].append((grant.organisation.id, grant.organisation.name))
    return found
