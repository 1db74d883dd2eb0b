"""An integrity case (科研诚信案件): from a clue to the end of a sanction, walled off; §3.10.

During a case money is frozen, never reputation: nobody outside is told before the hearing.
"""

from __future__ import annotations

from workflows.engine.model import After, At, Kind, State, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import IntegrityFacts
from workflows.hands import CLOCK, DECIDES, RESPONDENT, SUPERVISOR
from workflows.phases.integrity.adopting import ADOPTING
from workflows.phases.integrity.deciding import ASKED_BY, DECIDING
from workflows.phases.integrity.enforcing import ENFORCING
from workflows.phases.integrity.investigating import INVESTIGATING

INTEGRITY_CASE = Workflow(
    key="integrity_case",
    version=5,
    label=Text("诚信案件", "Integrity case"),
    facts=IntegrityFacts,
    clause=Text("domain §3.10", "domain §3.10"),
    states=(
        State(
            "clue",
            Text("线索", "Tip"),
            Kind.START,
            SUPERVISOR,
            After("integrity_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "checking",
            Text("初核", "Preliminary check"),
            waits_on=SUPERVISOR,
            due=After("integrity_check_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "investigating",
            Text("立案调查", "Under investigation"),
            waits_on=SUPERVISOR,
            due=After("integrity_case_days"),
        ),
        State(
            "extended",
            Text("延长调查", "Investigation extended"),
            waits_on=SUPERVISOR,
            due=After("integrity_extend_days"),
        ),
        State(
            "hearing",
            Text("告知申辩", "Respondent being heard"),
            waits_on=RESPONDENT,
            due=After("integrity_plea_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "deciding",
            Text("待决定", "Waiting for decision"),
            waits_on=DECIDES,
            due=After("integrity_decide_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "decided",
            Text("已决定（复查期内）", "Decided (re-examination period)"),
            waits_on=RESPONDENT,
            due=ASKED_BY,
        ),
        State(
            "re_examining",
            Text("复查", "Under re-examination"),
            waits_on=DECIDES,
            due=After("integrity_re_examine_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "in_force",
            Text("惩戒执行中", "Sanction in force"),
            waits_on=CLOCK,
            due=At("sanction_ends_at"),
        ),
        State(
            "repair_asked",
            Text("申请信用修复", "Credit repair requested"),
            waits_on=DECIDES,
            due=After("repair_working_days", Unit.WORKING_DAYS),
        ),
        State("dismissed", Text("不予立案", "Not opened"), Kind.FINAL),
        State("cleared", Text("不予处理", "No action"), Kind.FINAL),
        State("warned", Text("警告结案", "Closed with a warning"), Kind.FINAL),
        State("expired", Text("惩戒期满", "Sanction expired"), Kind.FINAL),
        State("repaired", Text("信用已修复", "Credit repaired"), Kind.FINAL),
    ),
    transitions=(*INVESTIGATING, *ADOPTING, *DECIDING, *ENFORCING),
)
