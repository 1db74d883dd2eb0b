"""From the need to success, failure, or the alternate: B1-B18 through the services."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from app.models import (
    ArgumentOpinion,
    Item,
    Letter,
    Message,
    Person,
    ProjectMilestone,
    Sanction,
)
from app.services.door.awaiting import turn_of
from app.services.history import newest
from app.services.moves import Moved, begin, take
from app.services.open_call import testing
from tests.factories import expert
from tests.open_call.story import Bidder, Story
from tests.played import played_once
from tests.services.called import a_pool, called, drawn, signed, writing
from tests.services.stage import MATCHED, MINUTES
from workflows.engine.decide import Refusals
from workflows.roles import Role


@played_once
def contested(story: Story) -> tuple[Bidder, Bidder]:
    """Two bids evaluated, 90 before 80, supported by the user; the better one negotiates."""
    story.posted()
    first, second = story.sealed(), story.sealed()
    story.closed()
    story.vetted(first, second)
    story.evaluated((first, 90), (second, 80))
    story.shortlisted()
    story.supported(first, second)
    return first, second


def letters(story: Story) -> list[str]:
    return sorted(story.session.scalars(select(Letter.letter_kind)))


@played_once
def attacked(story: Story) -> Bidder:
    first, _second = contested(story)
    story.signed(first, story.won(first))
    project = story.project(first)
    for milestone in story.session.scalars(select(ProjectMilestone)):
        milestone.state = "passed"
    story.stage.signed(project, "begin_user_test", first.pi)
    story.stage.moved(project, "begin_user_test", story.contact)
    return first


def test_an_item_is_won_attacked_and_succeeds_when_every_core_metric_is_met(story: Story) -> None:
    winner = attacked(story)
    project = story.project(winner)
    assert (story.item.state, project.state) == ("user_test", "user_test")
    story.tested(project)
    refused = story.stage.refused(project, "conclude_success", story.decides, **MINUTES)
    assert refused.keys() == {"user_test_signed"}
    story.stage.moved(project, "sign_user_test", story.contact, opinion="满足产线要求")
    story.stage.moved(project, "conclude_success", story.decides, **MINUTES)
    assert (story.item.state, project.state, story.list.state) == (
        "succeeded",
        "passed",
        "concluded",
    )
    assert {"posting_notice", "winning_letter", "pledge", "contract", "success_certificate"} <= set(
        letters(story)
    )
    winning = select(Letter.payload).where(Letter.letter_kind == "winning_letter")
    said = {row[0]: row[1] for row in story.session.scalars(winning).one()["blocks"][1]["rows"]}
    assert {"执行期", "首笔拨付"} <= said.keys(), "what a letter of award says (§4)"


def test_a_test_at_the_users_waits_for_the_report_then_the_user_then_the_meeting(
    story: Story,
) -> None:
    project = story.project(attacked(story))

    def awaited() -> set[Role]:
        return set(turn_of(story.session, project, story.stage.now).hands)

    def told(kind: str, person: Person) -> bool:
        of = select(Message.id).where(Message.message_kind == kind, Message.person_id == person.id)
        return story.session.scalar(of) is not None

    assert awaited() == {Role.THIRD_PARTY, Role.APPLICANT}
    story.tested(project)
    assert (awaited(), told("user_test_reported", story.contact)) == ({Role.DEMANDER}, True)
    story.stage.moved(project, "sign_user_test", story.contact, opinion="满足产线要求")
    assert (awaited(), told("user_test_signed", story.decides)) == ({Role.DECISION_MAKER}, True)


def test_a_user_who_looked_at_an_earlier_report_does_not_sign_the_one_that_replaced_it(
    story: Story,
) -> None:
    project, now = story.project(attacked(story)), story.stage.now
    story.tested(project)
    looked = newest(story.session, project)
    story.tested(project, first="0.99")
    sign = partial(
        take,
        *(story.session, project, "sign_user_test", story.contact),
        now=now,
        given={"opinion": "满足产线要求"},
        authenticated_at=now,
    )
    assert isinstance(sign(seen=looked), Refusals)
    assert isinstance(sign(seen=newest(story.session, project)), Moved)


def test_a_test_that_is_not_seen_through_is_left_until_the_user_has_signed(story: Story) -> None:
    project = story.project(attacked(story))
    story.tested(project)
    idle = {"evidence": "拒不安排实测。"}
    with story.session.begin_nested() as tried:
        story.stage.moved(project, "demander_default", story.officer, **idle)
        assert (project.state, story.item.state) == ("seeking_user", "attacking")
        assert testing.test_of(story.session, project) is None, (
            "it is tested anew at another user's"
        )
        tried.rollback()
    story.stage.moved(project, "sign_user_test", story.contact, opinion="满足产线要求")
    words = {**idle, "reason": "叫停"}
    for move in ("demander_default", "stop_at_once"):
        assert "user_test_unsigned" in story.stage.refused(project, move, story.officer, **words)


def test_one_missed_core_metric_is_failure_and_there_is_no_rule_of_80_percent(story: Story) -> None:
    project = story.project(attacked(story))
    story.tested(project, first="0.99")
    story.stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    refused = story.stage.refused(project, "conclude_success", story.decides, **MINUTES)
    assert "0.99" in refused["every_core_metric_met"].zh
    story.stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    assert (story.item.state, project.state) == ("failed", "fault_review")


def test_the_diligent_are_exempt_and_the_idle_are_held_to_account(story: Story) -> None:
    project = story.project(attacked(story))
    story.tested(project, first="0.5")
    story.stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    story.stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    a_pool(story.stage)
    called(story.stage, project, "draw_fault_panel", "diligent")
    found = MINUTES | {"evidence": "实验记录齐全"}
    story.stage.signed(project, "find_diligent", story.supervisor, **found)
    story.stage.moved(project, "find_diligent", story.decides)
    assert project.state == "concluded"
    assert story.session.scalars(select(Sanction)).all() == []
    assert "fault_finding" in letters(story)


def test_a_finding_waits_for_every_drawn_expert_and_says_what_most_of_them_hold(
    story: Story,
) -> None:
    stage, project = story.stage, story.project(attacked(story))
    story.tested(project, first="0.5")
    stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    facts = {**MINUTES, "evidence": "记录齐全"}
    refused = stage.refused(project, "find_diligent", story.supervisor, **facts)
    assert {"fault_opinions_signed", "panel_finds_diligence"} <= refused.keys()
    a_pool(stage, 7)
    given = drawn(stage, project, "draw_fault_panel")
    assert len({o.expert_id for o in given}) == 5
    assert any(o.expert.type == "finance" for o in given)
    assert "fault_panel_can_be_drawn" in stage.refused(project, "draw_fault_panel", story.manager)
    leaving = next(o for o in given if o.expert.type != "finance")
    stage.moved(leaving, "declare_assessor_conflict", leaving.expert.person, reason="同门")
    for opinion in given:
        if opinion is not leaving:
            signed(stage, opinion, "diligent")
    refused = stage.refused(project, "find_diligent", story.supervisor, **facts)
    assert "1" in refused["fault_opinions_signed"].zh
    (late,) = writing(stage, project)
    assert late.expert_id != leaving.expert_id, "the next of the draw"
    signed(stage, late, "at_fault")
    assert stage.refused(project, "find_at_fault", story.supervisor, **facts).keys() == {
        "panel_finds_fault"
    }
    assert stage.signed(project, "find_diligent", story.supervisor, **facts)


def test_whoever_is_at_fault_gets_an_integrity_record_and_argues_no_need(story: Story) -> None:
    winner = attacked(story)
    project = story.project(winner)
    argued = argued_by(story, winner.pi)
    story.tested(project, first="0.5")
    story.stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    story.stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    a_pool(story.stage)
    called(story.stage, project, "draw_fault_panel", "at_fault", "diligent", "at_fault")
    found = {"evidence": "九个月无实验记录"}
    refused = story.stage.refused(project, "find_at_fault", story.supervisor, **found)
    assert {"missing_minutes_number", "missing_minutes_date"} == refused.keys()
    story.stage.signed(project, "find_at_fault", story.supervisor, **found, **MINUTES)
    story.stage.moved(project, "find_at_fault", story.decides)
    assert project.state == "failed"
    assert story.session.scalars(select(Sanction.person_id)).all() == [winner.pi.id]
    assert argued.left_reason


def argued_by(story: Story, person: Person) -> ArgumentOpinion:
    """Another need, for which this expert is drawn."""
    posted = story.item
    need = Item(call=posted.call, demander=posted.demander, contact=posted.contact, title="另一题")
    begin(story.session, need, story.contact, story.stage.now)
    need.state = "screened"
    made = ArgumentOpinion(
        item_id=need.id,
        round=1,
        expert_id=expert(story.session, person=person).id,
        text="",
        drawn_at=story.stage.now,
    )
    story.session.add(made)
    story.session.flush()
    return made


def test_a_winner_who_refuses_to_sign_makes_room_for_the_alternate_with_a_notice_of_its_own(
    story: Story,
) -> None:
    first, second = contested(story)
    project = story.won(first)
    assert second.bid.state == "reserve"
    story.stage.moved(project, "give_up", first.admin, reason="设备不到位")
    assert (first.bid.state, second.bid.state, story.item.state) == (
        "forfeited",
        "matching",
        "matching",
    )
    story.selected(second)
    notice = story.noticed(second)
    assert [i.proposal_id for i in notice.items] == [second.bid.id]
    assert second.bid.state == "notice"


def told(story: Story, person: Person) -> set[str]:
    kinds = select(Message.message_kind).where(Message.person_id == person.id)
    return set(story.session.scalars(kinds))


def test_of_a_refused_pledge_both_sides_hear_and_no_meeting_is_asked_to_promote(
    story: Story,
) -> None:
    """The next in rank follows by itself; only open competition leaves it to the meeting."""
    first, _second = contested(story)
    project = story.won(first)
    assert "order_to_sign" in told(story, story.contact)
    story.stage.moved(project, "give_up", first.admin, reason="设备不到位")
    assert "bid_forfeited" in told(story, first.pi)
    assert "lapsed" not in told(story, first.pi), "it hears once"
    assert "next_in_rank" in told(story, story.contact)
    assert "place_became_free" not in told(story, story.decides)


def test_the_demand_side_may_return_the_contract_instead_of_refusing_it(story: Story) -> None:
    first, _second = contested(story)
    project = story.won(first)
    story.stage.moved(project, "return_contract", story.contact, reason="节点早于停产检修期")
    assert project.state == "contracting"
    assert "contract_returned" in told(story, first.pi)


def test_a_winner_who_lets_the_term_pass_makes_room_too(story: Story) -> None:
    first, second = contested(story)
    project = story.won(first)
    assert project.due_at is not None
    story.stage.at(project.due_at.replace(year=project.due_at.year + 1))
    assert (first.bid.state, second.bid.state) == ("forfeited", "not_selected")
    assert story.item.state == "unclaimed"


def test_who_agreed_in_time_does_not_lose_by_a_meeting_that_comes_later(story: Story) -> None:
    one, _other = contested(story)
    story.agreed(one)
    assert one.bid.due_at is not None
    story.stage.at(one.bid.due_at + timedelta(days=1))
    assert one.bid.state == "matching"
    late = {"price": "4700000", "delivery": "改期", "rights": "归揭榜方"}
    assert "in_time" in story.stage.refused(one.bid, "agree_terms", one.pi, **late)
    story.stage.moved(story.item, "select", story.decides, **MATCHED)
    assert one.bid.state == "proposed"


def test_no_agreement_passes_the_turn_to_the_next_in_rank_and_then_the_item_is_unclaimed(
    story: Story,
) -> None:
    first, second = contested(story)
    assert (first.bid.state, second.bid.state) == ("matching", "reserve")
    story.stage.moved(first.bid, "end_matching", story.officer, reason="价格谈不拢")
    assert (first.bid.state, second.bid.state) == ("not_selected", "matching")
    story.stage.moved(second.bid, "end_matching", story.officer, reason="价格谈不拢")
    assert story.item.state == "unclaimed"
