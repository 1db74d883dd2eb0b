"""Access that was lost is given back by two people of the office."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AccessRequest, Message, Person
from tests.conftest import SignInAs, StillClock
from tests.factories import official
from tests.web.accounts import HASH, PASSWORD, enter, is_signed_in
from tests.web.factors import second_step, set_up
from tests.web.looking import looking
from workflows.roles import Role


class Offices:
    """Two administrators and a supervisor, and somebody who lost a telephone."""

    def __init__(self, app: Flask, session: Session, sign_in: SignInAs, owner: Person) -> None:
        self.app, self.owner = app, owner
        self.asker = official(session, Role.SYS_ADMIN, password_hash=HASH)
        self.supervisor = official(session, Role.SUPERVISOR, password_hash=HASH)
        session.commit()
        self.sign_in = sign_in

    def ask(self) -> int:
        asked = self.sign_in(self.asker).post(
            f"/admin/people/{self.owner.id}/access", data={"reason": "本人持证件到场"}
        )
        assert asked.status_code == 303
        with looking(self.app) as session:
            return session.scalars(select(AccessRequest.id)).one()

    def answer(self, by: Person, number: int, answer: str = "confirm") -> int:
        typed = {"answer": answer, "signing_password": PASSWORD}
        return self.sign_in(by).post(f"/admin/access/{number}", data=typed).status_code


@pytest.fixture
def offices(app: Flask, session: Session, sign_in: SignInAs, zhou: Person) -> Offices:
    return Offices(app, session, sign_in, zhou)


def test_access_is_given_back_by_two_people_and_the_owner_is_told_of_both(
    offices: Offices, client: FlaskClient, clock: StillClock, zhou: Person
) -> None:
    owner = offices.sign_in(zhou)
    set_up(owner, clock)
    number = offices.ask()
    assert offices.answer(offices.asker, number) == 409, "whoever asked does not decide"
    assert is_signed_in(owner)
    assert offices.answer(offices.supervisor, number) == 303
    assert not is_signed_in(owner)
    assert enter(client, zhou.email, PASSWORD) == 303, "no factor is left"
    with looking(offices.app) as session:
        told = session.scalars(select(Message.subject).where(Message.person_id == zhou.id)).all()
    assert told[1:] == ["有人为您申请恢复登录", "登录已恢复，请重设密码"]
    assert offices.answer(offices.supervisor, number) == 409, "it is decided once"


def test_nobody_decides_on_their_own_access_and_a_refusal_changes_nothing(
    offices: Offices, session: Session, clock: StillClock, zhou: Person
) -> None:
    other = official(session, Role.SYS_ADMIN, password_hash=HASH)
    owner = offices.sign_in(zhou)
    phone, _codes = set_up(owner, clock)
    assert (
        offices.sign_in(other)
        .post(f"/admin/people/{other.id}/access", data={"reason": "本人"})
        .status_code
        == 409
    )
    assert offices.answer(offices.supervisor, offices.ask(), "refuse") == 303
    assert is_signed_in(owner)
    again = offices.app.test_client()
    assert enter(again, zhou.email, PASSWORD) == 200
    assert second_step(again, phone.code()) == 303
