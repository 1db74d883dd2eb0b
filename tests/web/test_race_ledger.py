"""What a stage has measured stands in the metric ledger of the team's project."""

from __future__ import annotations

from app.queries.race.race_ledger import race_rows
from tests.conftest import SignInAs
from tests.services.race_course import assessed, in_final, measured, published
from tests.services.racing import started
from tests.services.stage import MINUTES, Stage


def test_a_measured_value_enters_the_ledger_with_the_published_results(
    stage: Stage, sign_in: SignInAs
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54}, values={"A": "338"})
    path, leader = f"/projects/{racing.project('A').id}/metrics", sign_in(racing.pi("A"))
    stage.session.commit()
    assert "338 达到" not in leader.get(path).text
    published(racing)
    page = leader.get(path).text
    for words in ("≥ 400", "第 1 节点 ≥ 300", "338 达到", "检测中心", "CNAS-A-1"):
        assert words in page


def test_what_a_team_crossed_the_line_with_is_its_accepted_value(stage: Stage) -> None:
    racing = in_final(stage)
    for lane, value in (("A", "405"), ("B", "380")):
        measured(racing, lane, value)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    racing.refresh()
    found = {}
    for lane in "AB":
        (row,) = race_rows(stage.session, racing.project(lane))
        found[lane] = ([one.value for one in row.measured], row.accepted and row.accepted.value)
    assert found == {"A": (["500", "405"], "405"), "B": (["500", "380"], None)}
