"""On which case those awaited act, where the definitions tell the kind of it alone: `driving`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.models import (
    Acceptance,
    Case,
    GroupProposal,
    Notice,
    NoticeItem,
    Project,
    ProjectMilestone,
    Proposal,
    ReviewGroup,
)
from app.services.cases import CASES, Key, case_id, workflow_of
from workflows.driving import Driving, driving
from workflows.engine.text import Text
from workflows.registry import states_under_way
from workflows.roles import Role

_PAIRS: dict[tuple[str, str], tuple[Any, Select[Any]]] = {
    ("proposal", "review_group"): (
        GroupProposal.proposal_id,
        select(ReviewGroup.id).join(GroupProposal, GroupProposal.group_id == ReviewGroup.id),
    ),
    ("proposal", "notice"): (
        NoticeItem.proposal_id,
        select(Notice.id).join(NoticeItem, NoticeItem.notice_id == Notice.id),
    ),
    ("proposal", "item"): (
        Proposal.id,
        select(Proposal.item_id).join(CASES["item"], Proposal.item_id == CASES["item"].id),
    ),
    ("item", "project"): (
        Proposal.item_id,
        select(Project.id).join(Proposal, Project.proposal_id == Proposal.id),
    ),
    ("project", "milestone"): (ProjectMilestone.project_id, select(ProjectMilestone.id)),
    ("project", "acceptance"): (Acceptance.project_id, select(Acceptance.id)),
}
"""By the kind of a case and that of the other: the column that names the first, and the second."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The `kind` of case those awaited act on, in words what they do there, and its id, if it has
    been begun."""

    kind: str
    words: Text
    place: int | None


def elsewhere_of(session: Session, case: Case, hands: frozenset[Role]) -> Elsewhere | None:
    """Where these hands, who are awaited, lead the case on; None where they move it itself."""
    act = driving(workflow_of(case), case.state, hands)
    if act is None:
        return None
    place = places_of(session, [(case, act)]).get((case.kind, case_id(case)))
    return Elsewhere(act.kind, act.words(is_there=place is not None), place)


def places_of(session: Session, acts: Iterable[tuple[Case, Driving]]) -> Mapping[Key, int]:
    """By the case, the id of the other one: the first that is under way, nothing while none is. One
    statement for all of them."""
    wanted: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for case, elsewhere in acts:
        wanted[case.kind, elsewhere.kind].append(case_id(case))
    if not wanted:
        return {}
    found = (_first_under_way(kind, other, numbers) for (kind, other), numbers in wanted.items())
    rows = session.execute(union_all(*found))
    return {(kind, number): place for kind, number, place in rows}


def _first_under_way(kind: str, other: str, numbers: list[int]) -> Select[Any]:
    of, query = _PAIRS[kind, other]
    [found] = query.selected_columns
    return (
        query.with_only_columns(literal(kind), of, func.min(found))
        .where(of.in_(numbers), CASES[other].state.in_(states_under_way(other)))
        .group_by(of)
    )
