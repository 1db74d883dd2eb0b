"""Where others have something to give first (`State.first`), as conditions on the tables of cases.

The guards say the same of one case at a time; a test compares the two on every kind of case. What
is owed is a case of its own, which waits for whoever owes it (a review, an opinion, a bid to agree
on); or it is none (an argument of a need, the choice for the defence, the draft of a decision or of
its notice, what is left to the executive meeting once nobody can stand on it, what a bar keeps from
its award once its notice is over, the panel of a re-review or in place of one that was dissolved,
the terms of a bid, the reason for a score far off, results that are to be drafted anew, the
revision of an item that may be posted again, what the executive meeting says of lower metrics or of
a merger), and the case itself waits for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import (
    Assessment,
    AssessmentSeat,
    BidTerms,
    Call,
    Case,
    ContractVersion,
    Decision,
    GroupProposal,
    Item,
    Opinion,
    Project,
    Proposal,
    Race,
    RaceEntry,
    Review,
    ReviewGroup,
    Stage,
    StageResult,
    Team,
    UserOpinion,
    UserTest,
)
from app.models.reviews import UNSIGNED
from app.queries.calls.notices import (
    has_notice,
    is_left_to_its_unit,
    is_left_to_supervision,
    is_left_to_the_meeting,
    is_left_uncleared,
    is_promoted_untold,
    is_untold,
)
from app.queries.sight.conditions import Condition
from app.services.cases import CASES, Key, key_of, state_of
from app.services.open_call.arguing import Argument, arguments_underway
from app.services.open_call.judging import IN_PLAY
from app.services.races import retesting
from app.services.races.merging import to_decide
from app.services.races.outcomes import overtaken
from app.services.review.further_panels import is_reviewed_again
from app.services.review.purposes import RANKS
from workflows.engine.model import Guard
from workflows.parameters import DEFAULTS


def _of_panel(kind: str) -> Condition:
    """Somebody who sits on the panel of the case has still to sign."""
    return (
        exists()
        .where(
            Assessment.about_kind == kind,
            Assessment.about_id == CASES[kind].id,
            Opinion.assessment_id == Assessment.id,
            Opinion.state == "writing",
            AssessmentSeat.assessment_id == Assessment.id,
            AssessmentSeat.expert_id == Opinion.expert_id,
            AssessmentSeat.left_reason == "",
        )
        .correlate(CASES[kind])
    )


def _to_shortlist() -> Condition:
    """The panel of a proposal has locked, and its call has a defence."""
    newest = (
        select(func.max(ReviewGroup.id))
        .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
        .where(GroupProposal.proposal_id == Proposal.id, *RANKS)
        .correlate(Proposal)
    )
    return (
        exists()
        .where(
            ReviewGroup.id == newest.scalar_subquery(),
            ReviewGroup.state == "locked",
            ReviewGroup.call_id == Call.id,
            Call.rules["defence_round"].as_integer() == 1,
        )
        .correlate(Proposal)
    )


def _agreed(of: type[Item | Proposal]) -> Exists:
    """Bidder and demand side have agreed: of this bid, or of the one this item negotiates with."""
    terms = exists().where(BidTerms.proposal_id == Proposal.id)
    here = terms.where(Proposal.item_id == Item.id, Proposal.state == "matching")
    return (here if of is Item else terms).correlate(of)


def _spoken(*which: ColumnElement[bool]) -> Exists:
    """The user has given an opinion on the bid, one of these."""
    return exists().where(UserOpinion.proposal_id == Proposal.id, *which).correlate(Proposal)


def _some_shortlisted(that: ColumnElement[bool]) -> Exists:
    """Of the item."""
    here = exists().where(Proposal.item_id == Item.id, Proposal.state == "shortlisted", that)
    return here.correlate(Item)


_VETO_IS_OPEN = _spoken(UserOpinion.stance == "veto", UserOpinion.dismissed_at.is_(None))


def _is_in_play() -> Exists:
    """A bid of the item negotiates, or goes on from there."""
    return (
        exists()
        .where(
            Proposal.item_id == Item.id,
            Proposal.opened_at.is_not(None),
            Proposal.state.in_(IN_PLAY),
        )
        .correlate(Item)
    )


def _may_be_posted_again() -> Exists:
    """A round of the item is left."""
    most = func.coalesce(Call.rules["rounds_most"].as_integer(), DEFAULTS["rounds_most"])
    return exists().where(Call.id == Item.call_id, Item.round < most).correlate(Item)


def _is_without_panel() -> ColumnElement[bool]:
    """The panel it stood before was dissolved."""
    live = exists().where(
        GroupProposal.proposal_id == Proposal.id, GroupProposal.group_id == ReviewGroup.id, *RANKS
    )
    of_defence = live.where(ReviewGroup.purpose == "defence")
    return or_(
        and_(Proposal.state == "online_review", not_(live.correlate(Proposal))),
        and_(Proposal.state == "defence", not_(of_defence.correlate(Proposal))),
    )


def _asks_lowering() -> Exists:
    """The newest text of the contract sets metrics below the promise, and no decision allows it."""
    newest = (
        select(func.max(ContractVersion.id))
        .where(ContractVersion.project_id == Project.id)
        .correlate(Project)
    )
    return (
        exists()
        .where(
            ContractVersion.id == newest.scalar_subquery(),
            ContractVersion.asks_lowering,
            ContractVersion.permitted_minutes == "",
        )
        .correlate(Project)
    )


def _takes_evidence() -> Exists:
    """A team may still hand in at the stage that the panel assesses."""
    still = Stage.state == "evidence_due"
    return exists().where(Stage.group_id == ReviewGroup.id, still).correlate(ReviewGroup)


def _stage_untested() -> Exists:
    """A team has handed in at the stage that the panel assesses, and its test is not recorded."""
    return (
        exists()
        .where(
            Stage.group_id == ReviewGroup.id,
            StageResult.stage_id == Stage.id,
            StageResult.submitted_at.is_not(None),
            StageResult.tested_on.is_(None),
            Team.id == StageResult.team_id,
            Team.state == "at_checkpoint",
        )
        .correlate(ReviewGroup)
    )


def _final_untested() -> Exists:
    """A team at the final review has no test recorded there."""
    tested = exists().where(
        StageResult.team_id == Team.id,
        StageResult.tested_on.is_not(None),
        StageResult.stage_id == Stage.id,
        Stage.race_id == Race.id,
        Stage.number == Race.stage,
    )
    return (
        exists()
        .where(
            Team.race_id == Race.id,
            Team.state == "at_checkpoint",
            not_(tested.correlate(Team, Race)),
        )
        .correlate(Race)
    )


def _tested(*which: ColumnElement[bool]) -> Exists:
    """The report of the third party at the user's is recorded, as one of these."""
    return exists().where(UserTest.project_id == Project.id, *which).correlate(Project)


