"""Terms that end in a year whose days off nobody knows say so in a word; the page says once what
that means."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tests.conftest import SignInAs
from tests.factories import call, person, proposal
from workflows.engine.calendar import SHANGHAI

MEANING = "该年放假安排尚未公布"


def test_a_list_of_provisional_terms_explains_them_once(
    session: Session, sign_in: SignInAs
) -> None:
    pi, due = person(session), datetime(2031, 2, 3, 10, tzinfo=SHANGHAI)
    for _ in range(3):
        proposal(session, call=call(session), pi=pi, state="correction").due_at = due
    session.commit()
    page = sign_in(pi).get("/my/proposals").text
    assert page.count("（暂计）") == 3
    assert page.count(MEANING) == 1
    assert "止于 2031 年" in page


def test_a_list_of_certain_terms_explains_nothing(session: Session, sign_in: SignInAs) -> None:
    made = proposal(session, state="correction")
    made.due_at = datetime(2026, 4, 3, 10, tzinfo=SHANGHAI)
    session.commit()
    page = sign_in(made.pi).get("/my/proposals").text
    assert "暂计" not in page
