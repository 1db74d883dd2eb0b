"""The page of the formal check: each item is answered by name, or all that are left at once."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person, Proposal
from app.services.proposals import formal
from tests.factories import official, proposal
from tests.web.looking import looking
from workflows.roles import Role

SignIn = Callable[[Person], FlaskClient]


def test_what_is_left_is_met_only_where_that_is_said_and_never_what_was_answered(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    checked = proposal(session, state="formal_check")
    checker = official(session, Role.FORMAL_CHECKER)
    number, items = checked.id, [item.key for item in formal.items_of(checked)]
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{number}/formal"
    typed = {"answer-budget": "correctable", "note-budget": "合计有误"}
    client.post(path, data=typed)
    assert answers(app, number) == {"budget": "correctable"}
    client.post(path, data=typed | {"rest": "met"})
    assert answers(app, number) == dict.fromkeys(items, "met") | {"budget": "correctable"}


def answers(app: Flask, number: int) -> dict[str, str]:
    with looking(app) as session:
        rows = formal.answers_of(session, session.get_one(Proposal, number))
        return {key: row.answer for key, row in rows.items()}
