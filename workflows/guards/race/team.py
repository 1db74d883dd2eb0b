"""Rules of a team: what it hands in, what became of it, and how it may leave."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import LATER, LONG_AGO, TEAM
from workflows.guards.shapes import below, equals, forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, PI, UNIT

TeamGuard = Guard[TeamFacts]

is_reserve = equals(
    "decided_outcome",
    "reserve",
    of=TEAM,
    key="team_is_reserve",
    reason=Text("未被议定为候补。", "It was not decided to be a reserve."),
    supplied_by=DECIDES,
)
has_signed = requires(
    "has_signed",
    of=TEAM,
    key="team_has_signed",
    reason=Text("任务书、军令状尚未签订。", "The contract and pledge are not signed."),
    supplied_by=PI | UNIT,
)
race_needs_rescue = equals(
    "race_state",
    "rescue",
    of=TEAM,
    key="team_race_needs_rescue",
    reason=Text("只有保底救援时才能补入团队。", "A team joins a running race in a rescue only."),
    supplied_by=DECIDES,
)
leads_no_other = nothing_in(
    "races_elsewhere",
    of=TEAM,
    key="team_leads_no_other",
    reason=Text(
        "同一负责人不得同时参加两个赛题：{missing}。",
        "Nobody leads teams in two races at a time: {missing}.",
    ),
    supplied_by=PI,
)
leader_may_race_again = nothing_in(
    "limit_findings",
    of=TEAM,
    key="team_leader_may_race_again",
    reason=Text(
        "超出在研限项，暂不能复活：{missing}。待其中一项结束后复活。",
        "Above the limit on running projects, so not to be revived yet: {missing}. It is when one "
        "of those is over.",
    ),
    supplied_by=PI | UNIT,
)
checkpoint_is_open = TeamGuard(
    key="team_checkpoint_is_open",
    reason=Text(
        "节点考核未开始，或佐证提交已截止。", "There is no open checkpoint to hand in for."
    ),
    supplied_by=CLOCK,
    holds=lambda f: (
        f.checkpoint_open and f.evidence_closes_at is not None and f.now < f.evidence_closes_at
    ),
    passing=replace(TEAM, checkpoint_open=True, evidence_closes_at=LATER),
    failing=replace(TEAM, checkpoint_open=True, evidence_closes_at=LONG_AGO),
)
no_checkpoint_is_open = TeamGuard(
    key="team_no_checkpoint_is_open",
    reason=Text(
        "节点考核期间不能办理，须待本节点结论生效。",
        "This cannot be done inside an open checkpoint: the outcomes of the stage have to take "
        "effect first.",
    ),
    supplied_by=OFFICER | DECIDES,
    holds=lambda f: f.race_state not in ("checkpoint", "result_notice", "final"),
    passing=TEAM,
    failing=replace(TEAM, race_state="checkpoint"),
)
deadline_is_ahead = TeamGuard(
    key="team_deadline_is_ahead",
    reason=Text(
        "只能在攻关期间、本节点佐证截止之前办理。",
        "This can be done while the teams work and until the evidence of the stage is due.",
    ),
    supplied_by=CLOCK,
    holds=lambda f: (
        f.race_state in ("running", "checkpoint")
        and f.evidence_due_at is not None
        and f.now < f.evidence_due_at
    ),
    passing=replace(TEAM, race_state="checkpoint", evidence_due_at=LATER),
    failing=replace(TEAM, race_state="checkpoint", evidence_due_at=LONG_AGO),
)
evidence_is_complete = nothing_in(
    "evidence_problems",
    of=TEAM,
    key="team_evidence_is_complete",
    reason=Text("佐证尚不完整：{missing}。", "The evidence lacks {missing}."),
    supplied_by=PI,
)
elimination_is_proposed = equals(
    "proposed",
    "eliminate",
    of=TEAM,
    key="team_elimination_is_proposed",
    reason=Text("本节点未拟淘汰该团队。", "Its elimination is not proposed."),
    supplied_by=OFFICER,
)
elimination_is_not_proposed = TeamGuard(
    key="team_elimination_is_not_proposed",
    reason=Text(
        "淘汰结论已公示，不能以退赛代替；可在申诉期内申诉。",
        "Its elimination is on notice: leaving cannot replace it; an appeal can be filed.",
    ),
    supplied_by=NOBODY,
    holds=lambda f: f.proposed != "eliminate",
    passing=TEAM,
    failing=replace(TEAM, proposed="eliminate"),
)
appeal_is_in_time = TeamGuard(
    key="team_appeal_is_in_time",
    reason=Text("申诉期已过。", "The time for appeals is over."),
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
    reason=Text("同一结论只能申诉一次。", "An outcome can be appealed once."),
    supplied_by=NOBODY,
)
appeal_is_open = equals(
    "appeal",
    "open",
    of=TEAM,
    key="team_appeal_is_open",
    reason=Text("没有待裁决的申诉。", "There is no appeal to rule on."),
    supplied_by=PI,
    marks_path=True,
)
appeal_is_not_open = TeamGuard(
    key="team_appeal_is_not_open",
    reason=Text(
        "申诉尚未裁决，名额与经费予以保留。", "An appeal is open: its place and share are kept."
    ),
    supplied_by=DECIDES,
    holds=lambda f: f.appeal != "open",
    passing=TEAM,
    failing=replace(TEAM, appeal="open"),
)
stage_is_decided = requires(
    "stage_decided",
    of=TEAM,
    key="team_stage_is_decided",
    reason=Text("本节点尚未议定。", "The stage is not decided."),
    supplied_by=DECIDES,
)
stage_is_not_decided = forbids(
    "stage_decided",
    of=TEAM,
    key="team_stage_is_not_decided",
    reason=Text("本节点已经议定。", "The stage is decided."),
    supplied_by=NOBODY,
)
partner_may_merge = nothing_in(
    "partner_problems",
    of=TEAM,
    key="team_partner_may_merge",
    reason=Text("不能与该队合并：{missing}。", "It cannot merge with that team: {missing}."),
    supplied_by=PI,
)
merge_is_agreed = nothing_in(
    "merge_problems",
    of=TEAM,
    key="team_merge_is_agreed",
    reason=Text("尚不能合并：{missing}。", "The teams cannot merge: {missing}."),
    supplied_by=PI | UNIT,
)
no_merger_to_decide = forbids(
    "merger_to_decide",
    of=TEAM,
    key="team_no_merger_to_decide",
    reason=Text(
        "两队已签署同一合并协议，待厅务会议定是否批准。",
        "Both teams have signed one agreement to merge; the office meeting is to decide on it.",
    ),
    supplied_by=DECIDES,
)
has_merger_to_decide = requires(
    "merger_to_decide",
    of=TEAM,
    key="team_has_merger_to_decide",
    reason=Text(
        "没有双方已签署同一协议、待议定的合并。",
        "There is no merger that both teams have signed one agreement on.",
    ),
    supplied_by=PI | UNIT,
)
has_not_asked = forbids(
    "wants_extension",
    of=TEAM,
    key="team_has_not_asked",
    reason=Text(
        "已申请联合延期，待其他团队申请、主管处室批准。",
        "It has asked already; the other teams and the programme office are awaited.",
    ),
    supplied_by=OFFICER,
)
extension_is_left = below(
    "extensions",
    "race_extensions_most",
    of=TEAM,
    key="team_extension_is_left",
    reason=Text("联合延期次数已用完。", "No joint extension is left."),
    supplied_by=DECIDES,
)
has_card = requires(
    "has_card",
    of=TEAM,
    key="team_has_card",
    reason=Text("该团队未被亮黄牌。", "It has no yellow card."),
    supplied_by=DECIDES,
    marks_path=True,
)
has_no_card = forbids(
    "has_card",
    of=TEAM,
    key="team_has_no_card",
    reason=Text("该团队的黄牌仍然有效。", "Its yellow card stands."),
    supplied_by=DECIDES,
    marks_path=True,
)
BACK_IN_THE_RACE = (("racing", has_no_card), ("held", has_card))
"""Where a team that stood aside goes on: a yellow card ends with the stage it advances in (R8)."""
has_not_claimed = forbids(
    "claimed",
    of=TEAM,
    key="team_has_not_claimed",
    reason=Text("已申请提前冲线。", "It has claimed the target."),
    supplied_by=PI,
)
crossed_first = TeamGuard(
    key="team_crossed_first",
    reason=Text("不是首个有效通过的团队。", "It is not the first to pass."),
    supplied_by=CLOCK,
    holds=lambda f: f.crossed == 1,
    passing=replace(TEAM, crossed=1),
    failing=TEAM,
)
crossed_later = TeamGuard(
    key="team_crossed_later",
    reason=Text("不是随后通过的团队。", "It is not a later one to pass."),
    supplied_by=CLOCK,
    holds=lambda f: f.crossed > 1,
    passing=replace(TEAM, crossed=2),
    failing=TEAM,
)
has_not_crossed = forbids(
    "crossed",
    of=TEAM,
    key="team_has_not_crossed",
    reason=Text("该团队已通过冲线评审。", "It has passed the final review."),
    supplied_by=CLOCK,
)
revival_is_over = requires(
    "revival_over",
    of=TEAM,
    key="team_revival_is_over",
    reason=Text("下一节点结束前仍可复活。", "It may be revived until the next stage closes."),
    supplied_by=CLOCK,
)


def has_become(outcome: str) -> TeamGuard:
    """The one decision of the stage made this outcome effective for the team."""
    return equals(
        "outcome",
        outcome,
        of=TEAM,
        key=f"team_has_become_{outcome}",
        reason=Text("节点结论不是这一项。", "The decision of the stage is another."),
        supplied_by=DECIDES,
    )
