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
checkpoint_is_open = TeamGuard(
    key="team_checkpoint_is_open",
    reason=Text(
        "节点考核未开始，或佐证提交已截止。",
        "The checkpoint has not started, or evidence has closed.",
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
        "This cannot be done during a checkpoint. Wait until the outcomes of the stage take "
        "effect.",
    ),
    supplied_by=OFFICER | DECIDES,
    holds=lambda f: f.race_state not in ("checkpoint", "result_notice", "final"),
    passing=TEAM,
    failing=replace(TEAM, race_state="checkpoint"),
)
rescued_from_no_checkpoint = TeamGuard(
    key="team_rescued_from_no_checkpoint",
    reason=Text(
        "节点考核期间转入保底救援的，待救援完成、本节点重新开放后再合并。",
        "The rescue began during a checkpoint. Teams can merge once it is complete and the stage "
        "is open again.",
    ),
    supplied_by=OFFICER | DECIDES,
    holds=lambda f: f.race_state != "rescue" or not f.under_test,
    passing=replace(TEAM, race_state="rescue"),
    failing=replace(TEAM, race_state="rescue", under_test=True),
)
deadline_is_ahead = TeamGuard(
    key="team_deadline_is_ahead",
    reason=Text(
        "只能在攻关期间、本节点佐证截止之前办理。",
        "This can be done only while teams are working and before the evidence deadline for the "
        "stage.",
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
    reason=Text("佐证尚不完整：{missing}。", "The evidence is incomplete. Missing: {missing}."),
    supplied_by=PI,
)
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
        "淘汰已议定，申诉尚未裁决：裁决成立的继续参赛，不成立的即淘汰，不能以退赛代替。",
        "The elimination has been decided and the appeal has not. The team races on if the appeal "
        "is upheld and is eliminated if not; it cannot withdraw instead.",
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
partner_may_merge = nothing_in(
    "partner_problems",
    of=TEAM,
    key="team_partner_may_merge",
    reason=Text("不能与该队合并：{missing}。", "The teams cannot merge: {missing}."),
    supplied_by=PI,
)
merge_is_agreed = nothing_in(
    "merge_problems",
    of=TEAM,
    key="team_merge_is_agreed",
    reason=Text("尚不能合并：{missing}。", "The teams cannot merge yet: {missing}."),
    supplied_by=PI | UNIT,
)
no_merger_to_decide = forbids(
    "merger_to_decide",
    of=TEAM,
    key="team_no_merger_to_decide",
    reason=Text(
        "两队已签署同一合并协议，待厅务会议定是否批准。",
        "Both teams have signed the same merger agreement. The executive meeting decides whether "
        "to approve it.",
    ),
    supplied_by=DECIDES,
)
has_merger_to_decide = requires(
    "merger_to_decide",
    of=TEAM,
    key="team_has_merger_to_decide",
    reason=Text(
        "没有双方已签署同一协议、待议定的合并。",
        "There is no merger agreement signed by both teams and waiting for a decision.",
    ),
    supplied_by=PI | UNIT,
)
has_not_asked = forbids(
    "wants_extension",
    of=TEAM,
    key="team_has_not_asked",
    reason=Text(
        "已申请联合延期，待其他团队申请、主管处室批准。",
        "The team has asked for a joint extension. The other teams have to ask too, and the "
        "programme office decides.",
    ),
    supplied_by=OFFICER,
)
extension_is_left = below(
    "extensions",
    "race_extensions_most",
    of=TEAM,
    key="team_extension_is_left",
    reason=Text("联合延期次数已用完。", "No joint extensions are left."),
    supplied_by=DECIDES,
)
has_card = requires(
    "has_card",
    of=TEAM,
    key="team_has_card",
    reason=Text("该团队未被亮黄牌。", "The team does not have a yellow card."),
    supplied_by=DECIDES,
    marks_path=True,
)
has_no_card = forbids(
    "has_card",
    of=TEAM,
    key="team_has_no_card",
    reason=Text("该团队的黄牌仍然有效。", "The team's yellow card still stands."),
    supplied_by=DECIDES,
    marks_path=True,
)
BACK_IN_THE_RACE = (("racing", has_no_card), ("held", has_card))
"""Where a team that stood aside goes on: a yellow card ends with the stage it advances in (R8)."""
has_not_claimed = forbids(
    "claimed",
    of=TEAM,
    key="team_has_not_claimed",
    reason=Text("已申请提前冲线。", "The team has already claimed an early finish."),
    supplied_by=PI,
)
crossed_first = TeamGuard(
    key="team_crossed_first",
    reason=Text("不是首个有效通过的团队。", "This is not the first team to pass."),
    supplied_by=CLOCK,
    holds=lambda f: f.crossed == 1,
    passing=replace(TEAM, crossed=1),
    failing=TEAM,
)
crossed_later = TeamGuard(
    key="team_crossed_later",
    reason=Text("不是随后通过的团队。", "This is not a team that passed later."),
    supplied_by=CLOCK,
    holds=lambda f: f.crossed > 1,
    passing=replace(TEAM, crossed=2),
    failing=TEAM,
)
has_not_crossed = forbids(
    "crossed",
    of=TEAM,
    key="team_has_not_crossed",
    reason=Text("该团队已通过冲线评审。", "The team has passed the final review."),
    supplied_by=CLOCK,
)
revival_is_over = requires(
    "revival_over",
    of=TEAM,
    key="team_revival_is_over",
    reason=Text(
        "下一节点结束前仍可复活。", "The team can still be revived before the next stage ends."
    ),
    supplied_by=CLOCK,
)


def has_become(outcome: str) -> TeamGuard:
    """The one decision of the stage made this outcome effective for the team."""
    return equals(
        "outcome",
        outcome,
        of=TEAM,
        key=f"team_has_become_{outcome}",
        reason=Text("节点结论不是这一项。", "The stage outcome for this team is different."),
        supplied_by=DECIDES,
    )
