"""What a panel concludes of a milestone, in full and once more after a rectification (J4-J7)."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.model import Ask, AskKind, Guard, Transition
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts
from workflows.guards import milestone as rule
from workflows.hands import CHAIR, DECIDES, OFFICER, TEAM

CONCLUSION = Ask("opinion", Text("专家组结论意见", "Panel's conclusion"), AskKind.PARAGRAPH)
MONTHS = Ask(
    "months",
    Text("整改期", "Rectification period"),
    AskKind.CHOICE,
    choices=tuple((str(n), Text(f"{n} 个月", f"{n} months")) for n in range(1, 7)),
)

_HOLD_FUNDS = Cascade("fund", "hold_for_progress")
_RELEASE_FUNDS = Cascade("fund", "resume_after_milestone")
_PASSED = Notify("node_passed", TEAM | OFFICER)
_FAILED = Notify("node_failed", TEAM | OFFICER | DECIDES)


@dataclass(frozen=True, slots=True)
class _Round:
    """The whole panel concludes first; its chair and two more check what was rectified."""

    source: str
    quorum: Guard[MilestoneFacts]
    letter: str


_FIRST = _Round("assessing", rule.enough_opinions, "node_conclusion")
_RECHECK = _Round("rechecking", rule.enough_rechecked, "recheck_conclusion")


def _conclude(
    round_: _Round,
    name: str,
    label: Text,
    proposal: Guard[MilestoneFacts],
    target: str,
    project_move: str,
    clause: Text,
    *,
    guards: tuple[Guard[MilestoneFacts], ...] = (),
    asks: tuple[Ask, ...] = (),
    booked: tuple[Effect, ...],
    told: tuple[Effect, ...],
    moves_money: bool = False,
) -> Transition[MilestoneFacts]:
    """`proposal` is the rule of what the panel's majority must propose; `booked` follows the
    project's move, `told` the letter."""
    return Transition(
        name=name,
        label=label,
        source=(round_.source,),
        target=target,
        roles=CHAIR,
        guards=(rule.opinions_signed, round_.quorum, proposal, *guards),
        asks=(CONCLUSION, *asks),
        effects=(
            Apply("record_verdicts"),
            Cascade("opinion", "close"),
            Cascade("project", project_move, strict=True),
            *booked,
            SendLetter(round_.letter),
            *told,
        ),
        moves_money=moves_money,
        signature=True,
        clause=clause,
    )


_PASS = rule.panel_proposes("pass", Text("通过", "pass"))
_RECTIFY = rule.panel_proposes("rectify", Text("整改", "rectify"), or_cannot_pass=True)
_FAIL_TEXT = Text("不通过", "fail")
_FAIL = rule.panel_proposes("fail", _FAIL_TEXT)
_FAIL_AGAIN = rule.panel_proposes("fail", _FAIL_TEXT, or_cannot_pass=True)

CONCLUDING: tuple[Transition[MilestoneFacts], ...] = (
    _conclude(
        _FIRST,
        "conclude_pass",
        Text("结论：通过", "Conclude: pass"),
        _PASS,
        "passed",
        "node_pass",
        Text("J4 · 通过，拨付下一笔经费", "J4 · passed; the next payment is made"),
        guards=(rule.core_metrics_met,),
        booked=(Apply("order_payment"),),
        told=(_PASSED,),
        moves_money=True,
    ),
    _conclude(
        _FIRST,
        "conclude_rectify",
        Text("结论：限期整改", "Conclude: rectify by a deadline"),
        _RECTIFY,
        "rectifying",
        "node_rectify",
        Text(
            "J5 · 限期整改，每节点一次，暂缓拨付",
            "J5 · one rectification per milestone; payment is held",
        ),
        guards=(rule.rectification_within_limits,),
        asks=(MONTHS,),
        booked=(Apply("set_rectification"), _HOLD_FUNDS),
        told=(SendLetter("rectification_notice"), Notify("node_to_rectify", TEAM | OFFICER)),
    ),
    _conclude(
        _FIRST,
        "conclude_fail",
        Text("结论：不通过", "Conclude: fail"),
        _FAIL,
        "failed",
        "node_fail",
        Text("J7 · 不通过，停拨经费", "J7 · failed; payments stop"),
        booked=(_HOLD_FUNDS,),
        told=(_FAILED,),
    ),
    _conclude(
        _RECHECK,
        "recheck_pass",
        Text("复核：整改合格", "Re-check: rectified"),
        _PASS,
        "passed",
        "rectify_pass",
        Text("J6 · 整改合格，恢复拨付", "J6 · rectified; payments resume"),
        guards=(rule.core_metrics_met,),
        booked=(_RELEASE_FUNDS, Apply("order_payment")),
        told=(_PASSED,),
        moves_money=True,
    ),
    _conclude(
        _RECHECK,
        "recheck_fail",
        Text("复核：整改不合格", "Re-check: not rectified"),
        _FAIL_AGAIN,
        "failed",
        "rectify_fail",
        Text("J6 · 整改不合格，暂停项目", "J6 · not rectified; the project is suspended"),
        booked=(_HOLD_FUNDS,),
        told=(_FAILED,),
    ),
)
