"""Figures that are dear to count are counted once, and anew when what they count has moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import History, Project
from app.queries import kept
from app.services import history
from tests.conftest import START
from tests.factories import proposal
from tests.web.counting import counting
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

Append = Callable[..., None]


@pytest.fixture
def project(session: Session) -> Project:
    row = Project(
        proposal=proposal(session, state="approved"), number="2026HZ0001", amount=1, state="active"
    )
    row.state_entered_at, row.workflow_version = START, 1
    row.starts_on, row.ends_on = START.date(), START.date().replace(year=START.year + 1)
    session.add(row)
    session.commit()
    return row


@pytest.fixture
def append(session: Session) -> Append:
    def append(case: Any) -> None:
        system: Any = {"actor_id": None, "role": Role.SYSTEM_CLOCK, "now": START, "given": {}}
        history.note(session, case, "something", **system)
        session.commit()

    return append


@pytest.fixture
def counts(app: Flask, client: FlaskClient) -> Callable[[], bool]:
    """Whether the page of the plan has counted all projects."""

    def counts() -> bool:
        with counting(app.extensions["database"].engine) as statements:
            assert client.get("/plan").status_code == 200
        return any("sum(coalesce(project.own_agreed" in each.lower() for each in statements)

    return counts


def test_the_plan_counts_once_until_a_project_moves(
    project: Project, append: Append, counts: Callable[[], bool]
) -> None:
    append(project)
    assert counts()
    assert not counts()
    append(project.proposal)
    assert not counts(), "a proposal does not change what projects come to"
    append(project)
    assert counts()
    assert not counts()


def test_what_is_counted_anew_is_shown(
    session: Session, client: FlaskClient, project: Project, append: Append
) -> None:
    def covered() -> str:
        page = client.get("/plan/catalogues.svg")
        return page.text

    append(project)
    before = covered()
    project.state = "lapsed"
    append(project)
    assert covered() != before


def test_whoever_has_looked_away_too_long_counts_anew(
    project: Project,
    append: Append,
    counts: Callable[[], bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    append(project)
    assert counts()
    monkeypatch.setattr(kept, "LOOKED_THROUGH_MOST", 1)
    append(project.proposal)
    assert not counts()
    append(project.proposal)
    append(project.proposal)
    assert counts()


def test_a_number_alone_is_no_proof_that_the_history_is_the_same(
    session: Session, project: Project, append: Append, counts: Callable[[], bool]
) -> None:
    append(project.proposal)
    assert counts()
    session.execute(update(History).values(mac="0" * 64))
    session.commit()
    assert counts()
