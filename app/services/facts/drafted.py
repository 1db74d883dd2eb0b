"""The drafted decision of a call, held against the ranking: for the guards of the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from app.asked import once
from app.models import Call, Proposal
from app.services.awarding import deciding, ranking
from app.services.awarding.large_awards import large_awards
from app.services.eligibility.integrity import integrity_findings, with_findings
from app.services.eligibility.running import draft_findings
from app.services.facts import Common
from app.services.races.finding import MECHANISM
from app.services.review import nonconsensus
from workflows.engine.calendar import local_date
from workflows.facts import Names


class DecisionPart(TypedDict, total=False):
    decision_drafted: bool
    undecided: Names
    proposed: Names
    held_in_reserve: Names
    deviations_without_reason: Names
    below_threshold: Names
    voted_down: Names
    to_review_again: Names
    without_task: Names
    vetoed: Names
    nonconsensus_sum: int
    nonconsensus_reserve: int
    awards_sum: int
    large_awards: Names
    integrity_findings: Names
    limit_findings: Names


def of_decision(session: Session, call: Call, common: Common) -> DecisionPart:
    """Only while the office deliberates; a page asks for whom it waits, too. A reserve may become
    an award, and is held against its scores as one; a race keeps the best of those below the line
    to run on with, too."""
    if call.state != "deliberation":
        return {}
    question = ("decision", call.id, common.now, common.hidden)
    return once(session, question, lambda: _of_decision(session, call, common))


def _of_decision(session: Session, call: Call, common: Common) -> DecisionPart:
    decision = deciding.decision_of(session, call)
    if decision is None:
        return {}
    figures = deciding.still_there(ranking.of_call(session, call))
    lines = deciding.lines_of(decision)
    items = {line.proposal_id: line for line in lines}
    proposed = [f for f in figures if _outcome(items, f) == "propose"]
    held = [f for f in figures if _outcome(items, f) == "reserve"]
    channel = [f for f in proposed if ranking.may_use_channel(call, f)]
    by_rank = [f for f in proposed if f not in channel]
    to_be_called = [f for f in held if not ranking.may_use_channel(call, f)]
    departing = deciding.deviations(
        call, figures, {number: item.outcome for number, item in items.items()}
    )
    threshold, races = common.parameters["pass_score"] * 100, call.mechanism_key == MECHANISM

    def named(found: Iterable[ranking.Figures]) -> Names:
        return tuple(common.named(f.proposal.id, f.proposal.title) for f in found)

    return {
        "decision_drafted": True,
        "undecided": named(f for f in figures if f.proposal.id not in items),
        "proposed": named(proposed),
        "held_in_reserve": named(held),
        "deviations_without_reason": named(
            f
            for f in figures
            if f.proposal.id in departing and not items[f.proposal.id].deviation_reason.strip()
        ),
        "below_threshold": named(
            f
            for f in (*by_rank, *(() if races else to_be_called))
            if (f.ranked.standing.score or 0) < threshold
        ),
        "voted_down": named(f for f in (*by_rank, *to_be_called) if not f.summary.is_supported),
        "to_review_again": named(
            f for f in (*proposed, *held) if _is_to_be_reviewed_again(f, common)
        ),
        "without_task": named(f for f in proposed if _lacks_task(f.proposal)),
        "vetoed": named(f for f in (*proposed, *held) if f.vetoes),
        "nonconsensus_sum": sum(items[f.proposal.id].amount for f in channel),
        "nonconsensus_reserve": nonconsensus.reserve(call),
        "large_awards": large_awards(
            session,
            call,
            zip(named(proposed), (items[f.proposal.id].amount for f in proposed), strict=True),
            common.parameters,
        ),
        "awards_sum": deciding.balance(call, lines).proposed,
        "integrity_findings": _integrity_findings(session, proposed, common),
        "limit_findings": _limit_findings(session, proposed, common),
    }


def _integrity_findings(
    session: Session, proposed: Sequence[ranking.Figures], common: Common
) -> Names:
    today, hidden = local_date(common.now), common.hidden
    seen = [f.proposal for f in proposed if f.proposal.id not in hidden]
    others = [f.proposal for f in proposed if f.proposal.id in hidden]
    found = with_findings(session, others, today) if others else ()
    of_others = (common.named(p.id, p.title) for p in others if p.id in found)
    return (*integrity_findings(session, seen, today), *of_others)


def _limit_findings(session: Session, proposed: Sequence[ranking.Figures], common: Common) -> Names:
    of = [f.proposal for f in proposed]
    found = draft_findings(session, of, common.parameters)
    named = (
        common.named(p.id, p.title) if p.id in common.hidden else text
        for p in of
        for text in found[p.id]
    )
    return tuple(dict.fromkeys(named))


def _is_to_be_reviewed_again(figures: ranking.Figures, common: Common) -> bool:
    """A re-review is under way, or due since scores were struck (P12)."""
    under_way = figures.proposal.state == "re_review"
    return under_way or ranking.lacks_scores(figures, common.parameters)


def _lacks_task(proposal: Proposal) -> bool:
    """Calls of before there were tasks of the plan ask for none."""
    tasks = {task.id for task in proposal.call.tasks}
    return bool(tasks) and proposal.plan_task_id not in tasks


def _outcome(items: dict[int, Any], figures: ranking.Figures) -> str:
    item = items.get(figures.proposal.id)
    return item.outcome if item else ""
