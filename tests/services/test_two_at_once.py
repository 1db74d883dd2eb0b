"""Two people at once: one moves the case, the other waits and is told what has become of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Call,
    DocumentNumber,
    Letter,
    Person,
    Proposal,
    ProposalVersion,
    ReviewGroup,
)
from app.queries.calls.notices import was_promoted
from app.services.moves import Moved, Signed
from app.services.problems import Problems
from app.services.proposals import drafting, formal
from app.services.proposals.formal import ITEMS, Answer
from app.services.review import panels
from app.worker.context import Context
from tests.factories import organisation, person
from tests.services.at_once import act, at_once, chain_is_whole, count, keys
from tests.services.awarding import (
    Ranked,
    decided,
    drafted,
    investigated,
    panel_locked,
    published,
    ranked,
)
from tests.services.racing import entered
from tests.services.stage import MATCHED, MINUTES, Applied, Stage
from workflows.engine.decide import Refusals
from workflows.roles import Role

pytestmark = pytest.mark.each_database


RULING = {**MINUTES, "reason": "经查明。"}


@pytest.fixture
def checked(stage: Stage) -> Proposal:
    """On the checkers' desks, every item met."""
    proposal = stage.applied(call=stage.call("formal"), state="formal_check").proposal
    answers = {item.key: Answer("met") for item in ITEMS}
    checker = stage.holder(Role.FORMAL_CHECKER)
    formal.record(stage.session, proposal, answers, (), checker, stage.now)
    return proposal


@pytest.fixture
def submitted(stage: Stage) -> Applied:
    applied = stage.applied()
    stage.moved(applied.proposal, "submit", applied.pi)
    return applied


def test_of_two_officers_at_once_one_wins_and_the_other_is_told(
    stage: Stage, context: Context, checked: Proposal
) -> None:
    first, second = (
        act(stage, checked, "pass_formal_check", stage.holder(Role.FORMAL_CHECKER, which))
        for which in ("first", "second")
    )
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved)
    assert keys(two) == {"state_has_changed"}
    assert isinstance(two, Refusals)
    assert "已受理" in two.reasons[0].reason.zh
    assert "Accepted" in two.reasons[0].reason.en
    assert count(stage, "pass_formal_check") == 1
    assert stage.session.scalar(select(func.count(Letter.id))) == 1
    assert chain_is_whole(stage)


def test_when_the_first_is_taken_back_the_second_moves(
    stage: Stage, context: Context, checked: Proposal
) -> None:
    first, second = (
        act(stage, checked, "pass_formal_check", stage.holder(Role.FORMAL_CHECKER, which))
        for which in ("first", "second")
    )
    _, two = at_once(stage, context, first, second, taken_back=True)
    assert isinstance(two, Moved)
    assert count(stage, "pass_formal_check") == 1
    assert chain_is_whole(stage)


def test_a_proposal_withdrawn_while_the_unit_seals_is_not_sealed(
    stage: Stage, context: Context, submitted: Applied
) -> None:
    withdraw = act(stage, submitted.proposal, "withdraw", submitted.pi)
    seal = act(stage, submitted.proposal, "unit_seal", submitted.unit)
    one, two = at_once(stage, context, withdraw, seal)
    assert isinstance(one, Moved)
    assert keys(two) == {"state_has_changed"}
    assert submitted.proposal.state == "withdrawn"


def test_submitting_twice_at_once_gives_one_receipt(stage: Stage, context: Context) -> None:
    applied = stage.applied()
    submit = act(stage, applied.proposal, "submit", applied.pi)
    one, two = at_once(stage, context, submit, submit)
    assert isinstance(one, Moved)
    assert keys(two) == {"state_has_changed"}
    assert stage.session.scalar(select(func.count(ProposalVersion.id))) == 1


def test_two_cases_moved_at_once_both_move_and_the_chain_stays_whole(
    stage: Stage, context: Context, submitted: Applied
) -> None:
    other = stage.applied()
    seal = act(stage, submitted.proposal, "unit_seal", submitted.unit)
    submit = act(stage, other.proposal, "submit", other.pi)
    one, two = at_once(stage, context, seal, submit)
    assert isinstance(one, Moved)
    assert isinstance(two, Moved)
    assert chain_is_whole(stage)


def test_two_submissions_at_once_do_not_pass_the_limit_of_their_unit(
    stage: Stage, context: Context
) -> None:
    call = stage.call(rules={"unit_per_call_most": 1})
    one_of_two, two_of_two = stage.applied(call=call), stage.applied(call=call)
    two_of_two.proposal.lead_unit = one_of_two.proposal.lead_unit
    two_of_two.pi.organisation_id = one_of_two.pi.organisation_id
    first, second = (act(stage, a.proposal, "submit", a.pi) for a in (one_of_two, two_of_two))
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved)
    assert keys(two) == {"limit_findings"}


def test_of_two_reserves_promoted_at_once_one_gets_the_free_place(
    stage: Stage, context: Context
) -> None:
    made: Ranked = decided(stage)
    published(stage, made)
    objection = investigated(stage, made.proposals[0])
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(objection, "uphold", meeting, **RULING, outcome="disqualify")
    first, second = (
        act(stage, reserve, "promote", meeting, **RULING) for reserve in made.proposals[2:4]
    )
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved)
    assert keys(two) == {"place_is_free"}
    assert [was_promoted(stage.session, one) for one in made.proposals[2:4]] == [True, False]


