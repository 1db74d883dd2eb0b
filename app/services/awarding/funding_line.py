"""Which proposals the budget reaches: the named rule of the call, and lots where it says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from app.models import Call
from app.ranking.line import Item, Line, LineRule, draw_line
from app.ranking.lottery import Drawn, draw_lots
from app.services.awarding.calibrating import ranking_of
from app.services.awarding.ranking import Figures, may_be_proposed, may_use_channel
from app.services.review.nonconsensus import reserve
from workflows.engine.text import Text

RULE_LABELS: dict[LineRule, Text] = {
    LineRule.STOP: Text("遇到第一个容不下的即止", "Stop at the first that does not fit"),
    LineRule.SKIP: Text("跳过容不下的继续", "Skip those that do not fit and continue"),
    LineRule.MAXIMISE: Text("总分最大", "Highest total score"),
}


@dataclass(frozen=True, slots=True)
class Lots:
    """`drawn` among those the scores cannot place on either side of the line."""

    drawn: Drawn
    commitment: str
    seed: str


def rule_of(call: Call) -> LineRule:
    return tuple(LineRule)[call.parameters["line_rule"]]


def lines(call: Call, figures: Sequence[Figures]) -> dict[LineRule, Line]:
    """Each rule's own line among those who may be proposed; costs as `award`."""
    budget = budget_of_line(call, figures)
    eligible = [one for one in figures if may_be_proposed(call, one)]
    return {
        rule: draw_line([_item(call, one, rule, len(figures)) for one in eligible], budget, rule)
        for rule in LineRule
    }


def without(line: Line, hidden: Collection[int], awards: Mapping[Any, int]) -> Line:
    """The line as it was drawn, told to somebody who stands aside from some of it. `awards` in 分,
    by id of what is funded."""
    funded = tuple(number for number in line.funded if number not in hidden)
    cost = sum(awards[number] for number in funded)
    tied = tuple(number for number in line.tied if number not in hidden)
    return replace(line, funded=funded, cost=cost, tied=tied)


def budget_of_line(call: Call, figures: Sequence[Figures]) -> int:
    """分: the budget less what the non-consensus channel may take from its reserved share."""
    wanted = sum(award(call, one) for one in figures if may_use_channel(call, one))
    return call.budget - min(reserve(call), wanted)


def award(call: Call, figures: Figures) -> int:
    """分: the lower of the request and the ceiling."""
    return min(figures.proposal.requested, call.award_most)


def lots_of(session: Session, call: Call, figures: Sequence[Figures]) -> Lots | None:
    """The lottery, where the call has one and the scores leave it something to draw."""
    kept = ranking_of(session, call)
    if not call.parameters["lottery_inside_line"] or kept is None:
        return None
    line = kept.calibrated.get("line", {})
    eligible = {one.proposal.id for one in figures if may_be_proposed(call, one)}
    group = [number for number in line.get("lottery", ()) if number in eligible]
    sure = sum(number in eligible for number in line.get("funded", ()))
    places = max(0, min(call.planned_awards - sure, len(group)))
    if not group:
        return None
    drawn = draw_lots(group, places, bytes.fromhex(kept.lottery_seed))
    return Lots(drawn, kept.lottery_commitment, kept.lottery_seed)


def proposed(call: Call, figures: Sequence[Figures], lots: Lots | None) -> frozenset[int]:
    """Ids within the planned number of awards and the budget. What the rule leaves open among
    equals is left to the meeting."""
    reached = set(lines(call, figures)[rule_of(call)].funded)
    order = [one.proposal.id for one in figures if one.proposal.id in reached]
    if lots is not None:
        order = _after_lots(call, figures, lots)
    return frozenset(order[: call.planned_awards])


def _after_lots(call: Call, figures: Sequence[Figures], lots: Lots) -> list[int]:
    """Those surely above, then the winners; as far as the money goes."""
    drawn = {id for id, _ in lots.drawn.tickets}
    by_id = {one.proposal.id: one for one in figures}
    above = [
        one.proposal.id
        for one in figures
        if may_be_proposed(call, one) and one.proposal.id not in drawn
    ]
    sure = above[: max(0, call.planned_awards - lots.drawn.places)]
    left, taken = budget_of_line(call, figures), []
    for number in (*sure, *(int(id) for id in lots.drawn.funded)):
        if (cost := award(call, by_id[number])) <= left:
            left -= cost
            taken.append(number)
    return taken


def _item(call: Call, figures: Figures, rule: LineRule, places: int) -> Item:
    """By place, so that what parted equal scores counts; the greatest total counts scores."""
    standing, place = figures.ranked.standing, figures.ranked.place
    if rule is LineRule.MAXIMISE:
        return Item(figures.proposal.id, Fraction(standing.score or 0, 100), award(call, figures))
    return Item(figures.proposal.id, Fraction(places + 1 - (place or places)), award(call, figures))
