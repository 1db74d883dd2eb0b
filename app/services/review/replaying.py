"""A draw repeated from what was stored, years later if need be, and compared with what the tables
say now (domain §3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import NotAsCommitted, Panel, replay
from app.experts.pool import Candidate
from app.models import Expert, ReviewGroup
from app.services.history import rows_of
from app.services.review.panels import fixed_pool, snapshot_digest
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Replayed:
    """`panel` are the ids drawn again, with the substitutes in their order; `altered` says what in
    the tables no longer agrees with it; `moved_on` are experts whose data have changed since, which
    a replay does not look at."""

    snapshot: str
    panel: tuple[int, ...]
    substitutes: tuple[int, ...]
    altered: tuple[Text, ...]
    moved_on: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        return not self.altered


def replayed(session: Session, group: ReviewGroup) -> Replayed | None:
    """None: nothing has been drawn yet."""
    if "members" not in group.draw:
        return None
    altered = list(_against_the_history(session, group))
    try:
        again = replay(group.draw["snapshot"], bytes.fromhex(group.seed), group.seed_commitment)
    except (NotAsCommitted, ValueError, KeyError, TypeError):
        altered.append(
            Text(
                "候选名单或种子与抽取承诺不符：已被改动，不能复算",
                "the candidate list or seed does not match the commitment: it has been altered, so "
                "the draw cannot be repeated",
            )
        )
        return Replayed(snapshot_digest(group), (), (), tuple(altered), ())
    assert isinstance(again, Panel), "a panel was drawn from this pool"
    altered += _against_the_seats(group, again)
    return Replayed(
        snapshot_digest(group),
        again.members,
        tuple(
            seat.substitutes[place]
            for place in range(max(len(s.substitutes) for s in again.seats))
            for seat in again.seats
            if place < len(seat.substitutes)
        ),
        tuple(altered),
        _moved_on(session, fixed_pool(group).candidates),
    )


def _against_the_history(session: Session, group: ReviewGroup) -> list[Text]:
    """The newest commitment in the chained history must be the one on the group."""
    rows = reversed(rows_of(session, group))
    row = next((row for row in rows if row.transition == "commit"), None)
    if row is not None and row.given.get("commitment") == group.seed_commitment:
        return []
    return [
        Text(
            "抽取承诺与流转记录中的不一致：已被改动",
            "the commitment differs from the one in the history: it has been altered",
        )
    ]


def _against_the_seats(group: ReviewGroup, again: Panel) -> list[Text]:
    """Whoever sits was drawn, and whoever was drawn has a seat, even if they left it."""
    seated = {seat.expert_id for seat in group.seats}
    drawn = set(again.members)
    known = drawn | set(again.order)
    found = []
    if list(group.draw["members"]) != list(again.members):
        found.append(
            Text(
                "登记的抽取结果与复算不一致",
                "the recorded result differs from the recalculated draw",
            )
        )
    if missing := sorted(drawn - seated):
        found.append(Text(f"抽中而无席位的专家：{missing}", f"drawn, but have no seat: {missing}"))
    if strangers := sorted(seated - known):
        found.append(
            Text(
                f"有席位而不在候选名单的专家：{strangers}",
                f"have a seat, but are not on the candidate list: {strangers}",
            )
        )
    return found


def _moved_on(session: Session, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Whose type, region or fields are others than in the snapshot, or who is gone."""
    there = {
        e.id: (e.region, e.type, frozenset(int(n) for n in e.fields))
        for e in session.scalars(select(Expert).where(Expert.removed_at.is_(None)))
    }
    return tuple(c.id for c in candidates if there.get(c.id) != (c.region, c.type, c.fields))
