"""Rules of a team: what it hands in, what became of it, and how it may leave."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import LATER, LONG_AGO, TEAM
from workflows.roles import Role

TeamGuard = Guard[TeamFacts]

_PI = frozenset({Role.APPLICANT})
_CLOCK = frozenset({Role.SYSTEM_CLOCK})
_OFFICER = frozenset({Role.PROGRAMME_OFFICER})
_DECIDES = frozenset({Role.DECISION_MAKER})
_SIGNERS = frozenset({Role.APPLICANT, Role.UNIT_ADMIN})

is_reserve = TeamGuard(
    "team_is_reserve",
    Text("未被议定为候补。", "It was not decided to be a reserve."),
    _DECIDES,
    lambda f: f.decided_outcome == "reserve",
    replace(TEAM, decided_outcome="reserve"),
    TEAM,
)
has_signed = TeamGuard(
    "team_has_signed",
    Text("任务书、军令状尚未签订。", "The contract and pledge are not signed."),
    _SIGNERS,
    lambda f: f.has_signed,
    replace(TEAM, has_signed=True),
    TEAM,
)
race_needs_rescue = TeamGuard(
    "team_race_needs_rescue",
    Text("只有保底救援时才能补入团队。", "A team joins a running race in a rescue only."),
    _DECIDES,
    lambda f: f.race_state == "rescue",
    replace(TEAM, race_state="rescue"),
    TEAM,
)
checkpoint_is_open = TeamGuard(
    "team_checkpoint_is_open",
    Text("节点考核未开始，或佐证提交已截止。", "There is no open checkpoint to hand in for."),
    _CLOCK,
    lambda f: (
        f.checkpoint_open and f.evidence_closes_at is not None and f.now < f.evidence_closes_at
    ),
    replace(TEAM, checkpoint_open=True, evidence_closes_at=LATER),
    replace(TEAM, checkpoint_open=True, evidence_closes_at=LONG_AGO),
)
no_checkpoint_is_open = TeamGuard(
    "team_no_checkpoint_is_open",
    Text("节点考核期间不能办理。", "This cannot be done inside an open checkpoint."),
    _CLOCK,
    lambda f: f.race_state not in ("checkpoint", "result_notice", "final"),
    TEAM,
    replace(TEAM, race_state="checkpoint"),
)
evidence_is_complete = TeamGuard(
    "team_evidence_is_complete",
    Text("佐证尚不完整：{missing}。", "The evidence lacks {missing}."),
    _PI,
    lambda f: not f.evidence_problems,
    TEAM,
    replace(TEAM, evidence_problems=("节点报告",)),
    lambda f: f.evidence_problems,
)
elimination_is_proposed = TeamGuard(
    "team_elimination_is_proposed",
    Text("本节点未拟淘汰该团队。", "Its elimination is not proposed."),
    _OFFICER,
    lambda f: f.proposed == "eliminate",
    replace(TEAM, proposed="eliminate"),
    TEAM,
)
elimination_is_not_proposed = TeamGuard(
    "team_elimination_is_not_proposed",
    Text(
        "淘汰结论已公示，不能以退赛代替；可在申诉期内申诉。",
        "Its elimination is on notice: leaving cannot replace it; an appeal can be filed.",
    ),
    _DECIDES,
    lambda f: f.proposed != "eliminate",
    TEAM,
    replace(TEAM, proposed="eliminate"),
)
appeal_is_in_time = TeamGuard(
    "team_appeal_is_in_time",
    Text("申诉期已过。", "The time for appeals is over."),
    _CLOCK,
    lambda f: f.appeals_end_at is not None and f.now < f.appeals_end_at,
    replace(TEAM, appeals_end_at=LATER),
    replace(TEAM, appeals_end_at=LONG_AGO),
)
has_not_appealed = TeamGuard(
    "team_has_not_appealed",
    Text("同一结论只能申诉一次。", "An outcome can be appealed once."),
    _PI,
    lambda f: f.appeal == "none",
    TEAM,
    replace(TEAM, appeal="dismissed"),
)
appeal_is_open = TeamGuard(
    "team_appeal_is_open",
    Text("没有待裁决的申诉。", "There is no appeal to rule on."),
    _PI,
    lambda f: f.appeal == "open",
    replace(TEAM, appeal="open"),
    TEAM,
    marks_path=True,
)
appeal_is_not_open = TeamGuard(
    "team_appeal_is_not_open",
    Text("申诉尚未裁决，名额与经费予以保留。", "An appeal is open: its place and share are kept."),
    _DECIDES,
    lambda f: f.appeal != "open",
    TEAM,
    replace(TEAM, appeal="open"),
)
stage_is_decided = TeamGuard(
    "team_stage_is_decided",
    Text("本节点尚未议定。", "The stage is not decided."),
    _DECIDES,
    lambda f: f.stage_decided,
    replace(TEAM, stage_decided=True),
    TEAM,
)
stage_is_not_decided = TeamGuard(
    "team_stage_is_not_decided",
    Text("本节点已经议定。", "The stage is decided."),
    _DECIDES,
    lambda f: not f.stage_decided,
    TEAM,
    replace(TEAM, stage_decided=True),
)
merge_is_agreed = TeamGuard(
    "team_merge_is_agreed",
    Text("尚不能合并：{missing}。", "The teams cannot merge: {missing}."),
    _SIGNERS,
    lambda f: not f.merge_problems,
    TEAM,
    replace(TEAM, merge_problems=("对方尚未同意",)),
    lambda f: f.merge_problems,
)
has_not_asked = TeamGuard(
    "team_has_not_asked",
    Text("已申请联合延期，或联合延期次数已用完。", "It has asked, or no extension is left."),
    _OFFICER,
    lambda f: not f.wants_extension and f.extensions < f.parameters["race_extensions_most"],
    TEAM,
    replace(TEAM, wants_extension=True),
)
has_not_claimed = TeamGuard(
    "team_has_not_claimed",
    Text("已申请提前冲线。", "It has claimed the target."),
    _PI,
    lambda f: not f.claimed,
    TEAM,
    replace(TEAM, claimed=True),
)
crossed_first = TeamGuard(
    "team_crossed_first",
    Text("不是首个有效通过的团队。", "It is not the first to pass."),
    _CLOCK,
    lambda f: f.crossed == 1,
    replace(TEAM, crossed=1),
    TEAM,
)
crossed_later = TeamGuard(
    "team_crossed_later",
    Text("不是随后通过的团队。", "It is not a later one to pass."),
    _CLOCK,
    lambda f: f.crossed > 1,
    replace(TEAM, crossed=2),
    TEAM,
)
has_not_crossed = TeamGuard(
    "team_has_not_crossed",
    Text("该团队已通过冲线评审。", "It has passed the final review."),
    _CLOCK,
    lambda f: f.crossed == 0,
    TEAM,
    replace(TEAM, crossed=1),
)
revival_is_over = TeamGuard(
    "team_revival_is_over",
    Text("下一节点结束前仍可复活。", "It may be revived until the next stage closes."),
    _CLOCK,
    lambda f: f.revival_over,
    replace(TEAM, revival_over=True),
    TEAM,
)


def has_become(outcome: str) -> TeamGuard:
    """The one decision of the stage made this outcome effective for the team."""
    return TeamGuard(
        f"team_has_become_{outcome}",
        Text("节点结论不是这一项。", "The decision of the stage is another."),
        _DECIDES,
        lambda f: f.outcome == outcome,
        replace(TEAM, outcome=outcome),
        TEAM,
    )
