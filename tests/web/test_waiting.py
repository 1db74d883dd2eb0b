"""What waits for whom follows from the same roles as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import Case, PendingSignature
from app.queries.attention import crowds, waiting
from app.queries.attention.awaited import awaited_people
from app.queries.attention.urgency import WHEN
from app.queries.attention.waiting import waiting_for
from app.services.cases import CASES, workflow_of
from tests.conftest import START
from tests.factories import call, official, organisation, proposal
from tests.web.everybody import everybody_around
from tests.web.one_of_each import World
from workflows.roles import Role

_BY_TURNS = 6


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def names(cases: Iterator[Case] | list[Case]) -> set[tuple[str, int]]:
    return {(case.kind, case.id) for case in cases}  # type: ignore[attr-defined]


def test_in_every_state_exactly_those_wait_who_hold_an_awaited_role_on_the_case(
    world: World,
) -> None:
    """Every state with whoever holds a role that it waits on; with everybody else by turns."""
    session, cases, people = world.session, world.cases(), everybody_around(world)
    roles = {
        who: [roles_on(session, someone, case, START) for case in cases]
        for who, someone in people.items()
    }
    longest = max(len(workflow_of(case).states) for case in cases)
    seen: set[tuple[str, str, Role]] = set()
    for turn in range(longest):
        for case in cases:
            states = workflow_of(case).states
            case.state = states[turn % len(states)].key
        session.flush()
        for place, (who, someone) in enumerate(people.items()):
            awaited = {
                case: workflow_of(case).state(case.state).waits_on & mine
                for case, mine in zip(cases, roles[who], strict=True)
            }
            here = {(c.kind, c.state, role) for c, mine in awaited.items() for role in mine}
            if here <= seen and (turn + place) % _BY_TURNS:
                continue
            expected = [case for case, mine in awaited.items() if mine]
            page = waiting_for(session, someone, START, size=500).page
            assert names(list(page.rows)) == names(expected), (who, turn)
            assert page.total == len(expected)
            seen |= here
    assert {kind for kind, _, _ in seen} == set(CASES), "it reached every kind of case"


def test_a_second_signature_waits_for_whoever_can_give_it(world: World) -> None:
    session = world.session
    decider = official(session, Role.DECISION_MAKER)
    world.call.state = "open"
    session.flush()
    assert world.call not in waiting_for(session, decider, START).page.rows
    session.add(
        PendingSignature(
            case_kind="call",
            case_id=world.call.id,
            transition="amend",
            person_id=world.officer.id,
            role=Role.PROGRAMME_OFFICER.value,
            given={},
            signed_at=START,
        )
    )
    session.flush()
    assert world.call in waiting_for(session, decider, START).page.rows
    assert world.call not in waiting_for(session, world.officer, START).page.rows
    late = awaited_people(session, [world.call], START)["call", world.call.id]
    assert (decider.name in late, world.officer.name in late) == (True, False)


def test_a_contract_waits_no_longer_for_whoever_has_signed_it(world: World) -> None:
    session, project = world.session, world.project
    leader = project.proposal.pi
    project.state = "contracting"
    session.flush()
    assert project in waiting_for(session, leader, START).page.rows
    assert leader.name in awaited_people(session, [project], START)["project", project.id]
    session.add(
        PendingSignature(
            case_kind="project",
            case_id=project.id,
            transition="sign_contract",
            person_id=leader.id,
            role=Role.APPLICANT.value,
            given={},
            signed_at=START,
        )
    )
    session.flush()
    assert project not in waiting_for(session, leader, START).page.rows
    assert leader.name not in awaited_people(session, [project], START)["project", project.id]


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
