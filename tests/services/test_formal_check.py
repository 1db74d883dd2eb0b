"""The formal check: a whole list, one correction of flagged parts, two people for a refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.models import Letter, Message, Milestone, ProposalMember, ProposalUnit
from app.services.problems import Problems
from app.services.proposals import drafting, members
from app.services.proposals.formal import ITEMS, Answer, items_of
from tests.factories import grant, organisation, person
from tests.services.formal_checks import REFUSAL, answer, failed, letters
from tests.services.stage import Applied, Stage
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

CORRECTION = {"reason": "请补正节点交付物。"}


@pytest.mark.parametrize("mechanism", ["open_competition", "open_call"])
def test_the_list_asks_whether_civil_servants_lead_and_a_court_lists_somebody(
    stage: Stage, checked: Applied, mechanism: str
) -> None:
    """Blocks of §3.5 that no record of the system tells."""
    if mechanism == "open_call":
        checked.proposal.item_id = 1
    asked = "".join(item.label.zh for item in items_of(checked.proposal))
    assert "公务员" in asked
    assert "失信被执行人" in asked


def save(stage: Stage, applied: Applied, part: str, values: dict[str, Any]) -> object:
    return drafting.save(
        stage.session,
        applied.proposal,
        part,
        values,
        edition=applied.proposal.edition,
        by=applied.pi,
        now=stage.now,
    )


def corrected(stage: Stage, applied: Applied) -> None:
    """Ask for the correction of metrics and milestones, correct them and submit again."""
    answer(stage, applied, metrics=Answer("correctable", "节点交付物表述不清。"))
    checker = stage.holder(Role.FORMAL_CHECKER)
    stage.moved(applied.proposal, "request_correction", checker, **CORRECTION)
    row = {"title": "样机", "due_on": date(2027, 12, 31), "deliverable": "样机与检测报告"}
    assert save(stage, applied, "milestones", {"rows": [row]}) is None
    stage.moved(applied.proposal, "resubmit", applied.pi)


def test_nothing_passes_or_fails_before_every_item_is_answered(
    stage: Stage, checked: Applied
) -> None:
    checker = stage.holder(Role.FORMAL_CHECKER)
    for move in ("pass_formal_check", "fail_formal_check", "request_correction"):
        words = stage.refused(checked.proposal, move, checker, **REFUSAL)["unanswered_items"]
        assert ITEMS[0].label.zh in words.zh
        assert ITEMS[0].label.en in words.en
    answer(stage, checked)
    assert stage.moved(checked.proposal, "pass_formal_check", checker).target == "accepted"
    assert letters(stage) == ["acceptance_notice"]


def test_only_a_formal_checker_passes_a_proposal(stage: Stage, checked: Applied) -> None:
    answer(stage, checked)
    for stranger in (stage.holder(Role.PROGRAMME_OFFICER), checked.pi, checked.unit):
        reasons = stage.refused(checked.proposal, "pass_formal_check", stranger)
        assert reasons.keys() == {"role_required"}
    stage.moved(checked.proposal, "pass_formal_check", stage.holder(Role.FORMAL_CHECKER))


def test_a_condition_cannot_be_corrected_only_paper_can(stage: Stage, checked: Applied) -> None:
    problems = answer(stage, checked, scope=Answer("correctable", "方向不符。"))
    assert isinstance(problems, Problems)
    assert "申报条件不能补正" in problems.by_field["scope"].zh
    assert answer(stage, checked, budget=Answer("correctable", "合计有误。")) is None


def test_a_correction_opens_the_flagged_parts_and_no_other(stage: Stage, checked: Applied) -> None:
    row = {"title": "样机", "due_on": date(2027, 12, 31), "deliverable": "样机与检测报告"}
    answer(stage, checked, metrics=Answer("correctable", "节点交付物表述不清。"))
    assert isinstance(save(stage, checked, "milestones", {"rows": [row]}), Problems)
    checker = stage.holder(Role.FORMAL_CHECKER)
    stage.moved(checked.proposal, "request_correction", checker, **CORRECTION)
    assert sorted(checked.proposal.flagged) == ["metrics", "milestones"]
    assert isinstance(save(stage, checked, "basics", {"title": "改换题目"}), Problems)
    assert checked.proposal.title != "改换题目"
    assert save(stage, checked, "milestones", {"rows": [row]}) is None
    stage.moved(checked.proposal, "resubmit", checked.pi)
    assert isinstance(save(stage, checked, "milestones", {"rows": []}), Problems)
    written = stage.session.scalars(
        select(Milestone.deliverable).where(Milestone.proposal_id == checked.proposal.id)
    )
    assert list(written) == ["样机与检测报告"]


def test_whoever_is_named_in_the_correction_confirms_before_it_is_submitted(
    stage: Stage, checked: Applied
) -> None:
    """And a unit that is named then is told as at the first submission."""
    answer(stage, checked, members=Answer("correctable", "人员信息不全。"))
    asks = stage.holder(Role.FORMAL_CHECKER)
    stage.moved(checked.proposal, "request_correction", asks, reason="请补正。")
    someone, partner = person(stage.session, name="骨干甲"), organisation(stage.session)
    admin = person(stage.session, organisation_id=partner.id)
    grant(stage.session, admin, Role.UNIT_ADMIN, organisation_id=partner.id)
    checked.proposal.units.append(ProposalUnit(organisation_id=partner.id, tasks="试验"))
    named = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    assert members.name_member(stage.session, checked.proposal, named, stage.now) is None
    refused = stage.refused(checked.proposal, "resubmit", checked.pi)
    assert "骨干甲" in refused["unconfirmed_members"].zh
    assert members.answer(stage.session, named, someone, True, stage.now) is None
    stage.moved(checked.proposal, "resubmit", checked.pi)
    told = select(Message.person_id).where(Message.message_kind == "named_as_partner")
    assert stage.session.scalars(told).all() == [admin.id]


def test_there_is_exactly_one_correction(stage: Stage, checked: Applied) -> None:
    corrected(stage, checked)
    stage.compared(checked.proposal)
    checker = stage.holder(Role.FORMAL_CHECKER)
    reasons = stage.refused(checked.proposal, "pass_formal_check", checker)
    assert reasons.keys() == {"unanswered_items"}
    assert "考核指标" in reasons["unanswered_items"].zh
    answer(stage, checked, metrics=Answer("correctable", "仍不清楚。"))
    reasons = stage.refused(checked.proposal, "request_correction", checker, **CORRECTION)
    assert reasons.keys() == {"corrected_at_most_once"}
    answer(stage, checked)
    stage.moved(checked.proposal, "pass_formal_check", checker)
    assert letters(stage) == ["correction_notice", "acceptance_notice"]


def test_what_stays_faulty_after_the_correction_may_be_failed(
    stage: Stage, checked: Applied
) -> None:
    corrected(stage, checked)
    answer(stage, checked, metrics=Answer("correctable", "仍不清楚。"))
    stage.signed(
        checked.proposal, "fail_formal_check", stage.holder(Role.FORMAL_CHECKER), **REFUSAL
    )
    second = stage.holder(Role.FORMAL_CHECKER, "second")
    stage.moved(checked.proposal, "fail_formal_check", second)
    assert checked.proposal.state == "rejected_formal"


def test_a_refusal_needs_a_second_person(stage: Stage, checked: Applied) -> None:
    answer(stage, checked, scope=Answer("not_met", "不属于支持方向。"))
    first = stage.holder(Role.FORMAL_CHECKER)
    still = stage.signed(checked.proposal, "fail_formal_check", first, **REFUSAL)
    assert still == (Role.FORMAL_CHECKER,)
    assert checked.proposal.state == "formal_check"
    assert letters(stage) == []
    again = stage.refused(checked.proposal, "fail_formal_check", first, **REFUSAL)
    assert again.keys() == {"signed_already"}
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.refused(checked.proposal, "fail_formal_check", officer, **REFUSAL)
    stage.moved(
        checked.proposal,
        "fail_formal_check",
        stage.holder(Role.FORMAL_CHECKER, "second"),
        **REFUSAL,
    )
    assert checked.proposal.state == "rejected_formal"
    assert letters(stage) == ["formal_rejection"]


def test_a_refusal_names_its_clause_and_reason_and_an_unmet_item(
    stage: Stage, checked: Applied
) -> None:
    checker = stage.holder(Role.FORMAL_CHECKER)
    answer(stage, checked)
    reasons = stage.refused(checked.proposal, "fail_formal_check", checker)
    assert reasons.keys() == {"something_unmet", "missing_clause", "missing_reason"}
    answer(stage, checked, scope=Answer("not_met", "不属于支持方向。"))
    assert "not_met_items" in stage.refused(checked.proposal, "pass_formal_check", checker)
    stage.signed(checked.proposal, "fail_formal_check", checker, **REFUSAL)


def test_a_correction_that_does_not_come_in_five_working_days_counts_as_failed(
    stage: Stage, checked: Applied
) -> None:
    """Asked for on Monday 2 March, the period ends with Monday 9 March in Fujian."""
    answer(stage, checked, metrics=Answer("correctable", "节点交付物表述不清。"))
    checker = stage.holder(Role.FORMAL_CHECKER)
    stage.moved(checked.proposal, "request_correction", checker, **CORRECTION)
    served = stage.session.scalars(select(Letter)).one()
    assert "请于2026年3月9日前" in str(served.payload), "not the term of the check that is over"
    told = stage.session.scalars(select(Message.body).where(Message.person_id == checked.pi.id))
    assert any("期限至 2026-03-09 24:00" in body for body in told)
    end = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    stage.at(end - timedelta(milliseconds=1))
    assert checked.proposal.state == "correction"
    stage.at(end)
    assert checked.proposal.state == "rejected_formal"
    assert letters(stage) == ["correction_notice", "formal_rejection"]
    refusal = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "formal_rejection")
    ).one()
    assert "未在规定期限内补正" in str(refusal.payload)
    assert "第二人复核" not in str(refusal.payload)


def test_what_was_taken_is_announced_by_its_numbers_when_the_check_is_finished(
    stage: Stage, checked: Applied
) -> None:
    """C8; neither titles nor units, which a blind review does not show."""
    taken = stage.applied(call=checked.proposal.call, state="accepted", number="SQ2026-0002")
    failed(stage, checked)
    stage.serve(checked.proposal)
    stage.at(datetime(2026, 3, 5, 16, 0, tzinfo=UTC))
    stage.moved(checked.proposal.call, "finish_formal", stage.holder(Role.PROGRAMME_OFFICER))
    said = str(
        stage.session.scalars(
            select(Letter.payload).where(Letter.letter_kind == "admission_list")
        ).one()
    )
    assert "共审查申报项目2项，受理1项，不予受理1项" in said
    assert "SQ2026-0002" in said
    assert taken.proposal.title not in said
    assert taken.proposal.lead_unit.name not in said


def test_a_correction_is_too_late_from_the_second_of_its_deadline(
    stage: Stage, checked: Applied
) -> None:
    """Even while the clock has not drawn the consequence; the attempt leaves a receipt."""
    answer(stage, checked, metrics=Answer("correctable", "节点交付物表述不清。"))
    checker = stage.holder(Role.FORMAL_CHECKER)
    stage.moved(checked.proposal, "request_correction", checker, **CORRECTION)
    row = {"title": "样机", "due_on": date(2027, 12, 31), "deliverable": "样机与检测报告"}
    assert save(stage, checked, "milestones", {"rows": [row]}) is None
    stage.clock.move_to(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    late = stage.refused(checked.proposal, "resubmit", checked.pi)
    assert "2026-03-09 24:00" in late["in_time"].zh
    stage.clock.move_to(datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC))
    stage.moved(checked.proposal, "resubmit", checked.pi)
