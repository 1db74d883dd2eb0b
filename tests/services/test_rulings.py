"""The ruling on an objection: by minutes, by others than who reported, and what it leads to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.models import Letter, Notice, Project
from tests.factories import grant
from tests.services.awarding import (
    STATEMENT,
    Ranked,
    investigated,
    objected,
    published,
)
from tests.services.objecting import END, MILLISECOND, RULING, rule
from tests.services.stage import Stage
from workflows.roles import Role


def test_a_ruling_names_its_minutes_and_an_outcome_that_exists(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    objection = investigated(stage, of_five.proposals[0])
    meeting = stage.holder(Role.DECISION_MAKER)
    reasons = stage.refused(objection, "uphold", meeting, outcome="forgive")
    assert reasons.keys() == {
        "missing_minutes_number",
        "missing_minutes_date",
        "unknown_outcome",
        "missing_reason",
    }
    rule(stage, objection, "uphold", outcome="disqualify")
    assert of_five.proposals[0].state == "disqualified"


def test_whoever_reported_does_not_rule(stage: Stage, of_five: Ranked, notice: Notice) -> None:
    objection = investigated(stage, of_five.proposals[0])
    reporter = stage.holder(Role.SUPERVISOR)
    for row in list(reporter.grants):
        row.ends_at = stage.now
    grant(stage.session, reporter, Role.DECISION_MAKER)
    reasons = stage.refused(objection, "reject", reporter, **RULING)
    assert reasons.keys() == {"separation_of_duties"}
    rule(stage, objection, "reject")


def test_an_upheld_objection_frees_one_place_for_one_reserve_with_a_notice_of_its_own(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    struck, kept, reserve, next_reserve, _ = of_five.proposals
    meeting = stage.holder(Role.DECISION_MAKER)
    objection = investigated(stage, struck)
    assert "place_is_free" in stage.refused(reserve, "promote", meeting, **RULING)
    rule(stage, objection, "uphold", outcome="disqualify")
    stage.moved(reserve, "promote", meeting, **RULING)
    assert "place_is_free" in stage.refused(next_reserve, "promote", meeting, **RULING)
    stage.at(END - timedelta(days=3))
    own = published(stage, of_five, reserve)
    assert own.id != notice.id
    assert own.title == f"{of_five.call.title}递补拟立项项目公示"
    assert own.ends_at == datetime(2026, 3, 13, 16, 0, tzinfo=UTC), "whatever is left of the other"
    stage.at(END)
    assert [p.state for p in (struck, kept, reserve)] == ["disqualified", "approved", "notice"]
    stage.at(own.ends_at - MILLISECOND)
    assert reserve.state == "notice"
    stage.at(own.ends_at)
    assert reserve.state == "approved"
    awarded = stage.session.scalars(select(Project.proposal_id).order_by(Project.id)).all()
    assert awarded == [kept.id, reserve.id]


def test_an_amended_award_goes_on_notice_again_for_a_whole_period(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    first = of_five.proposals[0]
    rule(stage, investigated(stage, first), "uphold", outcome="amend")
    assert first.state == "awaiting_notice"
    stage.at(END)
    assert of_five.states[:2] == ["awaiting_notice", "approved"]
    again = published(stage, of_five, first)
    assert again.title == f"{of_five.call.title}更正后拟立项项目公示"
    assert again.ends_at is not None
    stage.at(again.ends_at - MILLISECOND)
    assert first.state == "notice"
    stage.at(again.ends_at)
    assert first.state == "approved"


def test_a_ruling_may_lower_an_award_and_never_raise_it(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    disputed = of_five.proposals[0]
    objection = investigated(stage, disputed)
    decision, decided = stage.holder(Role.DECISION_MAKER), disputed.requested
    for given in (
        {"outcome": "amend", "amount": str(decided + 1)},
        {"outcome": "not_select", "amount": str(decided - 1)},
    ):
        refused = stage.refused(objection, "uphold", decision, **RULING, **given)
        assert refused.keys() == {"amendment_within_award"}
    lower = decided - 1_00
    rule(stage, objection, "uphold", outcome="amend", amount=str(lower))
    again = published(stage, of_five, disputed)
    assert again.ends_at is not None
    assert [item.amount for item in again.items] == [lower]
    stage.at(again.ends_at)
    project = stage.session.scalars(select(Project).where(Project.proposal_id == disputed.id)).one()
    assert project.amount == lower


def test_whoever_objects_is_answered_by_letters_that_do_not_name_them(
    stage: Stage, of_five: Ranked, notice: Notice
) -> None:
    objection = investigated(stage, of_five.proposals[0])
    rule(stage, objection, "uphold", outcome="amend")
    stage.moved(
        objected(stage, of_five.proposals[1]),
        "refuse",
        stage.holder(Role.SUPERVISOR),
        reason="纯学术争议。",
    )
    letters = stage.session.scalars(
        select(Letter).where(Letter.about_kind == "objection").order_by(Letter.id)
    ).all()
    kinds = ["objection_admitted", "objection_decision", "objection_refused"]
    assert [letter.letter_kind for letter in letters] == kinds
    for letter in letters:
        assert STATEMENT.name not in str(letter.payload)
        assert (letter.person_id, letter.organisation_id) == (None, None)
    assert "更正后重新公示" in str(letters[1].payload)
