"""An appeal (复查申请) against a failure, a termination or a revocation: in time, and once; J19."""

from __future__ import annotations

from workflows.engine.effects import Cascade, Notify, SendLetter
from workflows.engine.model import After, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import AppealFacts
from workflows.guards import ending as rule
from workflows.hands import DECIDES, OFFICER, PI, SUPERVISOR, UNIT
from workflows.phases.ruling import NOT_ADMITTED, filed, refusal, ruling

_ANSWERED = (
    SendLetter("appeal_decision"),
    Notify("appeal_answered", UNIT | PI | OFFICER | SUPERVISOR),
)

APPEAL = Workflow(
    key="appeal",
    version=1,
    label=Text("复查申请", "Appeal"),
    facts=AppealFacts,
    clause=Text("domain J19", "domain J19"),
    states=(
        filed("appeal_admit_working_days"),
        State(
            "admitted",
            Text("复查中", "Under re-examination"),
            waits_on=DECIDES,
            due=After("appeal_decide_working_days", Unit.WORKING_DAYS),
        ),
        NOT_ADMITTED,
        State("rejected", Text("维持原决定", "Original decision upheld"), Kind.FINAL),
        State("upheld", Text("改正原决定", "Original decision corrected"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="admit",
            label=Text("受理", "Admit"),
            source=("filed",),
            target="admitted",
            roles=SUPERVISOR,
            guards=(rule.appeal_in_time,),
            effects=(Notify("appeal_admitted", UNIT | PI | DECIDES),),
            clause=Text(
                "J19 · 送达后规定期限内提出", "J19 · made within the deadline after service"
            ),
        ),
        refusal(
            Text("J19 · 逾期或已复查", "J19 · out of time, or already re-examined"),
            Notify("appeal_answered", UNIT | PI),
        ),
        ruling(
            "reject",
            Text("维持原决定", "Uphold the original decision"),
            "admitted",
            "rejected",
            _ANSWERED,
            Text("J19 · 复查一次为限", "J19 · once only"),
        ),
        ruling(
            "uphold",
            Text("改正原决定，整改复验", "Correct the decision: re-acceptance"),
            "admitted",
            "upheld",
            (Cascade("project", "reopen_by_appeal", strict=True), *_ANSWERED),
            Text("J19 · 改正，追缴随之撤回", "J19 · decision corrected; any recovery is withdrawn"),
        ),
    ),
)
