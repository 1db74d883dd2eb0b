"""How every panel that assesses is seated: by lot before a witness; by hand only where no lot can,
countersigned by supervision (§1, §3.1)."""

from __future__ import annotations

from typing import TypeVar

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import Ask, AskKind, Guard, Transition
from workflows.engine.text import Text
from workflows.facts.panel import PanelFacts
from workflows.guards.drawing import DrawingRules
from workflows.hands import CLOCK, MANAGER, OFFICER
from workflows.parts.asks import REASON
from workflows.roles import Role

F = TypeVar("F", bound=PanelFacts)

_MEMBER = Ask(
    "member",
    Text("指定的专家（账户邮箱）", "Expert to appoint (account email)"),
    AskKind.PERSON,
    hint=Text(
        "须为专家库中的专家，一次补一席；能随机抽取的席位不得指定",
        "Must be an expert in the pool; one seat at a time; not for seats that can be filled by a "
        "draw",
    ),
)
_BEYOND = Ask(
    "beyond",
    Text("在最低人数之外增加", "Increase above the minimum"),
    AskKind.CHOICE,
    choices=(
        ("0", Text("不增加", "no increase")),
        ("2", Text("2 人", "2")),
        ("4", Text("4 人", "4")),
    ),
)


def asking_for_panel(rules: DrawingRules[F], source: str) -> tuple[Transition[F], ...]:
    """All that the officer has a say in is how large the panel is, until it is drawn."""
    return (
        _asking(rules, source, Text("提请抽取专家组", "Request a panel draw")),
        _asking(
            rules, "drawing", Text("改定人数，重新提请", "Change the number and request again")
        ),
    )


def _asking(rules: DrawingRules[F], source: str, label: Text) -> Transition[F]:
    return Transition(
        name="ask_for_panel",
        label=label,
        source=(source,),
        target="drawing",
        roles=OFFICER,
        guards=(rules.seats_are_empty,),
        asks=(_BEYOND,),
        effects=(
            Apply("ask_for_panel"),
            Apply("commit_to_draw"),
            Notify("panel_to_be_drawn", MANAGER),
        ),
        clause=Text(
            "§3.1 · 主办人只定人数，不点名；候选名单随即固定并公布承诺",
            "§3.1 · the programme officer sets only the number and names nobody; the candidate "
            "list is then fixed and a commitment published",
        ),
    )


def drawing_again(rules: DrawingRules[F]) -> Transition[F]:
    """Before the assessment begins: the clock when a conflict came up, the officer who finds it."""
    return Transition(
        name="return_to_draw",
        label=Text("席位空缺，交回抽取", "Empty seat: back to the draw"),
        source=("drawn",),
        target="drawing",
        roles=OFFICER | CLOCK,
        guards=(rules.seats_are_empty,),
        effects=(Notify("panel_seat_empty", MANAGER | OFFICER),),
        clause=Text(
            "§3.1、§3.2 · 抽取后须回避或不再合规的，席位由专家库管理员重新抽取补齐",
            "§3.1, §3.2 · if an expert has a conflict or no longer qualifies after the draw, the "
            "expert manager fills the seat by another draw",
        ),
    )


def drawing(
    rules: DrawingRules[F],
    *source: str,
    name: str,
    label: Text,
    clause: Text,
    target: str = "",
    guards: tuple[Guard[F], ...] = (),
    told: tuple[Notify, ...] = (),
    separation: tuple[str, ...] = (),
) -> tuple[Transition[F], ...]:
    """Drawing, fixing the pool again, and what is left where the rules allow no draw. Without a
    `target` each state stays what it is."""
    moved = [(source, target)] if target else [((state,), state) for state in source]
    return (
        *(
            Transition(
                name=name,
                label=label,
                source=states,
                target=to,
                roles=MANAGER,
                approvals=(Role.DISCIPLINE,),
                guards=(*guards, rules.seats_are_empty, rules.can_be_drawn),
                effects=(Apply("draw_panel_of_case"), *told),
                separation=separation,
                clause=clause,
            )
            for states, to in moved
        ),
        *(_fixing(rules, guards, state) for state in source),
        *(_appointing(rules, guards, states, to, told, separation) for states, to in moved),
    )


def _fixing(rules: DrawingRules[F], guards: tuple[Guard[F], ...], state: str) -> Transition[F]:
    return Transition(
        name="commit_to_draw",
        label=Text("固定候选名单", "Fix the candidate list"),
        source=(state,),
        target=state,
        roles=MANAGER,
        guards=(*guards, rules.seats_are_empty),
        effects=(Apply("commit_to_draw"),),
        clause=Text(
            "§3.1 · 先承诺后抽取；名单有变须重新承诺",
            "§3.1 · commitment before the draw; renewed if the list changes",
        ),
    )


def _appointing(
    rules: DrawingRules[F],
    guards: tuple[Guard[F], ...],
    source: tuple[str, ...],
    target: str,
    told: tuple[Notify, ...],
    separation: tuple[str, ...],
) -> Transition[F]:
    return Transition(
        name="appoint_assessor",
        label=Text("抽取不成，指定一名专家", "Appoint an expert: draw not possible"),
        source=source,
        target=target,
        roles=MANAGER,
        approvals=(Role.SUPERVISOR,),
        guards=(*guards, rules.seats_are_empty, rules.cannot_be_drawn, rules.appointee_fits),
        asks=(_MEMBER, REASON),
        effects=(Apply("appoint_assessor"), *told),
        separation=separation,
        clause=Text(
            "§3.1 · 专家库抽不出合规专家组时，说明理由指定，监督诚信处会签",
            "§3.1 · only if the pool cannot supply a valid panel; with a reason, countersigned by "
            "the supervision and integrity division",
        ),
    )
