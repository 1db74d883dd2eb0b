"""When what came back after a call or a race was over goes to the treasury: it is there, and
nothing draws on it any more (R18, J19, J20)."""

from __future__ import annotations

from typing import TypeVar

from workflows.engine.facts import Facts
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.guards.examples import CALL
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, SUPERVISOR

F = TypeVar("F", bound=Facts)


def nobody_wins_it_back(kind: str, *, of: F) -> tuple[Guard[F], ...]:
    """It is there, and no appeal against the end of a project is open or may still be filed."""
    return (
        requires(
            "late_money",
            of=of,
            key=f"{kind}_late_money_is_there",
            reason=Text(
                "没有结束后到账或者结余的经费须交回财政。",
                "No money that came in after the end, or was left over, has to be returned to the "
                "treasury.",
            ),
            supplied_by=NOBODY,
            marks_path=True,
        ),
        nothing_in(
            "project_appeals",
            of=of,
            key=f"{kind}_no_project_appeal_is_open",
            reason=Text(
                "复查申请尚未办结，复查改正的须由此重新拨付：{missing}。",
                "An appeal is still open. If it succeeds, this money would have to be paid again: "
                "{missing}.",
            ),
            supplied_by=SUPERVISOR | DECIDES,
        ),
        nothing_in(
            "appeal_terms",
            of=of,
            key=f"{kind}_no_appeal_term_runs",
            reason=Text(
                "申请复查的期限未满，期满未申请的方可交回：{missing}。",
                "The appeal period has not ended. The money can be returned only if no appeal is "
                "made by then: {missing}.",
            ),
            supplied_by=CLOCK,
        ),
    )


no_award_is_to_come = nothing_in(
    "awards_to_come",
    of=CALL,
    key="call_no_award_is_to_come",
    reason=Text(
        "尚可由本批经费立项：{missing}。待其立项、落选或备选失效后交回。",
        "These could still receive an award from this budget: {missing}. Return the money once "
        "they are awarded or rejected, or their reserve expires.",
    ),
    supplied_by=DECIDES,
)
