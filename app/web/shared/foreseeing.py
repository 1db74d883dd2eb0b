"""Whom and how much a move will concern, shown before its button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g

from app.models import Case, Fund, Item, Proposal, Race
from app.services.money.reckoning import Reckoned, reckoned
from app.services.open_call import judging
from app.services.races import sharing
from app.services.similarity.findings import similarity_findings
from workflows.engine.model import Transition
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

_SHARES = Text("下一节点分配", "Allocation for the next stage")
_CHOSEN = Text("洽谈达成一致的揭榜方", "The bidder agreement was reached with")
_ALIKE = Text("查重发现", "Similarity findings")
_JUDGING = ("fail_formal_check", "uphold_formal_appeal", "dismiss_formal_appeal", "disqualify")
_TERMS = Text("{unit}《{title}》，议定价款 {price}", "{unit}, “{title}”, agreed price {price}")


@dataclass(frozen=True, slots=True)
class Foreseen:
    heading: Text
    lines: tuple[Text, ...]


def reckoning_of(case: Case, transition: Transition[Any]) -> Reckoned | None:
    """How the sum comes about that a move takes back or gives up."""
    if isinstance(case, Fund) and transition.name in ("recover", "write_off"):
        return reckoned(g.db, case)
    return None


def foreseen(case: Case, transition: Transition[Any]) -> Foreseen | None:
    """What each team gets when the pool of a stage is shared; which bid a meeting chooses; what a
    proposal resembles that is let pass or refused after all, or disqualified."""
    if isinstance(case, Race) and transition.name == "reallocate":
        return _unless_empty(_SHARES, sharing.foreseen(g.db, case))
    if isinstance(case, Item) and transition.name == "select":
        return _unless_empty(_CHOSEN, _agreed(case))
    if isinstance(case, Proposal) and transition.name in _JUDGING:
        return _unless_empty(_ALIKE, _similar(case))
    return None


def _unless_empty(heading: Text, lines: tuple[Text, ...]) -> Foreseen | None:
    return Foreseen(heading, lines) if lines else None


def _similar(proposal: Proposal) -> tuple[Text, ...]:
    return similarity_findings(g.db, proposal, DEFAULTS | proposal.call.rules)


def _agreed(item: Item) -> tuple[Text, ...]:
    bid = judging.in_talks(judging.bids_of(g.db, item))
    terms = judging.terms_of(g.db, bid) if bid else None
    if bid is None or terms is None:
        return ()
    price = amount_text(terms.price)
    return (_TERMS.format(unit=bid.lead_unit.name, title=bid.title, price=price),)
