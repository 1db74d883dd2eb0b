"""Makes a comparison: finds the proposals that share marks with one, and what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.models import Comparison, History, Likeness, Proposal, ProposalVersion, similarity_mark
from app.services.door.turns import write_alone
from app.services.portions import in_portions
from app.services.similarity.content import (
    Words,
    digests_of,
    keep_words,
    known_runs,
    metrics_of,
    newest,
    text_of,
    words_in,
)
from app.similarity.marks import marks_of
from app.similarity.passages import Passage, shared, unquoted
from app.similarity.reading import Reading

KEPT_FROM = 1000
"""Hundredths of a percent of either text; a pair that shares less is not kept."""

_STOCK = 100
"""Proposals that have the same mark: further ones do not keep it, so that a phrase of the trade
costs no more. They are still found by it among the first."""

_CANDIDATES = 20

_MARKS_FEW = 50
"""One of so many is nothing: a tenth of a text that is five times shorter has more."""

_PASSAGES_MOST = 200
_OF = similarity_mark.c


@dataclass(frozen=True, slots=True)
class Found:
    """By ids: the version that is compared, and the proposals that share marks with it."""

    version: int
    others: Sequence[int]


def enter(session: Session, proposal: Proposal, read: Words) -> Found:
    """Among all that came to a formal check before; one after the other, so that of two at once the
    second finds the first. `read` are words of its files that were not known."""
    write_alone(session, "similarity", 0)
    keep_words(session, read)
    version = newest(session, [proposal.id])[proposal.id]
    marks = _marks(session, proposal, version)
    _forget_marks(session, proposal)
    others = _candidates(session, proposal, marks)
    _keep_marks(session, proposal.id, marks)
    return Found(version.id, others)


def measure(session: Session, proposal: Proposal, found: Found) -> Sequence[Likeness]:
    """What it shares with each; of long files it takes seconds, so nothing is written meanwhile."""
    query = (
        select(Proposal)
        .where(Proposal.id.in_(found.others))
        .options(joinedload(Proposal.call), joinedload(Proposal.item))
        .order_by(Proposal.id)
    )
    version = session.get_one(ProposalVersion, found.version)
    return list(_likenesses(session, proposal, version, session.scalars(query).all()))


def conclude(
    session: Session,
    proposal: Proposal,
    found: Found,
    likenesses: Sequence[Likeness],
    now: datetime,
) -> None:
    """What was found of an earlier version goes. Of one that was sent anew meanwhile, it or the
    other, a comparison of its own tells."""
    write_alone(session, "similarity", 0)
    versions = newest(session, [proposal.id, *found.others])
    if versions[proposal.id].id != found.version:
        return
    _forget_likenesses(session, proposal, found)
    session.add_all(
        one
        for one in likenesses
        if one.one_version_id == versions[one.one_id].id
        and one.other_version_id == versions[one.other_id].id
    )
    waiting = update(Comparison).where(
        Comparison.proposal_id == proposal.id, Comparison.compared_at.is_(None)
    )
    session.execute(waiting.values(compared_at=now))


def came_to_its_check(session: Session) -> Sequence[int]:
    """Every proposal that ever did, by id."""
    moves = select(History.case_id).where(
        History.case_kind == Proposal.kind, History.target == "formal_check"
    )
    return session.scalars(moves.distinct().order_by(History.case_id)).all()


def mark(session: Session, proposal: Proposal, read: Words) -> None:
    """A proposal that was sent before comparisons were made, so that later ones find it; also while
    workers compare others, which may have the same files."""
    write_alone(session, "similarity", 0)
    keep_words(session, read)
    version = newest(session, [proposal.id])[proposal.id]
    _forget_marks(session, proposal)
    _keep_marks(session, proposal.id, _marks(session, proposal, version))


def _marks(session: Session, proposal: Proposal, version: ProposalVersion) -> frozenset[int]:
    reading = _side(session, proposal, version).reading
    return marks_of(unquoted(reading.text, known_runs(proposal)))


def _forget_marks(session: Session, proposal: Proposal) -> None:
    session.execute(delete(similarity_mark).where(_OF.proposal_id == proposal.id))


def _forget_likenesses(session: Session, proposal: Proposal, found: Found) -> None:
    """But what another that came since has found of this version."""
    is_one, is_other = Likeness.one_id == proposal.id, Likeness.other_id == proposal.id
    of_earlier = or_(
        and_(is_one, Likeness.one_version_id != found.version),
        and_(is_other, Likeness.other_version_id != found.version),
    )
    found_anew = or_(
        and_(is_one, Likeness.other_id.in_(found.others)),
        and_(is_other, Likeness.one_id.in_(found.others)),
    )
    session.execute(delete(Likeness).where(or_(of_earlier, found_anew)))


def _keep_marks(session: Session, number: int, marks: Collection[int]) -> None:
    stock: set[int] = set()
    for some in in_portions(sorted(marks)):
        often = select(_OF.mark).where(_OF.mark.in_(some)).group_by(_OF.mark)
        stock.update(session.scalars(often.having(func.count() >= _STOCK)))
    rows = [{"mark": mark, "proposal_id": number} for mark in sorted(marks) if mark not in stock]
    if rows:
        session.execute(insert(similarity_mark), rows)


def _candidates(session: Session, proposal: Proposal, marks: Collection[int]) -> list[int]:
    """Those that share the most marks, and the others of its leader, whose metrics may be the same
    under another text."""
    counts: Counter[int] = Counter()
    for some in in_portions(sorted(marks)):
        found = (
            select(_OF.proposal_id, func.count())
            .where(_OF.mark.in_(some))
            .group_by(_OF.proposal_id)
        )
        counts.update(dict(session.execute(found).all()))
    least = len(marks) // _MARKS_FEW
    likely = [number for number, n in counts.most_common(_CANDIDATES) if n >= least]
    is_marked = select(_OF.proposal_id).where(_OF.proposal_id == Proposal.id).exists()
    own = select(Proposal.id).where(Proposal.pi_id == proposal.pi_id, is_marked)
    likely += session.scalars(own.order_by(Proposal.id.desc()).limit(_CANDIDATES))
    return sorted(set(likely) - {proposal.id})


@dataclass(frozen=True, slots=True)
class _Side:
    proposal: Proposal
    version: ProposalVersion
    reading: Reading


def _likenesses(
    session: Session, proposal: Proposal, version: ProposalVersion, others: Sequence[Proposal]
) -> Iterable[Likeness]:
    """One of the others after the other: of each there may be many long files."""
    own = _side(session, proposal, version)
    versions = newest(session, [other.id for other in others])
    for other in others:
        beside = _side(session, other, versions[other.id])
        likeness = _likeness(*sorted((own, beside), key=lambda side: side.proposal.id))
        if max(likeness.one_share, likeness.other_share) >= KEPT_FROM or likeness.same_metrics:
            yield likeness


def _side(session: Session, proposal: Proposal, version: ProposalVersion) -> _Side:
    return _Side(proposal, version, text_of(version, words_in(session, digests_of(version))))


def _likeness(one: _Side, other: _Side) -> Likeness:
    here, there, ours, theirs = one.reading, other.reading, one.proposal, other.proposal
    found = shared(here, there, known_runs(ours) | known_runs(theirs))
    longest = sorted(found.passages, key=lambda passage: -passage.size)[:_PASSAGES_MOST]
    of_one_leader = ours.pi_id == theirs.pi_id and ours.call_id != theirs.call_id
    same = metrics_of(one.version) & metrics_of(other.version) if of_one_leader else frozenset()
    return Likeness(
        one_id=ours.id,
        other_id=theirs.id,
        one_version_id=one.version.id,
        other_version_id=other.version.id,
        one_share=_share(found.of_one, here),
        other_share=_share(found.of_other, there),
        same_metrics=len(same),
        passages=[_places(passage, here, there) for passage in longest],
    )


def _share(count: int, reading: Reading) -> int:
    return 10_000 * count // reading.size if reading.size else 0


def _places(passage: Passage, here: Reading, there: Reading) -> list[str | int]:
    return [
        *here.place(passage.here, passage.here + passage.size),
        *there.place(passage.there, passage.there + passage.size),
    ]
