"""Rules of a team that joins a race: from the start, out of the reserve, or again."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import TEAM
from workflows.guards.shapes import equals, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, OFFICER, PI, UNIT

TeamGuard = Guard[TeamFacts]

is_reserve = equals(
    "decided_outcome",
    "reserve",
    of=TEAM,
    key="team_is_reserve",
    reason=Text("未被议定为候补。", "The team was not decided as a reserve."),
    supplied_by=DECIDES,
)
has_signed = requires(
    "has_signed",
    of=TEAM,
    key="team_has_signed",
    reason=Text("任务书、军令状尚未签订。", "The contract and the pledge have not been signed."),
    supplied_by=PI | UNIT,
)
is_called = TeamGuard(
    key="team_is_called",
    reason=Text(
        "候补团队尚未递补，须由厅务会议定。",
        "The reserve has not been called. The executive meeting decides that.",
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.award != "none",
    passing=TEAM,
    failing=replace(TEAM, award="none"),
)
is_announced = TeamGuard(
    key="team_is_announced",
    reason=Text(
        "递补尚未公示：先单独公示，期满立项后再签订任务书、军令状。",
        "The promotion has not been announced. It needs a public notice of its own; the contract "
        "and the pledge are signed after the award that follows.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.award != "called",
    passing=TEAM,
    failing=replace(TEAM, award="called"),
)
has_its_award = TeamGuard(
    key="team_has_its_award",
    reason=Text(
        "递补公示未满或有异议待处理，期满无异议即立项，之后签订任务书、军令状。",
        "The public notice of the promotion has not ended, or an objection is open. The award "
        "follows when it ends without one, and then the contract and the pledge are signed.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: f.award != "announced",
    passing=TEAM,
    failing=replace(TEAM, award="announced"),
)
HAS_ITS_AWARD = (is_called, is_announced, has_its_award)
"""What comes before a newcomer can sign, each step with who takes it (P13, P14, P17, P18)."""
newcomer_has_signed = TeamGuard(
    key="team_newcomer_has_signed",
    reason=has_signed.reason,
    supplied_by=has_signed.supplied_by,
    holds=lambda f: f.has_signed or f.award != "made",
    passing=replace(TEAM, has_signed=True),
    failing=TEAM,
)
race_needs_rescue = equals(
    "race_state",
    "rescue",
    of=TEAM,
    key="team_race_needs_rescue",
    reason=Text(
        "只有保底救援时才能补入团队。", "A team can join a race in progress only during a rescue."
    ),
    supplied_by=DECIDES,
)
leads_no_other = nothing_in(
    "races_elsewhere",
    of=TEAM,
    key="team_leads_no_other",
    reason=Text(
        "同一负责人不得同时参加两个赛题：{missing}。",
        "One leader cannot take part in two races at the same time: {missing}.",
    ),
    supplied_by=PI,
)
leader_may_race_again = nothing_in(
    "limit_findings",
    of=TEAM,
    key="team_leader_may_race_again",
    reason=Text(
        "超出在研限项，暂不能复活：{missing}。待其中一项结束后复活。",
        "This exceeds the limit on running projects, so the team cannot be revived yet: "
        "{missing}. Revive it once one of those ends.",
    ),
    supplied_by=PI | UNIT,
)
