"""Pages of items for each audience, and what no page may tell before the close."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import ItemQuestion, Message, Review
from app.services.contracts.comparing import differences
from app.services.contracts.drafting import versions_of
from app.services.open_call import questions
from tests.conftest import SignInAs
from tests.factories import official, organisation, person
from tests.open_call.courses import attacking, evaluated, matching
from tests.open_call.story import Story
from tests.open_call.test_whole_way import attacked
from tests.services.called import a_pool, drawn
from tests.services.stage import MINUTES
from tests.web.counting import MOST, asked
from tests.web.visiting import seen
from workflows.engine.calendar import local_date
from workflows.roles import Role

CO_FUNDING = "配套资金（含发榜单位出资）"


def test_a_bid_that_is_shut_is_not_shown_as_an_empty_one(story: Story, sign_in: SignInAs) -> None:
    """Neither while it is sealed, nor once it has been withdrawn unopened."""
    made = story.posted().sealed()
    story.session.commit()
    client, path = sign_in(made.pi), f"/proposals/{made.bid.id}"
    page = client.get(path).text
    assert "已加密封存" in page
    assert "没有附件" not in page
    story.stage.moved(made.bid, "withdraw", made.pi)
    story.session.commit()
    page = client.get(path).text
    assert "未经开启，密封内容已销毁" in page
    assert "未填写" not in page


def test_the_page_of_a_posted_item_asks_little_of_whoever_may_bid(
    app: Flask, story: Story, sign_in: SignInAs
) -> None:
    """Of a unit with others above it, somebody of which writes a bid already."""
    item, session, above = story.posted().item, story.session, None
    for _ in range(3):
        unit = organisation(session, kind="enterprise", parent_id=above and above.id)
        above = unit
    story.bidder(unit=unit)
    client = sign_in(person(session, organisation_id=unit.id))
    assert asked(app, client, f"/items/{item.id}") <= MOST


def test_before_the_close_no_page_of_anybody_else_depends_on_the_number_of_sealed_bids(
    story: Story, sign_in: SignInAs, client: FlaskClient
) -> None:
    item = story.posted().item
    onlooker = person(story.session)
    readers = [
        *(story.officer, story.decides, story.checker, story.planning, story.supervisor),
        *(story.contact, onlooker, official(story.session, Role.SYS_ADMIN)),
    ]
    story.session.commit()
    paths = {who.id: list(_readable(sign_in(who), story)) for who in readers}
    before = {who.id: [seen(sign_in(who), path) for path in paths[who.id]] for who in readers}
    public = [seen(client, path) for path in (f"/items/{item.id}", "/items", "/")]
    for _ in range(2):
        story.sealed()
    story.session.commit()
    for who in readers:
        assert [seen(sign_in(who), path) for path in paths[who.id]] == before[who.id], who.name
    assert [seen(client, path) for path in (f"/items/{item.id}", "/items", "/")] == public


def _readable(client: FlaskClient, story: Story) -> list[str]:
    wanted = (
        *(f"/cases/items/{story.item.id}", f"/office/calls/{story.list.id}", "/office/calls"),
        *("/home", "/home/inbox", "/admin/history", "/admin/queue", f"/items/{story.item.id}"),
    )
    return [path for path in wanted if client.get(path).status_code == 200]


def test_a_question_is_published_with_its_answer_and_never_says_who_asked(
    story: Story, sign_in: SignInAs, client: FlaskClient
) -> None:
    number = story.posted().item.id
    asker = person(story.session, name="提问者甲")
    story.session.commit()
    asking, demander = sign_in(asker), sign_in(story.contact)
    story.session.rollback()
    asking.post(f"/items/{number}/questions", data={"text": "温度范围是多少？"})
    assert "温度范围" not in client.get(f"/items/{number}").text
    open_ones = demander.get(f"/items/{number}/questions").text
    assert "温度范围" in open_ones
    assert "提问者甲" not in open_ones
    demander.post("/questions/1/answer", data={"answer": "零下二十度起。"})
    page = client.get(f"/items/{number}").text
    assert "温度范围是多少" in page
    assert "零下二十度起" in page
    assert "提问者甲" not in page


def test_a_late_bid_is_refused_with_a_receipt_that_its_own_side_finds_again(
    story: Story, sign_in: SignInAs
) -> None:
    bid, pi = (made := story.posted().bidder()).bid, made.pi
    story.session.commit()
    bidder = sign_in(pi)
    path = f"/cases/proposal/{bid.id}/moves/submit"
    shown = re.search(r'name="seen"[^>]* value="(\d+)"', bidder.get(path).text)
    assert shown is not None
    story.closed()
    story.session.commit()
    answer = bidder.post(path, data={"seen": shown[1]})
    assert answer.status_code == 409
    receipt = re.search(rf"/cases/proposal/{bid.id}/late/\d+", answer.text)
    assert receipt is not None
    assert "未予接收" in bidder.get(receipt[0]).text
    assert receipt[0] in bidder.get(f"/proposals/{bid.id}").text
    assert sign_in(story.officer).get(receipt[0]).status_code == 404


def test_what_was_answered_is_not_changed_and_after_the_close_nobody_asks(story: Story) -> None:
    item = story.posted().item
    asked = questions.ask(story.session, item, "问", story.officer, story.stage.now)
    assert isinstance(asked, ItemQuestion)
    assert questions.answer(asked, "答", story.officer, story.stage.now) is None
    assert questions.answer(asked, "另答", story.officer, story.stage.now) is not None
    assert asked.answer == "答"
    story.closed()
    late = questions.ask(story.session, item, "问", story.officer, story.stage.now)
    assert not isinstance(late, ItemQuestion)


def test_both_sides_and_the_meeting_read_what_was_agreed(story: Story, sign_in: SignInAs) -> None:
    one = matching(story)
    story.agreed(one, 451_000_000)
    story.session.commit()
    for who in (one.pi, story.contact, story.decides):
        page = sign_in(who).get(f"/proposals/{one.bid.id}").text
        assert "451.00 万元" in page
        assert "两批交付" in page
    assert "451.00 万元" in sign_in(story.decides).get(f"/cases/items/{story.item.id}").text


def test_the_meeting_reads_whom_it_chooses_before_it_signs(story: Story, sign_in: SignInAs) -> None:
    one = matching(story)
    chosen = f"{one.bid.lead_unit.name}《{one.bid.title}》，议定价款 480.00 万元"
    story.session.commit()
    client, path = sign_in(story.decides), f"/cases/item/{story.item.id}/moves/select"
    assert chosen not in client.get(path).text
    story.agreed(one)
    story.session.commit()
    assert chosen in client.get(path).text


def test_whoever_is_told_of_a_bid_reads_whose_it_is(story: Story) -> None:
    """Bids for one item may bear one title."""
    one = matching(story)
    story.agreed(one)
    for kind in ("user_opinion_wanted", "user_opinion_given", "matching_begun", "terms_agreed"):
        about = select(Message.body).where(
            Message.message_kind == kind, Message.about_id == one.bid.id
        )
        assert one.bid.lead_unit.name in set(story.session.scalars(about)).pop(), kind


def test_the_page_of_an_item_leads_whoever_signs_the_pledge_to_where_it_is_signed(
    story: Story, sign_in: SignInAs
) -> None:
    one = matching(story)
    project, words = story.won(one), "到项目页签订军令状和任务书"
    story.session.commit()
    assert story.item.state == "order_signed"
    client, path = sign_in(story.contact), f"/cases/items/{story.item.id}"
    page = client.get(path).text
    assert re.search(rf'<a [^>]*href="/projects/{project.id}">{words}</a>', page)
    assert client.get(f"/projects/{project.id}").status_code == 200
    story.signed(one, project)
    story.session.commit()
    assert words not in client.get(path).text


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_need_of_others_does_not_exist_for_another_demand_side(
    story: Story, sign_in: SignInAs, locale: str
) -> None:
    other = person(story.session, organisation_id=story.demander.id, locale=locale)
    story.session.commit()
    client = sign_in(other)
    for path in (f"/cases/items/{story.item.id}", f"/items/{story.item.id}/edit"):
        assert client.get(path).status_code == 404
    assert client.get(f"/items/{story.item.id}").status_code == 404


def test_whoever_finds_the_fault_reads_the_project_and_no_link_there_is_refused(
    story: Story, sign_in: SignInAs
) -> None:
    project = story.project(attacked(story))
    story.tested(project, first="0.5")
    story.stage.moved(project, "sign_user_test", story.contact, opinion="导热不足")
    story.stage.moved(project, "conclude_failure", story.decides, **MINUTES, reason="未达标")
    a_pool(story.stage, 7)
    finder = drawn(story.stage, project, "draw_fault_panel")[0].expert.person
    story.session.commit()
    client = sign_in(finder)
    page = client.get(f"/projects/{project.id}").text
    assert "由谁办理：节点考核专家" in page, "before whoever concludes"
    linked = set(re.findall(r'href="(/(?:proposals|finance|projects|milestones)/[^"#]+)"', page))
    assert linked
    assert {path: client.get(path, buffered=True).status_code for path in linked} == dict.fromkeys(
        linked, 200
    )


def test_the_public_reads_who_won_and_why_the_attack_was_stopped(
    story: Story, client: FlaskClient
) -> None:
    one, project = attacking(story)
    story.session.commit()
    page = client.get(f"/items/{story.item.id}").text
    assert one.unit.name in page
    words = {"evidence": "内部证据甲", "reason": "两个月无进展"}
    story.stage.moved(project, "stop_at_once", story.officer, **words)
    story.session.commit()
    page = client.get(f"/items/{story.item.id}").text
    assert "攻关已叫停" in page
    assert "两个月无进展" in page
    assert "内部证据甲" not in page


def test_whoever_scores_a_bid_reads_what_was_posted_beside_what_is_promised(
    story: Story, sign_in: SignInAs
) -> None:
    (one,) = evaluated(story, 90)
    review = story.session.scalars(select(Review).where(Review.proposal_id == one.bid.id)).first()
    assert review is not None
    number, expert = review.id, review.expert.person
    story.session.commit()
    page = sign_in(expert).get(f"/reviews/{number}").text
    assert f'href="/items/{story.item.id}"' in page
    assert "<dt>榜单要求</dt><dd>≥ 0.8 W/(m·K)</dd>" in page


def test_a_case_without_a_deadline_says_what_it_waits_for_and_since_when(
    story: Story, sign_in: SignInAs
) -> None:
    story.ready()
    item = story.item
    story.session.commit()
    page = sign_in(story.contact).get(f"/cases/items/{item.id}").text
    assert f"待厅务会批准榜单后张榜 · {local_date(item.state_entered_at)} 进入此状态" in page


def test_money_beside_the_public_one_is_called_the_same_wherever_a_claimed_project_shows_it(
    story: Story, sign_in: SignInAs
) -> None:
    one, project = attacking(story)
    (version,) = versions_of(story.session, project)
    fewer = {**version.terms, "matching": 1}
    assert [str(d.where.zh) for d in differences(version.terms, fewer)] == [CO_FUNDING]
    story.session.commit()
    page = sign_in(one.pi).get(f"/projects/{project.id}/changes/new").text
    assert CO_FUNDING in page
    assert "自筹资金" not in page
    assert 'value="end_user"' in page


def test_the_public_is_not_told_that_bids_are_evaluated_once_they_are(
    story: Story, client: FlaskClient
) -> None:
    item = story.posted().item
    made = story.sealed()
    story.closed()
    story.vetted(made)
    story.evaluated((made, 90))
    address = f"/items/{item.id}"
    assert "正在审查和评榜" in client.get(address).text
    story.shortlisted()
    story.supported(made)
    assert item.state == "matching"
    page = client.get(address).text
    assert "正在审查和评榜" not in page
    assert "按名次洽谈" in page
