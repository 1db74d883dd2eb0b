"""Payment stands still and goes on again: money is frozen, never a reputation (§3.10, J3-J10)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import freezing as rule
from workflows.guards import fund as fund_rule
from workflows.hands import CLOCK, DECIDES, FINANCE, OFFICER, SUPERVISOR
from workflows.parts.asks import MINUTES, REASON
from workflows.phases.fund.common import ASK_FOR_BALANCE, SPENDING_IN, TOLD, UNSETTLED

FREEZE_CLASSES: dict[str, tuple[Text, Text]] = {
    "progress": (
        Text("项目执行", "Project progress"),
        Text("项目执行情况", "progress of the project"),
    ),
    "integrity": (Text("科研诚信核查", "Integrity"), Text("有关情况核实", "facts being verified")),
    "audit": (Text("经费审计", "Spending audit"), Text("经费检查", "spending being checked")),
    "unit": (
        Text("单位经营或账户异常", "Problems with the unit or its account"),
        Text("单位原因", "reasons concerning the unit"),
    ),
}
"""What the office calls a cause, and what outsiders read: money is frozen, not a reputation."""

FREEZE_CLASS = Ask(
    "freeze_class",
    Text("暂停原因类别", "Type of reason"),
    AskKind.CHOICE,
    choices=tuple((key, inside) for key, (inside, _) in FREEZE_CLASSES.items()),
)

_STANDS_STILL = (Cascade("payment", "hold"), Notify("payment_frozen", TOLD | FINANCE))
_GOES_ON = (
    Apply("lift_freeze"),
    Cascade("payment", "release"),
    Notify("payment_resumed", TOLD | FINANCE),
)

_LIFTED = (
    ("normal", fund_rule.no_balance_comes_back, _GOES_ON),
    (UNSETTLED, fund_rule.balance_comes_back, (Apply("lift_freeze"), ASK_FOR_BALANCE)),
)
"""Where the money stands once a freeze is lifted, also of a project that ended meanwhile."""

_FROZEN_BY = (
    (
        "freeze",
        (
            Text("暂停拨付", "Change the reason for the freeze"),
            Text("改列暂停原因", "Freeze payments"),
        ),
        SUPERVISOR,
        (FREEZE_CLASS, REASON),
    ),
    (
        "order_freeze",
        (
            Text("议定暂停拨付", "Decide to freeze payments"),
            Text("议定改列暂停原因", "Decide to change the reason for the freeze"),
        ),
        DECIDES,
        (*MINUTES, FREEZE_CLASS, REASON),
    ),
)
_LIFTED_BY = (
    ("unfreeze", Text("解除暂停", "Lift the freeze"), SUPERVISOR, (REASON,)),
    (
        "order_unfreeze",
        Text("议定解除暂停", "Decide to lift the freeze"),
        DECIDES,
        (*MINUTES, REASON),
    ),
)
"""Supervision freezes and lifts by its own finding, the executive meeting by a decision with
minutes."""

_WITH_PROJECT = Text(
    "J10 · 项目暂停期间经费不恢复", "J10 · money stays frozen while the project is suspended"
)

FREEZING: tuple[Transition[FundFacts], ...] = (
    *(
        Transition(
            name=name,
            label=label,
            source=("normal",),
            target="frozen",
            roles=roles,
            guards=(rule.money_may_be_paid, fund_rule.award_was_taken_up),
            asks=asks,
            effects=(Apply("record_freeze"), *_STANDS_STILL),
            clause=Text("§3.10 · 冻结经费，不作定性", "§3.10 · freezing money is not a judgement"),
        )
        for name, (label, _), roles, asks in _FROZEN_BY
    ),
    Transition(
        name="hold_for_progress",
        label=Text("因执行情况暂停拨付", "Freeze for progress reasons"),
        source=("normal",),
        target="frozen",
        roles=OFFICER | CLOCK,
        guards=(rule.project_still_runs,),
        effects=(Apply("record_progress_hold"), *_STANDS_STILL),
        clause=Text(
            "J3, J5, J7 · 节点逾期、整改或不通过",
            "J3, J5, J7 · milestone overdue, being rectified or failed",
        ),
    ),
    Transition(
        name="hold_for_progress",
        label=Text("随执行情况继续暂停", "Continue the freeze for progress reasons"),
        source=("frozen",),
        target="frozen",
        roles=OFFICER | CLOCK,
        guards=(rule.frozen_for_progress,),
        clause=Text(
            "J10 · 已因执行情况暂停的，期限重新起算，随暂停决定届满",
            "J10 · if already frozen for progress reasons, the period starts again and ends with "
            "the suspension",
        ),
    ),
    Transition(
        name="hold_with_race",
        label=Text("随赛事暂停拨付", "Freeze with the race"),
        source=("normal",),
        target="frozen",
        roles=CLOCK,
        guards=(rule.project_stands_still,),
        effects=(Apply("record_progress_hold"), *_STANDS_STILL),
        clause=Text(
            "R17, J10 · 暂停中转入救援的，补入团队的经费与各队一并恢复",
            "R17, J10 · if the rescue came out of a halt, a joining team's money is released "
            "together with that of the others",
        ),
    ),
    Transition(
        name="resume_after_progress",
        label=Text("执行恢复，解除暂停", "Progress restored, lift the freeze"),
        source=("frozen",),
        target="normal",
        roles=OFFICER | CLOCK,
        guards=(rule.frozen_for_progress, rule.project_goes_on),
        effects=_GOES_ON,
        clause=Text("J6, J10 · 执行恢复", "J6, J10 · progress restored"),
    ),
    Transition(
        name="resume_after_milestone",
        label=Text(
            "节点已报告或整改合格，解除暂停", "Milestone reported or rectified, lift the freeze"
        ),
        source=("frozen",),
        target="normal",
        roles=CLOCK,
        guards=(rule.frozen_for_progress, rule.project_goes_on, rule.not_frozen_by_the_office),
        effects=_GOES_ON,
        clause=Text(
            "J3, J6 · 处室另行暂停的，由处室解除",
            "J3, J6 · what the programme office has frozen besides, the office lifts",
        ),
    ),
    Transition(
        name="hold_for_verification",
        label=Text("因情况核实暂停拨付", "Freeze while facts are verified"),
        source=SPENDING_IN,
        target="frozen",
        roles=CLOCK,
        effects=(Apply("record_verification_hold"), *_STANDS_STILL),
        clause=Text("§3.10 · 冻结经费，不作定性", "§3.10 · freezing money is not a judgement"),
    ),
    *(
        Transition(
            name="resume_after_verification",
            label=Text("情况核实完毕，解除暂停", "Facts verified, lift the freeze"),
            source=("frozen",),
            target=target,
            roles=CLOCK,
            guards=(
                rule.frozen_for_verification,
                rule.no_case_holds_it,
                rule.project_goes_on,
                standing,
            ),
            effects=effects,
            clause=Text("§3.10 · 解除", "§3.10 · lifted"),
        )
        for target, standing, effects in _LIFTED
    ),
    Transition(
        name="resume_after_verification",
        label=Text("情况核实完毕，随项目暂停", "Facts verified, frozen with the project"),
        source=("frozen",),
        target="frozen",
        roles=CLOCK,
        guards=(rule.frozen_for_verification, rule.no_case_holds_it, rule.project_stands_still),
        effects=(Apply("record_progress_hold"),),
        clause=_WITH_PROJECT,
    ),
    Transition(
        name="weigh_revocation",
        label=Text(
            "情况核实完毕，待议定是否撤销项目",
            "Facts verified, decision on revocation pending",
        ),
        source=("frozen",),
        target="frozen",
        roles=CLOCK,
        guards=(rule.frozen_for_verification, rule.sanction_may_revoke),
        effects=(Notify("revocation_to_weigh", DECIDES | SUPERVISOR),),
        clause=Text(
            "J13, §3.10 · 已决定惩戒的，议定是否撤销项目以前不恢复拨付",
            "J13, §3.10 · after a sanction, payments do not resume until it is decided whether to "
            "revoke the project",
        ),
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("frozen",),
            target=target,
            roles=roles,
            guards=(rule.project_goes_on, standing),
            asks=asks,
            effects=effects,
            clause=Text("§3.10 · 解除", "§3.10 · lifted"),
        )
        for name, label, roles, asks in _LIFTED_BY
        for target, standing, effects in _LIFTED
    ),
    *(
        Transition(
            name=name,
            label=Text(f"{label.zh}，仍随项目暂停", f"{label.en}, still frozen with the project"),
            source=("frozen",),
            target="frozen",
            roles=roles,
            guards=(rule.frozen_for_another_cause, rule.project_stands_still),
            asks=asks,
            effects=(Apply("record_progress_hold"),),
            clause=_WITH_PROJECT,
        )
        for name, label, roles, asks in _LIFTED_BY
    ),
    *(
        Transition(
            name=name,
            label=label,
            source=("frozen",),
            target="frozen",
            roles=roles,
            guards=(rule.money_may_be_paid,),
            asks=asks,
            effects=(Apply("record_freeze"), *_STANDS_STILL),
            clause=Text(
                "§3.10 · 以新的原因继续暂停，期限重新起算",
                "§3.10 · the freeze continues for a new reason and the period starts again",
            ),
        )
        for name, (_, label), roles, asks in _FROZEN_BY
    ),
    Transition(
        name="end_progress_hold",
        label=Text("随项目终结解除", "Lift: the project has ended"),
        source=("frozen",),
        target="normal",
        roles=CLOCK,
        guards=(rule.frozen_for_progress, fund_rule.project_has_ended),
        effects=(Apply("lift_freeze"),),
        clause=Text(
            "J12 · 项目终结即不再拨付，转入追缴或结清",
            "J12 · nothing is paid after the project ends; the money is recovered or settled",
        ),
    ),
)
