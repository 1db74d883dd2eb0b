"""Rules of integrity cases and sanctions."""

from __future__ import annotations

from workflows.engine.text import Text
from workflows.guards.examples import INTEGRITY
from workflows.guards.shapes import equals, forbids, has_come, nothing_in, requires
from workflows.hands import CLOCK, DECIDES, NOBODY, RESPONDENT, SUPERVISOR

subject_known = requires(
    "subject_known",
    of=INTEGRITY,
    key="subject_known",
    reason=Text(
        "尚未确认当事人，请先在案件页面确认是哪个人或哪个单位。",
        "The respondent has not been identified. First name the person or unit on the case page.",
    ),
    supplied_by=SUPERVISOR,
)
case_extended_at_most_once = forbids(
    "extended",
    of=INTEGRITY,
    key="case_extended_at_most_once",
    reason=Text("办理期只能延长一次。", "The investigation can be extended only once."),
    supplied_by=NOBODY,
)
term_within_ladder = nothing_in(
    "term_problems",
    of=INTEGRITY,
    key="term_within_ladder",
    reason=Text(
        "惩戒期不符合规定：{missing}。", "The sanction period does not meet the rules: {missing}."
    ),
    supplied_by=DECIDES | SUPERVISOR,
)
is_sanction = equals(
    "outcome",
    "sanction",
    of=INTEGRITY,
    key="is_sanction",
    reason=Text("本案没有给予惩戒。", "No sanction was imposed in this case."),
    supplied_by=DECIDES,
    marks_path=True,
)
is_warning = equals(
    "outcome",
    "warning",
    of=INTEGRITY,
    key="is_warning",
    reason=Text(
        "本案给予了惩戒，不只是警告。", "A sanction was imposed in this case, not just a warning."
    ),
    supplied_by=DECIDES,
    marks_path=True,
)
sanction_has_ended = has_come(
    "sanction_ends_at",
    of=INTEGRITY,
    key="sanction_has_ended",
    reason=Text("惩戒期未满。", "The sanction period has not ended."),
    supplied_by=CLOCK,
)
enough_was_served = has_come(
    "repair_from",
    of=INTEGRITY,
    key="enough_was_served",
    reason=Text(
        "惩戒期执行过半（按规定比例）后方可申请信用修复；长期惩戒不适用修复。",
        "Credit repair can be requested only after the required share of the sanction has been "
        "served. It does not apply to a permanent sanction.",
    ),
    supplied_by=RESPONDENT,
)
decision_is_kept = requires(
    "has_evidence",
    of=INTEGRITY,
    key="decision_is_kept",
    reason=Text(
        "请先在案件页面上传原决定书或名单查询结果。",
        "First upload the decision or the list entry on the case page.",
    ),
    supplied_by=SUPERVISOR,
)
decided_elsewhere = requires(
    "adopted",
    of=INTEGRITY,
    key="decided_elsewhere",
    reason=Text(
        "惩戒由本机关决定，按复查或信用修复程序解除。",
        "This office imposed the sanction. It is lifted through re-examination or credit repair.",
    ),
    supplied_by=DECIDES,
)
decided_here = forbids(
    "adopted",
    of=INTEGRITY,
    key="decided_here",
    reason=Text(
        "惩戒由其他机关作出，请向作出机关申请修复；解除后由监督诚信处登记。",
        "Another authority imposed the sanction. Ask that authority for credit repair; once it is "
        "lifted, the supervision and integrity division records it here.",
    ),
    supplied_by=SUPERVISOR,
)
