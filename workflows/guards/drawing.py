"""Rules of drawing a panel that assesses: committed to beforehand, before a witness; §3.1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts.panel import PanelFacts
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import MANAGER

F = TypeVar("F", bound=PanelFacts)


@dataclass(frozen=True, slots=True)
class DrawingRules(Generic[F]):
    """By hand is appointed only where no draw keeps the rules, and only who keeps them."""

    seats_are_empty: Guard[F]
    can_be_drawn: Guard[F]
    cannot_be_drawn: Guard[F]
    appointee_fits: Guard[F]


def drawing_rules(of: F, whose: str) -> DrawingRules[F]:
    return DrawingRules(
        seats_are_empty=requires(
            "panel_seats_empty",
            of=of,
            key=f"{whose}_seats_are_empty",
            reason=Text("专家组没有空缺席位。", "The panel has no empty seat."),
            supplied_by=MANAGER,
            marks_path=True,
        ),
        can_be_drawn=nothing_in(
            "panel_draw_problems",
            of=of,
            key=f"{whose}_can_be_drawn",
            reason=Text("不能抽取专家：{missing}。", "Experts cannot be drawn: {missing}."),
            supplied_by=MANAGER,
        ),
        cannot_be_drawn=requires(
            "panel_pool_too_small",
            of=of,
            key=f"{whose}_cannot_be_drawn",
            reason=Text(
                "专家库可以抽出合规的专家组，不得指定：请随机抽取。",
                "Draw the experts at random: the pool allows a draw that meets the rules, so "
                "nobody may be appointed.",
            ),
            supplied_by=MANAGER,
        ),
        appointee_fits=nothing_in(
            "appointee_problems",
            of=of,
            key=f"{whose}_appointee_fits",
            reason=Text(
                "不能指定该专家：{missing}。", "This expert cannot be appointed: {missing}."
            ),
            supplied_by=MANAGER,
        ),
    )
