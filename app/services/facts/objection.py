"""What the guards of an objection look at."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import NoticeItem, Objection
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from app.services.facts.typed import whole_number
from app.services.review.further_panels import was_re_reviewed
from workflows.facts import ObjectionFacts


def _amount_out_of_bounds(session: Session, objection: Objection, given: Mapping[str, str]) -> bool:
    """An amended award may be lowered. A bid's price was agreed and a race shares its pool: neither
    is a ruling's to change."""
    typed = whole_number(given.get("amount", ""))
    if typed is None:
        return False
    awarded = session.scalar(
        select(NoticeItem.amount).where(
            NoticeItem.notice_id == objection.notice_id,
            NoticeItem.proposal_id == objection.proposal_id,
        )
    )
    amends = given.get("outcome") == "amend"
    may_change = objection.notice.call.mechanism_key == "open_competition"
    return not (amends and may_change and 0 < typed <= (awarded or 0))


def _is_in_period(_session: Session, objection: Objection, _common: Common) -> bool:
    notice = objection.notice
    return notice.ends_at is not None and (
        objection.filed_at < notice.ends_at or notice.call.stands_still
    )


build = lazily(
    ObjectionFacts,
    filed_in_period=_is_in_period,
    project_left=lambda _session, objection, _common: (
        objection.proposal.state not in ("notice", "objection")
    ),
    real_name=lambda _session, objection, _common: bool(
        objection.objector_name.strip() and objection.objector_contact.strip()
    ),
    has_evidence=lambda _session, objection, _common: bool(objection.evidence_sha256),
    amount_out_of_bounds=lambda session, objection, common: _amount_out_of_bounds(
        session, objection, common.given
    ),
    re_reviewed_before=lambda session, objection, common: (
        common.given.get("outcome") == "re_review" and was_re_reviewed(session, objection.proposal)
    ),
    **of_row("extended"),
)
