"""What waits for whom follows from the same roles as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import (
    ArgumentOpinion,
    BidTerms,
    Call,
    Case,
    ChangeRequest,
    ContractVersion,
    Decision,
    GroupProposal,
    Item,
    Letter,
    Opinion,
    PendingSignature,
    Proposal,
    RaceEntry,
    Review,
    ReviewGroup,
    Route,
    StageResult,
    Team,
    UserOpinion,
)
from app.queries.attention.awaited import awaited_on
from app.queries.attention.firsts import OWED
from app.queries.attention.waiting import waiting_for
from app.services.cases import CASES, case_id, panel_of, workflow_of
from app.services.door.awaiting import turn_of
from app.services.facts import facts_of
from app.services.history import note
from app.services.moves import begin
from app.services.open_call.content import content_of
from app.services.open_call.judging import bids_of
from tests.conftest import START
from tests.factories import official, proposal
from tests.web.everybody import everybody_around
from tests.web.one_of_each import World
from tests.web.user_tests import give_user_tests
from workflows.registry import definitions_of
from workflows.roles import Role

_BY_TURNS = 12
EVERYBODY = frozenset(Role)
ONLOOKER = frozenset({Role.DISCIPLINE})
"""In the house, and it is never their turn."""
_LOCKS, _AGAIN, _DEFENDS = "第二组", "复评组", "答辩组"
_PASSES = (
    ("open_competition", None),
    *product(("open_competition", "open_call", "parallel_teams"), (False, True)),
)
"""Only in a competition somebody chooses what is defended, only of a claimed project the fault is
found, only in a race somebody enters late; each with what comes first lacking, and given."""


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def names(cases: Iterator[Case] | list[Case]) -> set[tuple[str, int]]:
    return {(case.kind, case.id) for case in cases}  # type: ignore[attr-defined]


def test_in_every_state_exactly_those_find_a_case_whom_its_page_says_to_act(world: World) -> None:
    """Every state with whoever holds a role that it waits on; with everybody else by turns. Where
    others come first, they find what they owe, and a case only where what they owe is none of its
    own, such as an argument of the need, the terms of a bid or the draft of a decision."""
    session, people = world.session, everybody_around(world) | {"seated": world.seated.person}
    cases = [*world.cases(), *owed_first(world)]
    roles = {
        who: [roles_on(session, someone, case, START) for case in cases]
        for who, someone in people.items()
    }
    letter = next(place for place, case in enumerate(cases) if case.kind == Letter.kind)
    longest = max(len(workflow_of(case).states) for case in cases)
    seen: set[tuple[str, str, Role]] = set()
    lacked: set[tuple[str, str]] = set()
    cleared: set[tuple[str, str]] = set()
    for (mechanism, given), turn in product(_PASSES, range(longest)):
        world.call.mechanism_key = mechanism
        for case in cases:
            states = workflow_of(case).states
            case.state = states[turn % len(states)].key
        if mechanism == "parallel_teams" and world.proposal.state != "accepted":
            continue
        if mechanism == "open_call" and world.item.state == "matching":
            for bid in bids_of(session, world.item):
                bid.state = "matching"
        if mechanism == "open_call" and world.item.state == "evaluated":
            for bid in bids_of(session, world.item):
                bid.state = "shortlisted"
        if world.stage.state == "notice":
            world.team.state = "at_checkpoint"
        if given is False and world.proposal.state == "awaiting_notice":
            world.call.state, world.notice.state = "notice", "draft"
        if given is False and world.proposal.state == "reserve":
            meeting: dict[str, Any] = {"actor_id": None, "role": Role.DECISION_MAKER}
            note(session, world.proposal, "promote", **meeting, given={}, now=START)
        if given is not None:
            give(session, is_given=given)
        if given is False:
            leave_untested(world, is_open=mechanism == "open_competition")
        session.flush()
        asked = [case for case in cases if workflow_of(case).state(case.state).first]
        if given is not None and not asked:
            continue
        for who, someone in people.items():  # a letter has whoever mends it only while it failed
            roles[who][letter] = roles_on(session, someone, cases[letter], START)
        said = [turn_of(session, case, START, EVERYBODY) for case in cases]
        open_to_house = [turn_of(session, case, START, ONLOOKER).hands for case in cases]
        listed = awaited_on(session, cases, START)
        told = [listed[case.kind, case_id(case)].roles for case in cases]
        assert told == open_to_house
        lacking = {case for case, one in zip(cases, said, strict=True) if one.lacking}
        owed = {case for case in lacking if owes_itself(session, case)}
        lacked |= {(case.kind, case.state) for case in lacking}
        cleared |= {(case.kind, case.state) for case in set(asked) - lacking}
        for place, (who, someone) in enumerate(people.items()):
            awaited = {
                case: one.hands & mine
                for case, one, mine in zip(cases, said, roles[who], strict=True)
                if case not in lacking
                or case in owed
                or case is world.review
                or (case is world.item and who == "seated")
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
    firsts = {
        (kind, state.key)
        for kind in CASES
        for _, workflow in definitions_of(kind)
        for state in workflow.states
        if state.first
    }
    assert lacked == cleared == firsts


def owes_itself(session: Session, case: Case) -> bool:
    """What its state asks for first, and lacks, is no case of its own."""
    facts = facts_of(session, case, START, {})
    first = workflow_of(case).state(case.state).first
    lacks = next((guard.key for guard in first if not guard.holds(facts)), None)
    is_so = case.kind in ("proposal", "stage", "call", "project", "team", "race")
    return (is_so or case.state == "unclaimed") and lacks in OWED


def owed_first(world: World) -> list[Case]:
    """What every case that can lack something first waits for: an opinion on each that has a panel,
    two arguments of the need and of its revision, of which the chair's is signed, a score far off,
    a panel of a re-review, one of a stage, one of a defence, one whose lock makes it the officer's
    turn to choose what is defended, and the result of a team that the rules do not eliminate."""
    session, (acceptance, change) = world.session, world.after[:2]
    of_stage = ReviewGroup(call=world.call, name="节点组", formed_by_id=world.officer.id)
    of_stage.purpose, of_stage.seed, of_stage.seed_commitment = "checkpoint", "s", "c"
    begin(session, of_stage, world.officer, START)
    world.stage.group = of_stage
    world.call.rules = {**world.call.rules, "defence_round": 1, "argument_experts_least": 2}
    world.item.draft = {**content_of(world.item), "target": "更高"}
    again, locks, defends = (
        ReviewGroup(call=world.call, name=name, formed_by_id=world.officer.id)
        for name in (_AGAIN, _LOCKS, _DEFENDS)
    )
    again.purpose, defends.purpose = "re_review", "defence"
    for panel_of_proposal in (again, locks, defends):
        panel_of_proposal.seed, panel_of_proposal.seed_commitment = "s", "c"
        panel_of_proposal.items = [GroupProposal(proposal=world.proposal)]
        begin(session, panel_of_proposal, world.officer, START)
    world.review.deviates, world.review.deviation_reason = True, ""
    world.race.stage = 1
    session.add(StageResult(stage=world.stage, team=world.team, hard_met=True, score=100_00))
    assert isinstance(change, ChangeRequest)
    change.change_kind, change.proposed = "metrics", {"targets": {}}
    owed = []
    for case in (acceptance, change, world.project):
        panel = panel_of(session, case)
        assert panel is not None
        owed.append(Opinion(assessment=panel, expert=panel.seats[0].expert))
        begin(session, owed[-1], world.officer, START)
    for who, signed_at in ((world.seated, None), (world.chair, START)):
        argument = {"item_id": world.item.id, "round": 1, "drawn_at": START}
        session.add(ArgumentOpinion(expert_id=who.id, signed_at=signed_at, **argument))
    for opinion in (*owed, world.opinion):
        opinion.proposes = "pass"
    session.add(RaceEntry(proposal_id=world.proposal.id))
    partner = agree_to_merge(world)
    of_project = {"project_id": world.project.id, "version": 9, "drafted_at": START}
    below: dict[str, Any] = {"metrics": [], "milestones": []}
    session.add(ContractVersion(**of_project, terms=below, digest=""))
    left: dict[str, Any] = {"actor_id": None, "role": Role.SYSTEM_CLOCK, "now": START, "given": {}}
    note(session, world.proposal, "leave_to_supervision", **left)
    session.flush()
    return [*owed, again, locks, defends, of_stage, partner, partner.proposal]


def leave_untested(world: World, *, is_open: bool) -> None:
    """A team in the final; at a stage whose panel is to be drawn, or it may still hand in there."""
    panel = world.stage.group
    if world.race.state == "final":
        world.team.state = "at_checkpoint"
    if panel is not None and panel.state == "forming" and is_open:
        world.stage.state = "evidence_due"
    elif panel is not None and panel.state == "forming":
        world.stage.state, world.team.state = "assessing", "at_checkpoint"
        for result in world.stage.results:
            result.submitted_at = START


def agree_to_merge(world: World) -> Team:
    """With a team on another route, which is returned."""
    session, other = world.session, Route(race=world.race, name="氧化物")
    begin(session, other, world.officer, START)
    applied = proposal(session, call=world.call, lead_unit=world.lab)
    both = {"merges_with": world.team, "proposal": applied}
    partner = Team(race=world.race, route=other, lane="B", crossed=2, **both)
    begin(session, partner, world.officer, START)
    world.team.merges_with = partner
    session.flush()
    for team in (world.team, partner):
        said: dict[str, Any] = {"given": {"agreement": "由 A 队牵头。"}, "now": START}
        note(session, team, "agree_to_merge", actor_id=None, role=Role.APPLICANT, **said)
    return partner


def give(session: Session, *, is_given: bool) -> None:
    for panel in session.query(ReviewGroup).filter(ReviewGroup.name.in_((_DEFENDS, _AGAIN))):
        panel.state = "forming" if is_given else "dissolved"
    for about in session.query(Proposal):
        about.state_entered_at = START + timedelta(hours=1 if is_given else 0)
    for review in session.query(Review):
        review.state = "signed" if is_given else "reading"
        review.deviation_reason = "路线风险高。" if is_given else ""
    for opinion in session.query(Opinion):
        opinion.state = "signed" if is_given else "writing"
    for team in session.query(Team):
        team.appeal = "open" if is_given else "none"
    for result in session.query(StageResult):
        result.proposed = None if is_given else "eliminate"
        # Who handed in nothing has zero: another score is one that was struck.
        result.score, result.spread = (0, 0) if is_given else (100_00, None)
    own = session.query(ArgumentOpinion).order_by(ArgumentOpinion.id).first()
    assert own is not None
    own.signed_at = START if is_given else None
    for entry in session.query(RaceEntry):
        entry.supplementary = not is_given
    for item in session.query(Item):
        item.call.rules = {**item.call.rules, "rounds_most": item.round + (not is_given)}
    session.query(BidTerms).delete()
    session.query(UserOpinion).delete()
    session.query(Decision).delete()
    for one in session.query(Call) if is_given else ():
        session.add(Decision(call_id=one.id, drafted_by_id=one.drafted_by_id))
    for contract in session.query(ContractVersion):
        contract.asks_lowering = not is_given
    session.query(Team).filter(Team.lane == "B").one().state = "merged" if is_given else "racing"
    supported = {"stance": "support", "opinion": "可行。", "given_at": START}
    agreed = {"price": 1, "delivery": "", "rights": "", "agreed_at": START}
    for bid in session.query(Proposal).filter(Proposal.opened_at.is_not(None)):
        if is_given:
            session.add(BidTerms(proposal_id=bid.id, **agreed))
            session.add(UserOpinion(proposal_id=bid.id, **supported))
    give_user_tests(session, is_given=is_given)
    panel = session.query(ReviewGroup).filter(ReviewGroup.name == _LOCKS).one()
    panel.state = "reviewing" if is_given else "locked"


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
    late = awaited_on(session, [world.call], START)["call", world.call.id].names
    assert (decider.name in late, world.officer.name in late) == (True, False)


def test_a_contract_waits_no_longer_for_whoever_has_signed_it(world: World) -> None:
    session, project = world.session, world.project
    leader = project.proposal.pi
    project.state = "contracting"
    session.flush()
    assert project in waiting_for(session, leader, START).page.rows
    assert leader.name in awaited_on(session, [project], START)["project", project.id].names
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
    assert leader.name not in awaited_on(session, [project], START)["project", project.id].names
