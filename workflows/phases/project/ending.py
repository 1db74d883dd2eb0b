"""How a project ends otherwise than by acceptance: J12, J13; 终止 is not 撤销.

A termination has objective reasons and leaves no mark; a revocation undoes what was got or run by
misconduct, from the beginning, even after acceptance.
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import ending as rule
from workflows.guards.sampling import sampled_audit_found
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER, PI, SUPERVISOR, TEAM, UNIT
from workflows.parts.asks import MINUTES, REASON

CAUSES: tuple[tuple[str, Text], ...] = (
    ("infeasible", Text("技术路线证实不可行", "Route proven infeasible")),
    ("overtaken", Text("市场或技术已被超越", "Overtaken by market or technology")),
    ("force_majeure", Text("不可抗力", "Force majeure")),
    ("no_matching", Text("配套资金不落实", "Matching funds not provided")),
    ("people_lost", Text("关键人员流失", "Key people left")),
    ("node_failed", Text("节点两次不通过", "Milestone failed twice")),
)
NO_USER = (
    "no_user",
    Text(
        "最终用户停止支持，期满未找到新用户",
        "End user stopped its support and no new one was found in time",
    ),
)
"""What the clock alone ends a project for (B15)."""
CAUSE = Ask("cause", Text("终止原因", "Reason for termination"), AskKind.CHOICE, choices=CAUSES)
DILIGENT = Ask(
    "diligent",
    Text("容错认定", "Finding of diligence"),
    AskKind.CHOICE,
    choices=(
        ("yes", Text("勤勉尽责，予以免责", "Found diligent: no blame")),
        ("no", Text("不予认定", "Not found diligent")),
    ),
)
FINDING = Ask("finding", Text("认定理由", "Grounds for the finding"), AskKind.PARAGRAPH)
RULE_SET = Ask("rule_set", Text("依据的规定", "Rules relied on"))
ARTICLE = Ask("article", Text("条款", "Article"), most=100)

_RUNNING = ("active", "rectifying", "suspended")
_UNDER_CONTRACT = (
    *("active", "node_check", "rectifying", "suspended"),
    *("accept_due", "accept_applied", "accept_review", "re_accept"),
)
"""Before its contract a project has got nothing: it lapses, and whoever is barred does not sign."""
ENDED = ("passed", "concluded", "failed", "terminated", "revoked")

STOP = (
    Cascade("milestone", "cancel"),
    Cascade("acceptance", "lapse"),
    Cascade("change", "lapse"),
    Cascade("suspension", "end"),
    Cascade("payment", "void"),
    Apply("release_commitment"),
    Cascade("fund", "end_progress_hold"),
    Cascade("fund", "await_balance"),
)
"""Whatever ends a project before its acceptance ends with it what is under way; of what it was paid
the balance comes back."""

REINSTATED = Cascade("fund", "reinstate", strict=True)
"""What an appeal corrects is corrected in money too."""

ENDING: tuple[Transition[ProjectFacts], ...] = (
    *(
        Transition(
            name="propose_termination",
            label=Text("建议终止", "Propose termination"),
            source=(state,),
            target=state,
            roles=PI | UNIT | OFFICER,
            guards=(rule.no_termination_is_proposed,),
            asks=(CAUSE, REASON),
            effects=(Notify("termination_proposed", DECIDES | OFFICER),),
            clause=Text(
                "J12 · 负责人、单位或处室提出",
                "J12 · proposed by the project leader, the unit or the programme office",
            ),
        )
        for state in _RUNNING
    ),
    *(
        Transition(
            name="decline_termination",
            label=Text("不予终止", "Decide not to terminate"),
            source=(state,),
            target=state,
            roles=DECIDES,
            guards=(rule.termination_is_proposed,),
            asks=(*MINUTES, REASON),
            effects=(Notify("termination_declined", TEAM | UNIT | OFFICER),),
            signature=True,
            clause=Text(
                "J12 · 不采纳终止建议，项目继续",
                "J12 · the proposal is not adopted and the project continues",
            ),
        )
        for state in _RUNNING
    ),
    Transition(
        name="terminate",
        label=Text("终止项目", "Terminate"),
        source=_RUNNING,
        target="terminated",
        roles=DECIDES,
        guards=(rule.termination_is_proposed,),
        asks=(*MINUTES, RULE_SET, ARTICLE, CAUSE, DILIGENT, FINDING, REASON),
        effects=(
            Apply("record_termination"),
            *STOP,
            SendLetter("termination_notice"),
            Notify("project_terminated", TEAM | OFFICER | FINANCE),
        ),
        separation=("propose_termination",),
        signature=True,
        clause=Text(
            "J12 · 有人提出方可议定；客观原因不能或无须继续，审计退结余，不记失信",
            "J12 · decided only on a proposal; the project cannot or need not continue for "
            "objective reasons; audited and the balance refunded, with no mark of dishonesty",
        ),
    ),
    Transition(
        name="revoke",
        label=Text("撤销项目", "Revoke"),
        source=(*_UNDER_CONTRACT, "passed", "concluded", "failed", "terminated"),
        target="revoked",
        roles=DECIDES,
        guards=(rule.offence_found,),
        asks=(*MINUTES, RULE_SET, ARTICLE, REASON),
        effects=(
            Apply("record_revocation"),
            *STOP,
            Cascade("fund", "await_recovery"),
            SendLetter("revocation_decision"),
            Notify("project_revoked", TEAM | OFFICER | SUPERVISOR | FINANCE),
        ),
        signature=True,
        clause=Text(
            "J13 · 调查终结并听取申辩，自始撤销，全额追回，已验收的也可撤销",
            "J13 · after an investigation and hearing; void from the start, all money recovered; "
            "possible even after acceptance",
        ),
    ),
    Transition(
        name="reopen_by_appeal",
        label=Text("复查改正，整改复验", "Corrected on appeal: re-acceptance"),
        source=("failed", "terminated", "revoked"),
        target="re_accept",
        roles=CLOCK,
        effects=(Apply("begin_anew"), Apply("begin_re_acceptance"), REINSTATED),
        clause=Text("J19 · 随复查决定", "J19 · with the appeal decision"),
    ),
    Transition(
        name="archive",
        label=Text("归档", "Archive"),
        source=ENDED,
        target="archived",
        roles=CLOCK,
        guards=(
            rule.payments_settled,
            rule.money_settled,
            rule.forwardings_confirmed,
            sampled_audit_found,
        ),
        effects=(
            Cascade("fund", "archive"),
            Cascade("payment", "archive"),
            SendLetter("archive_list"),
        ),
        due=After("archive_days"),
        clause=Text(
            "§3.11、§3.6 · 保存期满移交；拨付单先办结，经费先结清或追缴了结",
            "§3.11, §3.6 · transferred when the retention period ends; payment orders must be "
            "closed and money settled or recovered first",
        ),
    ),
)
