"""Pages of a list of items."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignInAs
from tests.open_call.courses import evaluated
from tests.open_call.story import Story
from tests.services.stage import MINUTES
from tests.web.counting import counting


def test_the_list_asks_as_much_of_the_database_for_ten_items_as_for_one(
    story: Story, client: FlaskClient, app: Flask
) -> None:
    story.posted()
    story.session.commit()
    with counting(app.extensions["database"].engine) as few:
        client.get("/items")
    story.list.state = "collecting"
    for _ in range(9):
        more = story.need()
        more.round, more.state, more.close_at = 1, "posted", story.item.close_at
    story.session.commit()
    with counting(app.extensions["database"].engine) as many:
        page = client.get("/items?standing=open&words=石墨烯")
    assert page.text.count("/items/") >= 10
    assert len(many) == len(few)


def test_the_list_is_filtered_by_field_programme_and_list_in_its_address(
    story: Story, client: FlaskClient
) -> None:
    story.posted()
    story.session.commit()
    item, path = story.item, f"/items/{story.item.id}"
    mine = {
        "field": item.technology_field_id,
        "programme": story.list.programme_id,
        "list": story.list.id,
        "standing": "open",
    }
    for key, value in mine.items():
        assert path in client.get(f"/items?{key}={value}").text, key
    for wrong in ("field=0", "programme=0", "list=0", "standing=settled"):
        assert path not in client.get(f"/items?{wrong}").text, wrong
    assert path in client.get("/items?field=abc&page=x").text


@pytest.mark.parametrize(("move", "minutes"), [("pause", MINUTES), ("pause_at_once", {})])
def test_a_paused_list_says_so_and_why_and_takes_no_bid(
    story: Story, client: FlaskClient, move: str, minutes: dict[str, str]
) -> None:
    story.posted()
    why = "需求方重组，暂缓揭榜。"
    story.stage.moved(story.list, move, story.decides, **minutes, reason=why)
    story.session.commit()
    for path in (f"/items/{story.item.id}", f"/calls/{story.list.id}"):
        page = client.get(path).text
        assert why in page
        assert "登录后揭榜" not in page


def test_the_officer_forms_the_panel_of_a_re_review_on_the_page_of_the_list(
    story: Story, sign_in: SignInAs
) -> None:
    (one,) = evaluated(story, 90)
    story.stage.moved(one.bid, "order_re_review", story.supervisor, evidence="专家未申报回避。")
    page, number = f"/office/calls/{story.list.id}", one.bid.id
    title = one.bid.title
    client = sign_in(story.officer)
    assert f"{page}/further" in client.get(page).text
    waiting = client.get(f"{page}/further").text
    assert title in waiting
    assert "答辩" not in waiting, "bids are not defended"
    assert client.get(f"{page}/further/defence/new").status_code == 404
    made = client.post(
        f"{page}/further/re_review/new", data={"name": "复评组", "proposals": number}
    )
    assert made.status_code == 303
    assert "复评组" in client.get(f"{page}/further").text


def test_the_list_links_no_item_that_its_reader_stands_aside_from(
    story: Story, sign_in: SignInAs
) -> None:
    (one,) = evaluated(story, 90)
    office, item, bid = f"/office/calls/{story.list.id}", story.item.id, one.bid.id
    story.session.commit()
    client = sign_in(story.officer)
    assert f'href="/cases/items/{item}"' in client.get(office).text
    asked = f"/office/proposals/{bid}/stand-aside"
    assert "所属榜题和评审组" in client.get(asked).text
    assert client.post(asked, data={"reason": "配偶在揭榜单位任职。"}).status_code == 303
    page = client.get(office).text
    assert f'href="/cases/items/{item}"' not in page
    assert f'href="/items/{item}"' in page
    assert client.get(f"/cases/items/{item}").status_code == 404
