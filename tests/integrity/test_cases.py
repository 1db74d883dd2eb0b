"""From a case that is opened to the end of a sanction: a hearing, a ladder, expiry and repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access.holders import holders
from app.models import Letter, Message, Person, Sanction
from app.queries.integrity import cases_for
from app.services.eligibility.integrity import integrity_findings
from app.services.history import rows_of
from app.services.integrity.subjects import Subject, identify
from app.services.problems import Problems
from tests.factories import official, organisation, person, proposal
from tests.integrity.handling import CLUE, LAST_DAY, RULING, filed, heard, opened, sanctioned
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import SHANGHAI, end_of_day
from workflows.roles import Role

FINAL = {**MINUTES, "reason": "经复查。"}


@pytest.fixture
def subject(stage: Stage) -> Person:
    return person(stage.session, organisation_id=organisation(stage.session).id)


def test_a_case_is_opened_against_somebody_known_only(stage: Stage, subject: Person) -> None:
    case, supervisor = filed(stage), stage.holder(Role.SUPERVISOR)
    stage.moved(case, "take_up", supervisor)
    assert "subject_known" in stage.refused(case, "open", supervisor, reason="属实。")
    assert (
        identify(stage.session, case, Subject(subject.email, "", ""), supervisor, stage.now) is None
    )
    stage.moved(case, "open", supervisor, reason="属实。")


def test_who_named_the_respondent_stands_in_the_history_each_time_and_the_name_in_the_case(
    stage: Stage, subject: Person
) -> None:
    case, supervisor = filed(stage), stage.holder(Role.SUPERVISOR)
    stage.moved(case, "take_up", supervisor)
    for one in (subject, person(stage.session)):
        named = Subject(one.email, "", "")
        assert identify(stage.session, case, named, supervisor, stage.now) is None
    noted = [row for row in rows_of(stage.session, case) if row.transition == "respondent_named"]
    assert [(row.actor_id, row.at, row.given) for row in noted] == [
        (supervisor.id, stage.now, {}),
        (supervisor.id, stage.now, {}),
    ]


def test_a_supervisor_does_not_handle_a_case_against_the_own_unit(stage: Stage) -> None:
    unit = organisation(stage.session)
    supervisor = official(stage.session, Role.SUPERVISOR, organisation_id=unit.id)
    case = filed(stage)
    answer = identify(stage.session, case, Subject("", unit.name, ""), supervisor, stage.now)
    assert isinstance(answer, Problems)
    assert (
        identify(
            stage.session,
            case,
            Subject("", unit.name, ""),
            stage.holder(Role.SUPERVISOR),
            stage.now,
        )
        is None
    )
    assert "role_required" in stage.refused(case, "take_up", supervisor)


def test_nobody_is_told_before_the_hearing_and_the_respondent_then(
    stage: Stage, subject: Person
) -> None:
    case = opened(stage, subject)
    told = select(Message).where(Message.person_id == subject.id)
    assert stage.session.scalars(told).all() == []
    assert holders(stage.session, case, frozenset({Role.RESPONDENT}), stage.now) == []
    stage.moved(case, "report", stage.holder(Role.SUPERVISOR), report="内部。", told="事实。")
    assert [m.about_kind for m in stage.session.scalars(told)] == ["integrity_case"]
    assert holders(stage.session, case, frozenset({Role.RESPONDENT}), stage.now) == [subject]


def test_the_investigation_is_extended_once_only(stage: Stage, subject: Person) -> None:
    case, supervisor = opened(stage, subject), stage.holder(Role.SUPERVISOR)
    stage.moved(case, "extend", supervisor, reason="案情复杂。")
    assert "state_has_changed" in stage.refused(case, "extend", supervisor, reason="再延。")


def test_nothing_is_decided_before_the_respondent_was_heard(stage: Stage, subject: Person) -> None:
    case, decider = opened(stage, subject), stage.holder(Role.DECISION_MAKER)
    assert stage.refused(case, "sanction", decider, **RULING)
    stage.moved(case, "report", stage.holder(Role.SUPERVISOR), report="内部。", told="事实。")
    assert stage.refused(case, "sanction", decider, **RULING)
    assert case.due_at is not None
    stage.at(case.due_at)
    assert case.state == "deciding", "silence waives the defence"
    stage.moved(case, "sanction", decider, **RULING)


@pytest.mark.parametrize(
    ("grade", "ends_on", "fits"),
    [
        ("heavier", "2029-03-09", True),
        ("heavier", "2029-03-10", False),
        ("serious", "2029-03-08", False),
        ("serious", "2029-03-09", True),
        ("serious", "2031-03-09", True),
        ("serious", "2031-03-10", False),
        ("gravest", "2031-03-08", False),
        ("gravest", "2041-03-09", True),
        ("gravest", "", True),
        ("heavier", "", False),
        ("heavier", "2026-03-10", False),
    ],
)
def test_the_term_of_a_sanction_follows_the_ladder(
    stage: Stage, subject: Person, grade: str, ends_on: str, fits: bool
) -> None:
    case, decider = heard(stage, subject), stage.holder(Role.DECISION_MAKER)
    given = RULING | {"grade": grade, "ends_on": ends_on}
    if fits:
        stage.moved(case, "sanction", decider, **given)
    else:
        assert "term_within_ladder" in stage.refused(case, "sanction", decider, **given)


def test_a_sanction_keeps_its_rule_set_article_and_deciding_body(
    stage: Stage, subject: Person
) -> None:
    case = sanctioned(stage, subject)
    kept = stage.session.scalars(select(Sanction)).one()
    assert (kept.person_id, kept.organisation_id) == (subject.id, None)
    assert (kept.basis, kept.article) == (RULING["rule_set"], RULING["article"])
    assert kept.decided_by == MINUTES["minutes_number"]
    letter = stage.session.scalars(select(Letter)).one()
    assert (letter.letter_kind, letter.about_id) == ("integrity_decision", case.id)
    assert not letter.is_public
    first = letter.payload["blocks"][0]["text"]
    assert first.startswith(
        f"根据《科学技术活动违规行为处理暂行规定》（科技部令第19号）{RULING['article']}"
    )


def test_a_warning_bars_nobody(stage: Stage, subject: Person) -> None:
    case = heard(stage, subject)
    given = {key: RULING[key] for key in ("rule_set", "article", "reason", *MINUTES)}
    stage.moved(case, "warn", stage.holder(Role.DECISION_MAKER), **given)
    assert stage.session.scalars(select(Sanction)).all() == []
    assert case.due_at is None, "the term of a re-examination runs from the service of the decision"
    stage.serve(case)
    assert case.due_at is not None
    stage.at(case.due_at)
    assert case.state == "warned"


def findings(stage: Stage, subject: Person, on: date) -> int:
    return len(integrity_findings(stage.session, [proposal(stage.session, pi=subject)], on))


def test_a_sanction_that_ends_tonight_bars_today_and_not_tomorrow(
    stage: Stage, subject: Person
) -> None:
    case = sanctioned(stage, subject)
    assert findings(stage, subject, LAST_DAY) == 1
    assert findings(stage, subject, LAST_DAY + timedelta(days=1)) == 0
    stage.at(end_of_day(LAST_DAY) - timedelta(milliseconds=1))
    assert case.state == "in_force"
    stage.at(end_of_day(LAST_DAY))
    assert case.state == "expired"
    assert stage.session.scalars(select(Sanction)).one().ends_on == LAST_DAY


def test_a_sanction_does_not_bar_before_it_takes_effect(stage: Stage, subject: Person) -> None:
    sanctioned(stage, subject)
    assert findings(stage, subject, date(2026, 3, 9)) == 0
    assert findings(stage, subject, date(2026, 3, 10)) == 1


def test_repair_may_be_asked_once_half_the_term_is_served(stage: Stage, subject: Person) -> None:
    case = sanctioned(stage, subject)
    half = datetime(2026, 9, 9, tzinfo=SHANGHAI)
    stage.at(half - timedelta(milliseconds=1))
    assert "enough_was_served" in stage.refused(case, "ask_repair", subject, reason="已整改。")
    stage.at(half)
    stage.moved(case, "ask_repair", subject, reason="已整改。")
    stage.moved(case, "repair", stage.holder(Role.DECISION_MAKER), **FINAL)
    today = half.date()
    assert findings(stage, subject, today) == 0
    assert findings(stage, subject, today - timedelta(days=1)) == 1, "the record stays"


def test_who_is_refused_a_repair_is_told_why(stage: Stage, subject: Person) -> None:
    case = sanctioned(stage, subject)
    stage.at(datetime(2026, 9, 9, tzinfo=SHANGHAI))
    stage.moved(case, "ask_repair", subject, reason="已整改。")
    refusal = {**FINAL, "reason": "整改尚不到位。"}
    stage.moved(case, "refuse_repair", stage.holder(Role.DECISION_MAKER), **refusal)
    told = select(Message.body).where(Message.person_id == subject.id).order_by(Message.id.desc())
    assert "整改尚不到位" in (stage.session.scalars(told).first() or "")


def test_a_permanent_bar_is_not_repaired(stage: Stage, subject: Person) -> None:
    case = sanctioned(stage, subject, grade="gravest", ends_on="")
    stage.at(stage.now + timedelta(days=3650))
    assert case.state == "in_force"
    assert "enough_was_served" in stage.refused(case, "ask_repair", subject, reason="已整改。")


def test_a_re_examination_is_asked_in_time_and_once(stage: Stage, subject: Person) -> None:
    case, decider = sanctioned(stage, subject), stage.holder(Role.DECISION_MAKER)
    stage.moved(case, "ask_re_examination", subject, reason="处理过重。")
    longer = {**FINAL, "ends_on": "2028-03-09"}
    assert "term_within_ladder" in stage.refused(case, "shorten", decider, **longer)
    stage.moved(case, "shorten", decider, **FINAL, ends_on="2026-12-31")
    assert stage.session.scalars(select(Sanction)).one().ends_on == date(2026, 12, 31)
    assert "state_has_changed" in stage.refused(
        case, "ask_re_examination", subject, reason="再次。"
    )


def test_after_the_period_the_decision_stands(stage: Stage, subject: Person) -> None:
    case = sanctioned(stage, subject)
    assert case.due_at is not None
    stage.at(case.due_at)
    assert case.state == "in_force"
    assert stage.refused(case, "ask_re_examination", subject, reason="迟到。")


def test_an_annulled_sanction_bars_no_longer(stage: Stage, subject: Person) -> None:
    case = sanctioned(stage, subject)
    stage.moved(case, "ask_re_examination", subject, reason="认定有误。")
    stage.moved(case, "annul", stage.holder(Role.DECISION_MAKER), **FINAL)
    assert findings(stage, subject, date(2026, 6, 1)) == 0
    assert stage.session.scalars(select(Sanction)).one().lifted_by == "annul"


def test_whoever_investigated_does_not_decide(stage: Stage, subject: Person) -> None:
    case = heard(stage, subject)
    assert "role_required" in stage.refused(
        case, "sanction", stage.holder(Role.SUPERVISOR), **RULING
    )


def test_what_this_office_decided_is_lifted_by_repair_and_by_no_record_of_another(
    stage: Stage, subject: Person
) -> None:
    case = sanctioned(stage, subject)
    stage.at(case.due_at or stage.now)
    assert case.state == "in_force"
    supervisor = stage.holder(Role.SUPERVISOR)
    assert "decided_elsewhere" in stage.refused(case, "lift_adopted", supervisor, reason="误记。")


def test_cases_are_listed_by_what_is_due_first_and_what_is_over_comes_last(stage: Stage) -> None:
    over, later, first = (
        filed(stage, replace(CLUE, when_and_where=f"第 {n} 次申报")) for n in range(3)
    )
    over.state, over.due_at = "expired", None
    later.due_at, first.due_at = stage.now + timedelta(days=9), stage.now + timedelta(days=1)
    stage.session.flush()
    reader = stage.holder(Role.SUPERVISOR)
    assert stage.session.scalars(cases_for(reader)).all() == [first, later, over]
