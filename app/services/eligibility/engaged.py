"""How many months a year people give to their projects, where a call asks for it (§3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select, union_all
from sqlalchemy.orm import Session

from app.models import Call, Person, Project, Proposal, ProposalMember
from app.services.eligibility.record import OVER
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED

A_YEAR = 12


def least_asked(call: Call) -> int:
    """Of the leader; nobody is asked where it is zero."""
    return call.parameters["leader_months_least"]


def too_many_months(
    session: Session, proposal: Proposal, rules: Mapping[str, int], *, at_signing: bool = False
) -> Iterable[Text]:
    """Who would give more than a year has to this and to what runs besides; at the signing of its
    contract to what is under contract, so that of two that wait for theirs neither bars both."""
    if not rules["leader_months_least"]:
        return
    here = {m.person_id: m for m in proposal.members if m.person_id and m.confirmed_at}
    given = {number: (one.name, one.months_a_year or 0) for number, one in here.items()}
    given[proposal.pi_id] = (proposal.pi.name, proposal.leader_months or 0)
    over = (*OVER, *UNSIGNED) if at_signing else OVER
    yield from _beyond(session, proposal, given, over)


def beyond_a_year(
    session: Session, proposal: Proposal, person: Person, months: int | None
) -> Iterable[Text]:
    """The same of whoever comes to its project by a change, and gives so many months to it."""
    if least_asked(proposal.call):
        yield from _beyond(session, proposal, {person.id: (person.name, months or 0)}, OVER)


def _beyond(
    session: Session,
    proposal: Proposal,
    given: Mapping[int, tuple[str, int]],
    over: tuple[str, ...],
) -> Iterable[Text]:
    """`given` by the id of a person: the name, and the months to this proposal."""
    rows = session.execute(_BESIDE, {"people": list(given), "this": proposal.id, "over": over})
    besides = {row.person: row.months or 0 for row in rows}
    for number, (name, months) in given.items():
        if (total := months + besides.get(number, 0)) > A_YEAR:
            yield Text(
                f"{name}在本项目和在研项目上每年共投入 {total} 个月，超过 {A_YEAR} 个月",
                f"{name} would commit {total} months a year to this and running projects, "
                f"more than {A_YEAR}",
            )


_PEOPLE: Any = bindparam("people", expanding=True)
_RUNNING = (
    Project.state.not_in(bindparam("over", expanding=True)),
    Proposal.id != bindparam("this"),
)
_GIVEN = union_all(
    select(Proposal.pi_id.label("person"), Proposal.leader_months.label("months"))
    .join(Project, Project.proposal_id == Proposal.id)
    .where(Proposal.pi_id.in_(_PEOPLE), *_RUNNING),
    select(ProposalMember.person_id, ProposalMember.months_a_year)
    .join(Proposal, Proposal.id == ProposalMember.proposal_id)
    .join(Project, Project.proposal_id == Proposal.id)
    .where(
        ProposalMember.person_id.in_(_PEOPLE),
        ProposalMember.person_id != Proposal.pi_id,  # a member who came to lead it counts once
        ProposalMember.confirmed_at.is_not(None),
        *_RUNNING,
    ),
).subquery()
_BESIDE = select(_GIVEN.c.person, func.sum(_GIVEN.c.months).label("months")).group_by(
    _GIVEN.c.person
)
