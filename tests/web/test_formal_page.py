"""The page of the formal check: each item is answered by name, or all that are left at once."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Person, Proposal
from app.services import formal
from tests.factories import official, proposal
from workflows.roles import Role

SignIn = Callable[[Person], FlaskClient]


def test_what_is_left_is_met_only_where_that_is_said_and_never_what_was_answered(
    session: Session, sign_in: SignIn
) -> None:
    checked = proposal(session, state="formal_check")
    checker = official(session, Role.FORMAL_CHECKER)
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{checked.id}/formal"
    typed = {"answer-budget": "correctable", "note-budget": "合计有误"}

    client.post(path, data=typed)
    assert answers_of(session, checked) == {"budget": "correctable"}
    client.post(path, data=typed | {"rest": "met"})
    session.rollback()
    assert answers_of(session, checked) == dict.fromkeys(
        (i.key for i in formal.items_of(checked)), "met"
    ) | {"budget": "correctable"}


def answers_of(session: Session, checked: Proposal) -> dict[str, str]:
    return {key: row.answer for key, row in formal.answers_of(session, checked).items()}
