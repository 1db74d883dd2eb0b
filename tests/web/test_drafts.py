"""A draft exists for its writers only, and tells them what it needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person
from app.models.proposals import SECTIONS
from tests.factories import grant, official, person, proposal
from workflows.roles import Role

SignIn = Callable[[Person], FlaskClient]


@pytest.mark.parametrize(("state", "others"), [("draft", 404), ("unit_review", 200)])
def test_who_else_holds_a_role_sees_a_proposal_once_it_is_submitted(
    session: Session, sign_in: SignIn, state: str, others: int
) -> None:
    mine = proposal(session, state=state)
    unit = person(session, organisation_id=mine.lead_unit_id)
    grant(session, unit, Role.UNIT_ADMIN, organisation_id=mine.lead_unit_id)
    people = [mine.pi, unit, official(session, Role.PROGRAMME_OFFICER)]
    session.commit()
    found = [sign_in(one).get(f"/proposals/{mine.id}").status_code for one in people]
    assert found == [200, others, others]


def test_what_is_needed_to_submit_is_not_called_optional(session: Session, sign_in: SignIn) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    page = sign_in(draft.pi).get(f"/proposals/{draft.id}/edit/sections").text
    assert (page.count("（提交前须填）"), "（选填）" in page) == (len(SECTIONS), False)


@pytest.mark.parametrize(
    ("part", "row", "missing"),
    [
        ("units", {"rows-0-tasks": "中试", "rows-0-fiscal": "60"}, "单位全称"),
        ("metrics", {"rows-0-target": "5"}, "指标"),
        ("milestones", {"rows-0-due_on": "2027-01-01"}, "节点"),
    ],
)
def test_what_stands_beside_an_empty_first_field_is_asked_for_and_never_dropped(
    session: Session, sign_in: SignIn, part: str, row: dict[str, str], missing: str
) -> None:
    draft = proposal(session, state="draft")
    session.commit()
    client, path = sign_in(draft.pi), f"/proposals/{draft.id}/edit/{part}"
    reply = client.post(path, data={"edition": str(draft.edition)} | row)
    assert reply.status_code == 422
    assert f"请填写“{missing}”" in reply.text
    assert all(f'value="{typed}"' in reply.text for typed in row.values())
    empty = dict.fromkeys(row, "")
    assert client.post(path, data={"edition": str(draft.edition)} | empty).status_code == 303
