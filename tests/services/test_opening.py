"""The first day of an installation."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Organisation, Person
from app.services.identity import accounts
from app.services.identity.opening import open_office
from app.services.identity.roles_on_record import GRANTED
from app.services.problems import Problems
from tests.conftest import START
from workflows.roles import Role

PASSWORD = "建厅之日 2026 先设密码"


def test_the_first_administrator_chooses_a_password_by_the_link(session: Session) -> None:
    link = open_office(session, "方𠮷", "Fang@Example.org", START)
    assert isinstance(link, str)
    admin = accounts.reset_password(session, link.rpartition("/")[2], PASSWORD, START)
    assert isinstance(admin, Person)
    assert (admin.name, admin.email) == ("方𠮷", "fang@example.org")
    assert admin.email_confirmed_at == START
    assert [grant.role for grant in admin.grants] == [Role.SYS_ADMIN.value]
    office = session.scalars(select(Organisation).where(Organisation.is_office)).one()
    assert admin.organisation is office
    (row,) = session.scalars(select(History).where(History.transition == GRANTED))
    assert (row.actor_id, row.role) == (None, Role.SYSTEM_WORKER.value)
    assert row.given == {"person": "方𠮷 fang@example.org", "role": "系统管理员"}


def test_there_is_no_second_first_administrator(session: Session) -> None:
    open_office(session, "方一", "one@example.org", START)
    answer = open_office(session, "方二", "two@example.org", START)
    assert isinstance(answer, Problems)
    assert accounts.by_email(session, "two@example.org") is None


@pytest.mark.parametrize("name", ["", "🙂"])
def test_an_administrator_has_a_name(session: Session, name: str) -> None:
    answer = open_office(session, name, "one@example.org", START)
    assert isinstance(answer, Problems)
    assert answer.by_field.keys() == {"name"}
