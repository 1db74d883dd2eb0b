"""The credit record of an expert: points for lapses; a leak removes from the pool (domain §3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.experts.ties import Finding
from app.models import Call, CreditEntry, Expert, Person, Review
from app.services.problems import Problems
from app.services.review.blinding import title_for_experts, veil_of
from workflows.engine.text import Text, listed
from workflows.parameters import DEFAULTS

KINDS: dict[str, Text] = {
    "late": Text("逾期未评", "Review late"),
    "blank_comments": Text("评语空泛", "Vague comments"),
    "score_deviation": Text("评分无故偏离", "Scores out of line without reason"),
    "leak": Text("泄密", "Leak of information"),
    "withdrew": Text("接受后退出", "Withdrew after accepting"),
    "undeclared": Text("未声明的回避情形", "Undeclared conflict of interest"),
}


def record(
    session: Session,
    expert: Expert,
    kind: str,
    reason: str,
    by: Person | None,
    now: datetime,
    call: Call | None = None,
) -> Problems | None:
    """Enter a lapse with its points, by the rules of the call it happened in. A leak also removes
    the expert, for good and on record."""
    if kind not in KINDS:
        return Problems({"kind": Text("请选择情形", "Choose the type of lapse")})
    if not reason.strip():
        return Problems({"reason": Text("请写明事实", "Enter the facts")})
    session.add(
        CreditEntry(
            expert_id=expert.id,
            kind=kind,
            points=(call.parameters if call else DEFAULTS)[f"points_{kind}"],
            reason=reason.strip(),
            recorded_by_id=by.id if by else None,
            recorded_at=now,
        )
    )
    if kind == "leak":
        expert.removed_at, expert.removed_reason = now, reason.strip()
    session.flush()
    return None


def record_undeclared(
    session: Session, review: Review, found: Sequence[Finding], now: datetime
) -> None:
    """A signed score is void for a conflict its expert had denied; behind a veil nobody could know
    of it, and nothing is entered; nor for one who was barred since."""
    known = [one for one in found if one.is_of_the_case]
    if not known or veil_of(review.group.call).is_drawn:
        return
    title, evidence = title_for_experts(review.proposal), listed(one.evidence for one in known)
    why = Text(f"《{title}》评分作废：{evidence.zh}", f"Score for “{title}” voided: {evidence.en}")
    record(session, review.expert, "undeclared", why.zh, None, now, review.group.call)
