"""A review proves itself: each version against the seal in the move that signed it, and what counts
now against the newest version."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.models import History, Review, ReviewVersion
from app.services.versions import SEAL, seal
from config import Settings
from workflows.engine.text import Text

_FINAL = ("signed", "closed")
"""In these states a review is what its newest version says; in others it may be under revision."""


def faults(session: Session, settings: Settings) -> Iterator[Fault | None]:
    """For each review that somebody signed: a fault, or None. Those signed before the first seal in
    the chain, when no signature bore one, are left out."""
    keys = [key.encode() for key in settings.audit_keys]
    seals, older = _seals(session)
    versions = _versions(session)
    for number in sorted((seals.keys() | versions.keys()) - older):
        review = session.get_one(Review, number)
        reason = _of_versions(keys, number, seals[number], versions[number]) or _of_present(
            keys, review, seals[number]
        )
        yield Fault(Text(f"评审 {number}", f"review {number}"), reason) if reason else None


def _seals(session: Session) -> tuple[Mapping[int, list[str]], frozenset[int]]:
    """By review, in the order of signing; and the reviews signed before the first of all seals."""
    found: dict[int, list[str]] = defaultdict(list)
    older: set[int] = set()
    moves = select(History.case_id, History.target, History.given)
    of_reviews = moves.where(History.case_kind == Review.kind).order_by(History.id)
    for number, target, given in session.execute(of_reviews):
        if SEAL in given:
            found[number].append(given[SEAL])
        elif target == "signed" and not found:
            older.add(number)
    return found, frozenset(older)


def _versions(session: Session) -> Mapping[int, list[ReviewVersion]]:
    found: dict[int, list[ReviewVersion]] = defaultdict(list)
    order = (ReviewVersion.review_id, ReviewVersion.number)
    for version in session.scalars(select(ReviewVersion).order_by(*order)):
        found[version.review_id].append(version)
    return found


def _of_versions(
    keys: Sequence[bytes], number: int, seals: Sequence[str], versions: Sequence[ReviewVersion]
) -> Text | None:
    if len(seals) != len(versions):
        return _NOT_AS_MANY
    holds = (_fits(keys, number, v, s) for s, v in zip(seals, versions, strict=True))
    return None if all(holds) else _ALTERED


def _of_present(keys: Sequence[bytes], review: Review, seals: Sequence[str]) -> Text | None:
    if review.state not in _FINAL or _fits(keys, review.id, review, seals[-1]):
        return None
    return _COUNTS_OTHERWISE


def _fits(keys: Sequence[bytes], number: int, content: Review | ReviewVersion, kept: str) -> bool:
    return any(hmac.compare_digest(kept, seal(key, number, content)) for key in keys)


_NOT_AS_MANY = Text(
    "签署的版本与流转记录中的签署次数不符：有版本被删除或添加",
    "its versions are not as many as were signed: one was removed or added",
)
_ALTERED = Text("专家签署后内容被改动", "was altered after its expert had signed it")
_COUNTS_OTHERWISE = Text(
    "现行分数或意见不是专家最后签署的", "what counts now is not what its expert signed last"
)
