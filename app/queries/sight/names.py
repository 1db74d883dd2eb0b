"""Proposals with the names in their titles, which experts may have to read masked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, load_only, selectinload

from app.models import Call, Organisation, Person, Proposal, ProposalUnit
from app.services.review.blinding import veil_of

SHORT = (
    *(defer(Call.rules), defer(Call.criteria), defer(Call.required_files)),
    *(defer(Call.guide), defer(Call.guide_en), defer(Call.conditions)),
)
"""Options for the calls of a list: without rules and long texts."""


def with_names(link: Any) -> tuple[Any, ...]:
    """Options for a relationship to a proposal: its call, units and people."""
    proposal = joinedload(link)
    return (
        *without_lists(link),
        proposal.joinedload(Proposal.call),
        proposal.selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
        proposal.selectinload(Proposal.members),
    )


def without_lists(link: Any) -> tuple[Any, ...]:
    """The same but for the lists, which `read_names` reads where the call asks for them, and for
    the call itself, whose rules are long and come with the panel."""
    proposal = joinedload(link)
    return (
        proposal.defer(Proposal.sections),
        proposal.joinedload(Proposal.lead_unit),
        proposal.joinedload(Proposal.pi),
    )


def beside_row(call: Any) -> Any:
    """Option for a relationship to the call of each row of a list: without what would be
    read again with every row."""
    return joinedload(call).options(*SHORT)


@cache
def in_line() -> tuple[Any, ...]:
    """Options for proposals that are lines of a list, each with whose it is."""
    return (
        *(defer(Proposal.sections), defer(Proposal.flagged), beside_row(Proposal.call)),
        joinedload(Proposal.pi).load_only(Person.name),
        joinedload(Proposal.lead_unit).load_only(Organisation.name),
    )


def in_title() -> tuple[Any, ...]:
    """Options for a proposal that is read for the title and the state of a case in a list."""
    return defer(Proposal.sections), beside_row(Proposal.call), joinedload(Proposal.lead_unit)


def read_names(session: Session, proposals: Iterable[Proposal]) -> None:
    """The units and people of those that experts read blind: two statements, or none."""
    veils = ((proposal, veil_of(proposal.call)) for proposal in proposals)
    blind = [proposal.id for proposal, veil in veils if veil.units or veil.people]
    if not blind:
        return
    session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(blind))
        .options(
            load_only(Proposal.id),
            selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
            selectinload(Proposal.members),
        )
    ).all()
