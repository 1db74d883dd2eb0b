"""The facts of a case are read when somebody asks for them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.services.facts import facts_of
from tests.conftest import START
from tests.web.counting import counting
from tests.web.one_of_each import World

pytestmark = pytest.mark.own_sql


def test_what_nobody_asks_about_a_case_is_not_read(session: Session) -> None:
    read = {}
    for case in World(session).cases():
        facts_of(session, case, START, {})  # its call has been loaded, for its rules
        with counting(session.connection()) as statements:
            facts_of(session, case, START, {})
        read[case.kind] = len(statements)
    assert {kind: n for kind, n in read.items() if n} == {}
