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