def test_a_call_paused_while_somebody_submits_takes_the_submission_no_more(
    stage: Stage, context: Context
) -> None:
    applied = stage.applied()
    meeting = stage.holder(Role.DECISION_MAKER)
    pause = act(stage, applied.proposal.call, "pause", meeting, **MINUTES, reason="指南须更正。")
    submit = act(stage, applied.proposal, "submit", applied.pi)
    one, two = at_once(stage, context, pause, submit)
    assert isinstance(one, Moved)
    assert keys(two) == {"call_is_open"}


@pytest.mark.parametrize("comes_first", ["close", "submit"])
def test_the_close_and_a_submission_at_once_leave_it_in_or_out_and_never_between(
    stage: Stage, context: Context, comes_first: str
) -> None:
    applied = stage.applied()
    call = applied.proposal.call
    submit = act(stage, applied.proposal, "submit", applied.pi)
    assert call.close_at is not None
    stage.clock.advance(seconds=(call.close_at - stage.now).total_seconds())
    close = act(stage, call, "close", Role.SYSTEM_CLOCK)
    if comes_first == "close":
        one, two = at_once(stage, context, close, submit)
        assert keys(two) == {"call_is_open"}
    else:
        one, two = at_once(stage, context, submit, close)
        assert isinstance(two, Moved)
    assert isinstance(one, Moved)
    receipts = stage.session.scalar(select(func.count(ProposalVersion.id)))
    assert receipts == (comes_first == "submit")
    assert call.state == "recommending"


@pytest.mark.parametrize("comes_first", ["withdraw", "decide_list"])
def test_a_withdrawal_that_meets_the_decision_counts_before_it_and_is_asked_for_anew_after_it(
    stage: Stage, context: Context, comes_first: str
) -> None:
    made = ranked(stage, 92, 90)
    drafted(stage, made, "propose", "propose")
    leaving, reason = made.applied[0], "负责人调离。"
    asking = act(stage, leaving.proposal, "withdraw", leaving.pi, reason=reason)
    assert isinstance(asking(stage.session), Signed)
    withdraw = act(stage, leaving.proposal, "withdraw", leaving.unit, reason=reason)
    decide = act(stage, made.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)
    if comes_first == "withdraw":
        one, two = at_once(stage, context, withdraw, decide)
        assert isinstance(two, Moved)
        assert made.states == ["withdrawn", "awaiting_notice"]
    else:
        one, two = at_once(stage, context, decide, withdraw)
        assert isinstance(two, Signed), "what the leader asked for before the decision is void"
        assert two.still == (Role.APPLICANT,)
        assert made.states == ["awaiting_notice", "awaiting_notice"]
    assert isinstance(one, Moved)
    assert chain_is_whole(stage)


def test_two_letters_issued_at_once_take_two_numbers_without_a_gap(
    stage: Stage, context: Context, checked: Proposal
) -> None:
    stage.moved(checked, "pass_formal_check", stage.holder(Role.FORMAL_CHECKER))
    failing = stage.applied(call=stage.call("formal"), state="correction")
    stage.moved(failing.proposal, "miss_correction", Role.SYSTEM_CLOCK)
    letters = stage.session.scalars(select(Letter).order_by(Letter.id)).all()
    first, second = (act(stage, x, "issue", Role.SYSTEM_WORKER) for x in letters)
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved)
    assert isinstance(two, Moved)
    numbers = stage.session.scalars(select(DocumentNumber.serial).order_by(DocumentNumber.id))
    assert list(numbers) == [1, 2]


def test_two_groups_formed_at_once_do_not_share_a_proposal(stage: Stage, context: Context) -> None:
    accepted = stage.applied(call=stage.call("review"), state="accepted").proposal
    number, officer, now = accepted.id, stage.holder(Role.PROGRAMME_OFFICER).id, stage.now

    def form(session: Session) -> ReviewGroup | Problems:
        fresh, by = session.get_one(Proposal, number), session.get_one(Person, officer)
        return panels.form(session, fresh.call, [fresh], "评审组", by, now)

    one, two = at_once(stage, context, form, form)
    assert isinstance(one, ReviewGroup)
    assert isinstance(two, Problems)
    assert accepted.title in two.by_field[""].zh


def test_two_drafts_started_at_once_are_one(stage: Stage, context: Context) -> None:
    unit = organisation(stage.session)
    leader, call, now = (
        person(stage.session, organisation_id=unit.id).id,
        stage.call().id,
        stage.now,
    )

    def start(session: Session) -> Proposal | Problems:
        of, by = session.get_one(Call, call), session.get_one(Person, leader)
        return drafting.start(session, of, by, now)

    one, two = at_once(stage, context, start, start)
    assert isinstance(one, Proposal)
    assert isinstance(two, Problems)
    assert "已有一份草稿" in two.by_field[""].zh


def test_two_meetings_that_decide_at_once_choose_nobody_for_two_races(
    stage: Stage, context: Context
) -> None:
    here, there = entered(stage), entered(stage)
    there.applied[0].proposal.pi_id = here.applied[0].pi.id
    for racing in (here, there):
        racing.race.call.rules = racing.race.call.rules | {"lead_running_most": 2}
        panel_locked(stage, racing.race.call, racing.applied, 92, 90, 88, 86)
    first, second = (
        act(stage, racing.race.call, "decide_list", racing.decision_maker, **MATCHED)
        for racing in (here, there)
    )
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved), one
    assert keys(two) == {"race_entry_problems"}
    assert (here.race.call.state, there.race.call.state) == ("notice", "deliberation")