NONE = (0,)
"""No case has this number. An empty list stands in one statement both for IN and for NOT IN, and
PostgreSQL would be given the words of one for both."""


def _numbers(name: str) -> Any:
    return bindparam(name, expanding=True, type_=Integer)


LACKING: Mapping[str, Condition] = {
    "every_review_signed": exists()
    .where(Review.group_id == ReviewGroup.id, Review.state.in_(UNSIGNED))
    .correlate(ReviewGroup),
    "scores_signed": exists()
    .where(Review.proposal_id == Proposal.id, Review.state.in_(UNSIGNED))
    .correlate(Proposal),
    "deviation_is_explained": and_(Review.deviates, Review.deviation_reason == ""),
    "opinions_signed": _of_panel("milestone"),
    "acceptance_opinions_signed": _of_panel("acceptance"),
    "change_panel_signed": _of_panel("change"),
    "fault_panel_signed": _of_panel("project"),
    "change_is_material": CASES["item"].id.in_(_numbers("to_change")),
    "rounds_used_up": _may_be_posted_again(),
    "argument_drawn": CASES["item"].id.in_(_numbers("to_draw")),
    "argument_signed": CASES["item"].id.in_(_numbers("argued")),
    "no_choice_to_make": _to_shortlist(),
    "lowering_settled": _asks_lowering(),
    "third_party_reported": not_(_tested()),
    "user_test_signed": not_(_tested(UserTest.signed_at.is_not(None))),
    "team_no_merger_to_decide": CASES["team"].id.in_(_numbers("agreed")),
    "team_no_retest_to_record": retesting.awaited(),
    "team_appeal_is_before_the_meeting": CASES["team"].appeal != "open",
    "decision_drafted": not_(exists().where(Decision.call_id == Call.id).correlate(Call)),
    "re_review_panel_formed": not_(is_reviewed_again().correlate(Proposal)),
    "panel_not_dissolved": _is_without_panel(),
    "not_left_to_the_meeting": is_left_to_the_meeting(),
    "notice_drafted": not_(has_notice()),
    "not_promoted": is_promoted_untold(),
    "not_left_to_supervision": is_left_to_supervision(),
    "not_left_to_its_unit": is_left_to_its_unit(),
    "not_left_uncleared": is_left_uncleared(),
    "list_is_told": exists().where(Call.id == Proposal.call_id, is_untold()).correlate(Proposal),
    "negotiation_is_over": and_(_is_in_play(), not_(_agreed(Item))),
    "bid_terms_agreed": not_(_agreed(Proposal)),
    "user_has_spoken": not_(_spoken()),
    "no_veto_open": _VETO_IS_OPEN,
    "user_opinions_given": _some_shortlisted(not_(_spoken())),
    "vetoes_reviewed": _some_shortlisted(_VETO_IS_OPEN),
    "stage_no_results_to_redraft": CASES["stage"].id.in_(_numbers("overtaken")),
    "stage_is_no_final": exists()
    .where(Race.id == Stage.race_id, Race.state == "final")
    .correlate(Stage),
    "stage_is_closed": _takes_evidence(),
    "stage_is_tested": _stage_untested(),
    "race_untested": _final_untested(),
    "race_not_left_to_admission": exists()
    .where(RaceEntry.proposal_id == Proposal.id, RaceEntry.supplementary)
    .correlate(Proposal),
}
"""By the guard: whether it does not hold yet. To be given what `found_by_rules` finds."""

