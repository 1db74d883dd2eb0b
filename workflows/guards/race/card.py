"""Rules of a yellow card: its term, the report of what was rectified, and the re-test (R8)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import LATER, LONG_AGO, TEAM
from workflows.guards.shapes import equals, forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, OFFICER, PI

TeamGuard = Guard[TeamFacts]

rectifying_is_open = TeamGuard(
    key="team_rectifying_is_open",
    reason=Text(
        "没有待整改的黄牌，或整改期已过：黄牌保留至下一节点考核。赛事暂停的，整改期停止计算，恢复"
        "后再提交。",
        "There is no yellow card to rectify, or the time has run out and the card stands until "
        "the next checkpoint. While the race is halted the time does not run; submit after it "
        "resumes.",
    ),
    supplied_by=CLOCK,
    # Of a report that is in, `is_not_rectified` tells what there is to tell.
    holds=lambda f: f.rectified or (f.rectify_until is not None and f.now < f.rectify_until),
    passing=replace(TEAM, rectify_until=LATER),
    failing=replace(TEAM, rectify_until=LONG_AGO),
)
rectifying_is_over = TeamGuard(
    key="team_rectifying_is_over",
    reason=Text("整改期未满。", "The rectification period has not ended."),
    supplied_by=CLOCK,
    holds=lambda f: f.rectify_until is not None and f.now >= f.rectify_until,
    passing=replace(TEAM, rectify_until=LONG_AGO),
    failing=replace(TEAM, rectify_until=LATER),
)
is_not_rectified = forbids(
    "rectified",
    of=TEAM,
    key="team_is_not_rectified",
    reason=Text(
        "整改情况已提交，待主管处室组织复测。",
        "The rectification report has been submitted. The programme office arranges the re-test.",
    ),
    supplied_by=OFFICER,
)
is_rectified = requires(
    "rectified",
    of=TEAM,
    key="team_is_rectified",
    reason=Text(
        "团队尚未提交整改情况，没有可复测的内容。",
        "The team has not submitted a rectification report, so there is nothing to re-test.",
    ),
    supplied_by=PI,
)
teams_are_at_work = equals(
    "race_state",
    "running",
    of=TEAM,
    key="team_teams_are_at_work",
    reason=Text(
        "复测只在攻关期间、即节点经费分配之后至下一节点考核开始之前进行；考核开始之后以节点考核为"
        "准。",
        "Re-tests take place only while teams are working: after the stage money is shared and "
        "before the next checkpoint starts. After that, the checkpoint decides.",
    ),
    supplied_by=OFFICER | DECIDES,
)
no_retest_to_record = forbids(
    "retest_awaited",
    of=TEAM,
    key="team_no_retest_to_record",
    reason=Text(
        "团队已提交整改情况，待主管处室组织复测并登记结果。",
        "The team has submitted a rectification report. The programme office arranges the re-test "
        "and records the result.",
    ),
    supplied_by=OFFICER,
)
retest_is_complete = nothing_in(
    "retest_gaps",
    of=TEAM,
    key="team_retest_is_complete",
    reason=Text(
        "复测结果不完整，缺少：{missing}。", "The re-test result is incomplete. Missing: {missing}."
    ),
    supplied_by=OFFICER,
)
retest_is_met = nothing_in(
    "retest_misses",
    of=TEAM,
    key="team_retest_is_met",
    reason=Text(
        "复测未达到本节点指标，黄牌不能撤销：{missing}。",
        "The re-test does not meet these stage metrics, so the yellow card stands: {missing}.",
    ),
    supplied_by=PI,
)
