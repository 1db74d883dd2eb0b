"""What an upheld appeal gives again (J19), and the filing with the project."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import recovering as rule
from workflows.hands import CLOCK, FINANCE
from workflows.phases.fund.common import ARCHIVED, OVER, OWING, TOLD, UNSETTLED

REINSTATING: tuple[Transition[FundFacts], ...] = (
    *(
        Transition(
            name="reinstate",
            label=Text("复查改正，撤回追缴", "Corrected on appeal: withdraw the recovery"),
            source=source,
            target=target,
            roles=CLOCK,
            guards=(rule.recovery_lost_its_ground,),
            effects=(
                Apply("reinstate_money"),
                Cascade("share", "reopen_with_project"),
                Cascade("share", "call_for_forwarding"),
                Notify("recovery_withdrawn", TOLD | FINANCE),
            ),
            moves_money=True,
            clause=Text(
                "J19 · 复查改正：核减的列支恢复认可，已退的重新拨付，已释放的重新承诺",
                "J19 · corrected on appeal: disallowed spending is recognised again, refunds are "
                "paid again and released commitments are restored",
            ),
        )
        for source, target in (
            (("normal", UNSETTLED, "to_recover", *OWING, *OVER), "normal"),
            (("frozen",), "frozen"),
        )
    ),
    Transition(
        name="archive",
        label=Text("归档", "Archive"),
        source=("normal", *OVER),
        target=ARCHIVED,
        roles=CLOCK,
        effects=(Cascade("share", "archive"),),
        clause=Text("§3.11 · 随项目归档", "§3.11 · archived with the project"),
    ),
)
