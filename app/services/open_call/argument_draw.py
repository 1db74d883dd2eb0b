"""The draw of the experts who argue a need: at random, and again where somebody is wanting or the
text has changed (B2, B8, §3.1)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import Panel, draw
from app.experts.pool import SEED_BYTES, Candidate, Exclusion, Rules, Snapshot, commitment
from app.experts.ties import Rule
from app.models import ArgumentOpinion, Expert, Item
from app.queries.review.experts import available_experts
from app.services.experts.profiles import bars_of, present_unit
from app.services.moves import Move
from app.services.open_call.arguing import (
    OVERTAKEN,
    argued_round,
    is_awaited,
    opinions_of,
    seats_wanting,
    sign_until,
    text_of,
)
from app.services.open_call.relations import chain
from app.services.telling.messages import tell_person
from workflows.engine.calendar import deadline_words, local_date
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES

_LATE = Text("逾期未签署", "not signed in time")


def draw_panel(session: Session, item: Item, now: datetime) -> list[ArgumentOpinion]:
    """Seat as many experts as are wanting; the seed and the pool are kept for replay, those of
    earlier draws with them. Returns what the drawn experts are to give."""
    wanting = seats_wanting(item, opinions_of(session, item), now)
    for one in _unsigned(session, item):
        if not is_awaited(item, one, now):
            one.left_reason = OVERTAKEN.zh if one.text != text_of(item) else _LATE.zh
    snapshot, seed = _snapshot(session, item, wanting, now), secrets.token_bytes(SEED_BYTES)
    panel = draw(snapshot, seed)
    assert isinstance(panel, Panel), "a guard has checked that a panel exists"
    before = dict(item.argument_draw)
    item.argument_draw = {
        "round": argued_round(item),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
        "snapshot": snapshot.as_json(),
        "earlier": [*before.pop("earlier", []), *([before] if before else [])],
    }
    wanted = [
        ArgumentOpinion(
            item_id=item.id,
            round=argued_round(item),
            expert_id=number,
            text=text_of(item),
            drawn_at=now,
        )
        for number in panel.members
    ]
    session.add_all(wanted)
    session.flush()
    return wanted


def tell_drawn(session: Session, item: Item, drawn: ArgumentOpinion, move: Move) -> None:
    """Each of the newly drawn, and until when."""
    until = sign_until(item, drawn)
    assert until is not None, "who is drawn has a term"
    slots = {"title": item.title, "due": deadline_words(until)}
    tell_person(
        session,
        session.get_one(Expert, drawn.expert_id).person,
        "argument_wanted",
        MESSAGES["argument_wanted"].format(**slots),
        key=f"argument_wanted-{drawn.id}",
        about=item,
        now=move.now,
        history_id=move.history.id,
    )


def draw_problems(session: Session, item: Item, now: datetime) -> tuple[Text, ...]:
    wanting = seats_wanting(item, opinions_of(session, item), now)
    if wanting < 1:
        return ()
    result = draw(_snapshot(session, item, wanting, now), bytes(SEED_BYTES))
    return () if isinstance(result, Panel) else (result.reason,)


def _unsigned(session: Session, item: Item) -> Sequence[ArgumentOpinion]:
    return session.scalars(
        select(ArgumentOpinion).where(
            ArgumentOpinion.item_id == item.id,
            ArgumentOpinion.signed_at.is_(None),
            ArgumentOpinion.left_reason.is_(None),
        )
    ).all()


def _snapshot(session: Session, item: Item, seats: int, now: datetime) -> Snapshot:
    """Everybody available, without people of the demand side and of those above it, and without
    those who were drawn in this round before, for this text or another, and others of the units
    that are there."""
    rules = item.call.parameters
    concerned = {unit.id for unit in chain(session, item.demander)}
    candidates, excluded, today = [], [], local_date(now)
    drawn, units = _drawn_before(session, item, today)
    experts = available_experts(session)
    barred = bars_of(session, experts)
    for expert in experts:
        unit = present_unit(expert, today)
        candidates.append(_candidate(expert, unit))
        if unit is None:
            excluded.append(Exclusion(expert.id, ("no_unit",)))
        elif any(bar.lasts_on(today) for bar in barred[expert.id]):
            excluded.append(Exclusion(expert.id, (Rule.UNFIT.value,)))
        elif unit in concerned or expert.person_id == item.contact_id:
            excluded.append(Exclusion(expert.id, ("demander",)))
        elif expert.id in drawn:
            excluded.append(Exclusion(expert.id, ("drawn_before",)))
        elif units[unit] >= rules["panel_same_unit_most"]:
            excluded.append(Exclusion(expert.id, ("same_unit",)))
    return Snapshot(
        f"item-{item.id}-round-{argued_round(item)}",
        tuple(candidates),
        tuple(excluded),
        Rules(panel_size=seats, same_unit_most=rules["panel_same_unit_most"]),
    )


def _drawn_before(
    session: Session, item: Item, today: date
) -> tuple[frozenset[int], Counter[int | None]]:
    """Who was drawn in this round, and how many of each unit are still there."""
    rows = session.execute(
        select(ArgumentOpinion, Expert)
        .join(Expert, Expert.id == ArgumentOpinion.expert_id)
        .where(
            ArgumentOpinion.item_id == item.id,
            ArgumentOpinion.round == argued_round(item),
        )
    ).all()
    there = {one.id for one in opinions_of(session, item)}
    units = Counter(present_unit(who, today) for one, who in rows if one.id in there)
    return frozenset(who.id for _one, who in rows), units


def _candidate(expert: Expert, unit: int | None) -> Candidate:
    return Candidate(
        expert.id,
        unit or 0,
        expert.region,
        expert.type,
        frozenset(int(number) for number in expert.fields),
    )
