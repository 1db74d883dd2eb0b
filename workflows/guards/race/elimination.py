"""Rules of an elimination: proposed, appealed against, decided, and never of whom a race needs."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import LATER, LONG_AGO, TEAM
from workflows.guards.shapes import equals, forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, PI

TeamGuard = Guard[TeamFacts]

elimination_is_proposed = equals(
    "proposed",
    "eliminate",
    of=TEAM,
    key="team_elimination_is_proposed",
    reason=Text(
        "本节点未拟淘汰该团队。", "This team is not proposed for elimination at this stage."
    ),
    supplied_by=OFFICER,
)
elimination_is_not_proposed = TeamGuard(
    key="team_elimination_is_not_proposed",
    reason=Text(
        "淘汰结论已公示，不能以退赛代替；可在申诉期内申诉。",
        "The elimination is on public notice, so the team cannot withdraw instead. It can appeal "
        "within the appeal period.",
    ),
    supplied_by=NOBODY,
    holds=lambda f: f.proposed != "eliminate",
    passing=TEAM,
    failing=replace(TEAM, proposed="eliminate"),
)
elimination_is_not_decided = forbids(
    "elimination_decided",
    of=TEAM,
    key="team_elimination_is_not_decided",
    reason=Text(
        "淘汰已议定，申诉尚未裁决，不能以退赛代替：申诉成立的，继续参赛；不成立的，予以淘汰，但淘汰后"
        "赛事再无团队能够冲线的，保底保持。",
        "The elimination has been decided and the appeal has not, so the team cannot withdraw "
        "instead. If the appeal is upheld, the team races on. If it is dismissed, the team is "
        "eliminated, or held where no other team could finish the race.",
    ),
    supplied_by=DECIDES,
)
appeal_is_in_time = TeamGuard(
    key="team_appeal_is_in_time",
    reason=Text("申诉期已过。", "The appeal period has ended."),
    supplied_by=CLOCK,
    holds=lambda f: f.appeals_end_at is not None and f.now < f.appeals_end_at,
    passing=replace(TEAM, appeals_end_at=LATER),
    failing=replace(TEAM, appeals_end_at=LONG_AGO),
)
has_not_appealed = equals(
    "appeal",
    "none",
    of=TEAM,
    key="team_has_not_appealed",
    reason=Text("同一结论只能申诉一次。", "Each outcome can be appealed only once."),
    supplied_by=NOBODY,
)
appeal_is_open = equals(
    "appeal",
    "open",
    of=TEAM,
    key="team_appeal_is_open",
    reason=Text("没有待裁决的申诉。", "There is no appeal to decide."),
    supplied_by=PI,
    marks_path=True,
)
appeal_is_before_the_meeting = equals(
    "appeal",
    "open",
    of=TEAM,
    key="team_appeal_is_before_the_meeting",
    reason=Text(
        "没有待裁决的申诉，结论随节点一次议定。",
        "There is no appeal to decide; the outcome follows the one decision on the stage.",
    ),
    supplied_by=CLOCK,
)
appeal_is_not_open = TeamGuard(
    key="team_appeal_is_not_open",
    reason=Text(
        "申诉尚未裁决，名额与经费予以保留。",
        "The appeal has not been decided. The team's place and money are kept.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.appeal != "open",
    passing=TEAM,
    failing=replace(TEAM, appeal="open"),
)
race_goes_on_without = nothing_in(
    "lost_without",
    of=TEAM,
    key="team_race_goes_on_without",
    reason=Text(
        "申诉不成立也不能淘汰，须保底保持：{missing}。",
        "Even if its appeal is dismissed, the team has to be held: {missing}.",
    ),
    supplied_by=DECIDES,
    marks_path=True,
)
race_is_lost_without = requires(
    "lost_without",
    of=TEAM,
    key="team_race_is_lost_without",
    reason=Text("该团队淘汰后仍有团队能够冲线。", "The race can go on without this team."),
    supplied_by=DECIDES,
    marks_path=True,
)
stage_is_decided = requires(
    "stage_decided",
    of=TEAM,
    key="team_stage_is_decided",
    reason=Text("本节点尚未议定。", "The stage has not been decided."),
    supplied_by=DECIDES,
)
stage_is_not_decided = forbids(
    "stage_decided",
    of=TEAM,
    key="team_stage_is_not_decided",
    reason=Text("本节点已经议定。", "The stage has been decided."),
    supplied_by=NOBODY,
)
