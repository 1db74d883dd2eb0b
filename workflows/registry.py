"""Every definition in force, and which of them moves which case. No import side effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.model import Workflow
from workflows.mechanisms.open_call import OPEN_CALL
from workflows.mechanisms.open_competition import OPEN_COMPETITION
from workflows.mechanisms.parallel_teams import PARALLEL_TEAMS, RACE_CALL
from workflows.parts.acceptance import ACCEPTANCE
from workflows.parts.annual_pool import ANNUAL_POOL
from workflows.parts.appeal import APPEAL
from workflows.parts.batch import PAYMENT_BATCH
from workflows.parts.call import CALL
from workflows.parts.change import CHANGE
from workflows.parts.claimed_project import CLAIMED_PROJECT
from workflows.parts.fee_list import FEE_LIST
from workflows.parts.fund import FUND
from workflows.parts.integrity import INTEGRITY_CASE
from workflows.parts.invitation import INVITATION
from workflows.parts.item import ITEM
from workflows.parts.letter import LETTER
from workflows.parts.milestone import MILESTONE
from workflows.parts.notice import NOTICE
from workflows.parts.objection import OBJECTION
from workflows.parts.opinion import OPINION
from workflows.parts.payment import PAYMENT
from workflows.parts.posting_list import POSTING_LIST
from workflows.parts.project import PROJECT
from workflows.parts.race import RACE, RACE_PROJECT, ROUTE, STAGE, TEAM_OF_RACE
from workflows.parts.review import REVIEW, REVIEW_GROUP
from workflows.parts.sampling import AUDIT_SAMPLE, SPENDING_AUDIT
from workflows.parts.share import SHARE
from workflows.parts.suspension import SUSPENSION
from workflows.parts.tolerance import TOLERANCE

MECHANISMS: dict[str, Workflow[Any]] = {
    "open_competition": OPEN_COMPETITION,
    "open_call": OPEN_CALL,
    "parallel_teams": PARALLEL_TEAMS,
}
"""A mechanism is the way a proposal moves; everything else is shared by all of them."""

VARIANTS: dict[tuple[str, str], Workflow[Any]] = {
    ("call", "open_call"): POSTING_LIST,
    ("project", "open_call"): CLAIMED_PROJECT,
    ("call", "parallel_teams"): RACE_CALL,
    ("project", "parallel_teams"): RACE_PROJECT,
}
"""(kind of case, mechanism): where one mechanism moves a shared kind of case in its own way."""

PARTS: dict[str, Workflow[Any]] = {
    w.key: w
    for w in (
        *(CALL, ITEM, NOTICE, OBJECTION),
        *(REVIEW_GROUP, INVITATION, REVIEW),
        *(PROJECT, MILESTONE, OPINION),
        *(CHANGE, SUSPENSION, ACCEPTANCE, APPEAL, INTEGRITY_CASE),
        *(TOLERANCE, FUND, PAYMENT, PAYMENT_BATCH, SHARE, ANNUAL_POOL),
        *(RACE, STAGE, TEAM_OF_RACE, ROUTE),
        *(AUDIT_SAMPLE, SPENDING_AUDIT, FEE_LIST, LETTER),
    )
}

WORKFLOWS: tuple[Workflow[Any], ...] = (
    *MECHANISMS.values(),
    *VARIANTS.values(),
    *PARTS.values(),
)


def workflow_for(kind: str, mechanism: str | None = None) -> Workflow[Any]:
    """The definition that moves a case of this kind.

    Raises KeyError: no such kind of case or mechanism.
    """
    if kind == "proposal":
        return MECHANISMS[mechanism or ""]
    variant = VARIANTS.get((kind, mechanism)) if mechanism else None
    return variant or PARTS[kind]


def definitions_of(kind: str) -> tuple[tuple[tuple[str, ...], Workflow[Any]], ...]:
    """Each definition that moves this kind of case, with the mechanisms it serves; none named
    stands for every mechanism that has no definition of its own.
    """
    own = MECHANISMS.items() if kind == "proposal" else _variants_of(kind)
    found = tuple(((mechanism,), workflow) for mechanism, workflow in own)
    return found if kind == "proposal" else (*found, ((), PARTS[kind]))


def states_under_way(kind: str) -> list[str]:
    """The keys of those in which a case of this kind is not over."""
    return sorted({s.key for _, w in definitions_of(kind) for s in w.states if not s.is_final})


def _variants_of(kind: str) -> Iterable[tuple[str, Workflow[Any]]]:
    return ((m, workflow) for (k, m), workflow in VARIANTS.items() if k == kind)
