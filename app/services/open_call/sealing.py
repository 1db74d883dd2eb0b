"""Seal a submitted bid until the close, open it then, or destroy it unopened (B4-B5).

What is sealed leaves the readable tables and, as soon as that is committed, the file store: the
form, its metrics, plan, money and text, the submitted versions, and the files. What stays is that
the bid exists, in the sight of its own side only.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from secrets import token_hex
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import sealing
from app.canonical import canonical_json
from app.days import day_of, day_text
from app.models import (
    BudgetLine,
    Metric,
    MetricAnswer,
    Milestone,
    Organisation,
    Outbox,
    Proposal,
    ProposalUnit,
    SealedBid,
)
from app.services.proposals.attachments import store_for
from config import Settings

BID_FILES = "bid_files"
"""The job that removes files of bids."""
SEALED = "（密封）"
"""After the title of the item, which is public: all that is left of a bid's own title."""


class TooEarly(RuntimeError):
    """Somebody asked for the content of a bid before its item has closed."""


def seal(session: Session, bid: Proposal, now: datetime) -> SealedBid:
    assert bid.item is not None, "bids are for items"
    key = bid.item.sealing_key
    content = canonical_json(_whole(session, bid))
    row = SealedBid(
        proposal_id=bid.id,
        content=b64encode(sealing.seal(key, content)).decode(),
        digest=hashlib.sha256(content).hexdigest(),
        sealed_at=now,
    )
    for former in session.scalars(select(SealedBid).where(SealedBid.proposal_id == bid.id)):
        session.delete(former)
    session.flush()
    session.add(row)
    _forget_files(session, bid, _seal_files(session, bid, key), now)
    _clear(session, bid)
    session.flush()
    return row


def unseal(session: Session, bid: Proposal, now: datetime) -> None:
    """Raises TooEarly: before the close, whoever asks. Raises BrokenSeal: changed since."""
    row = _sealed(session, bid)
    opened = _opener(session, bid, now)
    content = json.loads(opened(b64decode(row.content)))
    _restore(session, bid, content)
    _unseal_files(session, bid, opened)
    row.opened_at = bid.opened_at = now
    row.content = ""
    session.flush()


def discard(session: Session, bid: Proposal, now: datetime) -> None:
    """Nobody will ever read it; the digest stays."""
    row = session.scalars(select(SealedBid).where(SealedBid.proposal_id == bid.id)).first()
    if row is None or row.opened_at is not None:
        return
    _forget_files(session, bid, [a.sha256 for a in bid.attachments], now)
    bid.attachments.clear()
    row.content = ""
    session.flush()


def is_shut(bid: Proposal) -> bool:
    """What it says is under seal, or was destroyed without having been opened."""
    return bid.item is not None and bid.title.endswith(SEALED) and not bid.sections


def is_outdated(session: Session, bid: Proposal) -> bool:
    """Sealed before the metrics were amended."""
    if bid.item is None or bid.item.metrics_since is None:
        return False
    at = session.scalar(select(SealedBid.sealed_at).where(SealedBid.proposal_id == bid.id))
    return at is not None and at <= bid.item.metrics_since


def _opener(session: Session, bid: Proposal, now: datetime) -> Callable[[bytes], bytes]:
    """What opens the bids of an item; nothing does before its close and the key's release."""
    item = bid.item
    assert item is not None, "bids are for items"
    if item.key_released_at is None or item.close_at is None or now < item.close_at:
        raise TooEarly(f"item {item.id} has not closed")
    settings: Settings = session.info["settings"]
    wrapped = item.wrapped_key
    return lambda sealed: sealing.unseal(settings.sealing_keys, wrapped, sealed)


def _sealed(session: Session, bid: Proposal) -> SealedBid:
    return session.scalars(select(SealedBid).where(SealedBid.proposal_id == bid.id)).one()


