"""What a panel concludes: passed, rectified once, or failed, and what follows (J4-J7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.documents.amounts import in_both
from app.models import Evidence, Fund, Letter, Message, Payment, ProjectMilestone
from app.queries.record.trail import trail_of
from app.services.cases import workflow_of
from app.services.door.related import moved_along
from app.services.files import evidence
from app.services.milestones.reporting import Measured
from app.services.problems import Problems
from tests.after.underway import terminate
from tests.integrity.handling import sanctioned
from tests.played import played_once
from tests.services.running import Running
from tests.services.stage import Stage


def letters(stage: Stage, milestone: ProjectMilestone) -> list[str]:
    return list(
        stage.session.scalars(
            select(Letter.letter_kind)
            .where(Letter.about_kind == "milestone", Letter.about_id == milestone.id)
            .order_by(Letter.id)
        )
    )


def test_a_milestone_passes_with_its_letter_and_the_next_payment_ordered(
    submitted: Running,
) -> None:
    submitted.judge(submitted.convene(), "pass")
    submitted.conclude("conclude_pass")
    stage = submitted.stage
    assert letters(stage, submitted.milestone) == ["node_notice", "node_conclusion"]
    assert submitted.milestone.verdicts == {str(submitted.awarded.metric.id): "met"}
    payments = stage.session.scalars(select(Payment).order_by(Payment.id)).all()
    assert [p.basis for p in payments] == ["contract", "milestone"]
    letter = select(Letter).where(Letter.letter_kind == "node_conclusion")
    assert f"下一笔经费{in_both(payments[1].amount)}按程序拨付" in str(
        stage.session.scalars(letter).one().payload
    )
    begun = trail_of(stage.session, payments[1], submitted.chair, ())[0]
    assert begun.follows, "the chair orders no money: the order follows from the conclusion"


@pytest.mark.parametrize(
    ("move", "along"),
    [
        ("conclude_pass", [("project", "active")]),
        ("conclude_rectify", [("project", "rectifying"), ("fund", "frozen")]),
        ("conclude_fail", [("project", "suspended"), ("fund", "frozen")]),
    ],
)
def test_whoever_concludes_is_told_what_becomes_of_the_project_and_its_money(
    submitted: Running, move: str, along: list[tuple[str, str]]
) -> None:
    submitted.convene()
    (way,) = workflow_of(submitted.milestone).named(move)
    stage = submitted.stage
    found = moved_along(stage.session, submitted.milestone, way, stage.now)
    assert [(m.kind, m.target.key if m.target else "") for m in found] == along


def test_a_milestone_does_not_pass_while_most_hold_a_core_metric_to_be_missed(
    submitted: Running,
) -> None:
    submitted.judge(submitted.convene(), "pass", verdict="not_met")
    reasons = submitted.stage.refused(
        submitted.milestone, "conclude_pass", submitted.chair, opinion="通过。"
    )
    assert reasons.keys() == {"core_metrics_met"}
    assert "能量密度" in reasons["core_metrics_met"].zh
    assert submitted.stage.refused(
        submitted.milestone, "conclude_fail", submitted.chair, opinion="不通过。"
    )
    submitted.conclude("conclude_rectify", months="2")
    pi = submitted.awarded.applied.pi
    submitted.stage.moved(submitted.milestone, "submit_rectified", pi, report="已补测。")
    submitted.judge(submitted.opinions(2), "pass", verdict="not_met")
    submitted.conclude("recheck_fail")
    assert (submitted.milestone.state, submitted.project.state) == ("failed", "suspended")


@played_once
def rectified(submitted: Running) -> Running:
    submitted.judge(submitted.convene(), "rectify", verdict="partly")
    submitted.conclude("conclude_rectify", months="2")
    return submitted


def test_a_milestone_is_rectified_in_months_with_payments_held(submitted: Running) -> None:
    made = rectified(submitted)
    assert (made.milestone.state, made.project.state) == ("rectifying", "rectifying")
    assert made.milestone.rectify_until == date(2026, 11, 25)
    assert made.stage.session.scalars(select(Fund)).one().state == "frozen"
    assert letters(made.stage, made.milestone) == [
        "node_notice",
        "node_conclusion",
        "rectification_notice",
    ]


def test_a_rectification_is_never_longer_than_the_call_allows(submitted: Running) -> None:
    submitted.judge(submitted.convene(), "rectify", verdict="partly")
    why = submitted.stage.refused(
        submitted.milestone, "conclude_rectify", submitted.chair, opinion="整改。", months="4"
    )
    assert "1 至 3 个月" in why["rectification_within_limits"].zh


def test_a_rectified_milestone_is_checked_by_the_same_chair_and_two_more(
    submitted: Running,
) -> None:
    made = rectified(submitted)
    made.stage.moved(made.milestone, "submit_rectified", made.awarded.applied.pi, report="已补测。")
    again = made.opinions(2)
    assert len(again) == 3
    assert again[0].expert.person_id == made.chair.id
    made.judge(again, "pass")
    made.conclude("recheck_pass")
    assert (made.milestone.state, made.project.state) == ("passed", "active")
    assert made.stage.session.scalars(select(Fund)).one().state == "normal"
    assert "recheck_conclusion" in letters(made.stage, made.milestone)


def test_who_leaves_a_re_check_is_followed_by_the_next_of_the_panel_as_its_chair_too(
    submitted: Running,
) -> None:
    made = rectified(submitted)
    made.stage.moved(made.milestone, "submit_rectified", made.awarded.applied.pi, report="已补测。")
    first, *others = made.opinions(2)
    made.stage.moved(first, "declare_assessor_conflict", first.expert.person, reason="有合作。")
    now = made.opinions(2)
    assert (len(now), now[:2]) == (3, others)
    assert made.chair.id == others[0].expert.person_id
    made.judge(now, "pass")
    made.conclude("recheck_pass")
    assert made.milestone.state == "passed"


def test_who_is_sanctioned_during_the_rectification_is_not_asked_to_check_it_and_the_next_presides(
    submitted: Running,
) -> None:
    made = rectified(submitted)
    before = [one.expert.person_id for one in made.opinions(1)]
    barred = made.chair
    sanctioned(made.stage, barred)
    made.stage.moved(made.milestone, "submit_rectified", made.awarded.applied.pi, report="已补测。")
    asked = [one.expert.person_id for one in made.opinions(2)]
    assert asked == [one for one in before if one != barred.id][:3]
    assert made.chair.id == asked[0]


def test_there_is_one_rectification_per_milestone(submitted: Running) -> None:
    made = rectified(submitted)
    made.stage.moved(made.milestone, "submit_rectified", made.awarded.applied.pi, report="已补测。")
    assert "state_has_changed" in made.stage.refused(
        made.milestone, "conclude_rectify", made.chair, opinion="再整改。", months="1"
    )
    made.judge(made.opinions(2), "fail", verdict="not_met")
    made.conclude("recheck_fail")
    assert (made.milestone.state, made.project.state) == ("failed", "suspended")


def test_a_rectification_that_is_not_handed_in_is_checked_when_its_time_is_over(
    submitted: Running,
) -> None:
    made = rectified(submitted)
    made.on(11, 26)
    assert made.milestone.state == "rechecking"
    assert len(made.opinions(2)) == 3


def test_whoever_is_called_into_a_re_check_for_one_who_stands_aside_is_told(
    submitted: Running,
) -> None:
    made, stage = rectified(submitted), submitted.stage
    stage.moved(made.milestone, "submit_rectified", made.awarded.applied.pi, report="已补测。")
    asked = made.opinions(2)
    stage.moved(asked[1], "declare_assessor_conflict", asked[1].expert.person, reason="有合作关系")
    (called,) = [o for o in made.opinions(2) if o.id not in {one.id for one in asked}]
    told = select(Message.person_id).where(
        Message.message_kind == "recheck_convened", Message.about_kind == "opinion"
    )
    assert stage.session.scalars(told).all() == [called.expert.person_id]


def test_a_failed_milestone_suspends_the_project_until_it_is_terminated(submitted: Running) -> None:
    submitted.judge(submitted.convene(), "fail", verdict="not_met")
    submitted.conclude("conclude_fail")
    stage, project = submitted.stage, submitted.project
    assert (submitted.milestone.state, project.state) == ("failed", "suspended")
    assert stage.session.scalars(select(Fund)).one().state == "frozen"
    terminate(stage, project)
    states = stage.session.scalars(select(ProjectMilestone.state).order_by(ProjectMilestone.id))
    assert list(states) == ["failed", "cancelled"]


@pytest.mark.parametrize("concluded", ["rectify", "pass"])
def test_what_the_panel_concluded_on_is_never_withdrawn(submitted: Running, concluded: str) -> None:
    stage, milestone = submitted.stage, submitted.milestone
    proof = stage.session.scalars(select(Evidence).where(Evidence.purpose == "metric")).one()
    months = {"months": "1"} if concluded == "rectify" else {}
    submitted.judge(submitted.convene(), concluded)
    submitted.conclude(f"conclude_{concluded}", **months)
    assert isinstance(evidence.withdraw(stage.session, proof, milestone, stage.now), Problems)
    assert proof.withdrawn_at is None


def test_evidence_of_the_rectification_may_be_taken_back_until_it_is_handed_in(
    submitted: Running,
) -> None:
    again, stage = rectified(submitted), submitted.stage
    stage.at(stage.now + timedelta(days=1))
    again.measure(Measured("365", None, "省检测院", "CNAS", "JC-2"))
    new = stage.session.scalars(select(Evidence).order_by(Evidence.id.desc())).first()
    assert new is not None
    assert evidence.withdraw(stage.session, new, again.milestone, stage.now) is None
