"""The formal check with its one correction: P4-P7."""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify, SendLetter
from workflows.engine.model import After, Transition, Unit
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards import formal_check as rule
from workflows.guards import proposal as usual
from workflows.guards.applying import members_confirmed
from workflows.guards.examples import PROPOSAL, SERVED_PROPOSAL
from workflows.guards.in_time import in_time, term_over
from workflows.hands import CHECKER, CLOCK, OFFICER, PI, SUPERVISOR, TEAM
from workflows.parts.asks import CLAUSE, REASON
from workflows.roles import Role

_CORRECTED_BY = After("correction_working_days", Unit.WORKING_DAYS)
APPEALED_BY = After("formal_appeal_working_days", Unit.WORKING_DAYS, since="served_at", awaits=True)
"""The term of an appeal runs from the service of what it is made against (J19)."""

FORMAL_CHECK: tuple[Transition[ProposalFacts], ...] = (
    Transition(
        name="resubmit",
        label=Text("提交补正", "Submit the correction"),
        source=("correction",),
        target="formal_check",
        roles=PI,
        guards=(
            in_time(PROPOSAL, _CORRECTED_BY),
            usual.form_complete,
            usual.files_complete,
            members_confirmed,
        ),
        effects=(Apply("take_snapshot"), Apply("tell_partners"), Apply("compare_with_others")),
        until=_CORRECTED_BY,
        clause=Text("P5 · 只可修改标出的部分", "P5 · only the flagged parts can be changed"),
    ),
    Transition(
        name="miss_correction",
        label=Text("逾期未补正", "Not corrected in time"),
        source=("correction",),
        target="rejected_formal",
        roles=CLOCK,
        effects=(SendLetter("formal_rejection"), Notify("formally_rejected", TEAM)),
        due=_CORRECTED_BY,
        clause=Text(
            "P4 · 逾期未补正视为不通过", "P4 · counts as not passed if not corrected in time"
        ),
    ),
    Transition(
        name="pass_formal_check",
        label=Text("形式审查通过", "Pass"),
        source=("formal_check",),
        target="accepted",
        roles=CHECKER,
        guards=(
            rule.check_list_answered,
            rule.nothing_unmet,
            rule.nothing_correctable,
            rule.compared,
            rule.likeness_looked_at,
            rule.eligible_when_accepted,
            usual.not_barred,
        ),
        effects=(SendLetter("acceptance_notice"), Notify("accepted", TEAM)),
        clause=Text("P6 · 通过即受理", "P6 · accepted if passed"),
    ),
    Transition(
        name="request_correction",
        label=Text("要求补正", "Request a correction"),
        source=("formal_check",),
        target="correction",
        roles=CHECKER,
        guards=(rule.check_list_answered, rule.something_correctable, rule.corrected_at_most_once),
        asks=(REASON,),
        effects=(
            Apply("record_correction"),
            SendLetter("correction_notice"),
            Notify("correction_wanted", TEAM),
        ),
        clause=Text("P4 · 只补材料，只一次", "P4 · missing documents only, once only"),
    ),
    Transition(
        name="fail_formal_check",
        label=Text("形式审查不通过", "Fail"),
        source=("formal_check",),
        target="rejected_formal",
        roles=CHECKER,
        approvals=(Role.FORMAL_CHECKER,),
        guards=(rule.check_list_answered, rule.something_unmet),
        asks=(CLAUSE, REASON),
        effects=(SendLetter("formal_rejection"), Notify("formally_rejected", TEAM)),
        clause=Text("P6 · 不通过须第二人复核", "P6 · a second person must confirm a failure"),
    ),
    Transition(
        name="appeal_formal_check",
        label=Text("申请复核", "Appeal"),
        source=("rejected_formal",),
        target="formal_appeal",
        roles=PI,
        guards=(in_time(SERVED_PROPOSAL, APPEALED_BY),),
        asks=(REASON,),
        effects=(Notify("formal_appeal_filed", OFFICER | SUPERVISOR),),
        until=APPEALED_BY,
        clause=Text(
            "P6 · 告知书送达后可在期限内申请复核",
            "P6 · an appeal can be made in time after the letter is served",
        ),
    ),
    Transition(
        name="uphold_formal_appeal",
        label=Text("复核改判受理", "Uphold the appeal: accept"),
        source=("formal_appeal",),
        target="accepted",
        roles=OFFICER,
        approvals=(Role.SUPERVISOR,),
        guards=(rule.compared, rule.eligible_when_accepted, usual.not_barred),
        asks=(REASON,),
        effects=(
            SendLetter("formal_appeal_decision"),
            SendLetter("acceptance_notice"),
            Notify("accepted", TEAM),
        ),
        separation=("fail_formal_check",),
        clause=Text(
            "P7 · 期限内复核，抽取专家之前", "P7 · appeal decided in time, before experts are drawn"
        ),
    ),
    Transition(
        name="dismiss_formal_appeal",
        label=Text("复核维持不通过", "Dismiss the appeal"),
        source=("formal_appeal",),
        target="closed_formal",
        roles=OFFICER,
        approvals=(Role.SUPERVISOR,),
        asks=(REASON,),
        effects=(SendLetter("formal_appeal_decision"), Notify("formal_appeal_dismissed", TEAM)),
        separation=("fail_formal_check",),
        clause=Text("P7 · 复核须答复并说明理由", "P7 · an appeal is answered, with reasons"),
    ),
    Transition(
        name="close_formal",
        label=Text("复核期满", "Appeal period ends"),
        source=("rejected_formal",),
        target="closed_formal",
        roles=CLOCK,
        guards=(term_over(SERVED_PROPOSAL, APPEALED_BY),),
        due=APPEALED_BY,
        clause=Text("P7 · 逾期未申请复核即终结", "P7 · final if no appeal is made in time"),
    ),
)
