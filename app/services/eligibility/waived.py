"""What a waiver by two takes from the findings on limits (domain §3.5). It never touches sanctions,
debts or barred people: those are findings on integrity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed, ask_for_each
from app.models import LimitWaiver
from workflows.engine.text import Text

Phrases = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Counted(Text):
    """What a limit on numbers says: the key of the limit, and what counted."""

    limit: str = field(compare=False)
    cases: frozenset[str] = field(compare=False)


def counted(limit: str, words: Text, cases: Iterable[str]) -> Counted:
    return Counted(words.zh, words.en, limit, frozenset(cases))


def of_proposal(number: int) -> str:
    """As a proposal counts, or the project it became."""
    return f"proposal-{number}"


def of_earlier(number: int) -> str:
    """As a project that was taken over counts."""
    return f"earlier-{number}"


def as_kept(finding: Text) -> dict[str, Any]:
    words = {"zh": finding.zh, "en": finding.en}
    if isinstance(finding, Counted):
        return {**words, "limit": finding.limit, "cases": sorted(finding.cases)}
    return words


def covers(kept: Mapping[str, Any], finding: Text) -> bool:
    """Of the same limit, while nothing counts that did not count then: what is said at submission,
    at the decision and at the contract is worded differently. Of a condition, the same words."""
    if isinstance(finding, Counted) and "limit" in kept:
        return kept["limit"] == finding.limit and finding.cases <= set(kept["cases"])
    return bool(kept["zh"] == finding.zh)


def unwaived(session: Session, found: Mapping[int, Phrases]) -> dict[int, Phrases]:
    """By the id of the proposal: what of its findings still stands. No question, where there are
    none."""
    concerned = [number for number, findings in found.items() if findings]
    waived = _confirmed(session, concerned) if concerned else {}
    return {
        number: tuple(
            text for text in findings if not any(covers(k, text) for k in waived.get(number, ()))
        )
        for number, findings in found.items()
    }


def waivers_of(session: Session, proposal: int) -> Sequence[LimitWaiver]:
    """All that was ever asked for, the newest last."""
    query = select(LimitWaiver).where(LimitWaiver.proposal_id == proposal)
    return session.scalars(query.order_by(LimitWaiver.id)).all()


def _confirmed(session: Session, proposals: Sequence[int]) -> dict[int, list[Mapping[str, Any]]]:
    ask_for_each(session, {"proposal": proposals}, CONFIRMED)
    return {
        number: [waiver.finding for waiver in CONFIRMED.of(session, proposal=number)]
        for number in proposals
    }


CONFIRMED = Listed(
    LimitWaiver,
    LimitWaiver.proposal_id == bindparam("proposal"),
    LimitWaiver.status == "confirmed",
)
