"""The attack as the item sees it; its project does the work: B13-B17."""

from __future__ import annotations

from workflows.engine.effects import Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.hands import CLOCK, DEMANDER, OFFICER
from workflows.phases.item.need import CONCLUDE

ATTACKING: tuple[Transition[ItemFacts], ...] = (
    Transition(
        name="begin_attack",
        label=Text("开始攻关", "Start development"),
        source=("order_signed",),
        target="attacking",
        roles=CLOCK,
        effects=(Cascade("proposal", "release_reserve"),),
        clause=Text("B13 · 军令状与任务书签订", "B13 · pledge and contract signed"),
    ),
    Transition(
        name="begin_user_test",
        label=Text("进入实测", "Start the test"),
        source=("attacking",),
        target="user_test",
        roles=CLOCK,
        clause=Text("B16 · 真实场景实测", "B16 · test in real use"),
    ),
    Transition(
        name="end_user_test",
        label=Text("退出实测", "Leave the test"),
        source=("user_test",),
        target="attacking",
        roles=CLOCK,
        clause=Text(
            "B14、B15 · 实测中叫停或用户违约",
            "B14, B15 · stopped, or end user in default, during the test",
        ),
    ),
    Transition(
        name="succeed",
        label=Text("揭榜成功", "Item succeeds"),
        source=("user_test",),
        target="succeeded",
        roles=CLOCK,
        effects=(Notify("item_succeeded", DEMANDER | OFFICER), CONCLUDE),
        clause=Text("B17 · 核心指标全部达到", "B17 · every core metric is met"),
    ),
    Transition(
        name="fail",
        label=Text("揭榜失败", "Item fails"),
        source=("attacking", "user_test"),
        target="failed",
        roles=CLOCK,
        effects=(Notify("item_failed", DEMANDER | OFFICER), CONCLUDE),
        clause=Text("B17 · 以成败论英雄", "B17 · judged by results alone"),
    ),
    Transition(
        name="void_success",
        label=Text("揭榜成功作废", "Success void"),
        source=("succeeded",),
        target="voided",
        roles=CLOCK,
        effects=(Notify("item_voided", DEMANDER | OFFICER),),
        clause=Text(
            "J13、B17 · 项目撤销的自始无效，揭榜成功的认定随之作废；需求仍在的另行提交",
            "J13, B17 · a revoked project is void from the start, and so is the success of its "
            "item; a need that remains is submitted anew",
        ),
    ),
)
