"""Rules of a team in a race: what it hands in, what became of it, and how it may leave."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.examples import LATER, LONG_AGO, TEAM
from workflows.guards.shapes import below, equals, forbids, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, OFFICER, PI, UNIT

TeamGuard = Guard[TeamFacts]

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
stage_leads_to_checkpoint = requires(
    "leads_to_checkpoint",
    of=TEAM,
    key="team_stage_leads_to_checkpoint",
    reason=Text(
        "最后节点不提交节点佐证，期满进入冲线评审。",
        "The last stage takes no stage evidence. When it ends, the final review begins.",
    ),
    supplied_by=NOBODY,
    marks_path=True,
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
