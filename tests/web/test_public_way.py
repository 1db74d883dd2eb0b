"""Whoever is not signed in finds a project among the results, and from there its call and the
notice that it stood on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Acceptance
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


@pytest.mark.parametrize("page", ["items", "races", "acceptance-notices", "notices", "results"])
def test_a_page_names_a_project_with_a_link_to_it_once_its_award_is_published(
    session: Session, client: FlaskClient, page: str
) -> None:
    world = World(session)
    world.call.state, world.notice.state = "decided", "draft"
    world.notice.starts_on, world.notice.ends_on = START.date(), START.date() + timedelta(days=7)
    world.proposal.item, world.proposal.state, world.item.round = world.item, "approved", 1
    world.item.state, world.race.state = "order_signed", "running"
    acceptance = next(case for case in world.after if isinstance(case, Acceptance))
    acceptance.state, acceptance.conclusion = "noticing", "pass"
    acceptance.notice_starts_on, acceptance.notice_ends_on = START.date(), START.date()
    ids = {"items": world.item.id, "races": world.race.id, "notices": world.notice.id}
    path = f"/{page}/{ids[page]}" if page in ids else f"/{page}"
    link = f'href="/results/{world.project.id}"'
    session.commit()
    assert link not in client.get(path).text
    world.notice.state = "ended"
    session.commit()
    assert link in client.get(path).text
