"""Where a call asks for it, leader and members say how much of a year they give, and nobody gives
more than a year to all that runs (§3.5)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.models import Project, Proposal, ProposalMember
from app.services.eligibility.engaged import too_many_months
from app.services.eligibility.running import signing_findings
from app.services.moves import Moved
from app.services.proposals.completeness import form_problems
from app.worker.context import Context
from tests.conftest import SignInAs
from tests.services.at_once import act, at_once, keys
from tests.services.running import awarded
from tests.services.stage import Stage
from workflows.parameters import DEFAULTS

ASKED, OFF = {"leader_months_least": 6}, {"leader_months_least": 0}


@pytest.fixture
def draft(stage: Stage) -> Proposal:
    return stage.applied().proposal


def asked(draft: Proposal, rules: Mapping[str, int]) -> None:
    draft.call.rules = {**draft.call.rules, **rules}


def said(draft: Proposal) -> str:
    return "；".join(words.zh for words in form_problems(draft))


def test_the_leader_gives_what_the_call_asks_for_and_nobody_is_asked_where_it_does_not(
    draft: Proposal,
) -> None:
    asked(draft, OFF)
    assert "投入" not in said(draft)
    asked(draft, ASKED)
    draft.leader_months = 5
    assert "不少于 6 个月" in said(draft)
    draft.leader_months = 6
    for member in draft.members:
        member.months_a_year = 3
    assert "投入" not in said(draft)


def test_nobody_gives_more_than_a_year_to_all_that_runs(stage: Stage, draft: Proposal) -> None:
    running: Project = awarded(stage).project
    running.proposal.pi_id, running.proposal.leader_months = draft.pi_id, 7
    draft.leader_months = 6
    stage.session.flush()

    def found(rules: Mapping[str, int]) -> str:
        return "；".join(words.zh for words in too_many_months(stage.session, draft, rules))

    assert f"{draft.pi.name}在本项目和在研项目上每年共投入 13 个月" in found(ASKED)
    assert found(OFF) == ""
    running.state = "passed"
    stage.session.flush()
    assert found(ASKED) == "", "what is over takes nobody's time"


def test_a_member_who_came_to_lead_counts_once(stage: Stage, draft: Proposal) -> None:
    running = awarded(stage).project.proposal
    running.pi_id, running.leader_months, draft.leader_months = draft.pi_id, 6, 6
    was = ProposalMember(person_id=draft.pi_id, name=draft.pi.name, email=draft.pi.email)
    was.confirmed_at, was.months_a_year = stage.now, 3
    running.members.append(was)
    stage.session.flush()
    assert tuple(too_many_months(stage.session, draft, ASKED)) == ()


def test_of_two_contracts_that_wait_the_first_one_signed_keeps_the_other_waiting(
    stage: Stage,
) -> None:
    one, other = awarded(stage), awarded(stage)
    for of in (one, other):
        of.applied.proposal.leader_months, of.applied.proposal.pi_id = 7, one.applied.pi.id
        asked(of.applied.proposal, ASKED)
    stage.session.flush()

    def found() -> str:
        rules = {**DEFAULTS, **ASKED, "lead_running_most": 9, "take_part_most": 9}
        findings = signing_findings(stage.session, one.applied.proposal, rules)
        return "；".join(words.zh for words in findings)

    assert found() == ""
    other.project.state = "active"
    stage.session.flush()
    assert "每年共投入 14 个月" in found()


@pytest.mark.several_writers
def test_of_two_contracts_signed_at_once_that_share_a_member_one_waits(
    stage: Stage, context: Context
) -> None:
    one, other = awarded(stage), awarded(stage)
    shared = stage.applied().pi
    for of in (one, other):
        asked(of.applied.proposal, ASKED)
        row = ProposalMember(person_id=shared.id, name=shared.name, email=shared.email)
        row.confirmed_at, row.months_a_year = stage.now, 7
        of.applied.proposal.members.append(row)
        for person in of.signers[:2]:
            stage.signed(of.project, "sign_contract", person)
    first, second = (act(stage, of.project, "sign_contract", of.signers[2]) for of in (one, other))
    signed, waiting = at_once(stage, context, first, second)
    assert isinstance(signed, Moved)
    assert keys(waiting) == {"leader_within_running_limits"}


def test_the_form_asks_for_months_where_the_call_does(
    stage: Stage, draft: Proposal, sign_in: SignInAs
) -> None:
    leader, at = sign_in(draft.pi), f"/proposals/{draft.id}/edit"
    for rules, is_asked in ((OFF, False), (ASKED, True)):
        asked(draft, rules)
        stage.session.commit()
        assert ("项目负责人每年投入月数" in leader.get(f"{at}/basics").text) is is_asked
    named = {"name": "秦川", "email": "qin@example.org", "unit_name": "某院", "duty": "试验"}
    assert leader.post(f"{at}/members", data={**named, "months_a_year": "13"}).status_code == 422
    assert leader.post(f"{at}/members", data={**named, "months_a_year": "4"}).status_code == 303
    assert "每年 4 个月" in leader.get(f"{at}/members").text
