"""The limit on running projects is met again at the award and at the signing (domain §3.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from app.models import EarlierProject, Message, Proposal, ProposalMember
from app.services.awarding import deciding
from app.services.awarding.deciding import ItemDraft
from app.services.facts import facts_of
from tests.services.awarding import Ranked, drafted, published, ranked
from tests.services.running import Awarded, awarded
from tests.services.stage import MATCHED, Stage
from tests.web.counting import counting
from workflows.facts import CallFacts
from workflows.roles import Role

LED = "主持在研项目和其他已议定立项的项目 1 项，已达上限 1 项"


class Two(NamedTuple):
    """Two calls before the meeting, the best proposal of both led by the same person."""

    first: Ranked
    second: Ranked

    @property
    def leader(self) -> str:
        return self.first.proposals[0].pi.name


@pytest.fixture
def two_calls(stage: Stage) -> Two:
    two = Two(ranked(stage, 92, 90), ranked(stage, 92, 90))
    two.second.proposals[0].pi_id = two.first.proposals[0].pi_id
    stage.session.flush()
    stage.session.expire_all()
    for of in two:
        drafted(stage, of, "propose", "propose")
    return two


def decide(stage: Stage, of: Ranked) -> None:
    stage.moved(of.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)


def refused(stage: Stage, of: Ranked) -> str:
    reasons = stage.refused(of.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)
    assert reasons.keys() == {"within_running_limits"}
    return reasons["within_running_limits"].zh


def test_two_calls_do_not_award_one_leader_beyond_the_limit(stage: Stage, two_calls: Two) -> None:
    """Decided counts before its notice is published, and on it; the draft passes the other over."""
    decide(stage, two_calls.first)
    assert f"{two_calls.leader}{LED}" in refused(stage, two_calls.second)
    published(stage, two_calls.first)
    assert f"{two_calls.leader}{LED}" in refused(stage, two_calls.second)
    decision = deciding.decision_of(stage.session, two_calls.second.call)
    assert decision is not None
    best, next_best = two_calls.second.proposals
    passed_over = {
        best.id: ItemDraft("drop", 0, "已达在研限项。"),
        next_best.id: ItemDraft("propose", next_best.requested, "居前的已达在研限项。"),
    }
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert deciding.save(stage.session, decision, passed_over, officer) is None
    stage.session.flush()
    decide(stage, two_calls.second)


@pytest.fixture
def both_proposed(stage: Stage) -> Ranked:
    """A call that lets one person lead two; the draft proposes both."""
    of = ranked(stage, 92, 90, rules={"lead_per_call_most": 2})
    of.proposals[1].pi_id = of.proposals[0].pi_id
    stage.session.flush()
    stage.session.expire_all()
    drafted(stage, of, "propose", "propose")
    return of


def test_two_that_one_draft_proposes_for_one_leader_count_against_each_other(
    stage: Stage, both_proposed: Ranked
) -> None:
    words = refused(stage, both_proposed)
    leader = both_proposed.proposals[0].pi.name
    assert words.count(f"{leader}主持在研项目、其他已议定立项和本方案一并拟立项的项目 1 项") == 1
    redrafted(stage, both_proposed)
    decide(stage, both_proposed)


def redrafted(stage: Stage, of: Ranked) -> None:
    """The second of the two is held in reserve."""
    decision = deciding.decision_of(stage.session, of.call)
    assert decision is not None
    held = {of.proposals[1].id: ItemDraft("reserve", of.proposals[1].requested, "负责人限项。")}
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert deciding.save(stage.session, decision, held, officer) is None
    stage.session.flush()


@pytest.mark.parametrize("gone", ["withdrawn", "disqualified", "not_selected"])
def test_what_is_awarded_no_more_stands_in_the_way_of_no_other_award(
    stage: Stage, two_calls: Two, gone: str
) -> None:
    decide(stage, two_calls.first)
    refused(stage, two_calls.second)
    two_calls.first.proposals[0].state = gone
    stage.session.flush()
    decide(stage, two_calls.second)


def test_a_call_that_sets_a_higher_limit_awards_up_to_it(stage: Stage, two_calls: Two) -> None:
    decide(stage, two_calls.first)
    refused(stage, two_calls.second)
    call = two_calls.second.call
    call.rules = {**call.rules, "lead_running_most": 2, "take_part_most": 2}
    stage.session.flush()
    decide(stage, two_calls.second)


@pytest.mark.parametrize("state", ["contracting", "active"])
@pytest.mark.parametrize("over", ["lapsed", "passed"])
def test_a_project_counts_at_the_award_from_its_opening_to_its_end(
    stage: Stage, two_calls: Two, state: str, over: str
) -> None:
    running = led_by(stage, two_calls.second.proposals[0])
    running.project.state = state
    stage.session.flush()
    assert two_calls.leader in refused(stage, two_calls.second)
    running.project.state = over
    stage.session.flush()
    decide(stage, two_calls.second)


def test_what_the_leader_joined_and_what_was_taken_over_count_too(
    stage: Stage, two_calls: Two
) -> None:
    of = two_calls.second.proposals[0]
    for _ in range(2):
        joined(stage, awarded(stage), of.pi_id)
    assert "主持和参加" in refused(stage, two_calls.second)
    call = two_calls.second.call
    call.rules = {**call.rules, "take_part_most": 3}
    earlier = taken_over(stage, of)
    assert LED in refused(stage, two_calls.second)
    earlier.outcome, earlier.ended_on = "passed", date(2026, 1, 1)
    stage.session.flush()
    decide(stage, two_calls.second)


def test_the_limit_is_asked_by_as_many_statements_for_many_as_for_one(stage: Stage) -> None:
    def statements(*points: int) -> int:
        of = ranked(stage, *points, planned_awards=len(points))
        drafted(stage, of, *("propose" for _ in points))
        stage.session.expire_all()
        with counting(stage.session.get_bind()) as asked:
            facts = facts_of(stage.session, of.call, stage.now, {})
            assert isinstance(facts, CallFacts)
            assert facts.limit_findings == ()
        return len(asked)

    statements(92)  # the calendar is read once
    assert statements(92) == statements(92, 91, 90, 89)


class Pair(NamedTuple):
    """Two awards of one leader that wait for their contracts."""

    one: Awarded
    other: Awarded


@pytest.fixture
def pair(stage: Stage) -> Pair:
    one = awarded(stage)
    return Pair(one, led_by(stage, one.applied.proposal))


def test_of_two_contracts_of_one_leader_the_second_waits_until_the_first_is_over(
    stage: Stage, pair: Pair
) -> None:
    pair.one.sign()
    assert pair.one.project.state == "active"
    reasons = stage.refused(pair.other.project, "sign_contract", pair.other.signers[1])
    words = reasons["leader_within_running_limits"]
    assert f"{pair.one.applied.pi.name}主持在研项目 1 项，已达上限 1 项" in words.zh
    assert "the unit gives this project up" in words.en
    pair.one.project.state = "passed"
    stage.session.flush()
    stage.signed(pair.other.project, "sign_contract", pair.other.signers[1])


def test_whose_contract_waits_for_another_project_is_told_in_time_and_the_term_does_not_wait(
    stage: Stage, pair: Pair
) -> None:
    """The reminder says so, once; the page gives the last day; a reserve waits for the place."""
    pair.one.sign()
    reasons = stage.refused(pair.other.project, "sign_contract", pair.other.signers[1])
    assert "任务书最迟于 2026-04-16" in reasons["leader_within_running_limits"].zh
    stage.at(datetime(2026, 3, 26, 16, tzinfo=UTC))
    stage.at(datetime(2026, 3, 27, 16, tzinfo=UTC))
    told = stage.session.query(Message).filter_by(message_kind="signing_held_up")
    people = [message.person_id for message in told]
    assert {pair.other.applied.pi.id, pair.other.applied.unit.id} <= set(people)
    assert len(people) == len(set(people))
    assert stage.session.query(Message).filter_by(message_kind="signing_wanted").count() == 0
    stage.at(datetime(2026, 4, 16, 16, tzinfo=UTC))
    assert pair.other.project.state == "lapsed"


def test_a_signature_given_before_does_not_carry_the_second_over_the_limit(
    stage: Stage, pair: Pair
) -> None:
    leader, unit, office = pair.other.signers
    stage.signed(pair.other.project, "sign_contract", leader)
    stage.signed(pair.other.project, "sign_contract", unit)
    pair.one.sign()
    reasons = stage.refused(pair.other.project, "sign_contract", office)
    assert reasons.keys() == {"leader_within_running_limits"}


def test_the_unit_gives_up_what_its_leader_may_not_sign_and_the_place_is_free(
    stage: Stage, pair: Pair
) -> None:
    pair.one.sign()
    stage.refused(pair.other.project, "sign_contract", pair.other.signers[0])
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(pair.other.project, "give_up", pair.other.signers[1], reason="负责人已达限项。")
    assert pair.other.project.state == "lapsed"
    told = stage.session.query(Message).filter_by(message_kind="place_became_free")
    assert meeting.id in {message.person_id for message in told}


def led_by(stage: Stage, proposal: Proposal) -> Awarded:
    """An award of whoever leads that proposal."""
    made = awarded(stage, pi=proposal.pi)
    assert made.applied.pi == proposal.pi
    return made


def joined(stage: Stage, running: Awarded, person_id: int) -> None:
    member = ProposalMember(
        proposal_id=running.applied.proposal.id,
        person_id=person_id,
        name="参加者",
        email=f"{running.project.id}@example.org",
        confirmed_at=stage.now,
    )
    stage.session.add(member)
    stage.session.flush()


def taken_over(stage: Stage, of: Proposal) -> EarlierProject:
    made = EarlierProject(
        number="2023-1",
        title="往年项目",
        leader_id=of.pi_id,
        unit_id=of.lead_unit_id,
        starts_on=date(2023, 1, 1),
        ends_on=date(2026, 12, 31),
        outcome="running",
        granted=1,
        paid=0,
        spent=0,
        imported_at=stage.now,
    )
    stage.session.add(made)
    stage.session.flush()
    return made
