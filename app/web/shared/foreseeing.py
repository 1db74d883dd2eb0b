"""What a move is judged by, and whom and how much it will concern, shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g

from app.models import Case, Fund, Item, Proposal, Race, Team
from app.services.money.reckoning import Reckoned, reckoned
from app.services.open_call import judging
from app.services.races import indicators, placing, retesting, sharing
from app.services.review.blinding import words_for_experts
from app.services.similarity.findings import similarity_findings
from workflows.engine.model import Transition
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.parts.asks import EVIDENCE, RECTIFIED
from workflows.roles import Role

_SHARES = Text("下一节点分配", "Allocation for the next stage")
_FINAL = Text("各队冲线评审检测结果", "Tests of the final review")
_OF_FINAL = ("cross_line", "extend_final", "end_without_finish")
_CHOSEN = Text("洽谈达成一致的揭榜方", "The bidder agreement was reached with")
_ALIKE = Text("查重发现", "Similarity findings")
_TO_MEET = Text("复测须达到", "A re-test must meet")
_REPORTED = Text("团队的整改报告", "The team's rectification report")
_SAID = Text("{label}：{words}", "{label}: {words}")
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


def foreseen(case: Case, transition: Transition[Any]) -> tuple[Foreseen, ...]:
    """What each team gets when the pool of a stage is shared, or was measured at in the final;
    which bid a meeting chooses; what a proposal resembles that is let pass or refused after all, or
    disqualified; what a re-test has to meet and what the team reported."""
    found: tuple[Foreseen, ...] = ()
    if isinstance(case, Race) and transition.name == "reallocate":
        found = (Foreseen(_SHARES, sharing.foreseen(g.db, case, g.now)),)
    elif isinstance(case, Race) and transition.name in _OF_FINAL:
        found = (Foreseen(_FINAL, placing.foreseen(g.db, case)),)
    elif isinstance(case, Item) and transition.name == "select":
        found = (Foreseen(_CHOSEN, _agreed(case)),)
    elif isinstance(case, Proposal) and transition.name in _JUDGING:
        found = (Foreseen(_ALIKE, _similar(case)),)
    elif (
        isinstance(case, Team)
        and transition.name in retesting.RETESTS
        and retesting.is_awaited(case)
    ):
        found = (Foreseen(_TO_MEET, _to_meet(case)), Foreseen(_REPORTED, _reported(case)))
    return tuple(one for one in found if one.lines)


def _to_meet(team: Team) -> tuple[Text, ...]:
    lines = (indicators.in_words(row) for row in retesting.lines_of(team))
    return tuple(Text(line, line) for line in lines)


def _reported(team: Team) -> tuple[Text, ...]:
    """To the chair of the panel, who may have to judge without names, as experts read it."""
    report, veiled = retesting.report_of(g.db, team), g.roles == {Role.PANEL_CHAIR}
    return tuple(
        _SAID.format(
            label=ask.label,
            words=words_for_experts(team.proposal, words) if veiled else words,
        )
        for ask, words in ((ask, report[ask.key]) for ask in (RECTIFIED, EVIDENCE))
    )


def _similar(proposal: Proposal) -> tuple[Text, ...]:
    return similarity_findings(g.db, proposal, proposal.call.parameters)


def _agreed(item: Item) -> tuple[Text, ...]:
    bid = judging.in_talks(judging.bids_of(g.db, item))
    terms = judging.terms_of(g.db, bid) if bid else None
    if bid is None or terms is None:
        return ()
    price = amount_text(terms.price)
    return (_TERMS.format(unit=bid.lead_unit.name, title=bid.title, price=price),)
