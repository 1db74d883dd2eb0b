"""What the guards of drawing a panel that assesses look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import Names


@dataclass(frozen=True, kw_only=True)
class PanelFacts(Facts):
    """`panel_pool_too_small`: no draw from the pool of today could fill what is empty by the rules;
    `appointee_problems` speak against the expert who is given with the move."""

    panel_seats_empty: int = 0
    panel_draw_problems: Names = ()
    panel_pool_too_small: bool = False
    appointee_problems: Names = ()
