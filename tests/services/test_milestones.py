"""Milestones: announced by the clock, reported with evidence and visited (J3)."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import object_session

from app.files.kinds import Rejected
from app.models import (
    Evidence,
    Fund,
    Letter,
    MetricReading,
    ProjectMilestone,
    SiteVisit,
    Timer,
)
from app.queries.attention.falling import falling
from app.services.editing import Overtaken
from app.services.files import evidence
from app.services.milestones import reporting, visiting
from app.services.milestones.reporting import Measured
from app.services.months import months_later
from app.services.problems import Problems
from app.services.upkeep.earlier_versions import of_earlier_versions
from app.worker.clock import caught_up
from app.worker.context import Context
from tests.services.running import Running, running
from tests.services.stage import MINUTES, Stage, a_page
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

SOUND = Measured("360", date(2026, 9, 1), "省检测院", "CNAS", "JC-1")


def letters(stage: Stage, milestone: ProjectMilestone) -> list[str]:
    return list(
        stage.session.scalars(
            select(Letter.letter_kind)
            .where(Letter.about_kind == "milestone", Letter.about_id == milestone.id)
            .order_by(Letter.id)
        )
    )


def test_a_milestone_is_announced_thirty_days_before_its_date_and_not_earlier(stage: Stage) -> None:
    made = running(stage)
    made.on(8, 30)
    assert (made.milestone.state, made.project.state) == ("planned", "active")
    made.on(8, 31)
    assert (made.milestone.state, made.project.state) == ("announced", "node_check")
    assert letters(stage, made.milestone) == ["node_notice"]


def test_a_milestone_waits_until_the_one_before_is_over(announced: Running) -> None:
    second = announced.stage.session.scalars(
        select(ProjectMilestone).where(ProjectMilestone.position == 2)
    ).one()
    reasons = announced.stage.refused(second, "ask_early", announced.awarded.applied.pi)
    assert "project_is_active" in reasons


def test_a_node_announced_late_has_its_full_notice(stage: Stage) -> None:
    """Due on 30 September, but the project stood suspended until 21 October: thirty days of notice
    and fifteen for the evidence end on Saturday 5 December, and so on Monday."""
    made = running(stage)
    made.project.state = "suspended"
    stage.session.flush()
    made.on(10, 20)
    assert made.milestone.state == "planned"
    made.project.state = "active"
    stage.session.flush()
    made.on(10, 21)
    assert made.milestone.state == "announced"
    notice = stage.session.scalars(select(Letter).where(Letter.letter_kind == "node_notice")).one()
    assert "2026年12月7日" in str(notice.payload)
    made.on(12, 7, 23)
    assert made.milestone.state == "announced"
    for day in (8, 22):
        made.on(12, day, 23)
        assert made.milestone.state == "overdue"
    made.on(12, 23)
    assert made.milestone.state == "frozen"


def test_overdue_evidence_is_warned_of_and_then_the_funds_are_frozen(announced: Running) -> None:
    told = falling(announced.stage.session, announced.milestone)
    assert told is not None
    assert (told.state.key, told.at) == ("overdue", announced.milestone.due_at)
    announced.on(10, 17)
    assert announced.milestone.state == "overdue"
    told = falling(announced.stage.session, announced.milestone)
    assert told is not None
    assert told.state.key == "frozen", "what comes next is told before it comes"
    last = announced.milestone.due_at
    announced.on(11, 3)
    assert announced.milestone.state == "frozen"
    assert announced.milestone.due_at == last, "whose turn it is keeps the day that has passed"
    fund = announced.stage.session.scalars(select(Fund)).one()
    assert fund.state == "frozen"
    announced.report()
    assert announced.milestone.state == "submitted"
    assert fund.state == "normal", "handing in the report lifts the freeze"


def test_what_an_earlier_version_left_without_a_day_or_reminder_gets_both_when_the_clock_begins(
    announced: Running, context: Context
) -> None:
    session, milestone = announced.stage.session, announced.milestone
    last, entered, timers = milestone.due_at, milestone.state_entered_at, timers_of(milestone)
    assert timers
    milestone.due_at, milestone.workflow_version = None, 1
    session.execute(delete(Timer).where(Timer.case_kind == milestone.kind))
    session.flush()
    assert of_earlier_versions(session) == [("milestone", milestone.id)]
    session.commit()
    assert caught_up(context, announced.stage.now)
    session.expire_all()
    assert (milestone.due_at, milestone.state_entered_at) == (last, entered)
    assert timers_of(milestone) == timers
    assert of_earlier_versions(session) == []


def timers_of(milestone: ProjectMilestone) -> set[tuple[str, datetime]]:
    session = object_session(milestone)
    assert session is not None
    rows = session.execute(
        select(Timer.transition, Timer.due_at).where(
            Timer.case_kind == milestone.kind, Timer.case_id == milestone.id
        )
    )
    return {(name, due) for name, due in rows}


@pytest.mark.parametrize("late", [False, True])
def test_a_report_does_not_lift_what_the_office_froze_during_the_assessment(
    announced: Running, late: bool
) -> None:
    """J10: the project cannot be suspended meanwhile, so its money is what the office stops."""
    stage, officer = announced.stage, announced.stage.holder(Role.PROGRAMME_OFFICER)
    fund = stage.session.scalars(select(Fund)).one()
    stage.moved(fund, "hold_for_progress", officer)
    for month, day in ((10, 17), (11, 3)) if late else ((9, 25),):
        announced.on(month, day)
    assert announced.milestone.state == ("frozen" if late else "announced")
    announced.report()
    assert fund.state == "frozen"
    stage.moved(fund, "resume_after_progress", officer)
    assert fund.state == "normal"


def test_who_never_reports_is_decided_on_without_a_panel(announced: Running) -> None:
    """Or a frozen milestone would wait for its leader for ever, and the project with it."""
    stage, meeting = announced.stage, announced.stage.holder(Role.DECISION_MAKER)
    given = MINUTES | {"reason": "两次催报未报。"}
    announced.on(10, 17)
    assert "state_has_changed" in stage.refused(
        announced.milestone, "fail_unreported", meeting, **given
    )
    announced.on(11, 3)
    stage.moved(announced.milestone, "fail_unreported", meeting, **given)
    assert announced.milestone.conclusion == "fail"
    assert announced.project.state == "suspended"


def test_a_report_needs_its_text_and_a_measured_value_with_evidence(announced: Running) -> None:
    pi, stage = announced.awarded.applied.pi, announced.stage
    reasons = stage.refused(announced.milestone, "submit_evidence", pi)
    assert "“能量密度”缺实测值" in reasons["evidence_complete"].zh
    assert "未填写节点报告" in reasons["evidence_complete"].zh
    announced.on(9, 25)
    announced.report()
    assert announced.milestone.state == "submitted"


@pytest.mark.parametrize(
    ("measured", "field"),
    [
        (Measured("很高", None, "省检测院"), "value"),
        (Measured("360", date(2027, 1, 1), "省检测院"), "measured_on"),
        (Measured("360", None, " "), "measured_by"),
        (Measured("360", None, "院" * 201), "measured_by"),
        (Measured("360", None, "省检测院", "CMA", "1" * 81), "report_number"),
        (Measured("360", None, "省检测院", "CMA"), "report_number"),
        (Measured("360", None, "省检测院", "ISO", "1"), "report_body"),
    ],
)
def test_a_wrong_reading_is_refused_at_its_field(
    announced: Running, measured: Measured, field: str
) -> None:
    answer = announced.measure(measured)
    assert isinstance(answer, Problems)
    assert list(answer.by_field) == [field]


def test_evidence_that_is_no_sound_file_is_refused(announced: Running) -> None:
    answer = reporting.measure(
        announced.stage.session,
        announced.milestone,
        announced.awarded.metric,
        Measured("360", None, "省检测院"),
        (BytesIO(b"MZ\x90\x00"), "report.pdf"),
        by=announced.awarded.applied.pi,
        now=announced.stage.now,
    )
    assert isinstance(answer, Rejected)


def test_a_new_reading_leaves_the_earlier_one_on_record(announced: Running) -> None:
    announced.on(9, 25)
    announced.measure(Measured("340", None, "自测"))
    announced.measure(SOUND)
    rows = announced.stage.session.scalars(
        select(MetricReading).where(MetricReading.step == "measured").order_by(MetricReading.id)
    )
    assert [row.value for row in rows] == ["340", "360"]


def test_nothing_is_changed_or_withdrawn_once_the_report_is_submitted(submitted: Running) -> None:
    stage = submitted.stage
    assert isinstance(submitted.measure(SOUND), Problems)
    assert isinstance(reporting.save_report(submitted.milestone, "改写"), Problems)
    proof = stage.session.scalars(select(Evidence).where(Evidence.purpose == "metric")).one()
    assert isinstance(
        evidence.withdraw(stage.session, proof, submitted.milestone, stage.now), Problems
    )
    assert proof.withdrawn_at is None


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 15), 2, date(2026, 3, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_one(day: date, months: int, end: date) -> None:
    assert months_later(day, months) == end


def test_of_two_who_record_a_visit_the_second_is_told_and_loses_nothing(
    submitted: Running,
) -> None:
    stage = submitted.stage
    first, second = (
        stage.holder(Role.PROGRAMME_OFFICER),
        stage.holder(Role.PROGRAMME_OFFICER, "second"),
    )

    def save(by: object, seen: str, edition: int | str) -> object:
        return visiting.save(
            stage.session,
            submitted.milestone,
            date(2026, 9, 24),
            {"place": "中试车间", "seen": seen},
            edition=edition,  # type: ignore[arg-type]
            by=by,  # type: ignore[arg-type]
            now=stage.now,
        )

    save(first, "产线已通电。", 0)
    late = save(second, "样品三件。", 0)
    assert isinstance(late, Overtaken)
    theirs = visiting.of_milestone(stage.session, submitted.milestone)
    assert (late.by, theirs.seen) == (first, "产线已通电。")
    save(second, "产线已通电。样品三件。", late.edition)
    again = save(second, "产线已通电。样品三件。", 1)
    assert isinstance(again, SiteVisit), "the same text once more is no conflict"
    record = visiting.of_milestone(stage.session, submitted.milestone)
    assert (record.seen, record.edition) == ("产线已通电。样品三件。", 2)


def test_a_deliverable_without_targets_needs_a_file(stage: Stage) -> None:
    made = running(stage)
    made.milestone.targets = {}
    made.on(8, 31)
    reporting.save_report(made.milestone, "完成。")
    pi = made.awarded.applied.pi
    reasons = stage.refused(made.milestone, "submit_evidence", pi)
    assert "未附交付物佐证" in reasons["evidence_complete"].zh
    evidence.add(
        stage.session,
        made.project,
        "report",
        a_page(),
        "照片.pdf",
        by=pi,
        now=stage.now,
        milestone=made.milestone,
    )
    stage.moved(made.milestone, "submit_evidence", pi)
