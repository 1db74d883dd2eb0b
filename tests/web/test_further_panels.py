"""Pages of the office for what follows the first panel: shortlist, further panels, the meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.models import Call, Person, Proposal, ReviewGroup
from app.services.history import newest
from app.services.review import meetings
from tests.conftest import SignInAs
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    drawn,
    proposals_of,
    ranked_online,
    sign_all,
)
from tests.services.stage import Stage
from tests.web.looking import looking
from workflows.roles import Role


@pytest.fixture
def officer(stage: Stage) -> Person:
    return stage.holder(Role.PROGRAMME_OFFICER)


@pytest.fixture
def call(stage: Stage) -> Call:
    return accepted(stage, many=2, experts=9, defence_round=1, shortlist_times=1)


def test_no_place_is_shown_before_every_panel_of_the_first_round_has_locked(
    stage: Stage, call: Call, officer: Person, sign_in: SignInAs
) -> None:
    group = at_work(stage, call)
    sign_all(stage, group)
    path = f"/office/calls/{call.id}/shortlist"
    client = sign_in(officer)
    stage.session.commit()
    assert "此前任何人看不到名次" in client.get(path).text
    stage.moved(group, "lock", chair(group))
    stage.session.commit()
    page = client.get(path).text
    assert "80.00" in page
    assert page.count("/moves/shortlist") == 2, "both share the first place"


def test_all_within_the_multiple_are_shortlisted_together_and_each_refused_one_says_why(
    stage: Stage, call: Call, officer: Person, sign_in: SignInAs
) -> None:
    group = at_work(stage, call)
    sign_all(stage, group)
    stage.moved(group, "lock", chair(group))
    first, second = proposals_of(stage, call)
    stage.session.commit()
    client, path = sign_in(officer), "/cases/proposal/many/shortlist"
    page = client.get(f"/office/calls/{call.id}/shortlist").text
    both = f"number={first.id}&amp;number={second.id}"
    assert f"{path}?{both}" in page
    assert page.count('type="checkbox"') == 2
    second.rank = 2
    sent = {"number": [first.id, second.id]} | seen(stage, first, second)
    stage.session.commit()
    assert "公布的入围倍数之外" in client.get(f"{path}?{both}".replace("&amp;", "&")).text
    done = client.post(path, data=sent)
    assert "已办理 1 件" in done.text
    assert "公布的入围倍数之外" in done.text
    stage.session.expire_all()
    assert [one.state for one in (first, second)] == ["shortlisted", "online_review"]


def seen(stage: Stage, *proposals: Proposal) -> dict[str, Any]:
    return {f"seen-{one.id}": newest(stage.session, one) for one in proposals}


def test_a_call_without_a_defence_has_no_shortlist(
    stage: Stage, officer: Person, sign_in: SignInAs
) -> None:
    call = accepted(stage)
    client = sign_in(officer)
    stage.session.commit()
    assert client.get(f"/office/calls/{call.id}/shortlist").status_code == 404


@pytest.fixture
def group(stage: Stage, officer: Person) -> ReviewGroup:
    """A drawn panel for two shortlisted proposals."""
    call = ranked_online(stage, 84, 80)
    for one in proposals_of(stage, call):
        stage.moved(one, "shortlist", officer)
    return drawn(stage, call, "defence")


def test_a_defence_panel_is_formed_on_its_page(
    stage: Stage, officer: Person, sign_in: SignInAs
) -> None:
    call = ranked_online(stage, 84, 80)
    one, other = proposals_of(stage, call)
    stage.moved(one, "shortlist", officer)
    client, titles, number = sign_in(officer), (one.title, other.title), one.id
    stage.session.commit()
    path = f"/office/calls/{call.id}/further"
    assert titles[0] in client.get(path).text
    empty = client.post(f"{path}/defence/new", data={"name": "答辩一组"})
    assert empty.status_code == 422
    assert "答辩一组" in empty.text
    data = {"name": "答辩一组", "proposals": [str(number)]}
    made = client.post(f"{path}/defence/new", data=data)
    assert made.status_code == 303
    assert "会议答辩" in client.get(made.headers["Location"]).text
    assert client.get(f"{path}/nothing/new").status_code == 404


def test_the_form_of_the_meeting_says_what_is_wrong_and_keeps_what_was_typed(
    stage: Stage, group: ReviewGroup, officer: Person, sign_in: SignInAs, app: Flask
) -> None:
    client, number = sign_in(officer), group.id
    stage.session.commit()
    path = f"/office/groups/{number}/meeting"
    typed = {"starts_at": "2026-03-09T09:00", "place": "一号会议室", "order": "1 1"}
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    assert "每个入围项目排一次" in refused.text
    assert 'value="1 1"' in refused.text
    assert client.post(path, data=typed | {"starts_at": "2026-02-01T09:00"}).status_code == 422
    assert client.post(path, data=typed | {"order": "x 9"}).status_code == 422
    assert client.post(path, data=typed | {"order": "2 1"}).status_code == 303
    with looking(app) as session:
        found = meetings.meeting_of(session, session.get_one(ReviewGroup, number))
        assert found is not None
        assert [s.proposal_id for s in found.slots] == [
            item.proposal_id for item in sorted(found.group.items, key=lambda i: i.id, reverse=True)
        ]


def test_the_team_sees_its_slot_once_notice_is_given_and_not_that_of_others(
    stage: Stage, group: ReviewGroup, officer: Person, sign_in: SignInAs
) -> None:
    mine, other = (item.proposal for item in group.items)
    begins = stage.now + timedelta(days=6)
    order = [mine.id, other.id]
    assert meetings.plan(stage.session, group, begins, "一号会议室", order, stage.now) is None
    client, number, others = sign_in(mine.pi), mine.id, other.id
    stage.session.commit()
    assert "一号会议室" not in client.get(f"/proposals/{number}").text
    stage.moved(group, "call_meeting", officer)
    stage.session.commit()
    assert "一号会议室" in client.get(f"/proposals/{number}").text
    assert client.get(f"/proposals/{others}").status_code == 404
    assert client.get(f"/office/groups/{group.id}/meeting").status_code in (403, 404)


def test_a_shortlisted_proposal_leads_the_officer_to_its_panel_and_the_plan_to_its_notice(
    stage: Stage, group: ReviewGroup, officer: Person, sign_in: SignInAs
) -> None:
    one, other = (item.proposal for item in group.items)
    client, path = sign_in(officer), f"/proposals/{one.id}"
    further, meeting = (
        f"/office/calls/{group.call_id}/further",
        f"/office/groups/{group.id}/meeting",
    )
    notice = f"/cases/review_group/{group.id}/moves/call_meeting"
    stage.session.commit()
    assert f'href="{further}"' in client.get(path).text
    assert notice not in client.get(meeting).text
    order = [one.id, other.id]
    begins = stage.now + timedelta(days=6)
    assert meetings.plan(stage.session, group, begins, "一号会议室", order, stage.now) is None
    stage.session.commit()
    assert f'href="{notice}"' in client.get(meeting).text
    stage.moved(group, "call_meeting", officer)
    stage.session.commit()
    assert f'href="{meeting}"' in client.get(path).text
    assert notice not in client.get(meeting).text
    assert meeting not in sign_in(one.pi).get(path).text
