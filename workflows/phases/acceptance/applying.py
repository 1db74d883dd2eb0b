"""The application: sealed by the unit, its documents checked and corrected once (J15)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import After, At, Transition, Unit
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.guards.examples import ACCEPTANCE, LATER
from workflows.guards.in_time import in_time
from workflows.hands import CLOCK, OFFICER, PI, TEAM, UNIT
from workflows.parts.asks import REASON

_CORRECTED_BY = After("accept_correction_working_days", Unit.WORKING_DAYS)

_OVERDUE = At("overdue_at")
_STILL_TAKEN = (
    rule.project_awaits_acceptance,
    in_time(replace(ACCEPTANCE, overdue_at=LATER), _OVERDUE),
)

APPLYING: tuple[Transition[AcceptanceFacts], ...] = (
    Transition(
        name="apply",
        label=Text("提交验收申请", "Apply for acceptance"),
        source=("preparing",),
        target="unit_review",
        roles=PI,
        guards=(*_STILL_TAKEN, rule.application_complete),
        effects=(Apply("register_pledge"), Notify("acceptance_to_seal", UNIT)),
        until=_OVERDUE,
        clause=Text(
            "J15 · 总结、指标与佐证、决算、成果登记、数据汇交齐全",
            "J15 · final report, metrics and evidence, final accounts, registered results and "
            "data are complete",
        ),
    ),
    Transition(
        name="seal",
        label=Text("单位盖章上报", "Seal and send on"),
        source=("unit_review",),
        target="material_check",
        roles=UNIT,
        guards=_STILL_TAKEN,
        effects=(
            Cascade("project", "apply_acceptance"),
            Notify("acceptance_applied", OFFICER),
        ),
        until=_OVERDUE,
        clause=Text("J15 · 单位盖章", "J15 · sealed by the unit"),
    ),
    Transition(
        name="return",
        label=Text("单位退回", "Return to the project leader"),
        source=("unit_review",),
        target="preparing",
        roles=UNIT,
        asks=(REASON,),
        effects=(Notify("acceptance_returned", PI),),
        clause=Text("J15 · 单位审核", "J15 · reviewed by the unit"),
    ),
    Transition(
        name="request_correction",
        label=Text("要求补正", "Request a correction"),
        source=("material_check", "drawing", "drawn"),
        target="correcting",
        roles=OFFICER,
        guards=(rule.corrected_at_most_once,),
        asks=(REASON,),
        effects=(Apply("count_acceptance_correction"), Notify("acceptance_returned", PI)),
        clause=Text(
            "J15 · 补正一次，评审前均可要求",
            "J15 · one correction only, requested before the review",
        ),
    ),
    Transition(
        name="resubmit",
        label=Text("提交补正", "Submit the correction"),
        source=("correcting",),
        target="material_check",
        roles=PI,
        guards=(in_time(ACCEPTANCE, _CORRECTED_BY), rule.application_complete),
        effects=(Notify("acceptance_applied", OFFICER),),
        until=_CORRECTED_BY,
        clause=Text("J15 · 补正后再审", "J15 · checked again after correction"),
    ),
    Transition(
        name="correction_over",
        label=Text("补正期满", "Correction period ends"),
        source=("correcting",),
        target="lapsed",
        roles=CLOCK,
        effects=(
            Cascade("project", "return_acceptance"),
            Notify("acceptance_lapsed", TEAM | OFFICER),
        ),
        due=_CORRECTED_BY,
        clause=Text("J15 · 逾期未补正即退回", "J15 · returned if not corrected in time"),
    ),
    Transition(
        name="reject_documents",
        label=Text("材料不合格退回", "Return: documents not adequate"),
        source=("material_check",),
        target="lapsed",
        roles=OFFICER,
        asks=(REASON,),
        effects=(
            Cascade("project", "return_acceptance"),
            Notify("acceptance_lapsed", TEAM | OFFICER),
        ),
        clause=Text(
            "J15 · 退回，可在期限内重新申请", "J15 · returned; can apply again before the deadline"
        ),
    ),
)
