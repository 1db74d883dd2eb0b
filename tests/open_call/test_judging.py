"""Vetting, users' seats and opinions, matching within the posting, stops and defaults: B7-B15."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.access.roles import roles_on
from app.models import ChangeRequest, Person, Project, Review, ReviewGroup, Sanction
from app.queries import panels
from app.queries.trail import trail_of
from app.services import expert_profile, further_panels
from app.services.call_drafts import open_call_problems
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.drafting import add_version, newest
from app.services.open_call import judging
from tests.factories import grant, organisation, person
from tests.open_call.story import Bidder, Story
from tests.services.stage import MATCHED, MINUTES
from workflows.engine.decide import Refusals
from workflows.engine.text import Text
from workflows.roles import Role


def evaluated(story: Story, *points: int) -> list[Bidder]:
    story.posted()
    bidders = [story.sealed() for _ in points]
    story.closed()
    story.vetted(*bidders)
    story.evaluated(*zip(bidders, points, strict=True))
    return bidders


def test_users_sit_on_the_panel_and_are_less_than_a_third(story: Story) -> None:
    evaluated(story, 90)
    assert story.user_seats >= 1
    assert story.user_seats * 3 < 7


def test_users_are_under_a_third_of_the_scores_that_are_left_when_others_were_voided(
    story: Story,
) -> None:
    evaluated(story, 90)
    group = story.session.scalars(select(ReviewGroup)).one()
    group.state, chair = "reviewing", group.chair
    reviews = story.session.scalars(select(Review).order_by(Review.id)).all()
    for number, review in enumerate(reviews):
        review.state, review.expert.type = "signed", "end_user" if number < 2 else "academic"
    story.session.flush()
    assert chair is not None
    for voided, is_refused in ((2, True), (1, True), (0, False)):
        for number, review in enumerate(reversed(reviews)):
            review.state = "void" if number < voided else "signed"
        story.session.flush()
        refused = story.stage.refused(group, "lock", chair.person) if voided else {}
        assert ("users_are_under_a_third" in refused) == is_refused
    story.stage.moved(group, "lock", chair.person, opinion="同意")


def test_a_list_with_a_threshold_or_a_small_panel_is_not_drafted(story: Story) -> None:
    sound = story.list.rules
    assert dict(open_call_problems(sound)) == {}
    for key, value in (("age_most", 60), ("panel_size", 6), ("panel_size", 5), ("user_seats", 3)):
        assert dict(open_call_problems(sound | {key: value})), key


def test_below_the_threshold_nobody_is_shortlisted_and_the_item_is_unclaimed(story: Story) -> None:
    (one,) = evaluated(story, 60)
    assert "some_above_line" in story.stage.refused(story.item, "finish_evaluation", story.officer)
    story.stage.moved(story.item, "declare_unclaimed", story.officer, reason="低于分数线")
    assert (story.item.state, one.bid.state) == ("unclaimed", "not_selected")


def test_a_veto_without_a_reason_is_refused_and_one_with_a_reason_is_reviewed(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    reasons = story.stage.refused(
        first.bid, "give_user_opinion", story.contact, stance="veto", opinion="不要"
    )
    assert reasons.keys() == {"veto_has_a_reason"}
    words = {"opinion": "不匹配", "veto_reason": "设备接口不兼容"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, stance="veto", **words)
    as_read = {
        who.id: str(trail_of(story.session, first.bid, who, {role}))
        for who, role in (
            (first.pi, Role.APPLICANT),
            (story.contact, Role.DEMANDER),
            (story.officer, Role.PROGRAMME_OFFICER),
        )
    }
    assert "设备接口" not in as_read.pop(first.pi.id)
    assert all("设备接口" in page for page in as_read.values())
    story.stage.moved(
        second.bid, "give_user_opinion", story.contact, stance="support", opinion="好"
    )
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "vetoes_reviewed"
    }
    refused = story.stage.refused(first.bid, "dismiss_veto", story.decides, reason="接口可适配")
    assert refused.keys() == {"missing_minutes_number", "missing_minutes_date"}
    story.stage.moved(first.bid, "dismiss_veto", story.decides, **MINUTES, reason="接口可适配")
    story.stage.moved(story.item, "start_matching", story.officer)
    assert (first.bid.state, second.bid.state) == ("matching", "shortlisted")


def test_an_upheld_veto_takes_the_bid_out_and_the_user_still_does_not_choose(
    story: Story,
) -> None:
    first, second, third = evaluated(story, 90, 85, 80)
    story.shortlisted()
    words = {"opinion": "不匹配", "veto_reason": "有安全隐患"}
    story.stage.moved(first.bid, "give_user_opinion", story.contact, stance="veto", **words)
    story.stage.moved(first.bid, "uphold_veto", story.decides, **MINUTES, reason="隐患属实")
    story.supported(second, third)
    assert [b.bid.state for b in (first, second, third)] == [
        "not_selected",
        "matching",
        "shortlisted",
    ]


def test_without_the_users_opinion_on_each_nobody_is_matched(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    words = story.stage.refused(story.item, "start_matching", story.officer)
    assert one.unit.name in words["user_opinions_given"].zh


def test_both_sides_sign_the_same_terms_and_other_terms_are_signed_anew(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
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
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    terms = {"delivery": "两批", "rights": "归揭榜方"}
    for price, words in (("700000000", "榜单公布"), ("550000000", "报价")):
        refused = story.stage.refused(one.bid, "agree_terms", one.pi, price=price, **terms)
        assert words in refused["terms_within_posting"].zh
    assert "terms_are_agreed" in story.stage.refused(story.item, "select", story.decides, **MATCHED)
    story.selected(one)
    assert one.bid.state == "proposed"


def test_a_winner_barred_before_the_decision_is_not_selected(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    story.agreed(one)
    story.session.add(
        Sanction(
            person_id=one.pi.id,
            act="弄虚作假",
            basis="规则",
            decided_by="厅",
            starts_on=story.stage.now.date(),
        )
    )
    story.session.flush()
    assert "winner_not_barred" in story.stage.refused(
        story.item, "select", story.decides, **MATCHED
    )


def test_a_bidder_bought_by_the_demand_side_meanwhile_does_not_win(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    story.selected(one)
    notice = story.noticed(one)
    one.unit.parent_id = story.demander.id
    assert notice.ends_at is not None
    story.stage.at(notice.ends_at)
    assert one.bid.state == "notice"


def attacking(story: Story) -> tuple[Bidder, Project]:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    project = story.won(one)
    story.signed(one, project)
    assert (one.bid.state, project.state, story.item.state) == (
        "contracted",
        "active",
        "attacking",
    )
    return one, project


def test_the_pledge_needs_all_four_signatures_each_of_another_person(story: Story) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    project = story.won(one)
    assert story.stage.refused(project, "sign_contract", one.pi).keys() == {"matching_proven"}
    story.signed(one, project)
    assert project.state == "active"


def contract_with(story: Story, one: Bidder, project: Project, target: str) -> None:
    """A newer text whose first metric, posted at 0.8 and promised at 1.0, is this."""
    contract = newest(story.session, project)
    assert contract is not None
    first, *others = contract.terms["metrics"]
    terms = contract.terms | {"metrics": [first | {"target": target}, *others]}
    add_version(story.session, project, terms, one.pi, story.stage.now)
    story.session.flush()


def test_a_promise_beyond_the_posting_is_lowered_by_decision_and_never_below_the_posting(
    story: Story,
) -> None:
    (one,) = evaluated(story, 90)
    story.shortlisted()
    story.supported(one)
    project = story.won(one)
    refused = story.stage.refused
    contract_with(story, one, project, "0.9")
    for side in (one.pi, story.contact):
        reasons = refused(project, "sign_contract", side)
        assert "导热系数（申报 ≥ 1.0 W/(m·K)，任务书 0.9）" in reasons["metrics_not_lowered"].zh
        assert "contract_keeps_posting" not in reasons
    story.stage.moved(project, "permit_lowering", story.decides, **MINUTES, reason="仍达到门槛。")
    assert "metrics_not_lowered" not in refused(project, "sign_contract", one.pi)
    contract_with(story, one, project, "0.7")
    reasons = refused(project, "permit_lowering", story.decides, **MINUTES, reason="做不到。")
    words = reasons["contract_keeps_posting"]
    assert "导热系数（榜单 ≥ 0.8 W/(m·K)，任务书 0.7，差 0.1）" in words.zh
    assert "重新张榜" in words.zh
    assert "posted ≥ 0.8 W/(m·K), contract 0.7, 0.1 short" in words.en
    assert "contract_keeps_posting" in refused(project, "sign_contract", one.pi)


def test_no_change_during_the_attack_goes_below_the_posting(story: Story) -> None:
    one, project = attacking(story)
    metric = str(one.bid.metrics[0].id)

    def asked(target: str) -> dict[str, Text]:
        wanted = Wanted("metrics", "降低", "困难", targets={metric: target})
        case = draft_change(story.session, project, wanted, one.pi, story.stage.now)
        assert isinstance(case, ChangeRequest), case
        answer = story.stage.take(case, "submit", one.pi)
        if isinstance(answer, Refusals):
            return {r.key: r.reason for r in answer.reasons}
        story.stage.moved(case, "withdraw", one.pi)
        return {}

    assert asked("0.8") == {}
    assert "0.7，差 0.1" in asked("0.7")["change_keeps_posting"].zh


def test_a_demander_in_default_has_60_days_and_the_team_is_not_at_fault(story: Story) -> None:
    _one, project = attacking(story)
    story.stage.moved(project, "demander_default", story.officer, evidence="停止出资")
    assert project.due_at is not None
    assert 60 <= (project.due_at - story.stage.now).days <= 63
    story.stage.at(project.due_at + timedelta(minutes=1))
    assert (project.state, story.item.state) == ("terminated", "failed")


def test_a_poorly_run_attack_is_stopped_at_once_and_goes_on_only_by_decision(
    story: Story,
) -> None:
    one, project = attacking(story)
    words = {"evidence": "无进展", "reason": "叫停"}
    story.stage.moved(project, "stop_at_once", story.officer, **words)
    assert "role_required" in story.stage.refused(project, "let_go_on", one.pi)
    story.stage.moved(project, "let_go_on", story.decides, **MINUTES, reason="已整改")
    assert project.state == "active"


def test_a_unit_administrator_never_sees_another_units_bid_even_after_the_close(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    now = story.stage.now
    assert roles_on(story.session, first.admin, second.bid, now) == frozenset()
    assert roles_on(story.session, first.admin, first.bid, now) == {Role.UNIT_ADMIN}


def test_the_demand_side_reads_opened_bids_of_its_own_items_only_and_no_name_of_an_expert(
    story: Story,
) -> None:
    (one,) = evaluated(story, 90)
    now = story.stage.now
    shown = trail_of(story.session, one.bid, story.contact, {Role.DEMANDER})
    assert {line.who for line in shown} == {None, one.pi.name, one.admin.name}
    office = trail_of(story.session, one.bid, story.officer, {Role.PROGRAMME_OFFICER})
    assert len({line.who for line in office}) > 3
    # What the panel's lock and the officer's evaluation carry along is nobody's as the clock.
    carried = [line.by for line in office if line.follows]
    assert f"随{story.officer.name}办理的关联事项自动完成" in [words.zh for words in carried]
    assert {"随关联事项自动完成"} == {line.by.zh for line in shown if line.follows}
    assert not any("System clock" in words.en for words in carried)
    assert roles_on(story.session, story.contact, one.bid, now) == {Role.DEMANDER}
    colleague = person(story.session, organisation_id=story.demander.id)
    grant(story.session, colleague, Role.DEMANDER, organisation_id=story.demander.id)
    assert roles_on(story.session, colleague, story.item, now) == {Role.DEMANDER}
    other: Person = person(story.session, organisation_id=organisation(story.session).id)
    grant(story.session, other, Role.DEMANDER, organisation_id=other.organisation_id)
    assert roles_on(story.session, other, one.bid, now) == frozenset()
    assert roles_on(story.session, other, story.item, now) == frozenset()


def struck(story: Story, one: Bidder, voided: int) -> None:
    """Of so many of the seven scores of a bid it comes to light, after the lock, that their experts
    work for the bidder."""
    yesterday = (story.stage.now - timedelta(days=1)).date()
    scored = select(Review).where(Review.proposal_id == one.bid.id).order_by(Review.id.desc())
    for review in story.session.scalars(scored.limit(voided)).all():
        expert_profile.move_to(story.session, review.expert, one.unit, yesterday, story.stage.now)
    story.session.flush()


def lost(story: Story) -> dict[int, int]:
    """How many scores the item's page says each bid has lost."""
    return panels.struck(story.session, Review.proposal_id.is_not(None))


