"""Conditions that leave out of the lists of the office what hangs on proposals from which the
reader stands aside; `hidden` are their ids, as `app.access.recused.aside_from` finds them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, select, true

from app.models import GroupProposal, Item, Project, Proposal, ReviewGroup
from app.queries.sight.conditions import Condition, among, both, unless
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES


def no_proposal_of(hidden: Collection[int], proposal: Any) -> Condition:
    """`proposal`: the column with the id of a proposal."""
    return unless(among(proposal, hidden)) if hidden else true()


def no_project_of(hidden: Collection[int], project: Any) -> Condition:
    """`project`: the column with the id of a project."""
    if not hidden:
        return true()
    theirs = select(Project.id).where(among(Project.proposal_id, hidden))
    return unless(project.in_(theirs))


def no_case_of(hidden: Collection[int], kind: Any, number: Any) -> Condition:
    """`kind` and `number`: the columns that say what case a row is about."""
    if not hidden:
        return true()
    groups = select(GroupProposal.group_id).where(among(GroupProposal.proposal_id, hidden))
    of_proposals = {
        key: source.joined(select(CASES[key].id)).where(among(Proposal.id, hidden))
        for key, source in SOURCES.items()
        if source.has_proposal
    }
    opened = select(Proposal.item_id).where(
        among(Proposal.id, hidden), Proposal.opened_at.is_not(None)
    )
    theirs = {ReviewGroup.kind: groups, Item.kind: opened, **of_proposals}
    return both(*(unless(and_(kind == key, number.in_(ids))) for key, ids in theirs.items()))
