"""An item nobody claimed becomes the draft of a call of another way (B9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models import Call, Item
from app.services.calls.criteria import USUAL
from app.services.calls.drafting import blank
from app.services.moves import begin
from app.services.open_call.wording import metric_line, node_line
from app.services.races.finding import MECHANISM as RACE
from app.services.races.planning import begin_race
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import parameters_of
from workflows.phases.item.posting import COMMISSION, OTHER_WAYS
from workflows.registry import MECHANISMS


def draft_call(session: Session, item: Item, mechanism: str, now: datetime) -> Call | None:
    """The target, requirements, metrics, nodes, money and contact go over; no bid, no bidder, no
    score does, nor the conditions, which say who may take an item down. Of a race the target and
    the finish line are drafted, its stages are for the officer to plan. A direct commission is no
    call: None."""
    if mechanism not in MECHANISMS:
        return None
    source = item.call
    start = blank(mechanism, local_date(now).year)
    known = {p.key for p in parameters_of(mechanism)}
    call = Call(
        programme_id=source.programme_id,
        mechanism_key=mechanism,
        year=start.year,
        title=f"{item.title}（由榜题转换）",
        guide="\n".join(_guide(item)),
        contact=source.contact,
        contact_phone=source.contact_phone,
        budget=item.ceiling,
        award_most=item.ceiling,
        budget_mode=source.budget_mode,
        rules=dict(start.rules) | {k: v for k, v in source.rules.items() if k in known & _CARRIED},
        criteria=[row.as_json() for row in USUAL[mechanism]],
        required_files=list(source.required_files),
        payee_mode=start.payee_mode,
        payment_mode=start.payment_mode,
        tasks=list(source.tasks),
        drafted_by_id=source.drafted_by_id,
    )
    call.programme, call.drafted_by = source.programme, source.drafted_by
    begin(session, call, source.drafted_by, now)
    if mechanism == RACE:
        race = begin_race(session, call, source.drafted_by, now)
        race.target, race.finish_line = item.target, _finish_line(item)
    item.converted_call_id = call.id
    return call


def way_of(item: Item) -> Text | None:
    """What an item was turned into; None where it was not. A commission leaves no call."""
    if item.state != "converted":
        return None
    call = item.converted_call
    return dict(OTHER_WAYS)[call.mechanism_key if call else COMMISSION]


_CARRIED = frozenset({"notice_working_days", "panel_same_unit_most", "same_unit_years"})
"""Numbers that mean the same whatever the way."""


def _finish_line(item: Item) -> list[dict[str, Any]]:
    """To cross the line is to meet every core metric of the item."""
    return [
        {"name": m.name, "unit": m.unit, "direction": m.direction, "target": m.threshold}
        for m in item.metrics
        if m.is_core
    ]


def _guide(item: Item) -> list[str]:
    return [
        f"需求目标：{item.target}",
        f"攻关内容：{item.content}",
        f"考核要求：{item.requirements}",
        *(f"考核指标：{metric_line(m)}" for m in item.metrics),
        *(f"时间节点：{node_line(n)}" for n in item.nodes),
        f"最终用户：{item.end_user}",
    ]
