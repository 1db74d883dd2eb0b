"""A row that was altered by hand is named also after the house itself has written it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session

from app.audit.proving import Checked, prove
from app.audit.seals import faults, succession
from app.models import (
    BankAccount,
    DecisionItem,
    History,
    NoticeItem,
    Project,
    StageResult,
    UserOpinion,
)
from app.services.problems import Problems
from app.services.seals.explaining import explain
from app.services.seals.keeping import begin_known
from app.services.seals.kind import Kind
from app.services.seals.kinds import KINDS
from app.services.seals.record import EXPLAINED, GONE, SEALED, WAS, name_of, on_record
from tests.filling import filled
from tests.services.stage import Stage

pytestmark = pytest.mark.each_database


@pytest.fixture
def house(stage: Stage) -> Stage:
    """New, so that every row is judged."""
    begin_known(stage.session, stage.now)
    stage.applied()
    stage.session.commit()
    return stage


def written(stage: Stage, model: Any) -> Any:
    row = filled(stage.session, model)
    stage.session.commit()
    return row


def forge(stage: Stage, row: Any, **values: Any) -> None:
    """As somebody does who has reached the database; the house then reads what is there."""
    table = type(row).__table__
    stage.session.execute(update(table).where(table.c.id == row.id).values(values))
    stage.session.commit()
    stage.session.expire_all()


def named(stage: Stage) -> str:
    _, fault = succession(on_record(stage.session))
    return fault.where.en if fault else ""


def kind_of(model: Any) -> Kind:
    return next(kind for kind in KINDS if kind.model is model)


def faults_of(stage: Stage, model: Any) -> list[str]:
    seals, settings = on_record(stage.session).newest, stage.session.info["settings"]
    found = faults(stage.session, settings, kind_of(model), seals)
    return [f.reason.en for f in found if f is not None]


@contextmanager
def asked(session: Session) -> Iterator[list[str]]:
    """The statements of the block."""
    statements: list[str] = []

    def executed(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", executed)
    yield statements
    event.remove(connection, "before_cursor_execute", executed)


def test_what_the_house_changes_is_named_only_where_somebody_else_has_written_before(
    house: Stage,
) -> None:
    opinion = written(house, UserOpinion)
    opinion.dismissal = "否决理由不成立"
    house.session.commit()
    opinion.dismissal = "否决理由成立"
    house.session.commit()
    assert named(house) == ""
    forge(house, opinion, opinion="另一意见")
    opinion.dismissal = "再次认定"
    house.session.commit()
    assert opinion.dismissal == "再次认定", "the house goes on"
    assert faults_of(house, UserOpinion) == [], "what it wrote is what it sealed"
    assert named(house) == name_of(kind_of(UserOpinion), opinion.id)
    opinion.dismissal = "又一次"
    house.session.commit()
    assert named(house) == name_of(kind_of(UserOpinion), opinion.id), "for good"


def test_what_was_found_out_about_a_break_is_on_record_and_only_the_next_one_is_named(
    house: Stage,
) -> None:
    opinion, session = written(house, UserOpinion), house.session
    row = name_of(kind_of(UserOpinion), opinion.id)
    early = explain(session, [row], "处室核查", house.now)
    assert isinstance(early, Problems), "nothing is broken yet"
    for words, why in (("另一意见", "处室核查第3号"), ("第三种意见", "处室核查第4号")):
        forge(house, opinion, opinion=words)
        opinion.dismissal = f"见{why}"
        session.commit()
        assert named(house) == row
        assert isinstance(explain(session, [row], "\u200b", house.now), Problems), "says nothing"
        assert explain(session, [row], why, house.now) is None
        session.commit()
        assert named(house) == ""
        checked = next(prove_succession(house))
        assert checked.what.en.endswith("on record: 1)"), "never out of sight"
    told = session.scalars(select(History.given).where(History.transition == EXPLAINED)).all()
    assert [given["reason"] for given in told] == ["处室核查第3号", "处室核查第4号"]


def prove_succession(stage: Stage) -> Iterator[Checked]:
    checked = prove(stage.session, stage.session.info["settings"])
    return (one for one in checked if one.what.en.startswith("Succession"))


def test_the_same_column_that_was_altered_by_hand_may_be_the_one_the_house_changes(
    house: Stage,
) -> None:
    opinion = written(house, UserOpinion)
    forge(house, opinion, opinion="另一意见")
    opinion.opinion = "第三种意见"
    house.session.commit()
    assert named(house) == name_of(kind_of(UserOpinion), opinion.id)


def test_a_write_beside_what_is_sealed_leaves_the_seal_as_it_is(house: Stage) -> None:
    """A project moves on; its amount was altered by hand."""
    project = written(house, Project)
    forge(house, project, amount=project.amount + 1)
    project.state = "active"
    with asked(house.session) as statements:
        house.session.flush()
        house.session.commit()
    assert faults_of(house, Project) == ["content was altered after it was sealed"]
    assert not [s for s in statements if "history" in s or s.startswith("SELECT project.id")]


def test_a_changed_row_is_read_once_before_and_once_after_however_often_it_is_flushed(
    house: Stage,
) -> None:
    opinion = written(house, UserOpinion)
    _ = opinion.opinion
    with asked(house.session) as statements:
        for words in ("一", "二", "三"):
            opinion.dismissal = words
            house.session.flush()
        house.session.commit()
    reads = [s for s in statements if "FROM user_opinion" in s]
    assert [s.startswith("SELECT") for s in reads] == [True, True]


@pytest.mark.parametrize("part", [NoticeItem, DecisionItem])
def test_a_part_that_was_altered_by_hand_is_of_its_row(house: Stage, part: Any) -> None:
    line = written(house, part)
    owner = line.notice if part is NoticeItem else line.decision
    if part is NoticeItem:
        owner.starts_on = house.now.date()
    else:
        owner.decided_at, owner.minutes_number = house.now, "〔2026〕1号"
    house.session.commit()
    table = part.__table__
    house.session.execute(delete(table).where(table.c.id == line.id))
    house.session.commit()
    house.session.expunge_all()
    again = house.session.get_one(type(owner), owner.id)
    again.items.append(part(proposal=house.applied().proposal, **of(part)))
    house.session.commit()
    assert named(house) == name_of(kind_of(type(owner)), owner.id)


def of(part: Any) -> dict[str, Any]:
    return {"outcome": "drop"} if part is DecisionItem else {}


def test_a_row_that_was_put_there_by_hand_is_named_once_the_house_writes_it(house: Stage) -> None:
    first = written(house, UserOpinion)
    table = UserOpinion.__table__
    values = dict(house.session.execute(select(table)).mappings().one())
    another = house.applied().proposal.id
    house.session.execute(
        insert(UserOpinion).values(values | {"id": first.id + 50, "proposal_id": another})
    )
    house.session.commit()
    house.session.get_one(UserOpinion, first.id + 50).dismissal = "否决理由不成立"
    house.session.commit()
    assert named(house) == name_of(kind_of(UserOpinion), first.id + 50)


def test_what_the_house_makes_count_no_more_may_count_again_and_nobody_else_may(
    house: Stage,
) -> None:
    """A team is tested again: its evidence is taken back, and handed in anew."""
    result = written(house, StageResult)
    evidence = next(k for k in KINDS if k.apart == "evidence")
    for taken_back in (False, True, False):
        result.submitted_at = None if taken_back else house.now
        house.session.commit()
        seals, settings = on_record(house.session).newest, house.session.info["settings"]
        assert not any(faults(house.session, settings, evidence, seals))
        assert named(house) == ""
    forge(house, result, submitted_at=None)
    result.submitted_at = house.now
    house.session.commit()
    assert named(house) == name_of(evidence, result.id)


def test_a_savepoint_that_is_taken_back_takes_no_seal_of_what_was_written_before(
    house: Stage,
) -> None:
    opinion = written(house, UserOpinion)
    opinion.dismissal = "否决理由不成立"
    house.session.flush()
    with house.session.begin_nested() as savepoint:
        filled(house.session, BankAccount)
        savepoint.rollback()
    house.session.commit()
    assert faults_of(house, UserOpinion) == []
    assert named(house) == ""


def test_a_key_that_was_replaced_breaks_no_succession(house: Stage) -> None:
    opinion = written(house, UserOpinion)
    before = house.session.info["settings"]
    newest = "a newer key of at least 32 characters"
    settings = replace(before, audit_keys=(newest, *before.audit_keys))
    house.session.info.update(settings=settings, audit_key=newest.encode())
    opinion.dismissal = "否决理由不成立"
    house.session.commit()
    assert named(house) == ""
    forge(house, opinion, opinion="另一意见")
    opinion.dismissal = "再次认定"
    house.session.commit()
    assert named(house) == name_of(kind_of(UserOpinion), opinion.id)


def test_seals_that_an_earlier_version_kept_are_followed_by_what_this_one_says(
    house: Stage,
) -> None:
    """It said nothing of what was there before, and nothing where it made a row count no more."""
    result = written(house, StageResult)
    evidence = next(k for k in KINDS if k.apart == "evidence")
    for taken_back in (False, True, False):
        result.submitted_at = None if taken_back else house.now
        house.session.commit()
    session = house.session
    for row in session.scalars(select(History).where(History.transition == SEALED)):
        row.given = {name: seal for name, seal in row.given.items() if seal and WAS not in name}
    session.commit()
    result.plan_days = 7
    session.commit()
    result.submitted_at = None
    session.commit()
    assert named(house) == ""
    assert on_record(session).newest[name_of(evidence, result.id)] == GONE
