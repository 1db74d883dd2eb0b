"""What the guards of a proposal look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflows.engine.facts import Facts
from workflows.facts.words import (
    Closing,
    DuesEnd,
    Names,
    NoticeEnds,
    OrderEnds,
    RecommendingEnds,
    ReserveEnds,
    ReviewBegan,
    Served,
)


@dataclass(frozen=True, kw_only=True)
class ProposalFacts(Facts):
    """`panel_problems` say why a panel cannot start; `decided_outcome` is the drafted decision
    (propose, reserve or drop), `reserve_until` when a reserve lapses; `place_free` that an award
    became free for a reserve, `promoted` that it was called, `large_awards` itself where it is
    reported to the government;
    `being_compared` that its comparison with all others is not made yet, `likenesses_unlooked` what
    it resembles and nobody has looked at;
    `list_told` that the list of its call has been on notice, `answered` that it has its letter of
    non-award;
    `served_at` is when a decision one may appeal against reached the applicant, None before;
    `panel_at_work` that the panel of its re-review is formed and has not locked, `panel_dissolved`
    that the one it stood before is no more and another has to be formed, `merits_award`
    that its result reaches the threshold and half of the votes with no veto, `lacks_scores` that
    too few of its scores are left, since conflicts came to light;
    `planned_awards` is the number the call published; `defence_at` is the slot its team was given
    notice of, `seen_at_defence` that it came, `new_dates_given` how often it was given another for
    a good cause, `new_defence_at` the one that is asked for now, `heard_then` what else the panel
    hears at that time; `stands_still` that its call is paused; `barred` the sanctions in force
    and `dues` what somebody has yet to pay or to deliver: the `integrity_findings` are these two;
    `dues_until` is when, after its notice, the time to clear them is over;
    `award_findings` how many projects its leader has beside the one it would become;
    `fell_since_list` counts the scores that fell to conflicts since the list was decided and that
    nobody has examined, `depended_on_fallen` that without them it would not have its place;
    `left_to_supervision` that a bar keeps it from its award when its notice is over, and
    `left_to_its_unit` that a debt does; `left_uncleared` that it was not cleared in time.

    Of a bid (open_call): `item_state` is its item's; `outdated` that the item was amended after it
    was sealed; `next_in_rank` that nobody better placed is left and nobody else is in play.
    """

    call_state: str = "open"
    stands_still: bool = False
    close_at: Closing = None
    recommend_until: RecommendingEnds = None
    review_began_at: ReviewBegan = None
    recommended: int = 0
    form_problems: Names = ()
    race_entry_problems: Names = ()
    entered_late: bool = False
    admission_problems: Names = ()
    pool_problems: Names = ()
    races_elsewhere: Names = ()
    missing_files: Names = ()
    unconfirmed_members: Names = ()
    pledged: bool = True
    limit_findings: Names = ()
    integrity_findings: Names = ()
    barred: Names = ()
    dues: Names = ()
    dues_until: DuesEnd = None
    award_findings: Names = ()
    publicity_working_days: int = 0
    corrections: int = 0
    served_at: Served = None
    unanswered_items: Names = ()
    correctable_items: Names = ()
    not_met_items: Names = ()
    being_compared: bool = False
    likenesses_unlooked: Names = ()
    panel_problems: Names = ()
    planned_awards: int = 1
    group_locked: bool = False
    defence_panel_ready: bool = False
    defence_at: datetime | None = None
    seen_at_defence: bool = False
    new_dates_given: int = 0
    new_defence_at: datetime | None = None
    heard_then: Names = ()
    re_reviewed: bool = False
    panel_at_work: bool = False
    panel_dissolved: bool = False
    scores_awaited: bool = False
    merits_award: bool = False
    lacks_scores: bool = False
    rank: int | None = None
    decided_outcome: str = ""
    reserve_until: ReserveEnds = None
    large_awards: Names = ()
    place_free: bool = False
    promoted: bool = False
    list_told: bool = True
    answered: bool = False
    on_published_notice: bool = False
    notice_ends_at: NoticeEnds = None
    left_to_supervision: bool = False
    left_to_its_unit: bool = False
    left_uncleared: bool = False
    open_objections: int = 0
    admitted_objections: int = 0
    objection_outcome: str = ""
    fell_since_list: Names = ()
    depended_on_fallen: bool = False
    item_state: str = ""
    outdated: bool = False
    unanswered_metrics: Names = ()
    metrics_below: Names = ()
    relation_findings: Names = ()
    shortlist_place: bool = False
    next_in_rank: bool = False
    user_has_spoken: bool = False
    veto_open: bool = False
    terms_agreed: bool = False
    terms_out_of_bounds: Names = ()
    order_until: OrderEnds = None
