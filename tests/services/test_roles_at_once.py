"""Of two who give a role at the same moment only one does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.models import Person, RoleGrant, RoleProposal
from app.services.identity import proposing
from app.worker.context import Context
from tests.factories import official, person
from tests.services.stage import Stage
from workflows.roles import Role

pytestmark = pytest.mark.several_writers


def test_of_two_who_propose_and_of_two_who_confirm_at_once_the_second_is_refused(
    stage: Stage, context: Context
) -> None:
    proposers = [official(stage.session, Role.SYS_ADMIN).id for _ in range(2)]
    deciders = [official(stage.session, Role.SUPERVISOR).id for _ in range(2)]
    friend = person(stage.session).id
    stage.session.commit()

    def propose(by: int) -> bool:
        with context.transaction() as session:
            whom, me = session.get_one(Person, friend), session.get_one(Person, by)
            made = proposing.propose(session, whom, Role.FINANCE, None, me, stage.now)
            return isinstance(made, RoleProposal)

    def confirm(by: int) -> bool:
        with context.transaction() as session:
            proposed, me = session.scalars(select(RoleProposal)).one(), session.get_one(Person, by)
            refused = proposing.decide(
                session, proposed, confirm=True, reason="", by=me, now=stage.now
            )
            return refused is None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(propose, proposers)) == [False, True]
        assert sorted(pool.map(confirm, deciders)) == [False, True]
    held = select(func.count(RoleGrant.id)).where(RoleGrant.person_id == friend)
    assert stage.session.scalar(held) == 1
