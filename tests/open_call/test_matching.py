"""Matching within the posting and within the bid, and who does not win: B11-B12."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Case, Fund, Item, Letter, Message, Person, Proposal, ProposalUnit, Sanction
from app.models.projects import matching_sum
from app.queries.attention.waiting import waiting_for
from app.services.contracts.drafting import newest
from app.services.door.awaiting import turn_of
from app.services.door.offering import offers
from app.services.eligibility.integrity import integrity_findings
from app.services.money.shares import shares_of
from app.services.open_call import judging
from tests.factories import organisation, proposal
from tests.open_call.courses import evaluated, matching
from tests.open_call.story import Bidder, Story
from tests.services.money import project_of_award
from tests.services.running import awarded
from tests.services.stage import MATCHED, MINUTES
from workflows.engine.calendar import local_date
from workflows.engine.effects import Notify, SendLetter
from workflows.hands import TEAM
from workflows.mechanisms.open_call import OPEN_CALL
from workflows.parts.lost_bids import WHY_LOST
from workflows.roles import Role


def test_both_sides_sign_the_same_terms_and_other_terms_are_signed_anew(story: Story) -> None:
    one = matching(story)
    stage = story.stage
    terms = {"price": "480000000", "delivery": "两批交付", "rights": "归揭榜方"}
    stage.signed(one.bid, "agree_terms", one.pi, **terms)
    lower = terms | {"price": "450000000"}
    assert stage.signed(one.bid, "agree_terms", story.contact, **lower) == (Role.APPLICANT,)
    assert judging.terms_of(story.session, one.bid) is None
    stage.moved(one.bid, "agree_terms", one.pi)
    agreed = judging.terms_of(story.session, one.bid)
    assert agreed is not None
    assert agreed.price == 450_000_000


def test_the_price_stays_within_the_posting_and_within_the_bid(story: Story) -> None:
    one = matching(story)
    terms = {"delivery": "两批", "rights": "归揭榜方"}
    for price, words in (("700000000", "榜单公布"), ("550000000", "报价")):
        refused = story.stage.refused(one.bid, "agree_terms", one.pi, price=price, **terms)
        assert words in refused["terms_within_posting"].zh
    assert "terms_are_agreed" in story.stage.refused(story.item, "select", story.decides, **MATCHED)
    story.selected(one)
    assert one.bid.state == "proposed"


def test_a_price_below_the_bid_lowers_the_units_own_money_with_the_award(story: Story) -> None:
    """So that no payment waits for money that the agreed price does not ask for."""
    one = matching(story)
    project = story.won(one)
    assert one.bid.requested + one.bid.matching > 480_000_000
    assert project.amount + project.matching == 480_000_000
    contract = newest(story.session, project)
    assert contract is not None
    assert contract.terms["matching"] == project.matching
    assert sum(line["own"] for line in contract.terms["budget"]) == project.matching
    assert story.session.scalar(select(matching_sum()).join(Proposal)) == project.matching


def test_an_agreed_price_lowers_each_units_own_money_and_the_leads_is_never_below_zero(
    story: Story,
) -> None:
    """Partners who had promised nearly all of it promise in proportion, in the contract too."""
    one = matching(story)
    partner = organisation(story.session)
    promised = one.bid.matching - 1
    row = ProposalUnit(organisation_id=partner.id, tasks="试制", fiscal=0, own=promised)
    row.organisation = partner
    one.bid.units.append(row)
    project = story.won(one)
    assert project.matching < promised
    (share,) = shares_of(story.session, project)
    assert share.own == promised * project.matching // one.bid.matching
    contract = newest(story.session, project)
    assert contract is not None
    assert [row["own"] for row in contract.terms["shares"]] == [
        project.matching - share.own,
        share.own,
    ]
    assert sum(row["own"] for row in contract.terms["budget"]) == project.matching


def barred(story: Story, one: Bidder) -> None:
    today = story.stage.now.date()
    bar = {"act": "弄虚作假", "basis": "规则", "decided_by": "厅", "starts_on": today}
    story.session.add(Sanction(person_id=one.pi.id, **bar))
    story.session.flush()


def test_a_winner_barred_before_the_decision_is_not_selected_and_the_next_in_rank_follows(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    story.agreed(first)
    assert story.stage.refused(first.bid, "drop_barred", story.officer).keys() == {"is_barred"}
    barred(story, first)
    assert "winner_not_barred" in story.stage.refused(
        story.item, "select", story.decides, **MATCHED
    )
    story.stage.moved(first.bid, "drop_barred", story.officer)
    assert (first.bid.state, second.bid.state) == ("not_selected", "matching")
    assert story.item.state == "matching"
    (letter,) = reasons_given(story)
    assert "诚信审核未通过" in letter


def awaited(story: Story, reader: Person) -> list[Item]:
    rows = waiting_for(story.session, reader, story.stage.now).page.rows
    return [row for row in rows if isinstance(row, Item)]


def owing(story: Story, one: Bidder) -> Fund:
    """A refund of an earlier project of its unit is in default."""
    earlier = proposal(story.session, lead_unit=one.unit, state="contracted")
    _, fund = project_of_award(story.stage, earlier, 100_000_000)
    fund.state = "defaulted"
    story.session.flush()
    return fund


def test_a_bid_that_owes_a_refund_waits_for_it_and_is_not_left_out_as_barred(
    story: Story,
) -> None:
    one = matching(story)
    owing(story, one)
    today = local_date(story.stage.now)
    (found,) = integrity_findings(story.session, [one.bid], today)
    assert "逾期未退" in found.zh
    assert story.stage.refused(one.bid, "drop_barred", story.officer).keys() == {"is_barred"}
    barred(story, one)
    story.stage.moved(one.bid, "drop_barred", story.officer)
    assert one.bid.state == "not_selected"


def test_a_next_in_rank_that_owes_a_refund_is_passed_over_by_the_meeting_or_goes_on_once_it_paid(
    story: Story,
) -> None:
    first, second, third = evaluated(story, 95, 90, 80)
    story.shortlisted()
    story.supported(first, second, third)
    fund = owing(story, second)
    story.stage.moved(first.bid, "end_matching", story.officer, reason="谈不拢。")
    assert (story.item.state, second.bid.state) == ("matching", "reserve")
    assert turn_of(story.session, story.item, story.stage.now).hands == {Role.DECISION_MAKER}
    assert awaited(story, story.decides) == [story.item]
    refused = story.stage.refused(second.bid, "begin_matching", story.officer)
    assert refused.keys() == {"integrity_findings"}
    assert story.stage.refused(third.bid, "begin_matching", story.officer).keys() == {
        "is_next_in_rank"
    }
    ruling = MINUTES | {"reason": "两次催缴仍未退回。"}
    assert story.stage.refused(third.bid, "pass_over", story.decides, **ruling).keys() == {
        "may_be_passed_over"
    }
    paid = story.session.begin_nested()
    fund.state = "recovered"
    story.session.flush()
    story.stage.moved(second.bid, "begin_matching", story.officer)
    assert second.bid.state == "matching"
    paid.rollback()
    story.session.expire_all()
    story.stage.moved(second.bid, "pass_over", story.decides, **ruling)
    assert (second.bid.state, third.bid.state) == ("not_selected", "matching")
    assert "逾期未退" in reasons_given(story)[-1]


def test_a_winner_barred_before_its_notice_is_left_out_and_the_next_in_rank_follows(
    story: Story,
) -> None:
    """It waits for the officer, who has a way on."""
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    story.agreed(first)
    story.stage.moved(story.item, "select", story.decides, **MATCHED)
    assert (story.item.state, first.bid.state) == ("selected", "proposed")
    assert story.stage.refused(first.bid, "drop_barred", story.officer).keys() == {"is_barred"}
    barred(story, first)
    assert turn_of(story.session, first.bid, story.stage.now).hands == {Role.PROGRAMME_OFFICER}
    story.stage.moved(first.bid, "drop_barred", story.officer)
    assert (first.bid.state, second.bid.state) == ("not_selected", "matching")
    assert story.item.state == "matching"


def test_a_winner_above_the_limit_is_not_selected_and_waits_or_is_passed_over(
    story: Story,
) -> None:
    """By the meeting, whose turn it is; for a bid within the limit that is no reason."""
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    story.agreed(first)
    ruling = MINUTES | {"reason": "负责人已达限项。"}
    assert story.stage.refused(first.bid, "pass_over", story.decides, **ruling).keys() == {
        "may_be_passed_over"
    }
    running = awarded(story.stage, pi=first.pi).project
    refused = story.stage.refused(story.item, "select", story.decides, **MATCHED)
    assert refused.keys() == {"winner_within_running_limits"}
    assert f"{first.pi.name}主持在研项目" in refused["winner_within_running_limits"].zh
    assert turn_of(story.session, story.item, story.stage.now).hands == {Role.DECISION_MAKER}
    lasts = story.session.begin_nested()
    running.state = "passed"
    story.session.flush()
    story.stage.moved(story.item, "select", story.decides, **MATCHED)
    lasts.rollback()
    story.session.expire_all()
    story.stage.moved(first.bid, "pass_over", story.decides, **ruling)
    assert (first.bid.state, second.bid.state) == ("not_selected", "matching")
    assert "在研项目超出限项" in reasons_given(story)[-1]


def test_leaving_out_a_barred_bid_stands_on_the_page_of_a_barred_bid_only(story: Story) -> None:
    one = matching(story)

    def is_on_the_way() -> bool:
        offered = offers(story.session, one.bid, story.officer, story.stage.now)
        (offer,) = (offer for offer in offered if offer.transition.name == "drop_barred")
        return offer.on_path

    assert not is_on_the_way()
    barred(story, one)
    assert is_on_the_way()


def test_where_the_only_candidates_are_barred_the_item_is_unclaimed(story: Story) -> None:
    """Whoever is next in rank and barred does not hold up the item either."""
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    barred(story, second)
    story.stage.moved(first.bid, "end_matching", story.officer, reason="价款谈不拢。")
    assert (second.bid.state, story.item.state) == ("reserve", "matching")
    story.stage.moved(second.bid, "drop_barred", story.officer)
    assert (second.bid.state, story.item.state) == ("not_selected", "unclaimed")


def test_a_bidder_bought_by_the_demand_side_meanwhile_does_not_win(story: Story) -> None:
    one = matching(story)
    story.selected(one)
    notice = story.noticed(one)
    one.unit.parent_id = story.demander.id
    assert notice.ends_at is not None
    story.stage.at(notice.ends_at)
    assert one.bid.state == "notice"


def reasons_given(story: Story) -> list[str]:
    letters = select(Letter.payload).where(Letter.letter_kind == "bid_lost_letter")
    return [str(payload) for payload in story.session.scalars(letters.order_by(Letter.id))]


def test_the_letter_and_the_message_of_a_bid_that_lost_say_by_what_it_lost(story: Story) -> None:
    one = matching(story)
    story.stage.moved(one.bid, "end_matching", story.officer, reason="价款谈不拢。")
    (letter,) = reasons_given(story)
    assert "供需洽谈未达成一致" in letter
    assert "专家意见（已隐去专家信息）摘录如下" in letter
    assert story.session.info["settings"].supervision_phone in letter
    told = select(Message).where(
        Message.about_kind == "proposal",
        Message.about_id == one.bid.id,
        Message.person_id == one.bid.pi_id,
    )
    message = story.session.scalars(told.order_by(Message.id.desc())).first()
    assert message is not None
    assert "未中榜：供需洽谈未达成一致" in message.body
    assert "did not reach agreement" in (message.body_en or "")


def test_every_move_by_which_a_bid_is_lost_has_its_reason_in_letter_and_message() -> None:
    lost = [t for t in OPEN_CALL.transitions if SendLetter("bid_lost_letter") in t.effects]
    assert {t.name for t in lost} == WHY_LOST.keys()
    assert all(Notify("bid_lost", TEAM) in t.effects for t in lost)
    told_alike = [t for t in OPEN_CALL.transitions if Notify("not_selected", TEAM) in t.effects]
    assert told_alike == []


def test_what_both_sides_agreed_on_is_not_ended_as_if_they_had_not(story: Story) -> None:
    one = matching(story)
    words = {"reason": "谈不拢"}
    story.agreed(one)
    refused = story.stage.refused(one.bid, "end_matching", story.officer, **words)
    assert refused.keys() == {"bid_terms_not_agreed"}


def test_the_meeting_is_awaited_once_both_sides_have_agreed_and_not_before(story: Story) -> None:
    one = matching(story)
    sides = {Role.APPLICANT, Role.DEMANDER}
    assert _awaited(story, one) == [sides, sides]
    story.agreed(one)
    meeting = {Role.DECISION_MAKER}
    assert _awaited(story, one) == [meeting, meeting]


def _awaited(story: Story, one: Bidder) -> list[frozenset[Role]]:
    """Of the bid and of its item."""
    cases: tuple[Case, ...] = (one.bid, story.item)
    return [turn_of(story.session, case, story.stage.now).hands for case in cases]
