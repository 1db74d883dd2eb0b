"""A rehearsal plays the definitions in force and says where a call would stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from workflows.engine.calendar import WorkingCalendar
from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.parameters import DEFAULTS, defaults_of
from workflows.race.rules import RaceRules
from workflows.registry import PARTS
from workflows.rehearsal import Item, Panel, Race, Report, Seated, Setting, rehearse
from workflows.rehearsal.model import PlannedStage, Stuck
from workflows.rehearsal.playing import Played

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
        "lump_sum": False,
        "fields": (1, 2, 3),
        "draw": seven,
    }
    return Setting(**(usual | other))


def race(pools: tuple[int, ...] = (360, 480, 240), first_due: date = date(2027, 3, 1)) -> Race:
    stages = tuple(
        PlannedStage(pool * 10_000_00, max(1, 3 - n), first_due.replace(year=first_due.year + n))
        for n, pool in enumerate(pools)
    )
    whole = sum(stage.pool for stage in stages) + 120 * 10_000_00
    rules = RaceRules.of(DEFAULTS | defaults_of("parallel_teams"))
    return Race(stages, whole, 120 * 10_000_00, len(pools) - 1, rules)


def a_race(first_due: date = date(2027, 3, 1), **other: Any) -> Setting:
    made = setting("parallel_teams", planned_awards=4, race=race(first_due=first_due), **other)
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
    assert report.ends_in.zh == "已下达"


def test_what_only_comes_of_trying_so_long_is_not_told_as_what_stood_in_the_way() -> None:
    made = setting()
    report = rehearse(replace(made, facts=replace(made.facts, guide_problems=("联系人",))))
    assert "联系人" in stuck_at(report)[0][1]
    late = setting(state="approved")
    report = rehearse(replace(late, facts=replace(late.facts, guide_problems=("联系人",))))
    assert [key for one in report.stuck for key in one.reasons] == [
        Text("指南尚不完整，缺少：联系人。", "The call is incomplete. Missing: 联系人.")
    ]


def lacking(made: Setting, **facts: Any) -> Setting:
    return replace(made, facts=replace(made.facts, **facts))


def told(report: Report) -> list[str]:
    return [step.what.zh for step in report.steps]


NO_PANEL = Seated(problem=Text("合格候选人 3 人", "3 eligible"))


@pytest.mark.parametrize(
    ("made", "states", "last"),
    [
        (setting, ["征求意见", "已受理"], "通过验收"),
        (a_race, ["征求意见", "已受理"], "第 3 节点冲线评审（最迟）"),
        (a_list, ["征求意见", "资格审查"], "认定揭榜成功"),
    ],
)
def test_what_stands_still_is_told_and_taken_for_supplied_to_the_end_of_the_season(
    made: Any, states: list[str], last: str
) -> None:
    report = rehearse(lacking(made(draw=lambda _panel: NO_PANEL), pool=None))
    assert [state for state, _ in stuck_at(report)] == states
    assert "年度经费盘子尚未核定" in stuck_at(report)[0][1]
    assert "合格候选人 3 人" in stuck_at(report)[1][1]
    assert report.stuck[0].supplied_by == ("planning_officer",)
    assert report.stuck[1].count > 1
    assert all(one.is_supposed for one in report.stuck)
    assert {"确认到账", last} <= set(told(report))


@pytest.mark.parametrize(
    ("made", "part"), [(setting, "payment_first_percent"), (a_list, "open_call_first_percent")]
)
def test_parts_that_exceed_an_award_keep_a_call_in_draft_and_the_usual_ones_are_reckoned_with(
    made: Any, part: str
) -> None:
    report = rehearse(made(rules={part: 100}))
    assert [(state, "合计超过 100%" in reason) for state, reason in stuck_at(report)] == [
        ("草拟", True)
    ]
    assert report.money == rehearse(made()).money


def test_what_was_taken_for_supplied_is_not_told_again_of_a_later_move() -> None:
    report = rehearse(lacking(setting(), guide_problems=("联系人",)))
    assert [state for state, _ in stuck_at(report)] == ["草拟"]
    before, after = (told(report).index(what) for what in ("提交征求意见", "发布"))
    assert before < after
    assert isinstance(report.course[0], Stuck)


def test_a_call_with_no_window_ahead_is_played_in_the_shortest_that_is_allowed() -> None:
    assert "申报时间" not in said(rehearse(setting()))
    unwritten = {"open_at": None, "close_at": None, "window_days": 0, "guide_problems": ("截止",)}
    for wrong, state in ((unwritten, "草拟"), ({"open_at": NOW}, "已批准")):
        report = rehearse(lacking(setting(), **wrong))
        assert "演练假设 2026-03-12 10:00 开始" in said(report)
        assert [found for found, _ in stuck_at(report)] == [state]
        assert report.ends_in.zh == "已下达"


def test_a_move_of_another_way_is_never_supposed_nor_one_made_of_another_state() -> None:
    paused = Played(PARTS["call"], PARTS["call"].label, "paused", NOW)
    facts = setting().facts
    assert not paused.suppose("resume", facts)
    assert paused.suppose("resume", replace(facts, paused_from="open"))
    assert paused.state == "open"
    assert paused.take("resume", facts), "it is resumed already"


@pytest.mark.parametrize(
    "made",
    [
        setting(applicants=3, rules={"min_valid": 20}),
        setting(rules={"pass_score": 100}),
        a_race(rules={"pass_score": 100}),
    ],
)
def test_where_no_proposal_suffices_the_call_ends_as_the_regulation_says(made: Setting) -> None:
    report = rehearse(made)
    assert stuck_at(report) == []
    assert report.ends_in.zh == "无立项"
    assert report.money[-1].amount == made.facts.budget
    assert "签订任务书" not in told(report)


@pytest.mark.parametrize(
    ("lump_sum", "percent", "audited"), [(True, 10, True), (True, 0, False), (False, 10, False)]
)
def test_a_lump_sum_is_sampled_for_an_audit_before_its_acceptance_where_the_rules_say_so(
    lump_sum: bool, percent: int, audited: bool
) -> None:
    rules = {"lump_sum_sample_percent": percent}
    steps = told(rehearse(setting(lump_sum=lump_sum, rules=rules)))
    audit, after = ["见证抽取", "提交审计报告", "认定支出真实"], "发布验收公示"
    found = [step for step in steps if step in (*audit, after)]
    assert found == [*(audit if audited else []), after]


@pytest.mark.parametrize("made", [setting, a_race, a_list])
def test_whatever_can_come_to_the_sum_of_the_government_is_told_in_advance(made: Any) -> None:
    assert "报省政府" not in said(rehearse(made(rules={"report_above_wan": 100_000})))
    report = rehearse(made(rules={"report_above_wan": 250}))
    assert "报省政府：单项最多可得" in said(report)
    assert stuck_at(report) == []


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


def test_a_race_is_dated_from_its_start_to_its_last_checkpoint() -> None:
    report = rehearse(a_race())
    raced = [step.what.zh for step in report.steps if step.case.zh == "赛题"]
    last = ["第 3 节点考核通知", "第 3 节点佐证截止", "第 3 节点冲线评审（最迟）"]
    assert (raced[0], raced[-3:], len(raced)) == ("起跑", last, 10)


def test_the_result_of_a_stage_waits_for_each_term_that_the_door_grants() -> None:
    def decided(days: dict[str, int]) -> datetime:
        steps = rehearse(a_race(rules=days)).steps
        return next(step.at for step in steps if step.what.zh == "第 1 节点结论（最迟）")

    times = {
        "race_grace_days": 1,
        "race_assess_days": 1,
        "race_notice_working_days": 1,
        "race_appeal_working_days": 1,
        "race_decide_working_days": 2,  # once to draft it, once to decide
    }
    short = dict.fromkeys(times, 1)
    for key, often in times.items():
        assert decided(short | {key: 29}) - decided(short) >= often * timedelta(days=26), key


def test_a_race_with_too_few_teams_says_so_where_the_door_does_and_cannot_start() -> None:
    report = rehearse(replace(a_race(), planned_awards=1))
    assert [(one.move.zh, one.is_supposed) for one in report.stuck] == [
        ("核对拟入围名单", True),
        ("继续赛事", False),
    ]
    assert "拟入围 1 个团队，应为 2 至 5 个" in stuck_at(report)[0][1]
    assert report.money[-1].amount == a_race().facts.budget
    assert "起跑" not in told(report)


def test_an_item_that_nobody_claims_in_any_round_may_be_converted_or_delisted_only() -> None:
    report = rehearse(a_list())
    assert [s.what.zh for s in report.steps if "无人揭榜" in s.case.zh].count("揭榜截止") == 2
    assert "可以转其他组织方式" in said(report)
    assert "可以撤榜" in said(report)
    assert "不能修订榜题" in said(report)
