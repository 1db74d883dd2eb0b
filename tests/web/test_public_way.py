"""Whoever is not signed in finds a project among the results, and from there its call and the
notice that it stood on."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import START
from tests.web.one_of_each import World


def test_the_public_finds_a_result_and_goes_on_to_its_call_and_notice(
    session: Session, client: FlaskClient
) -> None:
    world = World(session)
    world.call.state, world.notice.state = "decided", "ended"
    world.notice.starts_on = START.date()
    world.notice.ends_on = START.date() + timedelta(days=7)
    title, unit = world.proposal.title, world.proposal.lead_unit.name
    call, notice = f"/calls/{world.call.id}", f"/notices/{world.notice.id}"
    session.commit()
    found = client.get("/results", query_string={"q": f"{unit} {title[:3]}"}).text
    assert title in found
    assert f'href="{call}"' in found
    assert title not in client.get("/results", query_string={"q": "没有这个"}).text
    assert f'href="{notice}"' in client.get(call).text
    assert client.get(notice).status_code == 200


def test_of_a_notice_that_is_only_drafted_the_page_of_its_call_tells_nothing(
    session: Session, client: FlaskClient
) -> None:
    world = World(session)
    world.call.state, world.notice.state = "decided", "draft"
    call, notice = f"/calls/{world.call.id}", f"/notices/{world.notice.id}"
    session.commit()
    assert f'href="{notice}"' not in client.get(call).text
