"""A unit that won the year before sends in fewer proposals this year, where the call says so (S11,
domain §3.5)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.models import Project
from tests.factories import proposal
from tests.services.running import awarded
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS


@dataclass(frozen=True)
class Season:
    """What a unit won in 2025, and its draft in a call of 2026."""

    won: Project
    applied: Applied

    def sent(self, stage: Stage, count: int) -> None:
        """So many proposals in other calls of the year."""
        unit = self.applied.proposal.lead_unit
        for _ in range(count):
            proposal(stage.session, call=stage.call(), lead_unit=unit, state="unit_review")


def season(stage: Stage, most: int, won_in: int = 2025) -> Season:
    rules = DEFAULTS | {"unit_after_award_most": most}
    applied = stage.applied(call=stage.call(rules=rules))
    won = awarded(stage, call=stage.call("decided", year=won_in)).project
    won.proposal.lead_unit = applied.proposal.lead_unit
    stage.session.flush()
    return Season(won, applied)


def test_a_unit_that_won_last_year_sends_in_so_many_in_all_calls_of_this_year(
    stage: Stage,
) -> None:
    of = season(stage, most=2)
    of.sent(stage, 1)
    last = of.applied.proposal
    nested = stage.session.begin_nested()
    of.sent(stage, 1)
    words = stage.refused(last, "submit", of.applied.pi)["limit_findings"].zh
    assert f"{last.lead_unit.name}2025 年度已获立项，2026 年度限申报 2 项，已提交 2 项" in words
    nested.rollback()
    stage.moved(last, "submit", of.applied.pi)


@pytest.mark.parametrize(("most", "won_in"), [(0, 2025), (1, 2024)])
def test_without_the_rule_or_an_award_of_last_year_it_is_not_limited(
    stage: Stage, most: int, won_in: int
) -> None:
    of = season(stage, most, won_in)
    of.sent(stage, 1)
    stage.moved(of.applied.proposal, "submit", of.applied.pi)


@pytest.mark.parametrize("state", ["lapsed", "revoked"])
def test_an_award_that_was_given_up_or_revoked_counts_for_nothing(stage: Stage, state: str) -> None:
    of = season(stage, most=1)
    of.sent(stage, 1)
    assert "limit_findings" in stage.refused(of.applied.proposal, "submit", of.applied.pi)
    of.won.state = state
    stage.session.flush()
    stage.moved(of.applied.proposal, "submit", of.applied.pi)
