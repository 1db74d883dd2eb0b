"""The morning view: what the office must not overlook, counted as its lists show it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Person,
    Project,
    Race,
    Sanction,
)
from app.queries.attention import crowds, morning
from app.queries.attention.morning import TOPICS, count_topics, page_of_topic, topics_for
from app.queries.sight.seeing import Sight
from app.services import history
from app.services.moves import begin
from tests.conftest import START, SignInAs
from tests.factories import call, grant, official, organisation, person, proposal
from tests.web.counting import counting
from tests.web.one_of_each import World
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

LATER = START + timedelta(days=6)


@pytest.fixture
def world(session: Session) -> World:
    """A case for every topic, six days on."""
    made = World(session)
    made.proposal.state = "formal_check"
    closing = call(session, drafted_by=made.officer)
    closing.close_at = LATER + timedelta(days=3)
    made.project.state, made.project.ends_on = "active", (LATER + timedelta(days=80)).date()
    made.milestone.state = "submitted"
    made.race.state, made.team.state = "running", "racing"
    session.add(
        Sanction(
            organisation_id=made.lab.id,
            act="弄虚作假",
            basis="某规定",
            decided_by="某部门",
            starts_on=START.date(),
        )
    )
    session.flush()
    made.fund.project = ended = Project(
        proposal=proposal(session, call=closing, lead_unit=made.lab),
        number="2026HZ00002",
        amount=1,
        starts_on=START.date(),
        ends_on=START.date(),
    )
    begin(session, ended, Role.SYSTEM_CLOCK, START)
    ended.state = "terminated"
    session.flush()
    late = Project(
        proposal=proposal(session, call=closing, lead_unit=made.lab),
        number="2026HZ00003",
        amount=1,
        starts_on=START.date(),
        ends_on=START.date(),
    )
    begin(session, late, Role.SYSTEM_CLOCK, START)
    late.state, late.due_at = "accept_review", START
    over = Race(call=call(session, drafted_by=made.officer), ends_on=START.date())
    begin(session, over, made.officer, START)
    over.state = "finished"
    proposed = {"cause": "infeasible", "reason": "证伪。"}
    row = history.note(
        session,
        made.project,
        "propose_termination",
        actor_id=made.officer.id,
        role=Role.PROGRAMME_OFFICER,
        now=START,
        given=proposed,
    )
    pool = LedgerAccount(kind="uncommitted", owner_id=over.id)
    came = LedgerTransaction(key="refund-late", purpose="refund", history_id=row.id, mac="")
    came.entries = [LedgerEntry(account=pool, amount=1)]
    session.add(came)
    session.flush()
    return made


def counts(session: Session, someone: Person) -> dict[str, int]:
    sight = Sight(session, someone, LATER)
    return {c.topic.key: c.count.number for c in count_topics(session, sight, TOPICS, LATER)}


def test_each_topic_counts_what_its_list_shows(world: World) -> None:
    session = world.session
    for someone in (world.officer, official(session, Role.SUPERVISOR), person(session)):
        sight = Sight(session, someone, LATER)
        for key, count in counts(session, someone).items():
            topic = next(t for t in TOPICS if t.key == key)
            page = page_of_topic(session, sight, topic, LATER, 1)
            assert (page.total, len(page.rows)) == (count, count), key


def test_of_a_crowd_list_and_count_go_equally_far_and_say_that_there_may_be_more(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(morning, "MOST", 3)
    monkeypatch.setattr(crowds, "MOST", 3)
    officer, unit = official(session, Role.PROGRAMME_OFFICER), organisation(session)
    of_call = call(session, drafted_by=officer)
    for number in range(5):
        row = proposal(session, call=of_call, lead_unit=unit, state="formal_check")
        row.state_entered_at = START - timedelta(days=number)
    session.flush()
    sight = Sight(session, officer, LATER)
    [stuck] = (topic for topic in TOPICS if topic.key == "stuck")
    [counted] = count_topics(session, sight, [stuck], LATER)
    assert str(counted.count) == "3+"
    first = page_of_topic(session, sight, stuck, LATER, 1, size=2)
    assert (first.tally, first.last) == (counted.count, 2)
    moments = [row.state_entered_at for row in first.rows]
    assert moments == [START - timedelta(days=4), START - timedelta(days=3)], "the oldest first"


def test_the_officer_sees_every_topic_and_a_stranger_none(world: World) -> None:
    seen = counts(world.session, world.officer)
    assert all(seen.values()), seen
    assert not any(counts(world.session, person(world.session)).values())


def test_what_one_stands_aside_from_is_in_no_topic(world: World) -> None:
    own = official(world.session, Role.PROGRAMME_OFFICER, organisation_id=world.lab.id)
    seen = counts(world.session, own)
    assert seen["objections"] == seen["expiring"] == seen["unpaid"] == seen["integrity"] == 0
    assert seen["closing"] == 1


def test_only_the_topics_of_ones_office_are_offered() -> None:
    assert topics_for({Role.APPLICANT, Role.EXPERT}) == ()
    assert {t.key for t in topics_for({Role.FINANCE})} == {
        *("stuck", "unpaid", "unsettled", "late_money", "expiring"),
    }


def test_a_race_with_a_team_to_spare_and_its_reserve_whole_is_not_close(world: World) -> None:
    world.race.converge_at = 0
    world.race.pool = world.stage.pool
    world.race.floor_waived = True
    world.session.flush()
    assert counts(world.session, world.officer)["races"] == 1, "the last team is the floor"
    world.team.state = "eliminated"
    world.race.state = "finished"
    world.session.flush()
    assert counts(world.session, world.officer)["races"] == 0


def test_a_file_that_stands_still_is_shown_under_the_name_of_who_holds_it_up(
    app: Flask, world: World, sign_in: SignInAs, clock: object
) -> None:
    session = world.session
    checker = person(session, name="史慎行")
    grant(session, checker, Role.FORMAL_CHECKER)
    clock.move_to(LATER)  # type: ignore[attr-defined]
    session.commit()
    client = sign_in(world.officer)
    page = client.get("/home/watch/stuck").text
    assert re.search(r"史慎行 <b>\d</b>", page)
    assert client.get("/home/watch/nothing").status_code == 404
    assert sign_in(world.proposal.pi).get("/home/watch/stuck").status_code == 404


def test_the_number_of_queries_does_not_grow_with_what_is_watched(
    app: Flask, session: Session, sign_in: SignInAs, clock: object
) -> None:
    officer, unit = official(session, Role.PROGRAMME_OFFICER), organisation(session)
    client_counts = []
    for rows in (2, 9):
        of_call = call(session, drafted_by=officer)
        for _ in range(rows):
            proposal(session, call=of_call, lead_unit=unit, state="formal_check")
        session.commit()
        clock.move_to(LATER)  # type: ignore[attr-defined]
        client = sign_in(officer)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get("/home").status_code == 200
            assert client.get("/home/watch/stuck").status_code == 200
        client_counts.append(len(statements))
    assert client_counts[0] == client_counts[1]
    assert client_counts[1] <= 36
