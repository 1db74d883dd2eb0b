"""Where the bids of an item stand: who passed, who reaches the line, whose turn it is (B7-B13)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import BidTerms, Item, Proposal, UserOpinion
from app.services.awarding import ranking
from workflows.engine.money import amount_text
from workflows.engine.text import Text

VETTING = ("formal_check", "correction", "rejected_formal", "formal_appeal")
BEFORE_A_PANEL = ("online_review", "re_review")
PASSED = ("accepted", *BEFORE_A_PANEL, "scored")
IN_PLAY = ("matching", "proposed", "notice", "objection", "re_review", "scored", "approved")
AWARDED = ("selected", "notice", "order_signed", "attacking", "user_test")
"""States of an item somebody has won; it is not delisted any more."""
CANDIDATES = ("shortlisted", "reserve")


def bids_of(session: Session, item: Item) -> Sequence[Proposal]:
    """Those that were opened, best first; a sealed one is nobody's business yet."""
    return BIDS.of(session, item=item.id)


BIDS = Listed(
    Proposal,
    Proposal.item_id == bindparam("item"),
    Proposal.opened_at.is_not(None),
    order=(Proposal.rank.is_(None), Proposal.rank, Proposal.id),
    options=(joinedload(Proposal.lead_unit),),
)


def sealed_count(session: Session, item: Item) -> int:
    """For the clock at the close, and for nobody before it."""
    query = select(func.count(Proposal.id)).where(
        Proposal.item_id == item.id, Proposal.state == "sealed"
    )
    return session.scalar(query) or 0


def places(session: Session, item: Item) -> dict[int, bool]:
    """Ids of scored bids and whether each has a place on the shortlist, where those that were not
    reviewed again keep theirs."""
    rules = item.call.parameters
    found: dict[int, bool] = {}
    taken = sum(bid.state == "shortlisted" for bid in bids_of(session, item))
    for figures in ranking.of_call(session, item.call):
        if figures.proposal.item_id != item.id or figures.proposal.state != "scored":
            continue
        fits = ranking.may_be_proposed(item.call, figures) and taken < rules["shortlisted_most"]
        found[figures.proposal.id] = fits
        taken += fits
    return found


def to_review_again(session: Session, item: Item, bids: Sequence[Proposal]) -> tuple[str, ...]:
    """Units whose bid lost so many scores, struck after the lock, that too few are left (P12)."""
    judged = [bid for bid in bids if bid.state in ("scored", "shortlisted")]
    if item.state not in ("vetted", "evaluated") or not judged:
        return ()
    rules = item.call.parameters
    figures = {one.proposal.id: one for one in ranking.of_call(session, item.call)}
    return tuple(
        bid.lead_unit.name
        for bid in judged
        if (found := figures.get(bid.id)) is None or ranking.lacks_scores(found, rules)
    )


def bound(session: Session, items: Sequence[Item]) -> tuple[str, ...]:
    """Titles of items that have a winner, are under contract, or stand before a panel."""
    judged = [item.id for item in items if item.state in ("vetted", "evaluated")]
    before_panel = set(
        session.scalars(
            select(Proposal.item_id).where(
                Proposal.item_id.in_(judged), Proposal.state.in_(BEFORE_A_PANEL)
            )
        )
    )
    return tuple(i.title for i in items if i.state in AWARDED or i.id in before_panel)


def is_next(bids: Sequence[Proposal], bid: Proposal) -> bool:
    """Nobody is in play, and nobody placed better is still to be had; `bids` best first."""
    if any(other.state in IN_PLAY for other in bids):
        return False
    waiting = [other for other in bids if other.state in CANDIDATES]
    return bool(waiting) and waiting[0].id == bid.id


def in_talks(bids: Sequence[Proposal]) -> Proposal | None:
    """The one bid that both sides negotiate about."""
    return next((bid for bid in bids if bid.state == "matching"), None)


def user_opinion(session: Session, bid: Proposal) -> UserOpinion | None:
    return session.scalars(select(UserOpinion).where(UserOpinion.proposal_id == bid.id)).first()


def user_opinions(session: Session, bids: Sequence[Proposal]) -> dict[int, UserOpinion]:
    """By id of the bid; one query for them all, and none for none."""
    ids = tuple(bid.id for bid in bids)
    return {row.proposal_id: row for row in _OPINIONS.of(session, bids=ids)} if ids else {}


_OPINIONS = Listed(UserOpinion, UserOpinion.proposal_id.in_(bindparam("bids", expanding=True)))


def has_open_veto(opinion: UserOpinion | None) -> bool:
    return opinion is not None and opinion.stance == "veto" and opinion.dismissed_at is None


def terms_of(session: Session, bid: Proposal) -> BidTerms | None:
    return session.scalars(select(BidTerms).where(BidTerms.proposal_id == bid.id)).first()


def terms_by_bid(session: Session, bids: Sequence[Proposal]) -> dict[int, BidTerms]:
    """By id of the bid; one query for them all, and none for none."""
    ids = tuple(bid.id for bid in bids)
    return {row.proposal_id: row for row in _TERMS.of(session, bids=ids)} if ids else {}


_TERMS = Listed(BidTerms, BidTerms.proposal_id.in_(bindparam("bids", expanding=True)))


def out_of_bounds(bid: Proposal, price: int) -> tuple[Text, ...]:
    """A price above what was posted, or above what the bidder asked for in the bid."""
    assert bid.item is not None, "bids are for items"
    if price <= 0:
        return (Text("价款须大于零", "the price must be above zero"),)
    posted, asked = bid.item.ceiling + bid.item.cofunding, bid.requested + bid.matching
    if price > posted:
        return (_above(price, posted, Text("榜单公布的总额", "the total posted")),)
    if bid.requested and price > asked:
        return (_above(price, asked, Text("揭榜报价", "the bid price")),)
    return ()


def _above(price: int, limit: int, what: Text) -> Text:
    given, most = amount_text(price), amount_text(limit)
    return Text(
        f"价款 {given.zh}高于{what.zh} {most.zh}",
        f"the price of {given.en} is above {what.en}, {most.en}",
    )


def public_share(item: Item, price: int) -> int:
    """What of the price is public money: in the proportion posted, never above the ceiling. 分."""
    whole = item.ceiling + item.cofunding
    return min(item.ceiling, price * item.ceiling // whole) if whole else 0
