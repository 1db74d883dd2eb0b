"""What the guards of an item (榜题) look at, from the need to the settled attack."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts
from workflows.facts.words import (
    AttackEnds,
    BiddingEnds,
    Names,
    NeedsEnd,
    NoticeEnds,
    OrderEnds,
)


@dataclass(frozen=True, kw_only=True)
class ItemFacts(Facts):
    """`missing_parts` of the posting, `contact_confirmed` that the unit knows who writes for it,
    `demander_findings` against the demand side,
    `demander_barred` its sanctions in force, `money_findings`
    where the ceiling is more than the list allows. `opinions` and
    `failed_tests` are those of the argument for this round; `unsigned_opinions` are still in time,
    and `seats_wanting` those for whom experts are to be drawn yet.
    `bids` counts sealed ones and is read only when the clock closes. `candidates` are shortlisted
    or alternate bids still to be had; `in_play` one that negotiates, is on notice or signs.
    `large_awards` the bid agreed with, where it is reported to the government;
    `to_review_again` lost too many of its scores; `unplaced` were reviewed again after the
    shortlist was drawn up.
    """

    list_state: str = "collecting"
    needs_until: NeedsEnd = None
    close_at: BiddingEnds = None
    notice_ends_at: NoticeEnds = None
    order_until: OrderEnds = None
    attack_until: AttackEnds = None
    missing_parts: Names = ()
    metric_problems: Names = ()
    nodes_passed: Names = ()
    money_findings: Names = ()
    missing_promises: Names = ()
    contact_confirmed: bool = True
    demander_findings: Names = ()
    demander_barred: Names = ()
    draw_problems: Names = ()
    seats_wanting: Names = ()
    unsigned_opinions: Names = ()
    opinions: int = 0
    failed_tests: Names = ()
    round: int = 1
    changes: Names = ()
    material_changes: Names = ()
    bids: int = 0
    extension_allowed: bool = False
    extended: bool = False
    in_vetting: Names = ()
    in_review: Names = ()
    accepted: int = 0
    unscored: Names = ()
    without_panel: Names = ()
    to_review_again: Names = ()
    unplaced: Names = ()
    above_line: int = 0
    opinions_missing: Names = ()
    vetoes_open: Names = ()
    candidates: int = 0
    in_play: Names = ()
    terms_agreed: bool = False
    large_awards: Names = ()
    integrity_findings: Names = ()
    limit_findings: Names = ()
