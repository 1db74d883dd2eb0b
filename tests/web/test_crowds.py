"""Of very many cases that wait in one state the most urgent are listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.queries.attention import crowds, waiting
from app.queries.attention.urgency import WHEN
from app.queries.attention.waiting import waiting_for
from tests.conftest import START
from tests.factories import call, official, organisation, proposal
from workflows.roles import Role


def test_of_a_crowd_the_most_urgent_of_each_day_are_listed_and_counted_and_more_may_be(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 3)
    monkeypatch.setattr(crowds, "MOST", 3)
    officer, unit = official(session, Role.PROGRAMME_OFFICER), organisation(session)
    of_call = call(session, drafted_by=officer)
    hours = [-40, -30, -20, -10, -5, 1, 30, 40, 300, None]
    for ahead in hours:
        row = proposal(session, call=of_call, lead_unit=unit, state="accepted")
        row.due_at = None if ahead is None else START + timedelta(hours=ahead)
    session.flush()
    told = {}
    for when in ("", *WHEN):
        found = waiting_for(session, officer, START, when=when, size=100)
        told[when] = str(found.tally(when))
        assert found.page.tally == found.tally(when), when
        assert len(found.page.rows) == found.page.total, when
    assert told == {"": "8+", "overdue": "3+", "today": "1", "soon": "3+"}
    whole = waiting_for(session, officer, START, size=3, number=99).page
    assert (whole.number, len(whole.rows)) == (3, 2)
    assert waiting_for(session, officer, START, size=1).page.rows[0].due_at == START - timedelta(
        hours=40
    )
