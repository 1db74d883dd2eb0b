"""What is typed about a need and a bid is asked for where it lacks, and never lost."""

from __future__ import annotations

import pytest

from app.services.open_call.bidding import answers_of
from tests.conftest import SignInAs
from tests.factories import technology_field
from tests.open_call.story import Story


def test_the_demand_side_fills_in_its_need_on_a_page_and_nothing_typed_is_lost(
    story: Story, sign_in: SignInAs
) -> None:
    item = story.item
    story.session.commit()
    client = sign_in(story.contact)
    form = {
        "edition": str(item.edition),
        "title": "近零能耗建筑玻璃",
        "target": "可见光透射比",
        "ceiling": "很多",
        "metrics-0-name": "透射比",
        "metrics-0-direction": "at_least",
        "metrics-0-threshold": "0.6",
    }
    wrong = client.post(f"/items/{item.id}/edit", data=form)
    assert wrong.status_code == 422
    assert "近零能耗建筑玻璃" in wrong.text
    assert "透射比" in wrong.text
    field = technology_field(story.session)
    story.session.commit()
    given = {"ceiling": "300", "technology_field_id": str(field.id)}
    unknown = client.post(
        f"/items/{item.id}/edit", data=form | given | {"technology_field_id": "0"}
    )
    assert unknown.status_code == 422
    right = client.post(f"/items/{item.id}/edit", data=form | given)
    assert right.status_code == 303
    story.session.expire_all()
    assert (item.title, item.ceiling) == ("近零能耗建筑玻璃", 300_000_000)
    assert item.technology_field_id == field.id
    assert [m.name for m in item.metrics] == ["透射比"]


def test_a_need_whose_title_is_too_long_is_begun_where_it_was_refused(
    story: Story, sign_in: SignInAs
) -> None:
    story.session.commit()
    client, path = sign_in(story.contact), f"/calls/{story.list.id}/needs"
    long = "高强耐磨聚酰胺纤维" * 20
    refused = client.post(path, data={"title": long})
    assert refused.status_code == 422
    assert f'value="{long}"' in refused.text, "what was typed can be shortened and sent again"
    assert client.post(path, data={"title": long[:60]}).status_code == 303


@pytest.mark.parametrize(
    ("title", "day", "asked"), [("小试", "", "日期"), ("", "2027-03-31", "节点")]
)
def test_a_node_without_a_day_or_a_title_is_asked_for_and_stays_on_the_page(
    story: Story, sign_in: SignInAs, title: str, day: str, asked: str
) -> None:
    item = story.item
    story.session.commit()
    row = {"nodes-0-title": title, "nodes-0-due_on": day}
    form = {"edition": str(item.edition), "title": "改过的题", **row}
    answer = sign_in(story.contact).post(f"/items/{item.id}/edit", data=form)
    assert answer.status_code == 422
    assert f"请填写“{asked}”" in answer.text
    assert f'value="{title or day}"' in answer.text
    assert "改过的题" in answer.text
    story.session.expire_all()
    assert item.title != "改过的题"


def test_an_answer_without_a_promise_is_asked_for_and_stays_on_the_page(
    story: Story, sign_in: SignInAs
) -> None:
    one = story.posted().bidder()
    story.session.commit()
    client, path = sign_in(one.pi), f"/proposals/{one.bid.id}/edit/answers"
    row = {"edition": str(one.bid.edition), "rows-1-target": "4.1", "rows-0-route": "改用新工艺"}
    for promise in ("", "约一倍"):
        answer = client.post(path, data=row | {"rows-0-target": promise})
        assert answer.status_code == 422
        assert "“导热系数”的承诺值须为数字" in answer.text
        assert "改用新工艺" in answer.text
        assert promise in answer.text
        story.session.rollback()  # so that the next request may write
    assert [m.target for m in one.bid.metrics] == ["1.0", "4.0"]
    assert client.post(path, data=row | {"rows-0-target": "1.2"}).status_code == 303
    story.session.expire_all()
    assert [m.target for m in one.bid.metrics] == ["1.2", "4.1"]


def test_a_bid_that_answers_half_or_promises_too_little_is_told_so_beside_its_other_gaps(
    story: Story, sign_in: SignInAs
) -> None:
    one = story.posted().bidder()
    story.session.commit()
    client, home = sign_in(one.pi), f"/proposals/{one.bid.id}"
    row = {"edition": str(one.bid.edition), "rows-0-target": "0.1", "onward": "yes"}
    answer = client.post(f"{home}/edit/answers", data=row)
    assert answer.location.endswith("/edit/milestones")
    page = client.get(home).text
    for gap in ("“导热系数”尚缺承诺值、技术路线或依据", "承诺值低于榜单要求：导热系数"):
        assert gap in page
    tabs = client.get(f"{home}/edit/milestones").text
    assert "考核指标 <b>还差 3 项</b>" in tabs
    assert "该项报价</dt><dd>—" in page


@pytest.mark.parametrize(("route", "is_warned"), [("工艺属于国家秘密", True), ("独门工艺", False)])
def test_words_that_may_mean_a_secret_are_looked_for_in_how_a_bid_reaches_the_metrics(
    story: Story, sign_in: SignInAs, route: str, is_warned: bool
) -> None:
    bid = story.posted().bidder().bid
    for _metric, answer in answers_of(story.session, bid).values():
        assert answer is not None
        answer.route = route
    story.session.commit()
    page = sign_in(bid.pi).get(f"/proposals/{bid.id}/edit/answers")
    assert page.status_code == 200
    assert ("出现可能涉密的字样：国家秘密" in page.text) is is_warned
