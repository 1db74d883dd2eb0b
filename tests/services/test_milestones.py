"""Milestones: announced by the clock, reported with evidence, judged by a panel (J3-J7, §3.1)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.files.kinds import Rejected
from app.models import Evidence, Fund, Letter, MetricReading, Payment, ProjectMilestone, SiteVisit
from app.services import evidence
from app.services.acts.milestones import months_later
from app.services.assessing import opinions, panels
from app.services.assessing.opinions import Written, verdict_of
from app.services.milestones import reporting, visiting
from app.services.milestones.reporting import Measured
from app.services.milestones.visiting import Overtaken
from app.services.problems import Problems
from tests.factories import expert
from tests.services.running import Running, panel_of, running, write
from tests.services.stage import MINUTES, Stage, a_page
from workflows.roles import Role

SOUND = Measured("360", date(2026, 9, 1), "省检测院", "CNAS", "JC-1")


@pytest.fixture
def announced(stage: Stage) -> Running:
    """A project whose first node, due on 30 September, is announced."""
    made = running(stage)
    made.on(8, 31)
    assert made.milestone.state == "announced"
    return made


@pytest.fixture
def submitted(announced: Running) -> Running:
    announced.on(9, 25)
    announced.report()
    return announced


def letters(stage: Stage, milestone: ProjectMilestone) -> list[str]:
    return list(
        stage.session.scalars(
            select(Letter.letter_kind)
            .where(Letter.about_kind == "milestone", Letter.about_id == milestone.id)
            .order_by(Letter.id)
        )
    )


def test_a_node_is_announced_thirty_days_before_its_date_and_not_earlier(stage: Stage) -> None:
    made = running(stage)
    made.on(8, 30)
    assert (made.milestone.state, made.project.state) == ("planned", "active")
    made.on(8, 31)
    assert (made.milestone.state, made.project.state) == ("announced", "node_check")
    assert letters(stage, made.milestone) == ["node_notice"]


def test_a_node_waits_until_the_one_before_is_over(announced: Running) -> None:
    second = announced.stage.session.scalars(
        select(ProjectMilestone).where(ProjectMilestone.position == 2)
    ).one()
    reasons = announced.stage.refused(second, "ask_early", announced.awarded.applied.pi)
    assert "project_is_active" in reasons


def test_overdue_evidence_is_warned_of_and_then_the_funds_are_frozen(announced: Running) -> None:
    announced.on(10, 17)
    assert announced.milestone.state == "overdue"
    announced.on(11, 3)
    assert announced.milestone.state == "frozen"
    fund = announced.stage.session.scalars(select(Fund)).one()
    assert fund.state == "frozen"
    announced.report()
    assert announced.milestone.state == "submitted"
    assert fund.state == "normal", "handing in the report lifts the freeze"


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


def test_a_panel_has_five_or_more_an_odd_number_and_a_finance_expert(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)

    def lacking(*, size: int, finance: bool) -> str:
        seated = [expert(stage.session) for _ in range(size - finance)]
        seated += [expert(stage.session, type="finance")] if finance else []
        ids = [one.id for one in seated]
        panels.appoint(stage.session, submitted.milestone, ids, ids[0], officer, stage.now)
        stage.session.expire_all()
        found = panels.problems(stage.session, submitted.milestone, stage.now)
        return "；".join(text.zh for text in found)

    assert "尚未组建" in panels.problems(stage.session, submitted.milestone, stage.now)[0].zh
    assert lacking(size=4, finance=True) == "人数不足 5 人（现 4 人）"
    assert lacking(size=6, finance=True) == "人数须为单数"
    assert lacking(size=5, finance=False) == "财务专家不足 1 人"
    assert lacking(size=5, finance=True) == ""


def test_a_panel_with_a_conflict_cannot_be_convened(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    own = expert(stage.session, unit=submitted.awarded.applied.proposal.lead_unit)
    ids = [own.id, *(one.id for one in panel_of(stage)[1:])]
    panels.appoint(stage.session, submitted.milestone, ids, ids[1], officer, stage.now)
    reasons = stage.refused(submitted.milestone, "convene", officer)
    assert own.person.name in reasons["panel_valid"].zh


def test_a_drawn_panel_keeps_the_rules_and_can_be_drawn_again_from_its_seed(
    submitted: Running,
) -> None:
    from app.experts.draw import Panel, replay

    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    panel_of(stage, 9)
    expert(stage.session, unit=submitted.awarded.applied.proposal.lead_unit)
    drawn = panels.draw_panel(stage.session, submitted.milestone, officer, stage.now)
    assert not isinstance(drawn, Problems)
    assert panels.problems(stage.session, submitted.milestone, stage.now) == ()
    again = replay(
        drawn.draw["snapshot"], bytes.fromhex(drawn.draw["seed"]), drawn.draw["commitment"]
    )
    assert isinstance(again, Panel)
    assert list(again.members) == [seat.expert_id for seat in drawn.members]


def test_a_pool_without_a_finance_expert_draws_no_panel_and_says_why(submitted: Running) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    for _ in range(7):
        expert(stage.session)
    answer = panels.draw_panel(stage.session, submitted.milestone, officer, stage.now)
    assert isinstance(answer, Problems)
    assert "补充专家库" in answer.by_field[""].zh


def test_an_opinion_is_signed_in_person_when_every_metric_is_judged(submitted: Running) -> None:
    opinion = submitted.convene()[0]
    author = opinion.expert.person
    reasons = submitted.stage.refused(opinion, "sign_opinion", author)
    assert "能量密度" in reasons["every_metric_judged"].zh
    assert "opinion_complete" in reasons
    write(submitted, opinion, "pass")
    submitted.stage.moved(opinion, "sign_opinion", author)
    assert opinion.signed_at == submitted.stage.now
    late = opinions.save(opinion, Written({}, {}), [str(submitted.awarded.metric.id)])
    assert isinstance(late, Problems)


def test_the_chair_concludes_only_when_all_have_signed_and_as_most_of_them_propose(
    submitted: Running,
) -> None:
    given_ = submitted.convene()
    submitted.judge(given_[:4], "pass")
    stage, chair = submitted.stage, submitted.chair
    assert "opinions_signed" in stage.refused(
        submitted.milestone, "conclude_pass", chair, opinion="通过。"
    )
    submitted.judge(given_[4:], "fail")
    assert "panel_proposes_fail" in stage.refused(
        submitted.milestone, "conclude_fail", chair, opinion="不通过。"
    )
    submitted.conclude("conclude_pass")
    assert (submitted.milestone.state, submitted.project.state) == ("passed", "active")


def test_nobody_but_the_chair_concludes(submitted: Running) -> None:
    given_ = submitted.convene()
    submitted.judge(given_, "pass")
    other = given_[1].expert.person
    assert "role_required" in submitted.stage.refused(
        submitted.milestone, "conclude_pass", other, opinion="通过。"
    )


def test_a_node_passes_with_its_letter_and_the_next_payment_ordered(submitted: Running) -> None:
    submitted.judge(submitted.convene(), "pass")
    submitted.conclude("conclude_pass")
    stage = submitted.stage
    assert letters(stage, submitted.milestone) == ["node_notice", "node_conclusion"]
    assert submitted.milestone.verdicts == {str(submitted.awarded.metric.id): "met"}
    payments = stage.session.scalars(select(Payment).order_by(Payment.id)).all()
    assert [p.basis for p in payments] == ["contract", "milestone"]


def test_a_node_does_not_pass_while_most_hold_a_core_metric_to_be_missed(
    submitted: Running,
) -> None:
    submitted.judge(submitted.convene(), "pass", verdict="not_met")
    reasons = submitted.stage.refused(
        submitted.milestone, "conclude_pass", submitted.chair, opinion="通过。"
    )
    assert "能量密度" in reasons["core_metrics_met"].zh


def rectified(submitted: Running) -> Running:
    submitted.judge(submitted.convene(), "rectify", verdict="partly")
    submitted.conclude("conclude_rectify", months="2")
    return submitted


def test_a_node_is_rectified_in_months_with_payments_held(submitted: Running) -> None:
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
    assert "rectification_within_limits" in submitted.stage.refused(
        submitted.milestone, "conclude_rectify", submitted.chair, opinion="整改。", months="4"
    )


def test_a_rectified_node_is_checked_by_the_same_chair_and_two_more(submitted: Running) -> None:
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


def test_there_is_one_rectification_per_node(submitted: Running) -> None:
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


def test_a_failed_node_suspends_the_project_until_it_is_terminated(submitted: Running) -> None:
    submitted.judge(submitted.convene(), "fail", verdict="not_met")
    submitted.conclude("conclude_fail")
    stage, project = submitted.stage, submitted.project
    assert (submitted.milestone.state, project.state) == ("failed", "suspended")
    assert stage.session.scalars(select(Fund)).one().state == "frozen"
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(project, "terminate", decider, **MINUTES, reason="路线不可行。")
    states = stage.session.scalars(select(ProjectMilestone.state).order_by(ProjectMilestone.id))
    assert list(states) == ["failed", "cancelled"]


def test_an_assessor_who_recuses_is_replaced_and_the_signed_opinions_stay(
    submitted: Running,
) -> None:
    stage, officer = submitted.stage, submitted.stage.holder(Role.PROGRAMME_OFFICER)
    given_ = submitted.convene()
    submitted.judge(given_[:3], "pass")
    leaving = given_[3]
    stage.moved(leaving, "declare_assessor_conflict", leaving.expert.person, reason="有合作关系")
    submitted.judge(given_[4:], "pass")
    assert "enough_opinions" in stage.refused(
        submitted.milestone, "conclude_pass", submitted.chair, opinion="通过。"
    )
    stage.moved(submitted.milestone, "reform_panel", officer, reason="一人回避")
    staying = [o.expert_id for o in given_ if o is not leaving]
    substitute = expert(stage.session)
    panels.appoint(
        stage.session, submitted.milestone, [*staying, substitute.id], None, officer, stage.now
    )
    stage.session.expire_all()
    stage.moved(submitted.milestone, "convene", officer)
    waiting = [o for o in submitted.opinions(1) if o.state == "writing"]
    assert [o.expert_id for o in waiting] == [substitute.id]
    submitted.judge(waiting, "pass")
    submitted.conclude("conclude_pass")
    assert submitted.milestone.state == "passed"


@given(st.lists(st.sampled_from(["pass", "rectify", "fail"]), max_size=9))
def test_the_panel_holds_what_most_of_it_propose_and_the_stricter_on_a_tie(
    proposed: list[str],
) -> None:
    verdict = verdict_of(proposed)
    if not proposed:
        assert verdict == ""
        return
    order = ["pass", "rectify", "fail"]
    most = proposed.count(verdict)
    assert most == max(proposed.count(word) for word in order)
    for stricter in order[order.index(verdict) + 1 :]:
        assert proposed.count(stricter) < most


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

    def save(by: object, seen: str, edition: int) -> object:
        return visiting.save(
            stage.session,
            submitted.milestone,
            date(2026, 9, 24),
            {"place": "中试车间", "seen": seen},
            edition=edition,
            by=by,  # type: ignore[arg-type]
            now=stage.now,
        )

    save(first, "产线已通电。", 0)
    late = save(second, "样品三件。", 0)
    assert isinstance(late, Overtaken)
    assert (late.by, late.visit.seen) == (first.name, "产线已通电。")
    save(second, "产线已通电。样品三件。", late.visit.edition)
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
