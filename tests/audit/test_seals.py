"""Whatever row of a sealed table is altered or removed by hand is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.audit.seals import faults
from app.models import (
    Base,
    DocumentNumber,
    History,
    IntegrityCase,
    Letter,
    Objection,
    Race,
    StageResult,
    Team,
    UserOpinion,
)
from app.models import Stage as RaceStage
from app.services.seals.keeping import begin, begin_known
from app.services.seals.kind import Kind
from app.services.seals.kinds import KINDS
from app.services.seals.record import BEGUN, SEALED, begun, on_record
from tests.filling import filled, other
from tests.played import played_once
from tests.services.stage import Stage

pytestmark = pytest.mark.each_database


@pytest.fixture
def sealed(stage: Stage) -> Stage:
    """A row of every kind, and whatever it refers to."""
    _seal_one_of_each(stage)
    return stage


@played_once
def _seal_one_of_each(stage: Stage) -> None:
    stage.applied().proposal.call.rules_locked_at = stage.now
    for kind in KINDS:
        filled(stage.session, kind.model)
        for part in kind.parts:
            filled(stage.session, part.model)
    begin_known(stage.session, stage.now)
    begin(stage.session, stage.now)
    stage.session.commit()


def found(stage: Stage, kind: Kind) -> list[str]:
    seals = on_record(stage.session).newest
    settings = stage.session.info["settings"]
    return [f.reason.en for f in faults(stage.session, settings, kind, seals) if f is not None]


def tampered(stage: Stage, kind: Kind) -> Iterator[tuple[str, list[str]]]:
    """Each sealed column that no constraint holds in turn, and what is found."""
    first = select(kind.model.__table__).order_by(kind.model.id).limit(1)
    row = dict(stage.session.execute(first).mappings().one())
    for column in kind.columns():
        if column.foreign_keys or column.key == kind.final or row[column.key] is None:
            continue
        change = {column.key: other(row[column.key])}
        try:
            with stage.session.begin_nested() as savepoint:
                one = update(kind.model).where(kind.model.id == row["id"])
                stage.session.execute(one.values(change))
                yield column.key, found(stage, kind)
                savepoint.rollback()
        except IntegrityError:
            continue


def referring(kind: Kind) -> list[Table]:
    """This table and all that refer to it or to one of those, in the order to remove them."""
    reached = {kind.model.__table__}
    for table in Base.metadata.sorted_tables:
        if any(key.column.table in reached for key in table.foreign_keys):
            reached.add(table)
    return [t for t in reversed(Base.metadata.sorted_tables) if t in reached]


def test_every_sealed_column_of_every_sealed_table_is_proved(sealed: Stage) -> None:
    for kind in KINDS:
        assert found(sealed, kind) == []
        tried = dict(tampered(sealed, kind))
        assert tried, kind.table
        silent = {column for column, reasons in tried.items() if "altered" not in "".join(reasons)}
        assert silent == set(), kind.table


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Objection, {"statement": "另一份异议"}),
        (Objection, {"report": "另一份核查报告"}),
        (IntegrityCase, {"act": "另一件事"}),
        (Race, {"pool": 777}),
        (Race, {"target": "另一目标"}),
        (RaceStage, {"quota": 5}),
        (Team, {"cost_to_finish": 777}),
        (StageResult, {"cost_to_finish": 777}),
        (Letter, {"about_id": 99}),
        (DocumentNumber, {"year": 1999}),
    ],
)
def test_what_a_decision_will_rest_on_is_sealed_before_anything_is_decided(
    sealed: Stage, model: Any, change: dict[str, Any]
) -> None:
    """An objection that is rejected has no outcome, and is looked at first."""
    kinds = [kind for kind in KINDS if kind.model is model]
    row = sealed.session.scalars(select(model).limit(1)).one()
    if model is StageResult:
        row.submitted_at = sealed.now
    if hasattr(row, "outcome"):
        row.outcome = "" if model is IntegrityCase else None
    sealed.session.commit()
    sealed.session.execute(update(model).where(model.id == row.id).values(change))
    assert "content was altered after it was sealed" in [
        r for kind in kinds for r in found(sealed, kind)
    ]


def test_a_row_that_is_gone_or_counts_no_more_is_named(sealed: Stage) -> None:
    session = sealed.session
    for kind in KINDS:
        with session.begin_nested() as savepoint:
            for part in kind.parts:
                session.execute(delete(part.model))
            assert (found(sealed, kind) != []) == bool(kind.parts)
            for table in referring(kind):
                session.execute(delete(table))
            assert set(found(sealed, kind)) == {"deleted after it was sealed"}, kind.table
            savepoint.rollback()
        if kind.final and kind.model.__table__.c[kind.final].nullable:
            with session.begin_nested() as savepoint:
                session.execute(update(kind.model).values({kind.final: None}))
                assert "not yet in force" in found(sealed, kind)[0], kind.table
                savepoint.rollback()


def test_a_row_that_the_house_has_not_written_is_named(sealed: Stage) -> None:
    session = sealed.session
    opinion = next(kind for kind in KINDS if kind.model is UserOpinion)
    first = dict(session.execute(select(UserOpinion.__table__)).mappings().one())
    another = sealed.applied().proposal.id
    session.flush()
    session.execute(insert(UserOpinion).values(first | {"id": 99, "proposal_id": another}))
    assert found(sealed, opinion) == ["no seal on record: not written by this system"]


def test_what_the_house_changes_or_removes_itself_holds(sealed: Stage) -> None:
    session = sealed.session
    opinion = next(kind for kind in KINDS if kind.model is UserOpinion)
    row = session.scalars(select(UserOpinion)).one()
    row.dismissal = "否决理由不成立"
    session.commit()
    assert found(sealed, opinion) == []
    session.delete(row)
    session.commit()
    assert found(sealed, opinion) == []


def test_seals_of_a_key_that_was_replaced_hold_as_long_as_it_is_known(sealed: Stage) -> None:
    session = sealed.session
    before = session.info["settings"]
    newest = "a newer key of at least 32 characters"
    session.info["settings"] = replace(before, audit_keys=(newest, *before.audit_keys))
    assert all(found(sealed, kind) == [] for kind in KINDS)
    session.info["settings"] = replace(before, audit_keys=(newest,))
    assert all(found(sealed, kind) for kind in KINDS)
    session.info["settings"] = before


def test_what_is_taken_back_is_not_sealed(sealed: Stage) -> None:
    session = sealed.session
    opinion = next(kind for kind in KINDS if kind.model is UserOpinion)
    row = session.scalars(select(UserOpinion)).one()
    with session.begin_nested() as savepoint:
        row.opinion = "另一意见"
        session.flush()
        savepoint.rollback()
    session.commit()
    assert found(sealed, opinion) == []


def test_what_an_earlier_version_stored_is_sealed_once_and_proved_from_then_on(
    sealed: Stage,
) -> None:
    session = sealed.session
    session.execute(delete(History).where(History.transition.in_((SEALED, BEGUN))))
    begin_known(session, sealed.now)
    assert begun(session) == frozenset(), "nothing was sealed by the version before"
    assert begin(session, sealed.now) >= len(KINDS)
    assert begin(session, sealed.now) == 0
    for kind in KINDS:
        assert found(sealed, kind) == []
        assert dict(tampered(sealed, kind))


def test_what_the_version_before_sealed_is_judged_at_once_and_the_rest_once_that_version_is_gone(
    sealed: Stage,
) -> None:
    """In between, programs of both versions write."""
    session = sealed.session
    opinion = next(kind for kind in KINDS if kind.model is UserOpinion)
    row = session.scalars(select(UserOpinion)).one()
    session.execute(delete(History).where(History.transition.in_((SEALED, BEGUN))))
    row.dismissal = "否决理由不成立"
    session.commit()
    begin_known(session, sealed.now)
    assert begun(session) == {opinion.table}
    begin(session, sealed.now)
    assert begun(session) == {kind.table for kind in KINDS}


def test_of_a_new_house_every_kind_is_judged_from_its_first_row_on(stage: Stage) -> None:
    begin_known(stage.session, stage.now)
    assert begun(stage.session) == {kind.table for kind in KINDS}
    stage.applied()
    stage.session.commit()
    first = filled(stage.session, UserOpinion)
    stage.session.info.pop("audit_key")
    stage.session.commit()
    opinion = next(kind for kind in KINDS if kind.model is UserOpinion)
    assert first.id
    assert found(stage, opinion) == ["no seal on record: not written by this system"]
