"""Acceptance: early, on time, overdue; judged by metric; published; certified (J14-J18)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import Acceptance, Letter, Message, Metric, MetricReading, Payment
from app.queries.record.trail import trail_of
from app.services.accepting import applying
from app.services.accepting.results import Registered, register
from app.services.assessing.opinions import tally_of
from app.services.assessing.questions import questions_of
from app.services.cases import workflow_of
from app.services.door.related import moved_along
from app.services.problems import Problems
from tests.after.underway import A_PATENT, Underway, underway
from tests.services.called import formed_earlier
from tests.services.running import panel_of
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import deadline_words, end_of_day
from workflows.roles import Role

NEXT_TO_DUE = {"score": "85", "opinion": "意见一致。"}


def letters(of: Underway) -> list[str]:
    return list(of.stage.session.scalars(select(Letter.letter_kind).order_by(Letter.id)))


def test_an_early_acceptance_passes_and_is_certified_after_the_notice(of: Underway) -> None:
    case = of.concluded("conclude_pass", "pass")
    assert of.project.state == "accept_review"
    of.stage.moved(case, "publish", of.officer)
    assert case.notice_ends_on == date(2026, 3, 9), "five days from Monday the 2nd end on Saturday"
    end = end_of_day(case.notice_ends_on)
    of.stage.at(end - timedelta(milliseconds=1))
    assert "acceptance_certificate" not in letters(of)
    of.stage.at(end)
    assert (case.state, of.project.state) == ("passed", "passed")
    certificate = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "acceptance_certificate")
    ).one()
    assert case.certificate_number in str(certificate.payload)
    assert certificate.is_public


def test_the_accepted_value_joins_the_row_of_its_metric(of: Underway) -> None:
    of.concluded("conclude_pass", "pass")
    reading = of.stage.session.scalars(
        select(MetricReading).where(MetricReading.step == "accepted")
    ).one()
    assert (reading.metric_id, reading.value) == (of.metrics[0].id, "410")


def test_the_application_lacks_nothing_of_the_list(of: Underway) -> None:
    session, now = of.stage.session, of.stage.now
    case = applying.begin_for(session, of.project, of.pi, now)
    assert isinstance(case, Acceptance)
    missing = of.stage.refused(case, "apply", of.pi)["application_complete"].zh
    for word in ("总结报告", "决算", "检测报告", "实际值", "数据汇交", "成果登记"):
        assert word in missing
    of.complete(case)
    register(
        session, of.project, Registered("paper", "论文", "10.1/x", "", None, False), of.pi, now
    )
    assert "未标注项目编号" in of.stage.refused(case, "apply", of.pi)["application_complete"].zh


def test_the_panel_judges_by_the_target_in_force_what_the_project_says_it_reached(
    of: Underway,
) -> None:
    change = of.proposed("metrics", targets={str(of.metrics[0].id): "450"})
    of.stage.moved(change, "grant", of.decider, **MINUTES, reason="同意提高。")
    opinions = of.convened(of.applied("455"))
    asked = questions_of(of.stage.session, opinions[0])[0]
    assert (asked.demand.zh, asked.reached) == ("≥ 450 Wh/kg", "455 Wh/kg")


def test_what_the_panel_holds_of_each_metric_is_counted_before_it_is_concluded(
    of: Underway,
) -> None:
    given = of.convened(of.applied())
    assert tally_of(given) == {}
    of.judged(given[:2], "pass", "met")
    of.judged(given[2:3], "pass", "partly")
    held = tally_of(given)[str(of.metrics[0].id)]
    assert [(label.zh, n) for label, n in held] == [("达到", 2), ("部分达到", 1)]


def test_there_is_one_application_at_a_time(of: Underway) -> None:
    session, now = of.stage.session, of.stage.now
    first = applying.begin_for(session, of.project, of.pi, now)
    assert applying.begin_for(session, of.project, of.pi, now) is first


def test_documents_are_corrected_once(of: Underway) -> None:
    case = of.applied()
    of.stage.moved(case, "request_correction", of.officer, reason="补检测报告。")
    of.stage.moved(case, "resubmit", of.pi)
    assert "acceptance_corrected_at_most_once" in of.stage.refused(
        case, "request_correction", of.officer, reason="再补。"
    )


def test_a_correction_that_never_comes_returns_the_application(of: Underway) -> None:
    case = of.applied()
    of.stage.moved(case, "request_correction", of.officer, reason="补检测报告。")
    assert case.due_at is not None
    of.stage.at(case.due_at)
    assert (case.state, of.project.state) == ("lapsed", "active")


@pytest.mark.parametrize(
    ("day", "state"), [((2028, 6, 30), "active"), ((2028, 7, 3), "accept_due")]
)
def test_returned_documents_leave_a_project_active_until_its_term_is_over(
    stage: Stage, day: tuple[int, int, int], state: str
) -> None:
    of = underway(stage)
    case = of.applied()
    of.on(*day)
    (way,) = workflow_of(case).named("reject_documents")
    along = moved_along(of.stage.session, case, way, of.stage.now)
    assert [m.target.key for m in along if m.target] == [state], "so it is said beforehand"
    of.stage.moved(case, "reject_documents", of.officer, reason="材料不全。")
    assert of.project.state == state
    begun = applying.open_of(of.stage.session, of.project)
    assert (begun is not None) is (state == "accept_due"), "what is due waits for the leader again"
    again = applying.begin_for(of.stage.session, of.project, of.pi, of.stage.now)
    assert isinstance(again, Acceptance)
    assert (again.id != case.id, again.summary, again.actuals) == (True, case.summary, case.actuals)
    assert applying.gaps(of.stage.session, again) == (), "nothing is typed or sent again"


def test_what_was_written_early_and_returned_is_there_when_the_project_falls_due(
    of: Underway,
) -> None:
    early = of.applied()
    of.stage.moved(early, "reject_documents", of.officer, reason="材料不全。")
    assert of.project.state == "active"
    of.on(2028, 7, 3)
    assert of.project.state == "accept_due"
    again = applying.open_of(of.stage.session, of.project)
    assert again is not None
    assert (again.id != early.id, again.summary) == (True, early.summary)
    assert applying.gaps(of.stage.session, again) == ()


def test_what_most_would_pass_and_cannot_pass_is_to_be_accepted_again(of: Underway) -> None:
    case = of.applied()
    of.judged(of.convened(case), "pass", "not_met")
    refused = of.stage.refused(case, "conclude_pass", of.chair(case), **NEXT_TO_DUE)
    assert refused.keys() == {"core_not_missing", "tasks_done"}
    assert of.stage.refused(case, "conclude_fail", of.chair(case), **NEXT_TO_DUE)
    of.stage.moved(case, "conclude_rectify", of.chair(case), **NEXT_TO_DUE)


def test_nothing_is_typed_into_a_submitted_application(of: Underway) -> None:
    case = of.applied()
    assert isinstance(
        applying.save(of.stage.session, case, applying.Written("", "", {}, {})), Problems
    )


def test_a_panel_without_finance_is_not_convened(of: Underway) -> None:
    case = of.applied()
    formed_earlier(of.stage, case, [*panel_of(of.stage)[:4], panel_of(of.stage)[0]])
    refusal = of.stage.refused(case, "convene", of.officer, meeting="9时")
    assert "财务" in refusal["acceptance_panel_valid"].zh


def three_metrics(of: Underway) -> None:
    """Four more metrics, so that one of five may be missed; only the first is of the core."""
    for position in range(1, 5):
        of.project.proposal.metrics.append(
            Metric(
                position=position,
                name=f"指标{position}",
                unit="",
                direction="at_least",
                target="1",
                is_core=False,
            )
        )
    of.stage.session.flush()


@pytest.mark.parametrize(
    ("verdicts", "passes"),
    [
        (("met", "met", "met", "met", "not_met"), True),
        (("met", "met", "met", "partly", "not_met"), False),
        (("not_met", "met", "met", "met", "met"), False),
    ],
)
def test_passing_takes_four_fifths_of_the_tasks_and_every_core_metric(
    stage: Stage, verdicts: tuple[str, ...], passes: bool
) -> None:
    of = underway(stage)
    three_metrics(of)
    case = of.applied()
    of.judged(of.convened(case), "pass", *verdicts)
    if passes:
        of.stage.moved(case, "conclude_pass", of.chair(case), **NEXT_TO_DUE)
        assert case.tasks_percent == 80
    else:
        assert of.stage.refused(case, "conclude_pass", of.chair(case), **NEXT_TO_DUE).keys() & {
            "tasks_done",
            "core_not_missing",
        }


@pytest.mark.parametrize(
    ("score", "passes"), [("60", True), ("59", False), ("101", False), ("高", False)]
)
def test_passing_takes_the_score(stage: Stage, score: str, passes: bool) -> None:
    of = underway(stage)
    case = of.applied()
    of.judged(of.convened(case), "pass")
    given = NEXT_TO_DUE | {"score": score}
    if passes:
        of.stage.moved(case, "conclude_pass", of.chair(case), **given)
    else:
        assert of.stage.refused(case, "conclude_pass", of.chair(case), **given)


def test_the_chair_does_not_turn_the_panel_round(of: Underway) -> None:
    case = of.applied()
    of.judged(of.convened(case), "fail", "not_met")
    refused = of.stage.refused(case, "conclude_pass", of.chair(case), **NEXT_TO_DUE)
    assert "acceptance_panel_holds_pass" in refused
    grounds = NEXT_TO_DUE | {"grounds": "客观原因。"}
    refused = of.stage.refused(case, "conclude_complete", of.chair(case), **grounds)
    assert "acceptance_panel_holds_complete" in refused, "nor is a failure excused by the chair"
    of.stage.moved(case, "conclude_fail", of.chair(case), **NEXT_TO_DUE)


def test_an_honest_failure_is_concluded_with_its_grounds(of: Underway) -> None:
    case = of.concluded("conclude_complete", "complete", "not_met", grounds="客观原因，勤勉尽责。")
    of.on_notice(case)
    assert (case.state, of.project.state) == ("completed", "concluded")
    assert "acceptance_certificate" not in letters(of)
    last = trail_of(of.stage.session, case, of.officer, {Role.PROGRAMME_OFFICER})[-1]
    assert last.label.zh == "公示期满：结题", "of moves with one name the one that led there"


def test_who_is_to_be_accepted_again_is_told_once_and_until_when(of: Underway) -> None:
    of.on_notice(of.concluded("conclude_rectify", "rectify", "partly"))
    assert of.project.state == "re_accept"
    wanted = select(Message.body).where(
        Message.person_id == of.pi.id, Message.message_kind == "re_acceptance_wanted"
    )
    [told] = of.stage.session.scalars(wanted)
    assert of.project.due_at is not None
    assert deadline_words(of.project.due_at) in told


def test_results_are_registered_once_and_not_for_a_dead_project(of: Underway) -> None:
    session, now = of.stage.session, of.stage.now
    assert not isinstance(register(session, of.project, A_PATENT, of.pi, now), Problems)
    assert isinstance(register(session, of.project, A_PATENT, of.pi, now), Problems)
    tomorrow = now.date() + timedelta(days=1)
    early = Registered("patent", "未到期", "ZL3", "", tomorrow, True)
    assert isinstance(register(session, of.project, early, of.pi, now), Problems)
    of.project.state = "revoked"
    other = Registered("patent", "另一件", "ZL2", "", None, True)
    assert isinstance(register(session, of.project, other, of.pi, now), Problems)


def test_passing_orders_what_is_still_committed(of: Underway) -> None:
    before = sum(p.amount for p in of.stage.session.scalars(select(Payment)))
    of.on_notice(of.concluded("conclude_pass", "pass"))
    after = sum(p.amount for p in of.stage.session.scalars(select(Payment)))
    assert before < after == of.project.amount
