"""What the guards of a race, its stages, teams and routes look at.

The tuples come from the snapshot of workflows.race: each entry is a reason with its arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts.urgent import UrgentFacts
from workflows.facts.words import Names

CheckpointCall = Annotated[datetime | None, Text("发出节点考核通知之日", "the checkpoint notice")]
ClaimGraceEnds = Annotated[
    datetime | None, Text("提前冲线跟进期满", "the end of the period to join an early finish claim")
]
FinalOpens = Annotated[datetime | None, Text("最后节点到期", "the end of the final stage")]
RescueDue = Annotated[
    datetime | None,
    Text("选择救援措施之日", "the deadline to choose a rescue option"),
]
HaltEnds = Annotated[datetime | None, Text("暂停期满", "the end of the halt")]
EvidenceDue = Annotated[datetime | None, Text("佐证提交截止", "the deadline for evidence")]
EvidenceCloses = Annotated[
    datetime | None, Text("佐证截止及宽限期满", "the deadline for evidence and the grace period")
]
StageNoticeEnds = Annotated[
    datetime | None, Text("结果公示期满", "the end of the public notice of results")
]
AppealsEnd = Annotated[datetime | None, Text("申诉期满", "the end of the appeal period")]
RectifyingEnds = Annotated[
    datetime | None, Text("黄牌整改期满", "the end of the yellow card rectification period")
]
CardDue = Annotated[
    datetime | None,
    Text(
        "黄牌整改期满或佐证提交截止",
        "the end of the yellow card rectification period or the deadline for evidence",
    ),
]
StageDecision = Annotated[
    datetime | None,
    Text("申诉期满后的议定期满", "the deadline to decide after the appeal period"),
]


RefocusNoticeEnds = Annotated[
    datetime | None,
    Text("拟降低目标公示期满", "the end of the public notice of the lower target"),
]


@dataclass(frozen=True, kw_only=True)
class RaceFacts(UrgentFacts):
    """`breaches` are I1 and I2 as they stand broken now, `shortfall` what a rescue still lacks,
    `able` the teams that can still finish; `best_percent` how much of the target the best team
    reached. `asked` and `not_asked` are the teams that do and do not want the joint extension,
    `never_asked` those that did not while they could, `evidence_is_due`: that of the stage is not
    closed. `newcomers` race though they did not stand at the open checkpoint, `untried` are the
    ways out of a rescue that are left. `refocus_notice_ends_at` is None for a new target that is no
    weaker. `late_money` is what came back after the end and is in the pool still, in 分;
    `project_appeals` are the teams whose appeal against the end of their project is open,
    `appeal_terms` those that may still file one. `halt_until`: as long as its halt lacks minutes,
    the term to ratify it. Counts are compared with the call's parameters.
    """

    call_decided: bool = False
    plan_problems: Names = ()
    entry_problems: Names = ()
    start_problems: Names = ()
    is_last_stage: bool = False
    open_appeals: Names = ()
    breaches: Names = ()
    shortfall: Names = ()
    able: Names = ()
    allocation_problems: Names = ()
    asked: Names = ()
    not_asked: Names = ()
    never_asked: Names = ()
    evidence_is_due: bool = False
    is_all_below: bool = False
    newcomers: Names = ()
    untried: Names = ()
    has_results: bool = False
    refocus_written: bool = False
    refocus_notice_ends_at: RefocusNoticeEnds = None
    refocuses: int = 0
    rescues: int = 0
    halts: int = 0
    extensions: int = 0
    long_extensions: int = 0
    final_extensions: int = 0
    entry_tried: bool = False
    entry_is_open: bool = False
    back_to: str = ""
    untested: Names = ()
    crossed: Names = ()
    best_percent: int = 0
    call_at: CheckpointCall = None
    claim_until: ClaimGraceEnds = None
    final_at: FinalOpens = None
    rescue_due_at: RescueDue = None
    halt_until: HaltEnds = None
    late_money: int = 0
    project_appeals: Names = ()
    appeal_terms: Names = ()


@dataclass(frozen=True, kw_only=True)
class StageFacts(Facts):
    """`scores_locked`: a panel has locked scores that count; `assessed_again`: those of an earlier
    panel were voided, and the later one has not lost too many of its own; `outdated` are teams
    whose outcome was drafted by scores some of which were struck since; `objection_out_of_period`:
    the day an objection came, as typed, lies outside the notice. `outcome_breaches` are why the
    drafted outcomes cannot take effect together, `outcome_lacks` what of I1, I2, I4 and I5 would
    be lacking then; `to_redraft` why what is on notice is to be drafted anew."""

    is_current: bool = True
    is_final: bool = False
    panel_problems: Names = ()
    scores_locked: bool = False
    assessed_again: bool = False
    objection_out_of_period: bool = False
    untested: Names = ()
    undrafted: Names = ()
    outdated: Names = ()
    to_redraft: Names = ()
    unreasoned: Names = ()
    outcome_breaches: Names = ()
    outcome_lacks: Names = ()
    evidence_due_at: EvidenceDue = None
    evidence_closes_at: EvidenceCloses = None
    notice_ends_at: StageNoticeEnds = None
    appeals_end_at: AppealsEnd = None
    decide_until: StageDecision = None


@dataclass(frozen=True, kw_only=True)
class TeamFacts(Facts):
    """`has_card`: the yellow card of its last decided stage stands, whatever it does meanwhile;
    `award` is how far that of a newcomer has come: `none`, `called`, `announced` or `made`;
    `proposed` and `outcome` are of the current stage, `elimination_decided`: of whatever stage, and
    only an appeal is open still, and `lost_without` it is what the race would lack then;
    `stage_decided`: its one decision is effective;
    `leads_to_checkpoint`: its stage does not lead to the final; `checkpoint_open`: evidence can be
    handed in, `under_test`: it could, and nothing is decided;
    `evidence_problems` what it lacks;
    `rectify_until` is None where no report of what was rectified is to come; `rectified`: it came
    and is not re-tested, `retest_awaited`: and it can be now; `retest_gaps` and
    `retest_misses` are indicators that the typed figures lack, and do not meet.
    `merger_to_decide`: with another team it has agreed to merge, and the executive meeting may
    say."""

    decided_outcome: str = ""
    award: str = "made"
    has_signed: bool = False
    has_card: bool = False
    race_state: str = "running"
    leads_to_checkpoint: bool = True
    checkpoint_open: bool = False
    under_test: bool = False
    stage_decided: bool = False
    evidence_problems: Names = ()
    proposed: str = ""
    outcome: str = ""
    elimination_decided: bool = False
    lost_without: Names = ()
    appeal: str = "none"
    races_elsewhere: Names = ()
    limit_findings: Names = ()
    merge_problems: Names = ()
    merger_to_decide: bool = False
    partner_problems: Names = ()
    wants_extension: bool = False
    extensions: int = 0
    claimed: bool = False
    crossed: int = 0
    revival_over: bool = False
    rectified: bool = False
    retest_awaited: bool = False
    retest_gaps: Names = ()
    retest_misses: Names = ()
    rectify_until: RectifyingEnds = None
    card_due_at: CardDue = None
    evidence_due_at: EvidenceDue = None
    evidence_closes_at: EvidenceCloses = None
    appeals_end_at: AppealsEnd = None
