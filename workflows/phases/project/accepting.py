"""From the end of the term to acceptance, and back for a second round: J14-J18.

The acceptance itself is a case of its own and moves its project along.
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import ending as rule
from workflows.hands import CLOCK, OFFICER, SUPERVISOR, TEAM, UNIT

_NOTHING_RUNS_ON = (
    Cascade("milestone", "cancel"),
    Cascade("change", "lapse"),
    Cascade("suspension", "end"),
)
_NOT_PASSED = (
    *_NOTHING_RUNS_ON,
    Cascade("payment", "void"),
    Apply("release_commitment"),
    Cascade("fund", "end_progress_hold"),
    Cascade("fund", "await_balance"),
)
_FAILED = SendLetter("acceptance_failure")
"""Serves what may be appealed against (J19)."""
_WHOLE = Text(
    "J17 · 期满后全部验收程序的办结期；逾期的由监督诚信处督办，不改变项目状态",
    "J17 · deadline to complete all of the acceptance; if overdue, the supervision and integrity "
    "division follows it up and the project's state does not change",
)
_OVER = (Cascade("acceptance", "lapse"), *_NOT_PASSED)

ACCEPTING: tuple[Transition[ProjectFacts], ...] = (
    *(
        Transition(
            name="remind_of_acceptance",
            label=Text("提醒验收", "Remind the project of acceptance"),
            source=(state,),
            target=state,
            roles=CLOCK,
            guards=(rule.acceptance_reminder_due,),
            effects=(Notify("acceptance_wanted", TEAM),),
            due=At("accept_remind_at"),
            clause=Text(
                "J14 · 期满前后提醒", "J14 · reminders before and after the end of the term"
            ),
        )
        for state in ("active", "accept_due")
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=(state,),
            target=state,
            roles=CLOCK,
            guards=(guard,),
            effects=(told,),
            due=At(due),
            clause=_WHOLE,
        )
        for state in ("accept_applied", "accept_review")
        for name, label, guard, told, due in (
            (
                "warn_of_acceptance_end",
                Text("提醒验收办结期", "Remind of the deadline to complete acceptance"),
                rule.acceptance_nears_its_end,
                Notify("acceptance_ends_soon", UNIT | OFFICER),
                "accept_warn_at",
            ),
            (
                "miss_acceptance_end",
                Text("验收逾期未办结", "Acceptance not completed in time"),
                rule.acceptance_is_late,
                Notify("acceptance_late", UNIT | OFFICER | SUPERVISOR),
                "accept_late_at",
            ),
        )
    ),
    Transition(
        name="fall_due",
        label=Text("到期待验收", "Term ends, acceptance due"),
        source=("active",),
        target="accept_due",
        roles=CLOCK,
        guards=(rule.term_is_over,),
        effects=(Apply("begin_acceptance"), Notify("acceptance_due", TEAM | OFFICER)),
        due=At("term_ends_at"),
        clause=Text("J14 · 执行期满", "J14 · the term has ended"),
    ),
    Transition(
        name="apply_acceptance",
        label=Text("申请验收", "Apply for acceptance"),
        source=("active", "accept_due"),
        target="accept_applied",
        roles=CLOCK,
        clause=Text("J15 · 随验收申请，可提前", "J15 · with the application; can be early"),
    ),
    *(
        Transition(
            name="return_acceptance",
            label=Text("退回验收申请", "Return the acceptance application"),
            source=("accept_applied",),
            target=target,
            roles=CLOCK,
            guards=(guard,),
            effects=effects,
            clause=clause,
        )
        for target, guard, effects, clause in (
            (
                "active",
                rule.term_still_runs,
                (),
                Text(
                    "J15 · 提前申请被退回的，执行期内继续在研",
                    "J15 · an early application was returned: the project stays active until its "
                    "term ends",
                ),
            ),
            (
                "accept_due",
                rule.term_is_over,
                (Apply("begin_acceptance"),),
                Text(
                    "J15 · 材料不合格退回，期限内重新申请",
                    "J15 · returned because documents are not adequate; can apply again before "
                    "the deadline",
                ),
            ),
        )
    ),
    Transition(
        name="return_acceptance",
        label=Text("退回验收申请", "Return the acceptance application"),
        source=("re_accept",),
        target="re_accept",
        roles=CLOCK,
        effects=(Apply("begin_re_acceptance"),),
        clause=Text(
            "J18 · 材料不合格退回，复验期内重新申请",
            "J18 · returned because documents are not adequate; can apply again within the "
            "re-acceptance period",
        ),
    ),
    Transition(
        name="start_acceptance_review",
        label=Text("进入验收评审", "Start the acceptance review"),
        source=("accept_applied",),
        target="accept_review",
        roles=CLOCK,
        clause=Text("J17 · 随验收评审", "J17 · with the acceptance review"),
    ),
    Transition(
        name="pass_acceptance",
        label=Text("通过验收", "Pass acceptance"),
        source=("accept_review", "re_accept"),
        target="passed",
        roles=CLOCK,
        effects=(*_NOTHING_RUNS_ON, Apply("order_last_payment")),
        clause=Text("J17 · 公示期满", "J17 · the public notice has ended"),
    ),
    Transition(
        name="conclude_acceptance",
        label=Text("结题", "Close as concluded"),
        source=("accept_review", "re_accept"),
        target="concluded",
        roles=CLOCK,
        effects=(*_NOT_PASSED, SendLetter("conclusion_notice")),
        clause=Text(
            "§3.8 · 非主观原因未完成，勤勉尽责",
            "§3.8 · not completed for reasons beyond control, despite diligence",
        ),
    ),
    Transition(
        name="fail_acceptance",
        label=Text("不通过验收", "Fail acceptance"),
        source=("accept_review", "re_accept"),
        target="failed",
        roles=CLOCK,
        effects=(*_NOT_PASSED, _FAILED),
        clause=Text("J17 · 公示期满", "J17 · the public notice has ended"),
    ),
    Transition(
        name="ask_re_acceptance",
        label=Text("整改后复验", "Rectify and re-accept"),
        source=("accept_review",),
        target="re_accept",
        roles=CLOCK,
        effects=(
            Apply("begin_re_acceptance"),
            SendLetter("re_acceptance_notice"),
            Notify("re_acceptance_wanted", TEAM | OFFICER),
        ),
        clause=Text("J18 · 复验一次", "J18 · one re-acceptance only"),
    ),
    Transition(
        name="lapse_re_acceptance",
        label=Text("逾期未复验", "Re-acceptance overdue"),
        source=("re_accept",),
        target="failed",
        roles=CLOCK,
        guards=(rule.no_acceptance_runs,),
        effects=(*_OVER, _FAILED, Notify("acceptance_failed", TEAM | OFFICER)),
        due=After("re_accept_days"),
        clause=Text("J18 · 复验期满", "J18 · the re-acceptance period has ended"),
    ),
    Transition(
        name="fail_overdue",
        label=Text("逾期不验收", "Acceptance overdue"),
        source=("accept_due",),
        target="failed",
        roles=CLOCK,
        guards=(rule.acceptance_is_overdue, rule.two_notices_served),
        effects=(
            *_OVER,
            _FAILED,
            Apply("file_overdue_clue"),
            Notify("acceptance_failed", TEAM | OFFICER | SUPERVISOR),
        ),
        due=At("accept_overdue_at"),
        clause=Text(
            "J16 · 逾期且经两次催告，记入诚信线索，限制申报",
            "J16 · overdue after two reminders: an integrity clue is recorded and applications "
            "are barred",
        ),
    ),
)
