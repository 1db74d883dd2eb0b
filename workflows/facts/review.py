"""What the guards of panels and reviews look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflows.engine.facts import Facts
from workflows.facts.words import EvidenceOver, MeetingBegins, Names, NewDefenceDate, ReviewBegan


@dataclass(frozen=True, kw_only=True)
class ReviewGroupFacts(Facts):
    """`purpose` and `seats_needed` say what the panel is for and how many sit on it; `unknown_seat`
    is a seat that was typed and that nobody has; of the stage of a race that it assesses,
    `stage_takes_evidence` says that a team may still hand in, until `evidence_closes_at`, and
    `stage_untested` which teams have handed in and are not tested; `meeting_at` is when a defence
    begins, `meeting_called` that the teams were given notice of it; `unplanned` names proposals
    without a slot, `not_seen` those whose team is neither recorded as present nor as absent,
    `heard_unrecorded` those of them whose time is over; `short_of_ballots` are open votes in which
    too few have voted, `votes_unsound` how many have a voter whose scores do not count any more;
    `too_many_users` are bids of whose valid scores the users' reach a third.
    """

    purpose: str = "selection"
    review_began_at: ReviewBegan = None
    proposals: int = 0
    draw_problems: Names = ()
    stage_takes_evidence: bool = False
    stage_untested: Names = ()
    evidence_closes_at: EvidenceOver = None
    seats: int = 0
    seats_needed: int = 5
    unknown_seat: Names = ()
    open_invitations: Names = ()
    assignment_problems: Names = ()
    conflicted_reviews: Names = ()
    has_chair: bool = False
    unsigned_reviews: Names = ()
    too_few_reviews: Names = ()
    too_many_users: Names = ()
    unexplained_outliers: Names = ()
    opinions_missing: Names = ()
    unplanned: Names = ()
    not_seen: Names = ()
    heard_unrecorded: Names = ()
    meeting_at: MeetingBegins = None
    meeting_called: bool = False
    has_ties: bool = False
    votes_open: int = 0
    short_of_ballots: Names = ()
    votes_unsound: int = 0


@dataclass(frozen=True, kw_only=True)
class ReviewFacts(Facts):
    """`deviates`: its score is far from the others'; `deviation_unexplained`: nothing says why;
    `new_date_given_at` is when its team, absent with good cause, was given another date, or its
    panel last met, whichever was later;
    `heard_at` when its team defends, where it does, `team_seen` that it was there; `still_needed`:
    its proposal is before the panel, and its expert sits on it; `panel_votes`: a secret vote of its
    panel is open."""

    group_state: str = "reviewing"
    review_began_at: ReviewBegan = None
    new_date_given_at: NewDefenceDate = None
    heard_at: datetime | None = None
    team_seen: bool = False
    conflicts_detected: Names = ()
    barred: Names = ()
    still_needed: bool = True
    unscored: Names = ()
    uncommented: Names = ()
    overall_written: bool = True
    deviates: bool = False
    deviation_unexplained: bool = False
    voted: bool = True
    panel_votes: bool = False
