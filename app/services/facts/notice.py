"""What the guards of a public notice look at; one may have thousands of items."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import Session, load_only

from app.models import Notice, NoticeItem, Proposal
from app.queries.calls.notices import is_promoted_untold
from app.services.eligibility.integrity import integrity_findings
from app.services.facts import Common
from app.services.facts.lazily import lazily
from app.services.facts.naming import titles
from workflows.engine.calendar import local_date
from workflows.facts import Names, NoticeFacts

_PROPOSED = ("awaiting_notice", "proposed", "notice")


class ItemsPart(TypedDict):
    items: int


class ProposedPart(TypedDict):
    not_proposed: Names


class IntegrityPart(TypedDict):
    integrity_findings: Names


class PeriodPart(TypedDict):
    ends_at: datetime | None
    stands_still: bool


def _of_items(session: Session, notice: Notice, _common: Common) -> ItemsPart:
    items = select(func.count(NoticeItem.id)).where(NoticeItem.notice_id == notice.id)
    return {"items": session.scalar(items) or 0}


def _of_proposed(session: Session, notice: Notice, common: Common) -> ProposedPart:
    listed = Proposal.id.in_(_listed(notice))
    return {
        "not_proposed": titles(
            session, common, listed, Proposal.state.not_in(_PROPOSED), not_(is_promoted_untold())
        )
    }


def _of_integrity(session: Session, notice: Notice, common: Common) -> IntegrityPart:
    whom = load_only(Proposal.pi_id, Proposal.lead_unit_id)
    listed = select(Proposal).where(Proposal.id.in_(_listed(notice))).options(whom)
    proposals = session.scalars(listed).all()
    return {"integrity_findings": integrity_findings(session, proposals, local_date(common.now))}


def _of_period(_session: Session, notice: Notice, _common: Common) -> PeriodPart:
    still = notice.call.stands_still
    return {"ends_at": None if still else notice.ends_at, "stands_still": still}


def _listed(notice: Notice) -> Select[int]:
    return select(NoticeItem.proposal_id).where(NoticeItem.notice_id == notice.id)


build = lazily(NoticeFacts, _of_items, _of_proposed, _of_integrity, _of_period)
