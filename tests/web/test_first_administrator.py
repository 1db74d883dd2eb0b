"""While nobody else can confirm a role: the first administrator, and whoever runs the machine."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import office_roles
from app.models import History, RoleGrant
from app.services.identity.proposing import confirm_as_operator
from app.services.identity.roles_on_record import (
    CONFIRMED,
    GRANTED_ALONE,
    PROPOSED,
)
from app.services.problems import Problems
from tests.conftest import START, SignInAs
from tests.factories import official, person
from tests.web.test_roles_by_two import Office
from workflows.roles import Role


@pytest.fixture
def office(session: Session, sign_in: SignInAs) -> Office:
    return Office(session, sign_in)


@pytest.mark.parametrize(
    ("role", "at_once"),
    [("supervisor", True), ("sys_admin", True), ("finance", False), ("decision_maker", False)],
)
def test_the_first_administrator_alone_gives_only_the_role_of_a_second_who_may_confirm(
    session: Session, sign_in: SignInAs, role: str, at_once: bool
) -> None:
    first, second = official(session, Role.SYS_ADMIN), person(session)
    session.commit()
    assert (
        sign_in(first)
        .post(f"/admin/people/{second.id}", data={"role": role, "unit": ""})
        .status_code
        == 303
    )
    held = office_roles(session, second, START)
    assert held == ({Role(role)} if at_once else frozenset())
    recorded = set(session.scalars(select(History.transition)))
    assert recorded & {GRANTED_ALONE, PROPOSED} == {GRANTED_ALONE if at_once else PROPOSED}


def test_who_ends_the_roles_of_all_others_is_no_first_administrator(office: Office) -> None:
    others = select(RoleGrant.id).where(RoleGrant.person_id != office.proposer.id)
    for number in office.session.scalars(others).all():
        office.sign_in(office.proposer).post(f"/admin/grants/{number}/end")
    assert office.propose("supervisor") == 303
    assert office.roles() == frozenset()


def test_the_operator_confirms_only_where_nobody_else_may(office: Office) -> None:
    office.propose("supervisor")
    session, email = office.session, office.friend.email
    assert isinstance(confirm_as_operator(session, email, START), Problems)
    for held in session.scalars(select(RoleGrant)).all():
        if held.person_id != office.proposer.id:
            held.ends_at = START
    session.flush()
    assert isinstance(confirm_as_operator(session, office.officer.email, START), Problems)
    assert confirm_as_operator(session, email, START) is None
    assert office.roles() == {Role.SUPERVISOR}
    assert office.on_record()[-1] == (CONFIRMED, None, "system_worker")
    session.commit()
    register = office.sign_in(office.proposer).get(f"/admin/people/{office.friend.id}").text
    assert "系统运维人员核准" in register


def test_the_first_administrator_gives_nothing_alone_to_the_own_account(
    session: Session, sign_in: SignInAs
) -> None:
    first = official(session, Role.SYS_ADMIN)
    session.commit()
    sign_in(first).post(f"/admin/people/{first.id}", data={"role": "supervisor", "unit": ""})
    assert Role.SUPERVISOR not in office_roles(session, first, START)
