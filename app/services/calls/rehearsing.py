"""A call rehearsed before its publication: asking for it, and what the newest one is worth."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, load_only

from app.asked import Listed
from app.models import Call, Item, Outbox, Person, Proposal, Race, Rehearsal
from app.services.calls.call_drafts import CallDraft
from app.services.editing import edition_of
from app.services.problems import Problems, alone
from app.services.races.finding import race_of_call
from workflows.engine.text import Text
from workflows.guards.call import UNPUBLISHED

APPLICANTS_MOST, PANEL_MOST = 200, 30
REHEARSED_IN = frozenset({*UNPUBLISHED, "collecting", "arguing"})
"""States of a call, or of a list, that is not published yet."""


@dataclass(frozen=True, slots=True)
class Expected:
    """`applicants` of a call, or on each item of a list at most; `panel_most` what one panel reads;
    `fields` the technology fields they may be of, by id."""

    applicants: int
    panel_most: int
    fields: tuple[int, ...]


def usual(session: Session, call: Call) -> Expected:
    """Three proposals for an award, of the fields that earlier ones of the programme named."""
    named = (
        select(Proposal.technology_field_id)
        .join(Call, Proposal.call_id == Call.id)
        .where(Call.programme_id == call.programme_id, Proposal.technology_field_id.is_not(None))
        .distinct()
        .order_by(Proposal.technology_field_id)
    )
    applicants = 4 if call.mechanism == "open_call" else min(3 * call.planned_awards, 60)
    return Expected(applicants, 12, tuple(n for n in session.scalars(named) if n is not None))


def ask(
    session: Session, call: Call, expected: Expected, seed: str, by: Person, now: datetime
) -> Rehearsal | Problems:
    """One at a time; without a seed luck has one drawn."""
    if call.state not in REHEARSED_IN:
        return alone(_PUBLISHED)
    asked = {
        "applicants": expected.applicants,
        "panel_most": expected.panel_most,
        "fields": list(expected.fields),
    }
    last = newest(session, call)
    if last is not None and last.status == "waiting":
        is_same = last.asked == asked and seed.strip() in ("", last.seed)
        return last if is_same else alone(_UNDER_WAY)
    row = Rehearsal(
        call_id=call.id,
        edition=said_by(session, call),
        seed=seed.strip() or secrets.token_hex(4),
        asked=asked,
        asked_by_id=by.id,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    payload = {"rehearsal_id": row.id}
    key = f"rehearse-{row.id}"
    session.add(Outbox(key=key, job="rehearse", payload=payload, not_before=now))
    return row


def newest(session: Session, call: Call) -> Rehearsal | None:
    query = select(Rehearsal).where(Rehearsal.call_id == call.id).order_by(Rehearsal.id.desc())
    return session.scalars(query.limit(1)).first()


def wanting(session: Session, call: Call) -> Text | None:
    """What there is to say of its rehearsal before it is published, if anything."""
    done = DONE.of(session, call=call.id)
    if not done:
        return NEVER
    return None if done[0].edition == said_by(session, call) else CHANGED


_EARLIER = aliased(Rehearsal)
DONE = Listed(
    Rehearsal,
    Rehearsal.id
    == select(func.max(_EARLIER.id))
    .where(_EARLIER.call_id == bindparam("call"), _EARLIER.status == "done")
    .scalar_subquery(),
    options=(load_only(Rehearsal.edition),),
)
"""The newest of a call that is done."""


def said_by(session: Session, call: Call) -> str:
    """The edition of all that a rehearsal depends on, as the call says it now."""
    names = [field.name for field in fields(CallDraft) if field.name != "tasks"]
    said: dict[str, Any] = {name: _plain(getattr(call, name)) for name in names}
    said["tasks"] = [task.code for task in call.tasks]
    said["items"] = [[item.id, item.title, item.ceiling] for item in items_of(session, call)]
    race = race_of_call(session, call)
    return edition_of(said | {"race": _plan(race) if race else None})


def items_of(session: Session, call: Call) -> Sequence[Item]:
    """Those that may come onto the list."""
    if call.mechanism != "open_call":
        return ()
    return session.scalars(
        select(Item)
        .where(Item.call_id == call.id, Item.state.not_in(("draft", "delisted")))
        .order_by(Item.id)
    ).all()


def _plan(race: Race) -> list[Any]:
    stages = [[s.pool, s.quota, str(s.due_on), s.indicators, s.protocol] for s in race.stages]
    return [race.pool, race.prize, race.converge_at, race.formula, str(race.ends_on), stages]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


NEVER = Text("尚未演练", "not rehearsed yet")
CHANGED = Text("上次演练后又有修改", "changed since the last rehearsal")
_UNDER_WAY = Text(
    "上一次演练还没有完成，请等它完成后再按新的设定发起。",
    "The last rehearsal has not finished. Wait for it before you start another with new settings.",
)
_PUBLISHED = Text(
    "只有尚未发布的指南可以演练", "You can rehearse only calls that have not been published"
)
