"""What people were told, held against what is there: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import History, Letter, Message, Outbox, Payment, Proposal, ProposalVersion, Review
from tests.bench.faults.traffic import POINTS, Kept, Made
from tests.bench.faults.world import World
from workflows.engine.effects import SendLetter
from workflows.registry import WORKFLOWS

Row = dict[str, Any]

_LABELS = {
    ("proposal", "submit"): "submissions",
    ("review", "submit_scores"): "scores",
    ("call", "decide_list"): "decisions",
    ("project", "sign_contract"): "contracts",
    ("payment", "approve"): "payments approved",
    ("payment", "pay"): "payments made",
}


def held(
    session: Session, world: World, kept: Kept, since: int, taken: Mapping[str, int]
) -> list[Row]:
    """One row for each kind of thing: how many were accepted, and how many are lost or doubled.
    `since` is the newest history row of the settling, `taken` what the mail server counted."""
    made: Counter[Made] = Counter(
        session.execute(
            select(History.case_kind, History.case_id, History.transition).where(History.id > since)
        )
    )
    rows = [_moves(label, *key, kept, made) for key, label in _LABELS.items()]
    closed = {("call", number, "close") for number in world.closing}
    rows.append(_row("calls closed", closed, made))
    rows.append(_texts(session, kept))
    rows.append(_scores(session, kept))
    rows.append(_orders(session, kept))
    rows.append(_letters(session, since))
    rows.append(_mails(session, since, taken))
    return rows


def work_left(session: Session) -> int:
    waiting = select(func.count(Outbox.id)).where(Outbox.status.in_(("waiting", "queued")))
    return session.scalar(waiting) or 0


def failed_work(session: Session) -> list[str]:
    query = select(Outbox.job, Outbox.error).where(Outbox.status == "failed")
    return [f"{job}: {error}" for job, error in session.execute(query)]


def _moves(label: str, kind: str, move: str, kept: Kept, made: Counter[Made]) -> Row:
    """A contract is signed by three, of whom two signed before the run; only the last moves it."""
    told = {one for one in kept.accepted if one[0] == kind and one[2] == move}
    found = {one for one in kept.found if one[0] == kind and one[2] == move}
    done = {one for one in made if one[0] == kind and one[2] == move}
    return _row(label, told | found, made) | {
        "without answer": len(found),
        "doubled": sum(made[one] > 1 for one in done),
        "unknown": len(done - told - found),
    }


def _row(label: str, accepted: set[Made], made: Counter[Made]) -> Row:
    return {
        "what": label,
        "accepted": len(accepted),
        "lost": sum(not made[one] for one in accepted),
        "doubled": sum(made[one] > 1 for one in accepted),
    }


def _texts(session: Session, kept: Kept) -> Row:
    """Drafted as accepted, and in the one version that was submitted."""
    lost = doubled = 0
    for number, text in kept.saved.items():
        proposal = session.get_one(Proposal, number)
        lost += set(proposal.sections.values()) != {text}
        if ("proposal", number, "submit") in kept.accepted | kept.found:
            of_proposal = select(ProposalVersion).where(ProposalVersion.proposal_id == number)
            versions = session.scalars(of_proposal).all()
            lost += not any(text in str(version.content) for version in versions)
            doubled += len(versions) > 1
    return {
        "what": "texts of drafts",
        "accepted": len(kept.saved),
        "lost": lost,
        "doubled": doubled,
    }


def _scores(session: Session, kept: Kept) -> Row:
    signed = [n for kind, n, move in kept.accepted | kept.found if move == "submit_scores"]
    lost = 0
    for number in signed:
        review = session.get_one(Review, number)
        lost += set(review.scores.values()) != {POINTS * 100} or review.total != POINTS * 100
    return {"what": "points as signed", "accepted": len(signed), "lost": lost, "doubled": 0}


def _orders(session: Session, kept: Kept) -> Row:
    """One order for each contract, ordered by its signature."""
    signed = {n for _, n, move in kept.accepted | kept.found if move == "sign_contract"}
    orders = Counter(session.scalars(select(Payment.project_id)))
    return {
        "what": "payment orders",
        "accepted": len(signed),
        "lost": len(signed - set(orders)),
        "doubled": sum(count > 1 for count in orders.values()),
    }


def _letters(session: Session, since: int) -> Row:
    """One filed letter for each move that sends one."""
    senders = _senders()
    expected: set[tuple[str, str, int]] = set()
    for row in session.scalars(select(History).where(History.id > since)):
        for letter in senders.get((row.workflow, row.transition, row.target), ()):
            expected.add((letter, row.case_kind, row.case_id))
    filed: Counter[tuple[str, str, int]] = Counter(
        session.execute(_names_of_letters().where(Letter.state == "filed"))
    )
    return {
        "what": "letters",
        "accepted": len(expected),
        "lost": len(expected - set(filed)),
        "doubled": sum(count > 1 for count in filed.values()),
    }


def _names_of_letters() -> Select[str, str, int]:
    return select(Letter.letter_kind, Letter.about_kind, Letter.about_id)


def _senders() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """By workflow, move and where it led: the letters it sends."""
    return {
        (workflow.key, move.name, move.target): tuple(
            effect.kind for effect in move.effects if isinstance(effect, SendLetter)
        )
        for workflow in WORKFLOWS
        for move in workflow.transitions
    }


def _mails(session: Session, since: int, taken: Mapping[str, int]) -> Row:
    """`twice`: sent, and sent once more because its sender was killed before writing that down; the
    Message-ID is the same, so readers' programs show one."""
    told = select(Message.key).join(Outbox, Outbox.key == "mail-" + Message.key)
    keys = set(session.scalars(told.where(Outbox.history_id > since)))
    return {
        "what": "mails",
        "accepted": len(keys),
        "lost": len(keys - set(taken)),
        "twice": sum(taken[key] > 1 for key in keys & set(taken)),
    }
