"""Pages of a case: what they ask of the database is little, and does not grow with the case."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import remember
from app.models import (
    Assessment,
    AssessmentSeat,
    Case,
    GroupProposal,
    MatchingFund,
    Opinion,
    PanelSeat,
    Payment,
    ProjectMilestone,
    Share,
    StageResult,
    Team,
)
from app.queries.attention.waiting import load_cases
from app.services.cases import case_id
from app.services.history import note
from app.services.moves import begin
from app.web.shared.links import url_for_case
from tests.conftest import START, SignInAs
from tests.factories import expert, official, organisation, proposal
from tests.web.counting import MOST, asked, counting
from tests.web.one_of_each import World
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

_NOT_OF_OFFICE = frozenset(
    {
        *("proposal", "item", "acceptance", "change"),
        *("opinion", "review", "invitation", "notice"),
    }
)
"""Drafts, and what is for experts; a notice has its page once it is posted, for the public."""


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def test_a_page_of_any_kind_of_case_asks_little_and_no_more_when_the_case_has_grown(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    of_office = sign_in(official(world.session, Role.SUPERVISOR))
    looked_at = [(of_office, case) for case in world.cases() if case.kind not in _NOT_OF_OFFICE]
    expert_reads = (world.review, world.invitation, world.opinion, world.milestone, world.group)
    for who, cases in (
        (world.far.pi, (world.far,)),
        (world.proposal.pi, (world.project, *world.after[:2])),
        (world.seated.person, expert_reads),
        (world.item.contact, (world.item,)),
    ):
        looked_at += [(sign_in(who), case) for case in cases]
    before = _asked_for_each(app, looked_at)
    _grow(world)
    after = _asked_for_each(app, looked_at)
    assert {page: (before[page], n) for page, n in after.items() if n > before[page]} == {}
    assert {page: n for page, n in after.items() if n > MOST} == {}


def test_the_page_of_a_move_asks_little(app: Flask, world: World, sign_in: SignInAs) -> None:
    leader = sign_in(world.far.pi)
    assert asked(app, leader, f"/cases/proposal/{world.far.id}/moves/submit") <= MOST
    world.review.state = "reading"
    world.session.commit()
    reviewer, path = sign_in(world.seated.person), f"/cases/review/{world.review.id}/moves"
    for move in ("submit_scores", "declare_conflict"):
        assert asked(app, reviewer, f"{path}/{move}") <= MOST, move


def test_cases_of_all_kinds_are_read_by_few_statements(world: World) -> None:
    world.session.commit()
    wanted = [(case.kind, case_id(case)) for case in world.cases()]
    remember(world.session)
    with counting(world.session.connection()) as statements:
        found = load_cases(world.session, wanted)
        assert len(statements) < len({kind for kind, _ in wanted}) // 4
    assert [(one.kind, case_id(one)) for one in found] == wanted


def test_the_page_of_a_milestone_before_its_draw_asks_no_more_of_a_larger_pool_and_panel(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    """Whether the empty seats can be drawn depends on every expert there is, and on who sits."""
    session, panel = world.session, world.opinion.assessment
    readers = (("drawing", Role.EXPERT_MANAGER), ("drawn", Role.PROGRAMME_OFFICER))
    clients, counts = {to: sign_in(official(session, role)) for to, role in readers}, []
    for seat in (20, 21):
        for world.milestone.state, client in clients.items():
            session.commit()
            counts.append(asked(app, client, f"/milestones/{world.milestone.id}"))
        panel.seats.append(AssessmentSeat(expert=expert(session), seat=seat, how="drawn"))
        expert(session)
        session.commit()
    assert counts[:2] == counts[2:]
    assert max(counts) <= MOST


def test_the_page_of_a_milestone_that_is_assessed_asks_little(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    """By a panel of which no seat is empty, so that nobody asks for the pool."""
    _fill_panels(world, seats=4)
    world.milestone.state = "assessing"
    world.session.commit()
    for role in (Role.SUPERVISOR, Role.EXPERT_MANAGER):
        client = sign_in(official(world.session, role))
        assert asked(app, client, f"/milestones/{world.milestone.id}") <= MOST


def test_the_page_of_a_payment_that_its_unit_has_to_act_on_asks_little(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    world.payment.state = "awaiting_unit"
    world.session.commit()
    client = sign_in(official(world.session, Role.FINANCE))
    assert asked(app, client, f"/finance/payments/{world.payment.id}") <= MOST


def test_the_page_of_a_team_that_has_merged_asks_little(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    """While the race runs on, and whatever it has handed in."""
    session, team = world.session, world.team
    team.state, team.merges_with, world.race.stage = "merged", _team(world, "B"), 1
    given = {"agreement": "牵头、成果、经费和人员的归属。"}
    note(
        session, team, "agree_to_merge", actor_id=None, role=Role.APPLICANT, now=START, given=given
    )
    session.add(StageResult(stage=world.stage, team=team, submitted_at=START))
    session.commit()
    for who in (world.officer, team.proposal.pi):
        assert asked(app, sign_in(who), f"/races/teams/{team.id}") <= MOST


def test_the_page_of_a_formal_check_asks_little(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    world.proposal.state = "formal_check"
    world.session.commit()
    checker = sign_in(official(world.session, Role.FORMAL_CHECKER))
    assert asked(app, checker, f"/office/proposals/{world.proposal.id}/formal") <= MOST


def test_the_sheet_for_the_evaluation_of_the_plan_asks_little(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    """Once the sums of the plan are kept: who is first asks for them, too."""
    world.session.commit()
    client, sheet = sign_in(world.officer), "/sheets/plan-evaluation.xlsx"
    first = asked(app, client, sheet)
    assert asked(app, client, sheet) == first - 1 <= MOST


@pytest.mark.parametrize("state", ["draft", "formal", "paused"])
def test_the_page_of_a_call_asks_little_in_any_of_these_states(
    app: Flask, world: World, sign_in: SignInAs, state: str
) -> None:
    world.call.state = state
    if state == "paused":
        world.call.paused_from = "formal"
    world.session.commit()
    decides = sign_in(official(world.session, Role.DECISION_MAKER))
    for who in (sign_in(world.officer), decides):
        assert asked(app, who, f"/office/calls/{world.call.id}") <= MOST


def test_the_page_of_a_stage_asks_no_more_with_more_teams(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    session, counts = world.session, []
    session.commit()
    client = sign_in(world.officer)
    for lanes in ("BC", "DEF"):
        for lane in lanes:
            session.add(StageResult(stage=world.stage, team=_team(world, lane)))
        session.commit()
        counts.append(asked(app, client, f"/races/stages/{world.stage.id}"))
    assert counts[0] == counts[1] <= MOST


def test_the_page_of_a_panel_asks_no_more_with_more_proposals_and_seats(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    world.session.commit()
    counts = []
    for _ in range(2):
        for who in (world.officer, world.seated.person):
            counts.append(asked(app, sign_in(who), f"/office/groups/{world.group.id}"))
        for seat in (3, 4, 5):
            world.group.seats.append(PanelSeat(expert=expert(world.session), seat=seat))
            another = proposal(world.session, call=world.call, lead_unit=world.lab)
            world.group.items.append(GroupProposal(proposal=another))
        world.session.commit()
    assert counts[:2] == counts[2:]


def test_another_members_opinion_asks_no_more_of_the_chair_with_a_larger_panel(
    app: Flask, world: World, sign_in: SignInAs
) -> None:
    """Whose own opinion is the last of them."""
    session, other = world.session, world.opinion
    chair, panel = expert(session), other.assessment
    panel.chair = chair
    panel.seats.append(AssessmentSeat(expert=chair, seat=20, how="drawn"))
    other.state, other.signed_at = "signed", START
    client, counts = sign_in(chair.person), []
    for members in (0, 3):
        for seat in range(21, 21 + members):
            member = expert(session)
            panel.seats.append(AssessmentSeat(expert=member, seat=seat, how="drawn"))
            begin(session, Opinion(assessment=panel, expert=member), world.officer, START)
        own = Opinion(assessment=panel, expert=chair, signed_at=START)
        begin(session, own, world.officer, START)
        session.commit()
        counts.append(asked(app, client, f"/opinions/{other.id}"))
        panel.opinions.remove(own)
        session.delete(own)
        session.flush()
    assert counts[0] == counts[1]


def _asked_for_each(app: Flask, looked_at: list[tuple[FlaskClient, Case]]) -> dict[str, int]:
    """By the address; of those whom a page costs different, the most."""
    most: dict[str, int] = {}
    for client, case in looked_at:
        with app.test_request_context():
            address = url_for_case(case.kind, case_id(case))
        most[address] = max(most.get(address, 0), asked(app, client, address))
    return most


def _grow(world: World) -> None:
    """More of everything that hangs on a project, and on its panels."""
    session, project, unit = world.session, world.project, organisation(world.session)
    _fill_panels(world, seats=3)
    for number in (2, 3, 4):
        of = {"project": project}
        for case in (
            ProjectMilestone(**of, position=number, title="样机", due_on=START.date(), targets={}),
            Share(**of, unit=organisation(session), fiscal=0, own=0),
            Payment(
                **of,
                payee=organisation(session),
                number=f"ZF2026-0000{number}",
                part=number,
                basis="contract",
                basis_kind="project",
                basis_id=project.id,
                basis_label="任务书签订",
                amount=1,
            ),
        ):
            begin(session, case, world.officer, START)
        session.add(
            MatchingFund(
                fund=world.fund,
                unit=unit,
                source="own",
                amount=number,
                arrived_on=START.date(),
                evidence_name="回单.pdf",
                evidence_type="application/pdf",
                evidence_sha256="0" * 64,
                filed_by_id=world.officer.id,
                filed_at=START,
            )
        )
    session.commit()


def _team(world: World, lane: str) -> Team:
    entered = proposal(world.session, call=world.call)
    team = Team(race=world.race, proposal=entered, route=world.route, lane=lane, crossed=0)
    begin(world.session, team, world.officer, START)
    return team


def _fill_panels(world: World, *, seats: int) -> None:
    """With finance experts, one of whom every panel needs."""
    session = world.session
    for panel in session.scalars(select(Assessment)).all():
        for seat in range(3, 3 + seats):
            member = expert(session, type="finance")
            panel.seats.append(AssessmentSeat(expert=member, seat=seat, how="drawn"))
            begin(session, Opinion(assessment=panel, expert=member), world.officer, START)
