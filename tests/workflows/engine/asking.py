"""Who asks for a move of the toy definition, and what is answered."""

from __future__ import annotations

from tests.workflows.engine.toy import (
    LOAN,
    LoanFacts,
    loan_facts,
)
from workflows.engine.decide import Awaiting, Refusals, Step, decide
from workflows.engine.facts import Actor, Signature, Trail
from workflows.engine.model import Workflow
from workflows.roles import Role

BORROWER = Actor(1, frozenset({Role.APPLICANT}))


OFFICER = Actor(2, frozenset({Role.PROGRAMME_OFFICER}))


SECOND_OFFICER = Actor(3, frozenset({Role.PROGRAMME_OFFICER}))


FINANCE = Actor(4, frozenset({Role.FINANCE}))


STRANGER = Actor(5, frozenset({Role.TEAM_MEMBER}))


CLOCK = Actor(None, frozenset({Role.SYSTEM_CLOCK}))


SOUND = loan_facts(deposit=100_00)


def verdict(
    state: str,
    name: str,
    actor: Actor,
    facts: LoanFacts = SOUND,
    trail: Trail | None = None,
    workflow: Workflow[LoanFacts] = LOAN,
) -> Step[LoanFacts] | Awaiting[LoanFacts] | Refusals:
    return decide(workflow, state, name, actor, facts, trail or Trail())


def keys(refused: object) -> list[str]:
    assert isinstance(refused, Refusals)
    return [r.key for r in refused.reasons]


def signed(*signatures: tuple[Actor, Role]) -> Trail:
    return Trail(
        signatures=tuple(Signature("grant", a.person_id or 0, role) for a, role in signatures)
    )
