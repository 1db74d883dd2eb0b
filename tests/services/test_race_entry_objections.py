"""An objection to a selected entry, before the race starts (P17, R2)."""

from __future__ import annotations

import pytest

from tests.services.awarding import investigated
from tests.services.objecting import rule
from tests.services.racing import entered
from tests.services.stage import Stage


@pytest.mark.parametrize(
    ("outcome", "team"),
    [("re_review", "entered"), ("amend", "entered"), ("not_select", "withdrawn")],
)
def test_a_team_leaves_with_an_entry_that_ends_and_stays_with_one_that_is_looked_at_again(
    stage: Stage, outcome: str, team: str
) -> None:
    racing = entered(stage)
    entry = racing.team("A").proposal
    rule(stage, investigated(stage, entry), "uphold", outcome=outcome)
    assert racing.team("A").state == team
