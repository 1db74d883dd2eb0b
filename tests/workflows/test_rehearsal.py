"""A rehearsal plays the definitions in force and says where a call would stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflows.engine.calendar import WorkingCalendar
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.parameters import DEFAULTS, defaults_of
from workflows.race.rules import RaceRules
from workflows.rehearsal import Item, Panel, Race, Report, Seated, Setting, rehearse
from workflows.rehearsal.model import Stage

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
BUDGET, WAN = 2700_0000_00, 10_000_00


def seven(_panel: Panel) -> Seated:
    return Seated(tuple(range(7)))


def setting(mechanism: str = "open_competition", **other: Any) -> Setting:
    """A call of 2026 that opens in April and closes on a Saturday in May."""
    facts = CallFacts(
        now=NOW,
        entered_at=NOW,
        calendar=WorkingCalendar(known_years=frozenset({2026})),
        parameters=DEFAULTS | defaults_of(mechanism) | other.pop("rules", {}),
        plan_tasks=("8-1",),
        budget=BUDGET,
        pool=BUDGET,
        window_days=45,
        open_at=datetime(2026, 4, 1, 1, tzinfo=UTC),
        close_at=datetime(2026, 5, 16, 9, tzinfo=UTC),
        recommend_until=datetime(2026, 5, 21, 9, tzinfo=UTC),
    )
    usual: dict[str, Any] = {
        "mechanism": mechanism,
        "state": "draft",
        "facts": facts,
        "seed": "seed",
        "applicants": 24,
        "panel_most": 12,
        "award_most": 500 * WAN,
        "planned_awards": 6,
        "payment_mode": "nodes",
        "fields": (1, 2, 3),
        "draw": seven,
    }
    return Setting(**(usual | other))


def race(pools: tuple[int, ...] = (360, 480, 240), first_due: date = date(2027, 3, 1)) -> Race:
    stages = tuple(
        Stage(pool * 10_000_00, max(1, 3 - n), first_due.replace(year=first_due.year + n))
        for n, pool in enumerate(pools)
    )
    whole = sum(stage.pool for stage in stages) + 120 * 10_000_00
    rules = RaceRules.of(DEFAULTS | defaults_of("parallel_teams"))
    return Race(stages, whole, 120 * 10_000_00, len(pools) - 1, rules)


def a_race(**other: Any) -> Setting:
    made = setting("parallel_teams", planned_awards=4, race=race(**other))
    return replace(made, facts=replace(made.facts, budget=made.race.pool if made.race else 0))


def a_list(**other: Any) -> Setting:
    items = (Item("甲", 100 * WAN), Item("乙", 200 * WAN), Item("丙", 300 * WAN))
    return setting("open_call", applicants=3, items=items, **other)


def said(report: Report) -> str:
    return "".join(text.zh for text in report.findings)


def stuck_at(report: Report) -> list[tuple[str, str]]:
    return [(one.state.zh, "".join(reason.zh for reason in one.reasons)) for one in report.stuck]


@pytest.mark.parametrize(
    ("made", "end"), [(setting(), "已下达"), (a_race(), "已下达"), (a_list(), "已张榜")]
)
def test_a_sound_call_of_each_mechanism_comes_to_its_end_and_nothing_is_stuck(
    made: Setting, end: str
) -> None:
    report = rehearse(made)
    assert stuck_at(report) == []
    assert report.ends_in.zh == end
    assert [step.at for step in report.steps] == sorted(step.at for step in report.steps)


@pytest.mark.parametrize("made", [setting(), a_race(), a_list(), setting(applicants=1)])
def test_all_parts_of_the_money_add_up_to_the_budget(made: Setting) -> None:
    report = rehearse(made)
    assert sum(part.amount for part in report.money) == made.facts.budget
    assert all(part.amount >= 0 for part in report.money)


def test_the_same_seed_gives_the_same_rehearsal_and_another_seed_another_one() -> None:
    assert rehearse(setting()) == rehearse(setting())
    assert rehearse(setting()) != rehearse(setting(seed="other"))


def test_a_close_on_a_day_off_is_marked_and_so_is_a_year_whose_days_off_nobody_knows() -> None:
    steps = {step.what.zh: step for step in rehearse(setting()).steps}
    assert steps["申报截止"].is_day_off
    assert not steps["推荐截止"].is_day_off
    assert not steps["申报截止"].is_guess
    unknown = setting()
    unknown = replace(unknown, facts=replace(unknown.facts, calendar=WorkingCalendar()))
    assert all(step.is_guess for step in rehearse(unknown).steps)


@pytest.mark.parametrize(
    ("wrong", "state", "reason"),
    [
        ({"criteria_weight": 95}, "草拟", "权重合计"),
        ({"window_days": 20}, "已批准", "短于规定的最短申报期"),
        ({"open_at": datetime(2026, 3, 5, tzinfo=UTC)}, "已批准", "申报开始时间已过"),
        ({"plan_tasks": ()}, "征求意见", "未对应规划任务"),
    ],
)
def test_what_keeps_a_call_in_a_state_is_told_in_the_words_of_the_guard(
    wrong: dict[str, Any], state: str, reason: str
) -> None:
    made = setting()
    report = rehearse(replace(made, facts=replace(made.facts, **wrong)))
    assert [found for found, _ in stuck_at(report)] == [state]
    assert reason in stuck_at(report)[0][1]
    assert report.money[-1].amount == BUDGET


def test_what_only_comes_of_trying_so_long_is_not_told_as_what_stood_in_the_way() -> None:
    made = setting()
    report = rehearse(replace(made, facts=replace(made.facts, guide_problems=("联系人",))))
    assert "联系人" in stuck_at(report)[0][1]
    late = setting(state="approved")
    report = rehearse(replace(late, facts=replace(late.facts, guide_problems=("联系人",))))
    assert [key for one in report.stuck for key in one.reasons] == [
        Text("指南尚不完整，缺少：联系人。", "The call is not complete; it lacks 联系人.")
    ]


def test_where_no_panel_can_be_drawn_the_proposals_wait_and_the_review_does_not_end() -> None:
    problem = Text("合格候选人 3 人", "3 eligible")
    report = rehearse(setting(draw=lambda _panel: Seated(problem=problem)))
    assert [state for state, _ in stuck_at(report)] == ["已受理", "评审"]
    assert "合格候选人 3 人" in stuck_at(report)[0][1]
    assert report.stuck[0].count > 1
    assert report.ends_in.zh == "评审"


def test_too_few_valid_proposals_end_a_call_without_an_award() -> None:
    report = rehearse(setting(applicants=3, rules={"min_valid": 20}))
    assert report.ends_in.zh == "无立项"
    assert report.money[-1].amount == BUDGET


def test_a_call_with_a_defence_is_rehearsed_through_it() -> None:
    report = rehearse(setting(rules={"defence_round": 1}))
    assert stuck_at(report) == []
    assert report.ends_in.zh == "已下达"


def test_publicity_inside_the_unit_expires_whoever_comes_in_the_last_days() -> None:
    without, wanted = (
        rehearse(setting(rules={"internal_publicity_working_days": days})) for days in (0, 5)
    )
    assert "逾期" not in {label.zh for label, _ in without.outcomes}
    assert {label.zh: n for label, n in wanted.outcomes}["逾期"] > 0


def test_a_race_says_when_it_needs_a_rescue_and_whether_there_is_time_for_its_first_stage() -> None:
    assert "进入保底救援" in said(rehearse(a_race()))
    assert "没有攻关时间" not in said(rehearse(a_race()))
    assert "没有攻关时间" in said(rehearse(a_race(first_due=date(2026, 9, 1))))


def test_an_item_that_nobody_claims_in_any_round_may_be_converted_or_delisted_only() -> None:
    report = rehearse(a_list())
    assert [s.what.zh for s in report.steps if "无人揭榜" in s.case.zh].count("揭榜截止") == 2
    assert "可以转其他组织方式" in said(report)
    assert "可以撤榜" in said(report)
    assert "不能修订榜题" in said(report)
