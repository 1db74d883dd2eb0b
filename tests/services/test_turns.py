"""Who waits for whom: a submission for those who contend with it, everything else for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Organisation, Person, Proposal, ProposalVersion, RoleGrant
from app.services.door.turns import contend, go_beside, hold_the_end, take_turn, write_alone
from app.services.identity import unit_changes
from app.services.moves import Moved, take
from app.services.seals import keeping
from app.services.seals.content import mac, rows
from app.services.seals.kinds import KINDS
from app.services.seals.record import name_of, on_record
from app.worker.context import Context
from tests.services.at_once import act, chain_is_whole
from tests.services.stage import Applied, Stage
from workflows.engine.model import Contended
from workflows.roles import Role

pytestmark = pytest.mark.several_writers

BOTH = (Contended.LEADER, Contended.LEAD_UNIT)
Elsewhere = Callable[[Callable[[Session], object]], "Future[object]"]


@pytest.fixture
def elsewhere(context: Context) -> Iterator[Elsewhere]:
    """Begins something in a transaction of its own, which ends with it."""

    def in_transaction(do: Callable[[Session], object]) -> object:
        with context.transaction() as session:
            return do(session)

    with ThreadPoolExecutor(1) as pool:
        yield lambda do: pool.submit(in_transaction, do)


@pytest.fixture
def two(stage: Stage) -> tuple[Applied, Applied]:
    return stage.applied(), stage.applied()


def waits(begun: Future[object]) -> bool:
    try:
        begun.result(timeout=0.3)
    except TimeoutError:
        return True
    return False


def submit(stage: Stage, applied: Applied) -> Callable[[Session], object]:
    return act(stage, applied.proposal, "submit", applied.pi)


def test_a_submission_passes_another_that_has_not_ended(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    one, other = two
    stage.session.commit()
    with context.transaction() as session:
        under_way = session.get_one(Proposal, one.proposal.id)
        go_beside(session)
        contend(session, under_way, BOTH)
        assert isinstance(elsewhere(submit(stage, other)).result(timeout=30), Moved)
        by, now = session.get_one(Person, one.pi.id), stage.now
        assert isinstance(take(session, under_way, "submit", by, now=now), Moved)
    stage.session.expire_all()
    assert chain_is_whole(stage)


@pytest.mark.parametrize("shared", ["leader", "unit", "merged"])
def test_it_waits_for_one_of_the_same_leader_or_unit(
    stage: Stage,
    context: Context,
    two: tuple[Applied, Applied],
    elsewhere: Elsewhere,
    shared: str,
) -> None:
    one, other = two
    if shared == "merged":
        other.proposal.lead_unit.merged_into_id = one.proposal.lead_unit_id
    elif shared == "unit":
        other.proposal.lead_unit = one.proposal.lead_unit
    else:
        other.proposal.pi = one.pi
    stage.session.commit()
    by = one.pi if shared == "leader" else other.pi
    with context.transaction() as session:
        go_beside(session)
        contend(session, session.get_one(Proposal, one.proposal.id), BOTH)
        begun = elsewhere(act(stage, other.proposal, "submit", by))
        assert waits(begun)
    assert isinstance(begun.result(timeout=30), Moved)


def test_it_hands_in_what_is_being_saved_at_that_moment(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    one = two[0]
    stage.session.commit()
    with context.transaction() as session:
        write_alone(session, Proposal.kind, one.proposal.id)
        begun = elsewhere(submit(stage, one))
        assert waits(begun)
        written = session.get_one(Proposal, one.proposal.id)
        written.sections = {**written.sections, "summary": "最后改定的目标。"}
    assert isinstance(begun.result(timeout=30), Moved)
    stage.session.expire_all()
    version = stage.session.scalars(select(ProposalVersion)).one()
    assert version.content["sections"]["summary"] == "最后改定的目标。"


def test_whoever_saves_while_it_is_handed_in_finds_it_handed_in(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    one = two[0]
    stage.session.commit()

    def state_to_save_in(later: Session) -> str:
        write_alone(later, Proposal.kind, one.proposal.id)
        return later.get_one(Proposal, one.proposal.id).state

    with context.transaction() as session:
        submit(stage, one)(session)
        begun = elsewhere(state_to_save_in)
        assert waits(begun)
    assert begun.result(timeout=30) == "unit_review"


def test_it_waits_for_whoever_holds_the_end_of_the_chain(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    stage.session.commit()
    with context.transaction() as session:
        go_beside(session)
        hold_the_end(session)
        begun = elsewhere(submit(stage, two[1]))
        assert waits(begun)
    assert isinstance(begun.result(timeout=30), Moved)


def test_every_other_move_waits_for_it_and_it_for_them(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    one, other = two
    stage.moved(one.proposal, "submit", one.pi)
    withdraw = act(stage, one.proposal, "withdraw", one.pi)
    stage.session.commit()
    with context.transaction() as session:
        go_beside(session)
        begun = elsewhere(withdraw)
        assert waits(begun)
    assert isinstance(begun.result(timeout=30), Moved)
    with context.transaction() as session:
        take_turn(session)
        begun = elsewhere(submit(stage, other))
        assert waits(begun)
    assert isinstance(begun.result(timeout=30), Moved)


def test_whoever_begins_to_seal_seals_what_others_have_written_meanwhile(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    (kind,) = (kind for kind in KINDS if kind.model is RoleGrant)
    stage.session.commit()
    with context.transaction() as session:
        take_turn(session)
        begun = elsewhere(lambda later: keeping.begin(later, stage.now))
        assert waits(begun)
        grant = session.scalars(select(RoleGrant).order_by(RoleGrant.id)).first()
        assert grant is not None
        grant.ends_at = stage.now
    begun.result(timeout=30)
    with context.transaction() as session:
        ((number, content),) = rows(session, kind, [grant.id])
        assert content is not None
        now = mac(session.info["audit_key"], kind, content)
        assert on_record(session).newest[name_of(kind, number)] == now


def test_within_a_savepoint_it_goes_alone(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    stage.session.commit()
    with context.transaction() as session, session.begin_nested():
        go_beside(session)
        begun = elsewhere(submit(stage, two[0]))
        assert waits(begun)
    assert isinstance(begun.result(timeout=30), Moved)


def test_a_merger_waits_for_a_submission_of_the_unit(
    stage: Stage, context: Context, two: tuple[Applied, Applied], elsewhere: Elsewhere
) -> None:
    """Which stays under its name, as its receipt has it; a draft goes along."""
    one, other = two
    admin = stage.holder(Role.SYS_ADMIN)
    gone, into = one.proposal.lead_unit_id, other.proposal.lead_unit_id
    stage.session.commit()

    def merge(session: Session) -> None:
        unit, successor = (session.get_one(Organisation, number) for number in (gone, into))
        by = session.get_one(Person, admin.id)
        assert unit_changes.merge(session, unit, successor, "批复", by, stage.now) is None

    with context.transaction() as session:
        by = session.get_one(Person, one.pi.id)
        under_way = session.get_one(Proposal, one.proposal.id)
        assert isinstance(take(session, under_way, "submit", by, now=stage.now), Moved)
        begun = elsewhere(merge)
        assert waits(begun)
    begun.result(timeout=30)
    stage.session.expire_all()
    assert one.proposal.lead_unit_id == gone
    assert one.proposal.versions[0].content["lead_unit"] == one.proposal.lead_unit.name
