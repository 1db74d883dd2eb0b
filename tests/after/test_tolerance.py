"""容错: an honest failure is found so with reasons, and then limits no later application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import IntegrityCase, Letter, Proposal, Tolerance
from app.services import history
from app.services.changes.tolerating import ToleranceDraft, propose
from app.services.eligibility.limits import leader_findings
from app.services.moves import begin
from app.services.problems import Problems
from app.services.review.past_results import past_results
from tests.after.underway import Underway, underway
from tests.conftest import SignInAs
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

DRAFT = ToleranceDraft(
    "路线经验证不可行。", "三年实验记录完整，节点按期。", "五名专家一致认为已尽责。"
)
FOUND = MINUTES | {"finding": "原因客观，过程勤勉。"}


@pytest.fixture
def failed(stage: Stage) -> Underway:
    made = underway(stage)
    made.project.state, made.project.state_entered_at = "failed", stage.now
    stage.session.flush()
    return made


def proposed(stage: Stage, of: Underway) -> Tolerance:
    case = propose(
        stage.session, of.project, DRAFT, stage.holder(Role.PROGRAMME_OFFICER), stage.now
    )
    assert isinstance(case, Tolerance)
    return case


def limits(stage: Stage, of: Underway, **rules: int) -> str:
    """What the rules say of this leader applying anew."""
    anew = stage.applied().proposal
    leader = of.project.proposal.pi
    found = leader_findings(stage.session, leader, anew, DEFAULTS | rules, stage.now)
    return " ".join(words.zh for words in found)


def test_a_failure_limits_its_leader_for_the_years_of_the_call(
    stage: Stage, failed: Underway
) -> None:
    assert failed.project.number in limits(stage, failed)
    assert failed.project.number not in limits(stage, failed, failed_bar_years=0)
    failed.project.state_entered_at = stage.now - timedelta(days=2 * 366)
    stage.session.flush()
    assert failed.project.number not in limits(stage, failed)


def test_a_conclusion_without_success_limits_only_where_the_call_says_so(
    stage: Stage, failed: Underway
) -> None:
    failed.project.state = "concluded"
    stage.session.flush()
    assert failed.project.number not in limits(stage, failed)
    assert failed.project.number in limits(stage, failed, concluded_bar_years=1)


def test_diligence_found_shields_the_leader_and_is_a_letter(stage: Stage, failed: Underway) -> None:
    case, meeting = proposed(stage, failed), stage.holder(Role.DECISION_MAKER)
    assert "missing_finding" in stage.refused(case, "find_diligence", meeting, **MINUTES)
    stage.moved(case, "find_diligence", meeting, **FOUND)
    assert (case.state, case.minutes_number) == ("found", MINUTES["minutes_number"])
    assert failed.project.number not in limits(stage, failed)
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "tolerance_finding")
    ).one()
    assert DRAFT.reasons in str(letter.payload)
    assert "勤勉尽责，予以容错" in str(letter.payload)


def test_diligence_not_found_shields_nobody(stage: Stage, failed: Underway) -> None:
    case = proposed(stage, failed)
    stage.moved(case, "decline_diligence", stage.holder(Role.DECISION_MAKER), **FOUND)
    assert failed.project.number in limits(stage, failed)


def test_misconduct_and_letting_acceptance_pass_are_not_tolerated(
    stage: Stage, failed: Underway
) -> None:
    case, meeting = proposed(stage, failed), stage.holder(Role.DECISION_MAKER)
    history.append(
        stage.session,
        failed.project,
        "fail_overdue",
        source="accept_due",
        target="failed",
        actor_id=None,
        role=Role.SYSTEM_CLOCK,
        now=stage.now,
        given={},
    )
    clue = IntegrityCase(
        source="office",
        receipt_code="CX-1",
        subject_named="某人",
        act="数据不实",
        project_id=failed.project.id,
        filed_at=stage.now,
    )
    begin(stage.session, clue, Role.SYSTEM_CLOCK, stage.now)
    stage.session.flush()
    reasons = stage.refused(case, "find_diligence", meeting, **FOUND)
    assert reasons.keys() == {"was_not_overdue", "no_misconduct"}


def test_only_an_ended_project_of_open_competition_is_proposed_and_once(stage: Stage) -> None:
    running = underway(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert isinstance(propose(stage.session, running.project, DRAFT, officer, stage.now), Problems)
    running.project.state = "terminated"
    proposed(stage, running)
    again = propose(stage.session, running.project, DRAFT, officer, stage.now)
    assert isinstance(again, Problems)


def test_earlier_results_are_shown_where_new_proposals_are_ranked(
    stage: Stage, failed: Underway
) -> None:
    old = failed.project.proposal
    same_unit: Proposal = stage.applied().proposal
    same_unit.lead_unit = old.lead_unit
    stage.session.flush()
    today = local_date(stage.now)
    (found,) = past_results(stage.session, [same_unit], 5, today)[same_unit.id]
    assert (found.project.id, found.is_tolerated) == (failed.project.id, False)
    assert not past_results(stage.session, [stage.applied().proposal], 5, today).popitem()[1]
    same_unit.call = old.call
    assert not past_results(stage.session, [same_unit], 5, today)[same_unit.id], "no earlier call"


def test_whoever_led_proposes_it_on_a_page_and_nothing_typed_is_lost(
    stage: Stage, failed: Underway, sign_in: SignInAs
) -> None:
    project = f"/projects/{failed.project.id}"
    path = f"{project}/tolerance"
    client = sign_in(failed.project.proposal.pi)
    stage.session.commit()
    assert path in client.get(project).text
    answer = client.post(path, data={"reasons": "原因如下。", "evidence": "", "experts": "意见"})
    assert answer.status_code == 422
    assert "原因如下。" in answer.text
    data = {"reasons": DRAFT.reasons, "evidence": DRAFT.evidence, "experts": DRAFT.experts}
    answer = client.post(path, data=data, follow_redirects=True)
    assert DRAFT.evidence in answer.text