def _whole(session: Session, bid: Proposal) -> dict[str, Any]:
    answers = {
        row.metric_id: row
        for row in session.scalars(
            select(MetricAnswer).where(MetricAnswer.metric_id.in_([m.id for m in bid.metrics]))
        )
    }
    return {
        "form": {
            "title": bid.title,
            "title_en": bid.title_en,
            "sections": dict(bid.sections),
            "starts_on": day_text(bid.starts_on),
            "ends_on": day_text(bid.ends_on),
            "requested": bid.requested,
            "matching": bid.matching,
        },
        "metrics": [_row(m, "proposal_id") | _answer(answers.get(m.id)) for m in bid.metrics],
        "milestones": [_row(m, "proposal_id") for m in bid.milestones],
        "budget": [_row(b, "proposal_id") for b in bid.budget_lines],
        "units": [_row(u, "proposal_id") for u in bid.units],
        "versions": {str(v.version): v.content for v in bid.versions},
    }


def _answer(row: MetricAnswer | None) -> dict[str, Any]:
    return {"answer": _row(row, "metric_id") if row else {}}


def _row(row: Any, parent: str) -> dict[str, Any]:
    values = {c.key: getattr(row, c.key) for c in row.__table__.columns}
    plain = {k: v for k, v in values.items() if k not in ("id", parent)}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in plain.items()}


def _clear(session: Session, bid: Proposal) -> None:
    session.execute(
        delete(MetricAnswer).where(MetricAnswer.metric_id.in_([m.id for m in bid.metrics]))
    )
    for rows in (bid.metrics, bid.milestones, bid.budget_lines, bid.units):
        rows.clear()
    for version in bid.versions:
        version.content = {}
    assert bid.item is not None, "bids are for items"
    bid.title, bid.title_en, bid.sections = f"{bid.item.title}{SEALED}", "", {}
    bid.starts_on = bid.ends_on = None
    bid.requested = bid.matching = 0


def _restore(session: Session, bid: Proposal, content: dict[str, Any]) -> None:
    form = content["form"]
    bid.title, bid.title_en, bid.sections = form["title"], form["title_en"], form["sections"]
    bid.starts_on, bid.ends_on = day_of(form["starts_on"]), day_of(form["ends_on"])
    bid.requested, bid.matching = form["requested"], form["matching"]
    for row in content["metrics"]:
        answer = row.pop("answer")
        metric = Metric(**row)
        bid.metrics.append(metric)
        session.flush()
        if answer:
            session.add(MetricAnswer(metric_id=metric.id, **answer))
    bid.milestones.extend(
        Milestone(**row | {"due_on": day_of(row["due_on"])}) for row in content["milestones"]
    )
    bid.budget_lines.extend(BudgetLine(**row) for row in content["budget"])
    for row in content["units"]:
        unit = ProposalUnit(**row)
        unit.organisation = session.get_one(Organisation, row["organisation_id"])
        bid.units.append(unit)
    for version in bid.versions:
        version.content = content["versions"][str(version.version)]


def _seal_files(session: Session, bid: Proposal, key: str) -> list[str]:
    """The digests of the readable ones."""
    store = store_for(session.info["settings"], bid)
    readable = []
    for attachment in bid.attachments:
        with store.open(attachment.sha256) as plain:
            cipher = sealing.seal(key, plain.read())
        readable.append(attachment.sha256)
        attachment.sha256 = store.put(BytesIO(cipher))
    return readable


def _forget_files(session: Session, bid: Proposal, digests: list[str], now: datetime) -> None:
    """After the commit, by a worker: a move that is taken back has not lost a file, and a store
    that is away is asked again. Its key names no bid, for an operator reads it where it fails."""
    if digests:
        key = f"{BID_FILES}-{token_hex(8)}"
        payload = {"proposal_id": bid.id, "digests": digests}
        session.add(Outbox(key=key, job=BID_FILES, payload=payload, not_before=now))


def _unseal_files(session: Session, bid: Proposal, opened: Callable[[bytes], bytes]) -> None:
    store = store_for(session.info["settings"], bid)
    for attachment in bid.attachments:
        with store.open(attachment.sha256) as cipher:
            plain = opened(cipher.read())
        attachment.sha256 = store.put(BytesIO(plain))
