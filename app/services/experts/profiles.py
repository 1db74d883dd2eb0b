"""What the tables know of experts and of the parties of a proposal, as the rules of recusal look at
it (domain §3.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    bindparam,
    false,
    inspect,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.access.grants import in_force
from app.asked import Listed, ask_together, hanging_on, only_reads
from app.experts.ties import (
    Avoided,
    Bar,
    Declaration,
    Employment,
    ExpertProfile,
    Interest,
    JointWork,
    Kinship,
    ProposalParties,
    RecusalYears,
)
from app.models import (
    Call,
    Conflict,
    Expert,
    ExpertTie,
    ExpertUnit,
    FormerParty,
    Organisation,
    Person,
    Proposal,
    ProposalMember,
    ProposalUnit,
    RoleGrant,
    Sanction,
)
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS
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
            ExpertProfile(
                person_id=expert.person_id,
                name=expert.person.name,
                units=tuple(
                    Employment(j.organisation_id, j.organisation.name, j.since, j.until)
                    for j in expert.units
                ),
                declarations=tuple(declared[expert.id]),
                joint_work=tuple(
                    JointWork(known[t.email], t.title, t.on)
                    for t in ties[expert.id]
                    if t.kind == "joint_work" and t.email in known
                ),
                kinship=tuple(
                    Kinship(known[t.email], KINSHIP[t.kind], t.title)
                    for t in ties[expert.id]
                    if t.kind in KINSHIP and t.email in known
                ),
                interests=tuple(
                    Interest(t.organisation_id, t.organisation.name, t.title, t.on)
                    for t in ties[expert.id]
                    if t.organisation_id is not None and t.organisation is not None
                ),
                demand_units=tuple(serving[expert.person_id]),
                bars=tuple(barred[expert.id]),
            ),
        )
        for expert in experts
    ]


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


def parties_of(
    session: Session, call: Call, proposals: Sequence[Proposal], experts: Sequence[Expert]
) -> list[ProposalParties]:
    """Who must not be judged by a friend: units and people of each; and which of the experts take
    part in the call. A fixed number of queries, however large the call."""
    rows = _with_parties(session, proposals)
    taking_part, sealing = _taking_part(session, call, [e.person_id for e in experts])
    asking = _asking_units(session, call)
    return [
        ProposalParties(
            proposal_id=row.id,
            unit_ids=frozenset(_with_heirs(row.lead_unit, *(u.organisation for u in row.units))),
            people=_people(row),
            experts_in_call=taking_part,
            sealing_in_call=sealing,
            avoided=tuple(Avoided(a.name, a.unit_name, a.reason) for a in row.avoided),
            demand_unit_ids=asking,
            former_units=tuple(_former_units(row)),
        )
        for row in rows
    ]


def _former_units(proposal: Proposal) -> Iterator[tuple[int, date]]:
    for party in proposal.former:
        if party.organisation is not None:
            yield from ((unit, party.until) for unit in _with_heirs(party.organisation))


def _with_heirs(*units: Organisation) -> Iterator[int]:
    """With what each has become part of since."""
    for unit in units:
        yield unit.id
        if unit.merged_into_id is not None:
            yield unit.merged_into_id


def _with_parties(session: Session, proposals: Sequence[Proposal]) -> Sequence[Proposal]:
    """By their ids; a page that only reads may have them whole already."""
    if only_reads(session) and not any(_PARTIES & inspect(p).unloaded for p in proposals):
        return sorted(proposals, key=lambda proposal: proposal.id)
    return session.scalars(
        select(Proposal)
        .where(Proposal.id.in_([proposal.id for proposal in proposals]))
        .options(
            joinedload(Proposal.pi),
            joinedload(Proposal.lead_unit),
            selectinload(Proposal.members),
            selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
            selectinload(Proposal.avoided),
            selectinload(Proposal.former).options(*_FORMER),
        )
        .order_by(Proposal.id)
    ).all()


_PARTIES = {"pi", "lead_unit", "members", "units", "avoided", "former"}
_FORMER = (joinedload(FormerParty.organisation), joinedload(FormerParty.person))
FORMER = hanging_on(Proposal.former, "proposal", *_FORMER)


def _taking_part(
    session: Session, call: Call, people: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Of these people, who leads or joins a proposal of the call, and who administered, since the
    call opened, a unit that leads one."""
    leading = select(Proposal.pi_id, false()).where(
        Proposal.call_id == call.id, Proposal.pi_id.in_(people)
    )
    named = (
        select(ProposalMember.person_id, false())
        .join(Proposal, Proposal.id == ProposalMember.proposal_id)
        .where(Proposal.call_id == call.id, ProposalMember.person_id.in_(people))
    )
    sealing = (
        select(RoleGrant.person_id, true())
        .join(Proposal, Proposal.lead_unit_id == RoleGrant.organisation_id)
        .where(Proposal.call_id == call.id, RoleGrant.person_id.in_(people))
        .where(RoleGrant.role == Role.UNIT_ADMIN.value, _held_at_the_opening(call))
    )
    everybody: CompoundSelect[Any] = union_all(leading, named, sealing)
    found = session.execute(everybody).all()
    return (
        frozenset(person for person, seals in found if not seals),
        frozenset(person for person, seals in found if seals),
    )


def _held_at_the_opening(call: Call) -> ColumnElement[bool]:
    """Of a grant: not over by then."""
    opened = call.open_at or call.close_at
    return in_force(opened) if opened else true()


def years_of(call: Call) -> RecusalYears:
    """How far back ties count, from the rule set of the call."""
    rules = DEFAULTS | call.rules
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


def _people(proposal: Proposal) -> tuple[tuple[int, str], ...]:
    members = [(m.person_id, m.name) for m in proposal.members if m.person_id is not None]
    former = [(p.person.id, p.person.name) for p in proposal.former if p.person is not None]
    return ((proposal.pi_id, proposal.pi.name), *members, *former)


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


def _asking_units(session: Session, call: Call) -> frozenset[int]:
    """Units on the demand side of a 揭榜 call; other calls have none."""
    if call.mechanism != "open_call":
        return frozenset()
    return frozenset(
        number
        for number in session.scalars(
            select(RoleGrant.organisation_id).where(
                RoleGrant.role == Role.DEMANDER.value,
                RoleGrant.organisation_id.is_not(None),
                _held_at_the_opening(call),
            )
        )
        if number is not None
    )
