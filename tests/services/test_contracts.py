"""Contracts (任务书): drafted from the award, signed by all, or lapsed (J1-J2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.models import (
    Letter,
    Message,
    MetricReading,
    Project,
    ProjectMilestone,
    Sanction,
)
from app.services.contracts import drafting
from app.services.contracts.terms import digest_of
from app.services.door.lateness import keep_if_late
from app.services.door.pending_signatures import still_to_sign
from app.services.door.signatures import signatories
from app.services.facts import facts_of
from app.services.moves import Moved, Signed, take
from tests.services.awarding import decided, published
from tests.services.running import awarded
from tests.services.stage import MINUTES, Stage
from workflows.engine.decide import Refusals
from workflows.roles import Role


def test_the_award_drafts_a_contract_that_promises_what_the_proposal_promised(
    stage: Stage,
) -> None:
    made = awarded(stage)
    version = drafting.newest(stage.session, made.project)
    assert version is not None
    assert (version.version, version.digest) == (1, digest_of(version.terms))
    assert [m["target"] for m in version.terms["metrics"]] == ["400"]
    assert sum(b["fiscal"] for b in version.terms["budget"]) == made.project.amount
    assert sum(p["amount"] for p in version.terms["payments"]) == made.project.amount


def test_a_contract_is_signed_by_leader_unit_and_office_and_then_the_project_runs(
    stage: Stage,
) -> None:
    made = awarded(stage)
    leader, unit, office = made.signers
    assert still_to_sign(stage.session, made.project) == set()
    assert stage.signed(made.project, "sign_contract", unit)
    assert still_to_sign(stage.session, made.project) == {Role.APPLICANT, Role.PLANNING_OFFICER}
    assert stage.signed(made.project, "sign_contract", leader)
    assert still_to_sign(stage.session, made.project) == {Role.PLANNING_OFFICER}
    stage.moved(made.project, "sign_contract", office)
    assert made.project.state == "active"
    version = drafting.in_force(stage.session, made.project)
    assert version is not None
    assert version.signed_at == stage.now
    assert [s.role for s in signatories(stage.session, made.project, "sign_contract")] == [
        Role.UNIT_ADMIN,
        Role.APPLICANT,
        Role.PLANNING_OFFICER,
    ]
    milestones = stage.session.scalars(select(ProjectMilestone)).all()
    assert [(n.title, n.due_on, n.state) for n in milestones] == [
        ("样机", date(2027, 12, 31), "planned")
    ]
    readings = stage.session.scalars(select(MetricReading)).all()
    assert [(r.step, r.value) for r in readings] == [("contracted", "400")]


def test_the_letter_of_the_contract_lists_every_signature_and_the_digest_signed(
    stage: Stage,
) -> None:
    made = awarded(stage)
    made.sign()
    letter = stage.session.scalars(select(Letter).where(Letter.letter_kind == "contract")).one()
    words = str(letter.payload["blocks"])
    for person in made.signers:
        assert person.name in words
    version = drafting.in_force(stage.session, made.project)
    assert version is not None
    assert version.digest[:32] in words


@pytest.mark.parametrize("minutes_ago", [None, 6, -1])
def test_a_signature_without_a_fresh_authentication_is_refused(
    stage: Stage, minutes_ago: int | None
) -> None:
    made = awarded(stage)
    at = None if minutes_ago is None else stage.now - timedelta(minutes=minutes_ago)
    answer = take(
        stage.session,
        made.project,
        "sign_contract",
        made.applied.pi,
        now=stage.now,
        authenticated_at=at,
    )
    assert isinstance(answer, Refusals)
    assert [r.key for r in answer.reasons] == ["missing_signature"]
    fresh = stage.now - timedelta(minutes=5)
    allowed = take(
        stage.session,
        made.project,
        "sign_contract",
        made.applied.pi,
        now=stage.now,
        authenticated_at=fresh,
    )
    assert isinstance(allowed, Signed)


def test_a_milestone_without_result_or_target_cannot_be_signed(stage: Stage) -> None:
    made = awarded(stage)
    bare = {"title": "空节点", "due_on": "2027-12-31", "deliverable": "", "targets": {}}
    made.edit(milestones=[bare])
    reasons = stage.refused(made.project, "sign_contract", made.applied.pi)
    assert "空节点" in reasons["milestones_measurable"].zh


def test_matching_funds_must_be_proven_before_signing(stage: Stage) -> None:
    made = awarded(stage, proven=False)
    assert "matching_proven" in stage.refused(made.project, "sign_contract", made.applied.pi)


def test_a_leader_barred_between_notice_and_contract_cannot_sign(stage: Stage) -> None:
    made = awarded(stage)
    today = stage.now.date()
    stage.session.add(
        Sanction(
            person_id=made.applied.pi.id,
            act="伪造数据",
            basis="科研失信行为调查处理规则",
            decided_by="省科技厅",
            starts_on=today,
            ends_on=today,
        )
    )
    stage.session.flush()
    reasons = stage.refused(made.project, "sign_contract", made.applied.pi)
    assert made.applied.pi.name in reasons["party_not_barred"].zh


def test_signing_is_reminded_once_and_lapses_after_term_and_grace(stage: Stage) -> None:
    made = awarded(stage)
    stage.at(stage.now + timedelta(days=24))
    stage.at(stage.now + timedelta(days=6))
    reminders = stage.session.scalars(
        select(Message).where(Message.subject.startswith("请签订任务书"))
    ).all()
    assert {m.person_id for m in reminders} == {made.applied.pi.id, made.applied.unit.id}
    assert len(reminders) == 2
    assert made.project.state == "contracting"
    stage.at(stage.now + timedelta(days=16))
    assert made.project.state == "lapsed"


def test_a_lapse_tells_the_meeting_that_a_place_is_free(stage: Stage) -> None:
    made = awarded(stage)
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(made.project, "give_up", made.applied.unit, reason="人员变动")
    told = stage.session.scalars(
        select(Message.subject).where(Message.person_id == decider.id)
    ).all()
    assert [subject.split("：")[0] for subject in told] == ["空出立项名额"]


def test_a_project_given_up_frees_its_place_for_a_reserve_with_a_notice_of_its_own(
    stage: Stage,
) -> None:
    made = decided(stage)
    notice = published(stage, made)
    reserve, decider = made.proposals[2], stage.holder(Role.DECISION_MAKER)
    stage.at(stage.now + timedelta(days=14))
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    assert "place_is_free" in stage.refused(reserve, "promote", decider, **words)
    given_up = stage.session.scalars(select(Project).order_by(Project.id)).first()
    assert given_up is not None
    unit = next(a.unit for a in made.applied if a.proposal.id == given_up.proposal_id)
    stage.moved(given_up, "give_up", unit, reason="人员变动")
    stage.moved(reserve, "promote", decider, **words)
    own = published(stage, made, reserve)
    assert (reserve.state, own.id != notice.id) == ("notice", True)


def test_of_two_who_sign_last_at_once_one_makes_the_move(stage: Stage) -> None:
    made = awarded(stage)
    leader, unit, office = made.signers
    stage.signed(made.project, "sign_contract", leader)
    stage.signed(made.project, "sign_contract", unit)
    assert isinstance(stage.take(made.project, "sign_contract", office), Moved)
    assert "state_has_changed" in stage.refused(made.project, "sign_contract", office)


def of_the_contract(stage: Stage, project: Project, moment: str) -> datetime:
    found: datetime = getattr(facts_of(stage.session, project, stage.now, {}), moment)
    return found


def test_a_reminder_to_sign_leaves_the_signatures_that_were_given(stage: Stage) -> None:
    made = awarded(stage)
    leader, unit, office = made.signers
    stage.signed(made.project, "sign_contract", leader)
    stage.at(of_the_contract(stage, made.project, "remind_at"))
    stage.signed(made.project, "sign_contract", unit)
    stage.moved(made.project, "sign_contract", office)


def test_nobody_signs_after_the_last_moment_while_the_clock_is_late(stage: Stage) -> None:
    made = awarded(stage)
    end = of_the_contract(stage, made.project, "lapse_at")
    stage.clock.move_to(end - timedelta(milliseconds=1))
    stage.signed(made.project, "sign_contract", made.signers[0])
    stage.clock.move_to(end)
    late = stage.refused(made.project, "sign_contract", made.signers[1])
    assert late.keys() == {"in_time"}
    assert made.project.state == "contracting", "the clock has not come to it"
    assert keep_if_late(stage.session, made.project, "sign_contract", made.signers[1], stage.now), (
        "the attempt leaves a receipt"
    )
