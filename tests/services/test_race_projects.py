"""The project of a team is one whole with its race: it runs, ends and is judged with its team."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models import ContractVersion, Letter, ProjectMilestone, Sanction
from app.services.contracts import drafting
from app.services.contracts.drafting import Edited
from app.services.money import funds
from app.services.problems import Problems
from tests.integrity.handling import found_guilty
from tests.services.called import a_pool, called
from tests.services.race_course import in_final, measured, paid_up, through_stage
from tests.services.racing import WAN, Racing, entered, signed, started
from tests.services.stage import MINUTES, Stage
from workflows.parts.race import RACE_PROJECT
from workflows.roles import Role


def terms(racing: Racing, lane: str) -> dict[str, Any]:
    contract = drafting.in_force(racing.stage.session, racing.project(lane))
    assert contract is not None
    return contract.terms


def count(racing: Racing, what: Any) -> int:
    return racing.stage.session.scalar(select(func.count()).select_from(what)) or 0


def test_every_team_signs_the_same_stages_and_a_pledge_and_has_no_milestones_of_its_own(
    stage: Stage,
) -> None:
    racing = signed(entered(stage))
    first, *others = (terms(racing, lane) for lane in "ABC")
    assert [n["deliverable"] for n in first["milestones"]] == [
        f"能量密度 ≥ {300 + 25 * n} Wh/kg。测试规程：同一测试台，25℃，0.1C 充放。" for n in range(3)
    ]
    assert all(one["milestones"] == first["milestones"] for one in others)
    assert all(one["pledge"] == first["pledge"] for one in others)
    assert count(racing, ProjectMilestone) == 0
    kinds = list(stage.session.scalars(select(Letter.letter_kind)))
    assert (kinds.count("contract"), kinds.count("pledge")) == (3, 3)


def test_a_leader_cannot_change_the_stages_of_the_contract(stage: Stage) -> None:
    racing = signed(entered(stage))
    one = racing.project("A")
    one.state = "contracting"
    last = drafting.newest(stage.session, one)
    assert last is not None
    edited = Edited({}, {}, (), last.terms["budget"], "知识产权归各方共有。", last.terms["breach"])
    saved = drafting.save(stage.session, one, last.version, edited, racing.pi("A"), stage.now)
    assert isinstance(saved, ContractVersion), isinstance(saved, Problems) and saved.by_field
    assert saved.terms["milestones"] == last.terms["milestones"]
    assert saved.terms["ip"] == "知识产权归各方共有。"


def test_only_the_team_moves_the_project_of_a_team_that_races(stage: Stage) -> None:
    """No decision of the office on a project takes a runner out of the race."""
    racing = started(stage)
    one = racing.project("A")
    moving = [t for t in RACE_PROJECT.leaving(one.state) if t.target != one.state]
    assert {t.roles for t in moving} == {frozenset({Role.SYSTEM_CLOCK})}
    words = {**MINUTES, "rule_set": "管理办法", "article": "三", "reason": "伪造数据。"}
    reasons = stage.refused(one, "revoke", racing.decision_maker, **words)
    assert "state_has_changed" in reasons


def test_the_project_of_an_eliminated_team_is_terminated_without_a_mark(stage: Stage) -> None:
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    assert [racing.project(lane).state for lane in "ABC"] == ["active", "active", "terminated"]
    assert count(racing, Sanction) == 0
    fund = funds.fund_of(stage.session, racing.project("C"))
    assert fund is not None
    assert fund.project.state in funds.GROUNDS


def test_a_team_that_withdraws_takes_its_project_with_it(stage: Stage) -> None:
    racing = started(stage)
    stage.signed(racing.team("C"), "withdraw", racing.pi("C"), reason="设备故障。")
    stage.moved(racing.team("C"), "withdraw", racing.unit("C"), reason="设备故障。")
    assert racing.project("C").state == "terminated"


def test_a_project_stands_still_and_goes_on_with_its_team(stage: Stage) -> None:
    racing = started(stage)
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.team("C"), "suspend", supervisor, evidence="安全事故。")
    fund = funds.fund_of(stage.session, racing.project("C"))
    assert fund is not None
    assert (racing.project("C").state, fund.state) == ("suspended", "frozen")
    stage.moved(racing.team("C"), "resume", supervisor, reason="整改到位。")
    assert (racing.project("C").state, fund.state) == ("active", "normal")


def test_whoever_crosses_the_line_has_passed_first_or_later(stage: Stage) -> None:
    racing = in_final(stage)
    today = racing.race_stage.due_on
    measured(racing, "A", "405", today + timedelta(days=1))
    measured(racing, "B", "430", today)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    assert [racing.project(lane).state for lane in "AB"] == ["passed", "passed"]


@pytest.mark.parametrize(
    ("move", "held", "state", "marks"),
    [("find_diligent", "diligent", "concluded", 0), ("find_at_fault", "at_fault", "failed", 1)],
)
def test_the_fault_of_a_team_that_fell_short_is_found(
    stage: Stage, move: str, held: str, state: str, marks: int
) -> None:
    racing = in_final(stage)
    measured(racing, "A", "100")
    measured(racing, "B", "430", racing.race_stage.due_on)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    one = racing.project("A")
    assert (racing.team("A").state, one.state) == ("not_finished", "fault_review")
    a_pool(stage)
    called(stage, one, "draw_fault_panel", held)
    found = {**MINUTES, "evidence": "记录在案。"}
    stage.signed(one, move, stage.holder(Role.SUPERVISOR), **found)
    stage.moved(one, move, racing.decision_maker, **found)
    assert (one.state, count(racing, Sanction)) == (state, marks)
    assert (
        count(racing, select(Letter).where(Letter.letter_kind == "fault_finding").subquery()) == 1
    )


def test_misconduct_found_before_the_fault_of_a_team_revokes_its_project(stage: Stage) -> None:
    """J13: the finding of fault does not have to be seen through first."""
    racing = in_final(stage)
    measured(racing, "A", "100")
    measured(racing, "B", "430", racing.race_stage.due_on)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    one = racing.project("A")
    assert one.state == "fault_review"
    found_guilty(stage, racing.pi("A"), one.number)
    words = {**MINUTES, "rule_set": "管理办法", "article": "三", "reason": "伪造数据。"}
    stage.moved(one, "revoke", racing.decision_maker, **words)
    assert one.state == "revoked"


def test_a_revived_team_has_its_project_again(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route, words = racing.team("A").route, {**MINUTES, "finding": "路线不可行。"}
    stage.moved(route, "find_infeasible", racing.decision_maker, **words)
    words = {**MINUTES, "reason": "恢复参赛。"}
    stage.signed(racing.team("C"), "revive", racing.decision_maker, **words)
    stage.moved(racing.team("C"), "revive", racing.pi("C"))
    assert racing.project("C").state == "active"
