"""What another request has written first is not written again, and who came second is told so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session, object_session

from app.models import Person
from tests.conftest import SignInAs
from tests.factories import person


@pytest.mark.parametrize("at_commit", [False, True])
def test_who_comes_second_is_told_that_another_was_faster(
    sign_in: SignInAs, session: Session, monkeypatch: pytest.MonkeyPatch, at_commit: bool
) -> None:
    """In the midst of a request too, where PostgreSQL answers nothing until it is taken back."""
    late, first = person(session), person(session)
    session.commit()
    client, taken = sign_in(late), first.email

    def save(known: Person, _typed: Any, _now: Any) -> None:
        known.email = taken
        if not at_commit and (writing := object_session(known)):
            writing.flush()

    monkeypatch.setattr("app.services.identity.accounts.save_profile", save)
    typed = {"name": "周舟", "title": "", "degree": "", "locale": "zh_Hans_CN"}
    answer = client.post("/account/profile", data=typed)
    assert answer.status_code == 409
    assert late.name in answer.text
