"""A unit confirms who belongs to it; nothing of it is known to, or said by, anybody else before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import History, Message, Organisation, Person, PersonMove
from app.services.identity import affiliations, granting, moving, registering, unit_changes
from app.services.identity.affiliations import CONFIRMED, ENDED, REFUSED
from app.worker.clock import caught_up
from app.worker.context import Context
from tests.factories import grant, official, organisation, person
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def unit(stage: Stage) -> Organisation:
    return organisation(stage.session)


@pytest.fixture
def keeper(stage: Stage, unit: Organisation) -> Person:
    """The administrator of the unit."""
    someone = person(stage.session, organisation_id=unit.id)
    grant(stage.session, someone, Role.UNIT_ADMIN, organisation_id=unit.id)
    return someone


def joined(stage: Stage, unit: Organisation) -> Person:
    """Somebody who says to belong to the unit."""
    someone = person(stage.session)
    assert registering.join_unit(stage.session, someone, unit.name, stage.now) is None
    return someone


def told(stage: Stage, who: Person) -> list[str]:
    messages = select(Message.subject).where(Message.person_id == who.id).order_by(Message.id)
    return list(stage.session.scalars(messages))


def recorded(stage: Stage) -> list[str]:
    about = (CONFIRMED, REFUSED, ENDED)
    rows = select(History.transition).where(History.transition.in_(about)).order_by(History.id)
    return list(stage.session.scalars(rows))


@pytest.mark.parametrize("has_administrator", [True, False])
def test_whoever_joins_waits_and_who_answers_for_the_unit_is_told_once(
    stage: Stage, unit: Organisation, has_administrator: bool
) -> None:
    """The administrator of the system, where the unit has none."""
    system = official(stage.session, Role.SYS_ADMIN)
    answers, other = system, None
    if has_administrator:
        other = system
        answers = person(stage.session, organisation_id=unit.id)
        grant(stage.session, answers, Role.UNIT_ADMIN, organisation_id=unit.id)
    someone = joined(stage, unit)
    assert affiliations.is_waiting(someone)
    assert told(stage, answers) == [f"待确认归属的人员：{someone.name}"]
    assert other is None or told(stage, other) == []
    if other is not None:
        assert affiliations.confirm(stage.session, someone, other, stage.now) is not None
    assert affiliations.confirm(stage.session, someone, answers, stage.now) is None
    assert someone.unit_confirmed_at == stage.now
    assert told(stage, someone) == [f"{unit.name}已确认您的归属"]
    assert recorded(stage) == [CONFIRMED]


def test_nobody_is_asked_about_an_address_before_it_is_proven(
    stage: Stage, unit: Organisation, keeper: Person
) -> None:
    someone = person(
        stage.session, organisation_id=unit.id, unit_confirmed_at=None, email_confirmed_at=None
    )
    affiliations.ask(stage.session, someone, stage.now)
    assert told(stage, keeper) == []
    someone.email_confirmed_at = stage.now
    affiliations.ask(stage.session, someone, stage.now)
    assert len(told(stage, keeper)) == 1


def test_nobody_confirms_themselves_or_the_people_of_another_unit(
    stage: Stage, unit: Organisation, keeper: Person
) -> None:
    stranger = person(stage.session)
    grant(stage.session, stranger, Role.UNIT_ADMIN, organisation_id=organisation(stage.session).id)
    someone = joined(stage, unit)
    for by in (someone, stranger):
        refused = affiliations.confirm(stage.session, someone, by, stage.now)
        assert refused is not None
        assert "由其单位的其他管理员确认" in refused.zh
        assert moving.turn_away(stage.session, someone, "不是。", by, stage.now) is not None
    assert affiliations.is_waiting(someone)
    assert recorded(stage) == []


@pytest.mark.parametrize("confirmed", [False, True])
def test_whoever_is_turned_away_reads_the_reason_and_it_stays_on_record(
    stage: Stage, unit: Organisation, keeper: Person, confirmed: bool
) -> None:
    someone = joined(stage, unit)
    if confirmed:
        affiliations.confirm(stage.session, someone, keeper, stage.now)
    assert moving.turn_away(stage.session, someone, " ", keeper, stage.now) is not None
    assert moving.turn_away(stage.session, someone, "查无此人。", keeper, stage.now) is None
    assert (someone.organisation, someone.unit_confirmed_at) == (None, None)
    what, said = (ENDED, "已被移出") if confirmed else (REFUSED, "未确认您的归属")
    assert recorded(stage)[-1] == what
    assert said in told(stage, someone)[-1]
    moves = select(PersonMove).where(PersonMove.person_id == someone.id)
    last = stage.session.scalars(moves.order_by(PersonMove.id.desc())).first()
    assert last is not None
    assert (last.from_id, last.reason, last.by_id) == (unit.id, "查无此人。", keeper.id)
    gone = affiliations.confirm(stage.session, someone, keeper, stage.now)
    assert gone is not None
    assert "已不在该单位" in gone.zh


def test_one_administrator_of_a_unit_does_not_remove_another(
    stage: Stage, unit: Organisation, keeper: Person
) -> None:
    other = person(stage.session, organisation_id=unit.id)
    grant(stage.session, other, Role.UNIT_ADMIN, organisation_id=unit.id)
    refused = moving.turn_away(stage.session, other, "退休。", keeper, stage.now)
    assert refused is not None
    assert "系统管理员移出" in refused.zh
    assert other.organisation_id == unit.id


def test_a_role_of_the_unit_vouches_for_whoever_it_is_given(
    stage: Stage, unit: Organisation
) -> None:
    here, elsewhere = joined(stage, unit), joined(stage, organisation(stage.session))
    admin = official(stage.session, Role.SYS_ADMIN)
    for someone in (here, elsewhere):
        granting.grant(stage.session, someone, Role.UNIT_FINANCE, unit.id, admin, stage.now)
    assert not affiliations.is_waiting(here)
    assert affiliations.is_waiting(elsewhere)


def test_a_merger_takes_over_who_is_confirmed_and_who_waits(
    stage: Stage, unit: Organisation, keeper: Person
) -> None:
    waiting, known = joined(stage, unit), joined(stage, unit)
    affiliations.confirm(stage.session, known, keeper, stage.now)
    admin, into = official(stage.session, Role.SYS_ADMIN), organisation(stage.session)
    assert unit_changes.merge(stage.session, unit, into, "批复", admin, stage.now) is None
    assert {one.organisation_id for one in (waiting, known)} == {into.id}
    assert (affiliations.is_waiting(waiting), affiliations.is_waiting(known)) == (True, False)


def test_sending_in_waits_for_nobody_and_the_seal_of_the_unit_confirms_its_leader(
    stage: Stage,
) -> None:
    """In the last hour nobody is lost."""
    made = stage.applied()
    made.pi.unit_confirmed_at = None
    stage.moved(made.proposal, "submit", made.pi)
    assert affiliations.is_waiting(made.pi)
    stage.moved(made.proposal, "unit_seal", made.unit)
    assert made.pi.unit_confirmed_at == stage.now
    assert recorded(stage) == [CONFIRMED]


def test_the_seal_says_nothing_of_a_leader_who_is_of_another_unit_by_now(stage: Stage) -> None:
    made = stage.applied()
    stage.moved(made.proposal, "submit", made.pi)
    moving.take(stage.session, made.pi, organisation(stage.session), "", made.pi, stage.now)
    stage.moved(made.proposal, "unit_seal", made.unit)
    assert affiliations.is_waiting(made.pi)


@pytest.mark.parametrize("goes_to", ["another unit", "no unit", "nowhere"])
def test_whom_earlier_code_moved_the_new_unit_confirms_anew(
    stage: Stage, context: Context, unit: Organisation, keeper: Person, goes_to: str
) -> None:
    """It knows of no confirmation, and leaves standing that of the unit before."""
    before = organisation(stage.session)
    someone = person(stage.session, organisation_id=before.id)
    to = {"another unit": unit, "no unit": None, "nowhere": before}[goes_to]
    confirmed_at = someone.unit_confirmed_at
    if to is not before:
        later = stage.now + timedelta(minutes=1)
        moving.take(stage.session, someone, to, "", someone, later)
        someone.unit_confirmed_at = confirmed_at
    stage.session.commit()
    for _ in range(2):
        assert caught_up(context, stage.now)
    stage.session.expire_all()
    assert someone.unit_confirmed_at == (confirmed_at if to is before else None)
    asked = [f"待确认归属的人员：{someone.name}"] if to is unit else []
    assert told(stage, keeper) == asked


def test_whom_the_unit_confirmed_after_they_came_is_not_asked_about_again(
    stage: Stage, context: Context, unit: Organisation, keeper: Person
) -> None:
    someone = joined(stage, unit)
    affiliations.confirm(stage.session, someone, keeper, stage.now)
    stage.session.commit()
    assert caught_up(context, stage.now)
    stage.session.expire_all()
    assert not affiliations.is_waiting(someone)