OWED: Mapping[str, Condition] = {
    "argument_signed": CASES["item"].id.in_(_numbers("argued_by_me")),
    **{
        guard: LACKING[guard]
        for guard in (
            *("change_is_material", "rounds_used_up", "argument_drawn", "no_choice_to_make"),
            *("decision_drafted", "not_left_to_the_meeting", "notice_drafted"),
            *("not_promoted", "not_left_to_supervision", "not_left_to_its_unit"),
            *("not_left_uncleared", "re_review_panel_formed", "lowering_settled"),
            "panel_not_dissolved",
            *("third_party_reported", "user_test_signed", "team_no_merger_to_decide"),
            *("team_no_retest_to_record", "bid_terms_agreed", "user_has_spoken"),
            *("no_veto_open", "deviation_is_explained", "stage_no_results_to_redraft"),
            *("race_untested", "race_not_left_to_admission"),
        )
    },
}
"""By the guard: where whoever supplies it owes it, and it is no case of its own; an argument is
owed by the reader who was drawn for it."""


def found_by_rules(
    underway: Sequence[Argument],
    me: frozenset[int],
    overtaken: Sequence[int],
    agreed: Sequence[int],
) -> dict[str, Sequence[int]]:
    """What the tables alone do not say. Of needs that are argued: those that are to be changed
    first, those that lack an expert, those that lack an opinion, and those that lack one of an
    expert with one of these numbers; the stages of races whose results on
    notice are to be drafted anew, and the teams that have agreed to merge."""
    found: dict[str, Sequence[int]] = {
        "overtaken": overtaken,
        "agreed": agreed,
        "to_change": [one.item_id for one in underway if one.is_to_change],
        "to_draw": [one.item_id for one in underway if one.is_to_draw],
        "argued": [one.item_id for one in underway if one.awaited],
        "argued_by_me": [one.item_id for one in underway if one.awaited & me],
    }
    return {name: numbers or NONE for name, numbers in found.items()}


def lacking(session: Session, cases: Sequence[Case], now: datetime) -> dict[Key, Guard[Any]]:
    """By kind and number of those of the cases where others come first: what lacks first; in two
    statements."""
    firsts = {key_of(case): state_of(case).first for case in cases}
    asked: dict[tuple[str, str], list[int]] = {}
    for (kind, number), first in firsts.items():
        for guard in first:
            asked.setdefault((kind, guard.key), []).append(number)
    if not asked:
        return {}
    found = (
        select(literal(kind), CASES[kind].id, literal(guard)).where(
            CASES[kind].id.in_(numbers), LACKING[guard]
        )
        for (kind, guard), numbers in asked.items()
    )
    guards = {guard for _, guard in asked}
    given = found_by_rules(
        arguments_underway(session, now) if "argument_signed" in guards else (),
        frozenset(),
        overtaken(session, now) if "stage_no_results_to_redraft" in guards else (),
        to_decide(session) if "team_no_merger_to_decide" in guards else (),
    )
    lacks = {tuple(row) for row in session.execute(union_all(*found), given)}
    return {
        key: next(guard for guard in first if (*key, guard.key) in lacks)
        for key, first in firsts.items()
        if any((*key, guard.key) in lacks for guard in first)
    }
