"""The units that a proposal names beside its lead unit hear what is promised in their name."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.holders import answering_for
from app.models import Proposal, ProposalUnit
from app.services.moves import Move
from app.services.telling.messages import tell_person
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES


def tell(session: Session, proposal: Proposal, move: Move) -> None:
    """Whoever answers for each of them, at every submission: what it says may have changed."""
    for named in proposal.units:
        wording = MESSAGES["named_as_partner"].format(
            title=proposal.title,
            unit=proposal.lead_unit.name,
            leader=proposal.pi.name,
            part=_part_of(named, proposal),
        )
        for person in answering_for(session, named.organisation_id, move.now):
            tell_person(
                session,
                person,
                "named_as_partner",
                wording,
                key=f"named_as_partner-{move.history.id}-{named.organisation_id}-{person.id}",
                about=None,
                now=move.now,
                history_id=move.history.id,
            )


def _part_of(named: ProposalUnit, proposal: Proposal) -> Text:
    """What it is to do and what it is to have and to bring. Of a bid nothing is written down that
    its close has not opened."""
    if proposal.is_closed_bid:
        return _SEALED
    return _PART.format(
        tasks=named.tasks or "—",
        fiscal=amount_text(named.fiscal),
        own=amount_text(named.own),
    )


_PART = Text(
    "，承担：{tasks}；财政资金 {fiscal}，自筹资金 {own}",
    ", tasks: {tasks}; public funds {fiscal}, own funds {own}",
)
_SEALED = Text(
    "；揭榜内容截止前密封，所承担的任务和经费请向该单位核实",
    "; the bid is sealed until the close, so check your tasks and funds with that unit",
)