def re_reviewed(story: Story, one: Bidder, points: int) -> ReviewGroup:
    """A panel nobody of which judged it before gives the bid so many points."""
    story.experts(20)
    story.experts(3, type="end_user")
    again = further_panels.form(
        story.session, story.list, "re_review", [one.bid], "复评组", story.officer, story.stage.now
    )
    assert isinstance(again, ReviewGroup), again
    story.judged(again, {one.bid.id: points})
    return again


def test_a_bid_that_lost_too_many_scores_is_reviewed_again_before_the_evaluation_ends(
    story: Story,
) -> None:
    first, second = evaluated(story, 90, 80)
    supervisor = story.stage.holder(Role.SUPERVISOR)
    struck(story, first, 3)
    refused = story.stage.refused(story.item, "finish_evaluation", story.officer)
    assert first.unit.name in refused["bid_scores_suffice"].zh
    assert second.unit.name not in refused["bid_scores_suffice"].zh
    assert lost(story) == {first.bid.id: 3}
    story.stage.moved(first.bid, "order_re_review", supervisor, evidence="评分专家任职于揭榜方。")
    assert (first.bid.state, first.bid.rank, second.bid.rank) == ("re_review", None, 1)
    refused = story.stage.refused(story.item, "finish_evaluation", story.officer)
    assert refused.keys() == {"every_bid_scored"}
    assert "待主办人组建评审组" in refused["every_bid_scored"].zh
    assert lost(story) == {}, "a result that was voided says nothing any more"
    again = re_reviewed(story, first, 85)
    former = select(Review.expert_id).where(Review.group_id != again.id)
    assert not {seat.expert_id for seat in again.seats} & set(story.session.scalars(former))
    users = sum(seat.expert.type == "end_user" for seat in again.sitting)
    assert 0 < users * 3 < len(again.sitting)
    assert (first.bid.state, first.bid.rank, second.bid.rank) == ("scored", 1, 2)
    story.shortlisted()
    assert (first.bid.state, second.bid.state) == ("shortlisted", "shortlisted")
    words = story.stage.refused(first.bid, "order_re_review", supervisor, evidence="再来一次。")
    assert words.keys() == {"re_reviewed_at_most_once"}


def test_a_shortlisted_bid_is_reviewed_again_and_placed_by_its_new_result(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    for one in (first, second):
        story.stage.moved(
            one.bid, "give_user_opinion", story.contact, stance="support", opinion="可用"
        )
    assert "some_unplaced" in story.stage.refused(story.item, "place_again", story.officer)
    struck(story, first, 3)
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "bid_scores_suffice"
    }
    story.stage.moved(first.bid, "order_re_review", story.decides, evidence="专家未申报回避。")
    re_reviewed(story, first, 60)
    assert story.stage.refused(story.item, "start_matching", story.officer).keys() == {
        "every_bid_placed"
    }
    story.stage.moved(story.item, "place_again", story.officer)
    assert (first.bid.state, second.bid.state) == ("not_selected", "shortlisted")
    story.stage.moved(story.item, "start_matching", story.officer)
    assert second.bid.state == "matching"


def test_nothing_is_reviewed_again_once_there_are_negotiations(story: Story) -> None:
    first, second = evaluated(story, 90, 80)
    story.shortlisted()
    story.supported(first, second)
    words = story.stage.refused(second.bid, "order_re_review", story.decides, evidence="迟了。")
    assert words.keys() == {"item_is_being_judged"}
