"""What the guards of an item look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BidTerms, Call, Item, Notice, NoticeItem, Project, Proposal
from app.services.awarding.large_awards import large_awards
from app.services.eligibility.integrity import barred_unit, integrity_findings
from app.services.eligibility.running import award_findings
from app.services.facts import Common
from app.services.facts.bid import order_until
from app.services.facts.lazily import lazily, of_row
from app.services.identity.affiliations import is_waiting
from app.services.open_call import arguing, argument_draw, judging
from app.services.open_call.content import (
    changed_parts,
    content_of,
    material_parts,
    metric_problems,
    missing_parts,
    nodes_passed,
)
from app.services.open_call.needs import demander_findings, missing_promises, money_findings
from app.services.review import further_panels, panels
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import ItemFacts, Names


class DraftPart(TypedDict):
    missing_parts: Names
    nodes_passed: Names
    metric_problems: Names
    money_findings: Names
    missing_promises: Names
    changes: Names
    material_changes: Names


class ArgumentPart(TypedDict, total=False):
    seats_wanting: Names
    unsigned_opinions: Names
    opinions: int
    failed_tests: Names
    draw_problems: Names


class BidsPart(TypedDict, total=False):
    unscored: Names
    without_panel: Names
    bids: int
    in_vetting: Names
    in_review: Names
    accepted: int
    to_review_again: Names
    unplaced: Names
    above_line: int
    opinions_missing: Names
    vetoes_open: Names
    candidates: int
    in_play: Names
    terms_agreed: bool
    large_awards: Names
    integrity_findings: Names
    limit_findings: Names


class AttackPart(TypedDict, total=False):
    notice_ends_at: datetime | None
    order_until: datetime | None
    attack_until: datetime | None


def _of_draft(session: Session, item: Item, common: Common) -> DraftPart:
    now_posted, draft = content_of(item), dict(item.draft) or content_of(item)
    return {
        "missing_parts": missing_parts(item, draft),
        "nodes_passed": nodes_passed(draft["nodes"], local_date(common.now)),
        "metric_problems": tuple(metric_problems(draft["metrics"])),
        "money_findings": money_findings(session, item, draft["ceiling"]),
        "missing_promises": missing_promises(item, draft, common.parameters),
        "changes": changed_parts(now_posted, draft),
        "material_changes": material_parts(now_posted, draft),
    }


def needs_until(call: Call) -> datetime | None:
    """When a list stops collecting needs; fixed when it begins to."""
    return call.close_at if call.mechanism_key == "open_call" else None


def _of_argument(session: Session, item: Item, common: Common) -> ArgumentPart:
    if item.state not in arguing.ARGUED_IN:
        return {}
    opinions = arguing.opinions_of(session, item)
    awaited = sum(o.signed_at is None and arguing.is_awaited(item, o, common.now) for o in opinions)
    wanting = arguing.seats_wanting(item, opinions, common.now)
    return {
        "seats_wanting": (Text(f"{wanting} 名", f"{wanting}"),) if wanting > 0 else (),
        "unsigned_opinions": (Text(f"{awaited} 份", f"{awaited}"),) if awaited else (),
        "opinions": sum(o.signed_at is not None for o in opinions),
        "failed_tests": arguing.failed_tests(opinions, common.parameters["argument_pass_percent"]),
        "draw_problems": argument_draw.draw_problems(session, item, common.now),
    }


def _of_bids(session: Session, item: Item, common: Common) -> BidsPart:
    """Nothing of a bid is looked at before the close, so that no button can tell of one."""
    if item.state == "posted":
        closed = item.close_at is not None and common.now >= item.close_at
        return {"bids": judging.sealed_count(session, item) if closed else 0}
    if item.state in ("draft", "need_submitted", "returned", "screened", "argued", "ready"):
        return {}
    bids = judging.bids_of(session, item)
    current = [b for b in bids if b.state not in ("not_selected", "closed_formal")]
    shortlisted = [b for b in current if b.state == "shortlisted"]
    waiting = [b for b in current if b.state in ("accepted", *judging.BEFORE_A_PANEL)]
    without = _without_panel(session, item, waiting)
    opinions = judging.user_opinions(session, shortlisted)
    chosen = judging.in_talks(current)
    terms = judging.terms_of(session, chosen) if chosen else None
    return {
        "in_vetting": _units(b for b in current if b.state in judging.VETTING),
        "in_review": _units(b for b in current if b.state in judging.BEFORE_A_PANEL),
        "accepted": sum(b.state in judging.PASSED for b in current),
        "unscored": _units(b for b in waiting if b.id not in without),
        "without_panel": _units(b for b in waiting if b.id in without),
        "to_review_again": judging.to_review_again(session, item, current),
        "unplaced": _units(b for b in current if b.state == "scored" and item.state == "evaluated"),
        "above_line": sum(judging.places(session, item).values()) if item.state == "vetted" else 0,
        "opinions_missing": _units(b for b in shortlisted if b.id not in opinions),
        "vetoes_open": _units(b for b in shortlisted if judging.has_open_veto(opinions.get(b.id))),
        "candidates": sum(b.state in judging.CANDIDATES for b in current),
        "in_play": _units(b for b in current if b.state in judging.IN_PLAY),
        "terms_agreed": terms is not None,
        "large_awards": _large(session, item, chosen, terms, common),
        "integrity_findings": integrity_findings(session, [chosen], local_date(common.now))
        if chosen
        else (),
        "limit_findings": award_findings(session, [chosen], common.parameters)[chosen.id]
        if chosen
        else (),
    }


def _large(
    session: Session,
    item: Item,
    chosen: Proposal | None,
    terms: BidTerms | None,
    common: Common,
) -> Names:
    """The bid agreed with, where its share of public money is reported to the government."""
    if chosen is None or terms is None:
        return ()
    award = (common.named(chosen.id, chosen.title), judging.public_share(item, terms.price))
    return large_awards(session, item.call, [award], common.parameters)


def _without_panel(session: Session, item: Item, waiting: Sequence[Proposal]) -> set[int]:
    """Of bids that wait for a panel, those for which none is formed."""
    first = [bid for bid in waiting if bid.state in panels.WITHOUT]
    without = panels.ids_without(session, item.call, first)
    if any(b.state == "re_review" for b in waiting):
        found = further_panels.candidates(session, item.call, "re_review")
        without |= {proposal.id for proposal in found}
    return without


def _units(bids: Iterable[Proposal]) -> tuple[str, ...]:
    return tuple(bid.lead_unit.name for bid in bids)


def _of_attack(session: Session, item: Item, common: Common) -> AttackPart:
    """Dates that the winning bid sets: its notice, the signing, the end of the work."""
    if item.state not in ("notice", "order_signed", "attacking"):
        return {}
    winner = session.scalars(
        select(Proposal)
        .where(
            Proposal.item_id == item.id,
            Proposal.state.in_(("notice", "objection", "approved", "contracted")),
        )
        .limit(1)
    ).first()
    if winner is None:
        return {}
    notice = session.scalars(
        select(Notice)
        .join(NoticeItem, NoticeItem.notice_id == Notice.id)
        .where(NoticeItem.proposal_id == winner.id)
        .order_by(Notice.id.desc())
        .limit(1)
    ).first()
    project = session.scalars(select(Project).where(Project.proposal_id == winner.id)).first()
    return {
        "notice_ends_at": notice.ends_at if notice else None,
        "order_until": order_until(project, common) if project else None,
        "attack_until": end_of_day(project.ends_on) if project else None,
    }


build = lazily(
    ItemFacts,
    _of_draft,
    _of_argument,
    _of_bids,
    _of_attack,
    list_state=lambda _session, item, _common: item.call.state,
    needs_until=lambda _session, item, _common: needs_until(item.call),
    contact_confirmed=lambda _session, item, _common: not is_waiting(item.contact),
    demander_findings=lambda _session, item, common: demander_findings(
        item.demander, common.parameters
    ),
    demander_barred=lambda session, item, common: barred_unit(
        session, item.demander, local_date(common.now)
    ),
    **of_row("close_at", "round", "extension_allowed", "extended"),
)
