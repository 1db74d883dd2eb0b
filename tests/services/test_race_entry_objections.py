"""An objection to a selected entry, before the race starts (P17, R2)."""

from __future__ import annotations

import pytest

from tests.services.awarding import Ranked, investigated, published
from tests.services.objecting import rule
from tests.services.racing import entered
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


@pytest.mark.parametrize(
    ("outcome", "team"),
    [("re_review", "entered"), ("amend", "entered"), ("not_select", "withdrawn")],
)
def test_a_team_leaves_with_an_entry_that_ends_and_stays_with_one_that_is_looked_at_again(
    stage: Stage, outcome: str, team: str
) -> None:
    racing = entered(stage)
    stage.moved(racing.race, "select_teams", Role.SYSTEM_CLOCK)
    racing.race.call.state = "notice"
    entry = racing.team("A").proposal
    entry.state = "proposed"
    published(stage, Ranked(racing.race.call, racing.applied), entry)
    rule(stage, investigated(stage, entry), "uphold", outcome=outcome)
    assert racing.team("A").state == team
