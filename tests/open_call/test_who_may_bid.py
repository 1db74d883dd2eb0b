"""Who may bid, and with what: B4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.models import Message, ProposalMember, ProposalUnit
from app.services.door.awaiting import turn_of
from app.services.door.held_up import held_up
from app.services.identity import moving
from app.services.open_call import bidding
from app.services.problems import Problems
from app.services.proposals import formal
from tests.factories import grant, organisation, person
from tests.open_call.story import Bidder, Story
from workflows.roles import Role


def related_by_chain(story: Story, length: int) -> Any:
    """A unit `length` steps below the demand side."""
    parent = story.demander
    for _ in range(length):
        parent = organisation(story.session, kind="enterprise", parent_id=parent.id)
    return parent


def test_the_demand_side_reads_that_the_item_is_its_own(story: Story) -> None:
    story.posted()
    leader = person(story.session, organisation_id=story.demander.id)
    answer = bidding.start(story.session, story.item, leader, story.stage.now)
    assert isinstance(answer, Problems)
    assert answer.by_field[""].zh == "本榜题由贵单位发榜，贵单位不得揭榜。"


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_demanders_subsidiary_of_a_subsidiary_may_not_bid_and_sees_the_path(
    story: Story, length: int
) -> None:
    story.posted()
    unit = related_by_chain(story, length)
    leader = person(story.session, organisation_id=unit.id)
    answer = bidding.start(story.session, story.item, leader, story.stage.now)
    assert isinstance(answer, Problems)
    words = answer.by_field[""].zh
    assert words.count("→") == length
    assert story.demander.name in words
    assert unit.name in words


def test_whoever_becomes_related_while_the_bid_is_written_is_refused_with_the_path(
    story: Story,
) -> None:
    story.posted()
    made = story.bidder()
    made.unit.parent_id = related_by_chain(story, 1).id
    words = story.stage.refused(made.bid, "submit", made.pi)["not_related_to_demander"].zh
    assert words.count("→") == 2
    assert story.demander.name in words
    assert made.unit.name in words


def test_a_related_unit_is_named_in_the_part_of_the_form_where_it_is_written(story: Story) -> None:
    """Item 11: before anything else of the bid is complete."""
    story.posted()
    made = story.bidder()
    partner = organisation(story.session, kind="enterprise", parent_id=story.demander.id)
    made.bid.units.append(ProposalUnit(organisation_id=partner.id, tasks="试验"))
    story.session.flush()
    named = bidding.lacking_of(story.session, made.bid)
    assert [words.zh for words in named["units"]] == [
        f"与发榜单位存在关联关系：{partner.name} → {story.demander.name}"
    ]
    assert "basics" not in named
    refused = story.stage.refused(made.bid, "submit", made.pi)
    assert partner.name in refused["not_related_to_demander"].zh
    made.unit.parent_id = story.demander.id
    assert made.unit.name in bidding.lacking_of(story.session, made.bid)["basics"][0].zh


def test_nobody_of_the_demand_side_is_on_the_team_of_a_bid(story: Story) -> None:
    story.posted()
    made, theirs = story.bidder(), person(story.session, organisation_id=story.demander.id)
    joined = ProposalMember(name=theirs.name, email=theirs.email, person_id=theirs.id, duty="试验")
    joined.confirmed_at = story.stage.now
    made.bid.members.append(joined)
    story.session.flush()
    words = story.stage.refused(made.bid, "submit", made.pi)["not_related_to_demander"].zh
    assert f"{theirs.name}为发榜单位{story.demander.name}的人员" in words
    assert bidding.lacking_of(story.session, made.bid)["members"]
    made.bid.members.remove(joined)
    acting = grant(story.session, made.pi, Role.DEMANDER, organisation_id=story.demander.id)
    story.session.flush()
    assert made.pi.name in bidding.lacking_of(story.session, made.bid)["basics"][0].zh
    stopped = story.stage.refused(made.bid, "submit", made.pi)
    assert "not_related_to_demander" in stopped
    story.session.delete(acting)
    story.session.flush()
    story.stage.moved(made.bid, "submit", made.pi)


def test_two_units_of_one_holding_are_related_and_two_public_ones_are_not(story: Story) -> None:
    holding = organisation(story.session, kind="enterprise")
    office = organisation(story.session, kind="government")
    story.posted()
    sister = story.bidder(unit=organisation(story.session, kind="enterprise", parent_id=holding.id))
    story.demander.parent_id = holding.id
    words = story.stage.refused(sister.bid, "submit", sister.pi)["not_related_to_demander"].zh
    assert f"→ {holding.name} ←" in words
    holding.parent_id = office.id
    public = story.bidder(unit=organisation(story.session, parent_id=office.id))
    story.stage.moved(public.bid, "submit", public.pi)


def test_one_unit_leads_one_bid_for_an_item(story: Story) -> None:
    """Whose bid was sealed first is read by whoever submits, seals or begins another."""
    story.posted()
    first, late = story.bidder(), person(story.session)
    again, third = story.bidder(unit=first.unit), story.bidder(unit=first.unit)
    story.stage.moved(third.bid, "submit", third.pi)
    story.stage.moved(first.bid, "submit", first.pi)
    story.stage.moved(first.bid, "unit_seal", first.admin)
    late.organisation_id = first.unit.id
    story.session.flush()
    begun = bidding.start(story.session, story.item, late, story.stage.now)
    assert isinstance(begun, Problems)
    told = (
        story.stage.refused(again.bid, "submit", again.pi)["limit_findings"],
        story.stage.refused(third.bid, "unit_seal", third.admin)["limit_findings"],
        begun.by_field[""],
    )
    for words in told:
        assert f"{first.pi.name}牵头的已盖章密封" in words.zh
        assert f"the one led by {first.pi.name} is already sealed" in words.en
    story.stage.moved(first.bid, "withdraw", first.pi)
    story.stage.moved(third.bid, "unit_seal", third.admin)


def test_who_else_of_the_unit_writes_a_bid_is_said_before_one_is_written_in_vain(
    story: Story,
) -> None:
    story.posted()
    made = story.bidder()
    colleague = person(story.session, organisation_id=made.unit.id)
    stranger = person(story.session, organisation_id=organisation(story.session).id)
    told = bidding.beside(story.session, story.item, colleague)
    assert told is not None
    assert f"贵单位的{made.pi.name}也在写" in told.zh
    assert bidding.beside(story.session, story.item, made.pi) is None
    assert bidding.beside(story.session, story.item, stranger) is None


def test_whoever_the_unit_has_not_confirmed_before_the_posting_hears_of_no_bid_under_seal(
    story: Story,
) -> None:
    """Anybody may name a unit as their own; those who seal for it know whom they have."""
    story.posted()
    first, later = story.bidder(), story.stage.now + timedelta(minutes=1)
    spy = story.bidder(unit=first.unit)
    spy.pi.unit_confirmed_at = later
    came = person(story.session)
    moving.take(story.session, came, first.unit, "", came, later)
    told = [bidding.beside(story.session, story.item, one) for one in (spy.pi, came)]
    story.stage.moved(first.bid, "submit", first.pi)
    story.stage.moved(first.bid, "unit_seal", first.admin)
    told += [bidding.why_not(story.session, story.item, came, later)]
    assert told == [None, None, None]
    story.stage.moved(spy.bid, "submit", spy.pi)
    assert (
        first.pi.name in story.stage.refused(spy.bid, "unit_seal", spy.admin)["limit_findings"].zh
    )


def test_promises_answer_every_posted_metric_and_reach_it(story: Story) -> None:
    story.posted()
    low = story.bidder(target="0.7")
    assert "导热系数" in story.stage.refused(low.bid, "submit", low.pi)["promises_reach_metrics"].zh
    none = story.bidder(target="")
    assert (
        "导热系数" in story.stage.refused(none.bid, "submit", none.pi)["every_metric_answered"].zh
    )


def test_neither_age_nor_title_nor_a_young_company_is_a_threshold(story: Story) -> None:
    story.posted()
    unit = organisation(story.session, kind="enterprise", registered_on=story.stage.now.date())
    made = story.bidder(unit=unit)
    assert (made.pi.title, made.pi.born_on) == ("", None)
    story.stage.moved(made.bid, "submit", made.pi)


def test_whoever_is_related_on_record_after_the_seal_is_not_accepted_for_the_evaluation(
    story: Story,
) -> None:
    """Item 11: the register is asked again, whatever the checker answers."""
    story.posted()
    related, sound = story.sealed(), story.sealed()
    story.closed()
    related.unit.parent_id = story.demander.id
    for one in (related, sound):
        answers = {entry.key: formal.Answer("met") for entry in formal.ITEMS}
        formal.record(story.session, one.bid, answers, (), story.checker, story.stage.now)
        story.stage.compared(one.bid)
    refused = story.stage.refused(related.bid, "pass_formal_check", story.checker)
    assert story.demander.name in refused["not_related_to_demander"].zh
    story.stage.moved(sound.bid, "pass_formal_check", story.checker)


def test_no_terms_are_agreed_with_whoever_is_related_by_then(story: Story) -> None:
    made = matched(story)
    made.unit.parent_id = story.demander.id
    terms = {"price": "480000000", "delivery": "两批交付", "rights": "归揭榜方"}
    refused = story.stage.refused(made.bid, "agree_terms", made.pi, **terms)
    assert story.demander.name in refused["not_related_to_demander"].zh
    made.unit.parent_id = None
    story.agreed(made)


def test_whoever_is_related_once_the_notice_is_over_is_left_to_supervision_and_told(
    story: Story,
) -> None:
    made = matched(story)
    story.selected(made)
    ends_at = story.noticed(made).ends_at
    assert ends_at is not None
    made.unit.parent_id = story.demander.id
    story.stage.at(ends_at)
    assert made.bid.state == "notice"
    held = select(Message.person_id).where(Message.message_kind == "award_held_up")
    supervisor = story.stage.holder(Role.SUPERVISOR)
    assert {made.pi.id, story.officer.id, supervisor.id} <= set(story.session.scalars(held))
    turn = turn_of(story.session, made.bid, story.stage.now, frozenset({Role.SUPERVISOR}))
    assert Role.SUPERVISOR in turn.hands
    for reader in (Role.SUPERVISOR, Role.APPLICANT):
        waits = held_up(story.session, made.bid, story.stage.now, frozenset({reader}))
        assert waits is not None
        assert story.demander.name in waits.refusals[0].reason.zh


def matched(story: Story) -> Bidder:
    """The only bid, in its matching."""
    story.posted()
    made = story.sealed()
    story.closed()
    story.vetted(made)
    story.evaluated((made, 90))
    story.shortlisted()
    story.supported(made)
    return made
