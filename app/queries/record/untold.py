"""What a history does not tell: whatever the meeting resolved on one proposal (P12, P17), until its
notice; and that a bar or a debt keeps one from its award, which its own side reads on its page
(§3.10), or that a score fell after the list (§3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import History, Proposal
from workflows.engine.text import Text

UNTOLD = Text(
    "厅务会议定，随公示告知", "Resolved by the executive meeting; told with the public notice"
)


_OF_A_BAR = ("leave_to_supervision", "leave_to_its_unit", "leave_uncleared", "keep_award")
KEPT = ("promote", *_OF_A_BAR)
"""What is no news: a move that changes no state, lest it be told."""


def untold_among(session: Session, rows: Sequence[History]) -> frozenset[int]:
    """Ids of those that tell of a bar, and of those that tell what the meeting resolved on one
    proposal: which is told with the public notice of that and no sooner, and never of a proposal
    that left before."""
    of_a_bar = frozenset(row.id for row in rows if row.transition in _OF_A_BAR)
    resolved = [row for row in rows if _resolves_on_one(row)]
    if not resolved:
        return of_a_bar
    noticed = (
        select(History.case_id, func.max(History.id))
        .where(
            History.case_kind == Proposal.kind,
            History.case_id.in_({row.case_id for row in resolved}),
            History.transition == "publish_notice",
        )
        .group_by(History.case_id)
    )
    told = dict(session.execute(noticed).all())
    return of_a_bar.union(row.id for row in resolved if told.get(row.case_id, 0) < row.id)


def _resolves_on_one(row: History) -> bool:
    here = row.case_kind == Proposal.kind and row.target in ("awaiting_notice", "reserve")
    return here and row.transition in ("promote", "resolve")
