"""An appeal (复查申请) against a failure, a termination or a revocation: in time, and once; J19."""

from __future__ import annotations

from workflows.engine.effects import Cascade, Notify, SendLetter
from workflows.engine.model import After, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import AppealFacts
from workflows.guards import ending as rule
from workflows.hands import DECIDES, OFFICER, PI, SUPERVISOR, UNIT
from workflows.parts.asks import MINUTES, REASON

APPEAL = Workflow(
    key="appeal",
    version=1,
    label=Text("复查申请", "Appeal"),
    facts=AppealFacts,
    clause=Text("domain J19", "domain J19"),
    states=(
        State(
            "filed",
            Text("已提出", "Filed"),
            Kind.START,
            SUPERVISOR,
            After("appeal_admit_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "admitted",
            Text("复查中", "Being re-examined"),
            waits_on=DECIDES,
            due=After("appeal_decide_working_days", Unit.WORKING_DAYS),
        ),
        State("not_admitted", Text("不予受理", "Not admitted"), Kind.FINAL),
        State("rejected", Text("维持原决定", "Rejected"), Kind.FINAL),
        State("upheld", Text("改正原决定", "Upheld"), Kind.FINAL),
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
            clause=Text("J19 · 送达后规定期限内提出", "J19 · filed in time after service"),
        ),
        Transition(
            name="refuse",
            label=Text("不予受理", "Refuse"),
            source=("filed",),
            target="not_admitted",
            roles=SUPERVISOR,
            asks=(REASON,),
            effects=(Notify("appeal_answered", UNIT | PI),),
            clause=Text("J19 · 逾期或已复查", "J19 · late, or examined before"),
        ),
        Transition(
            name="reject",
            label=Text("维持原决定", "Reject"),
            source=("admitted",),
            target="rejected",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(
                SendLetter("appeal_decision"),
                Notify("appeal_answered", UNIT | PI | OFFICER | SUPERVISOR),
            ),
            signature=True,
            clause=Text("J19 · 复查一次为限", "J19 · once only"),
        ),
        Transition(
            name="uphold",
            label=Text("改正原决定，整改复验", "Uphold: accepted again"),
            source=("admitted",),
            target="upheld",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(
                Cascade("project", "reopen_by_appeal", strict=True),
                SendLetter("appeal_decision"),
                Notify("appeal_answered", UNIT | PI | OFFICER | SUPERVISOR),
            ),
            signature=True,
            clause=Text("J19 · 改正", "J19 · corrected"),
        ),
    ),
)
