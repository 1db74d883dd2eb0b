"""A signature on a page: the password once more, nothing typed is lost, wrong tries count."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, WrongTries
from app.services.identity import passwords
from app.services.identity.throttle import HERE
from tests.conftest import SignInAs, StillClock
from tests.factories import call, official
from tests.web.looking import looking
from tests.web.test_moves import seen
from workflows.roles import Role

PASSWORD = "a-password-long-enough"
MINUTES = {
    "minutes_number": "厅务会纪要〔2026〕3号",
    "minutes_date": "2026-03-01",
    "plan_match": "对应规划任务。",
}


class Desk:
    """Somebody of the executive meeting before a call that waits for approval."""

    def __init__(self, app: Flask, session: Session, sign_in: SignInAs) -> None:
        self.app = app
        self.decider = official(
            session, Role.DECISION_MAKER, password_hash=passwords.hashed(PASSWORD)
        )
        self.call = call(session, state="consulting").id
        session.commit()
        self.browser = sign_in(self.decider)
        self.path = f"/cases/call/{self.call}/moves/approve"

    def answer(self, password: str) -> tuple[int, str]:
        page = self.browser.get(self.path).text
        typed = {"seen": seen(page), **MINUTES, "signing_password": password}
        reply = self.browser.post(self.path, data=typed)
        return reply.status_code, reply.text

    def state(self) -> str:
        with looking(self.app) as session:
            return session.get_one(Call, self.call).state

    def failures(self) -> int:
        with looking(self.app) as session:
            return sum(session.scalars(select(WrongTries.count)))


@pytest.fixture
def desk(app: Flask, session: Session, sign_in: SignInAs) -> Desk:
    return Desk(app, session, sign_in)


def test_the_page_of_a_signature_asks_for_the_password_and_never_shows_it_again(
    desk: Desk,
) -> None:
    assert 'name="signing_password"' in desk.browser.get(desk.path).text
    status, page = desk.answer("wrong-password-typed")
    assert status == 422
    assert "wrong-password-typed" not in page


def test_a_wrong_password_signs_nothing_and_what_was_typed_stays(desk: Desk) -> None:
    status, page = desk.answer("wrong-password")
    assert (status, desk.state()) == (422, "consulting")
    assert "登录密码不正确" in page
    assert MINUTES["minutes_number"] in page
    assert desk.failures() == 1


def test_a_signature_without_a_password_counts_as_no_try(desk: Desk) -> None:
    status, _page = desk.answer("")
    assert (status, desk.failures(), desk.state()) == (422, 0, "consulting")


def test_the_right_password_signs_and_forgets_earlier_failures(desk: Desk) -> None:
    desk.answer("wrong-password")
    status, _page = desk.answer(PASSWORD)
    assert (status, desk.failures(), desk.state()) == (303, 0, "approved")


def test_after_as_many_wrong_tries_as_on_signing_in_signatures_wait_too(
    desk: Desk,
) -> None:
    for _ in range(HERE.free):
        desk.answer("wrong-password")
    status, page = desk.answer(PASSWORD)
    assert (status, desk.state()) == (422, "consulting")
    assert "请等待 1 分钟后再试" in page


def test_a_move_that_is_no_signature_asks_for_no_password(desk: Desk) -> None:
    page = desk.browser.get(f"/cases/call/{desk.call}/moves/return_to_draft").text
    assert "signing_password" not in page


def test_who_signs_several_things_in_a_row_gives_the_password_once(
    desk: Desk, clock: StillClock
) -> None:
    """And again when it is no longer fresh; what was typed meanwhile stays."""
    assert desk.answer(PASSWORD)[0] == 303
    with desk.app.extensions["database"].session(writing=True) as session:
        session.get_one(Call, desk.call).state = "consulting"
        session.commit()
    page = desk.browser.get(desk.path).text
    assert "signing_password" not in page
    typed = {"seen": seen(page), **MINUTES}
    clock.advance(minutes=6)
    late = desk.browser.post(desk.path, data=typed)
    assert (late.status_code, desk.state()) == (422, "consulting")
    assert MINUTES["minutes_number"] in late.text
    assert "signing_password" in late.text
