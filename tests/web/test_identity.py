"""Second factors, sign-ins one by one, waits nobody can use against others, access given back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AccessRequest, Factor, Message, Person, RecoveryCode, SignIn
from app.services import passwords
from app.services.identity import throttle
from app.services.identity.throttle import HERE, STRANGERS, Try
from tests.conftest import StillClock
from tests.factories import call, official, person
from tests.web.accounts import enter, is_signed_in
from tests.web.looking import looking
from tests.web.test_moves import seen
from workflows.roles import Role

SignInAs = Callable[[Person], FlaskClient]
PASSWORD = "a-password-long-enough"
HASH = passwords.hashed(PASSWORD)


@pytest.fixture
def zhou(session: Session) -> Person:
    someone = person(session, email="zhou@example.org", password_hash=HASH)
    session.commit()
    return someone


class Phone:
    """An authenticator app that has read the picture."""

    def __init__(self, page: str, clock: StillClock) -> None:
        found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
        assert found is not None
        self._app, self._clock = pyotp.TOTP(found.group(1)), clock

    def code(self) -> str:
        return self._app.at(self._clock.now())


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found.group(1))


def set_up(client: FlaskClient, clock: StillClock) -> tuple[Phone, list[str]]:
    """An authenticator set up by its owner, and the recovery codes that were shown."""
    page = client.get("/account/factors/totp").text
    phone = Phone(page, clock)
    typed = {
        "secret": field(page, "secret"),
        "name": "手机",
        "code": phone.code(),
        "signing_password": PASSWORD,
    }
    reply = client.post("/account/factors/totp", data=typed)
    assert reply.status_code == 200, reply.text
    clock.advance(seconds=30)
    return phone, re.findall(r"<li><code>([^<]+)</code>", reply.text)


def second_step(client: FlaskClient, code: str) -> int:
    return client.post("/account/second-step", data={"code": code}).status_code


def test_with_an_authenticator_the_password_alone_signs_nobody_in(
    app: Flask, client: FlaskClient, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    assert enter(client, zhou.email, PASSWORD) == 200, "the page of the second step"
    assert not is_signed_in(client)
    assert second_step(client, "000000") == 422
    assert not is_signed_in(client)
    assert second_step(client, phone.code()) == 302
    assert is_signed_in(client)
    with looking(app) as session:
        newest = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert newest is not None
        assert newest.with_factor


def test_a_code_counts_once(app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    code = phone.code()
    for status in (302, 422):
        browser = app.test_client()
        enter(browser, zhou.email, PASSWORD)
        assert second_step(browser, code) == status


def test_a_recovery_code_stands_in_once_and_its_owner_is_told(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    _phone, codes = set_up(sign_in(zhou), clock)
    assert len(codes) == 10
    for typed, status in ((codes[0].upper(), 302), (codes[0], 422), (codes[1], 302)):
        browser = app.test_client()
        enter(browser, zhou.email, PASSWORD)
        assert second_step(browser, typed) == status
    with looking(app) as session:
        kept = session.scalars(select(RecoveryCode.digest)).all()
        assert not set(codes) & set(kept), "only digests are kept"
        told = session.scalars(select(Message.body).where(Message.subject == "已使用备用码")).all()
        assert ["还剩 9 个" in body or "还剩 8 个" in body for body in told] == [True, True]


def test_the_secret_of_an_authenticator_is_nowhere_in_the_database(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    client = sign_in(zhou)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", client.get("/account/factors/totp").text)
    assert secret is not None
    set_up(client, clock)
    with looking(app) as session:
        kept = session.scalars(select(Factor.secret)).one()
    assert not re.fullmatch("[A-Z2-7]+", kept)


def test_the_second_step_is_open_for_ten_minutes_after_the_password(
    client: FlaskClient, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    enter(client, zhou.email, PASSWORD)
    clock.advance(minutes=10)
    assert second_step(client, phone.code()) == 303
    assert not is_signed_in(client)


def test_the_second_step_without_a_password_leads_back(client: FlaskClient) -> None:
    assert client.get("/account/second-step").location == "/account/sign-in"
    assert second_step(client, "123456") == 303


def test_a_wrong_password_or_a_wrong_code_sets_nothing_up(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    client = sign_in(zhou)
    page = client.get("/account/factors/totp").text
    typed = {"secret": field(page, "secret"), "name": "手机", "signing_password": PASSWORD}
    right = typed | {"code": Phone(page, clock).code()}
    for wrong in ({"code": "000000"}, {"signing_password": "wrong"}, {"secret": "forged"}):
        assert client.post("/account/factors/totp", data=right | wrong).status_code in (303, 422)
    with looking(app) as session:
        assert session.scalars(select(Factor)).all() == []
    assert client.post("/account/factors/totp", data=right).status_code == 200


def test_setting_up_and_removing_a_factor_ends_other_sign_ins_and_tells_the_owner(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    here, elsewhere = sign_in(zhou), sign_in(zhou)
    phone, _codes = set_up(here, clock)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    with looking(app) as session:
        number = session.scalars(select(Factor.id)).one()
    path = f"/account/factors/{number}/remove"
    password_only = here.post(path, data={"signing_password": PASSWORD})
    assert password_only.status_code == 422
    both = here.post(path, data={"signing_password": PASSWORD, "signing_code": phone.code()})
    assert both.status_code == 303
    with looking(app) as session:
        assert session.scalars(select(RecoveryCode)).all() == []
        told = session.scalars(select(Message.subject).where(Message.person_id == zhou.id)).all()
    assert told == ["已新增登录验证方式", "已移除登录验证方式"]


def test_a_signature_asks_for_the_factor_too_once_one_is_set_up(
    session: Session, sign_in: SignInAs, clock: StillClock
) -> None:
    decider = official(session, Role.DECISION_MAKER, password_hash=HASH)
    path = f"/cases/call/{call(session, state='consulting').id}/moves/approve"
    client = sign_in(decider)
    phone, _codes = set_up(client, clock)
    page = client.get(path).text
    typed = {
        "seen": seen(page),
        "minutes_number": "厅务会纪要〔2026〕3号",
        "minutes_date": "2026-03-01",
        "plan_match": "对应规划任务。",
        "signing_password": PASSWORD,
    }
    assert client.post(path, data=typed).status_code == 422
    wrong = client.post(path, data=typed | {"signing_code": "000000"})
    assert wrong.status_code == 422
    assert typed["minutes_number"] in wrong.text
    assert client.post(path, data=typed | {"signing_code": phone.code()}).status_code == 303


def test_where_it_is_forced_an_official_sets_a_factor_up_before_anything_else(
    app: Flask, session: Session, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], needs_second_factor=True)
    client = sign_in(official(session, Role.FINANCE, password_hash=HASH))
    for path in ("/home", "/finance", "/account/profile", "/"):
        assert client.get(path).location == "/account/security", path
    assert client.post("/account/profile", data={"name": "x"}).location == "/account/security"
    assert "请先设置验证器或通行密钥" in client.get("/account/security").text
    set_up(client, clock)
    assert is_signed_in(client)
    assert is_signed_in(sign_in(zhou)), "an applicant is not forced"


def test_one_sign_in_or_all_others_can_be_ended_and_nobody_elses(
    app: Flask, sign_in: SignInAs, session: Session, zhou: Person
) -> None:
    here, first, second = sign_in(zhou), sign_in(zhou), sign_in(zhou)
    stranger = sign_in(person(session))
    with looking(app) as own:
        numbers = own.scalars(select(SignIn.id).order_by(SignIn.id)).all()
    assert here.get("/account/security").text.count("退出该登录") == 2
    assert here.post(f"/account/sign-ins/{numbers[3]}/end").status_code == 404
    assert here.post(f"/account/sign-ins/{numbers[1]}/end").status_code == 303
    assert [is_signed_in(c) for c in (here, first, second, stranger)] == [True, False, True, True]
    here.post("/account/sign-ins/end-others")
    assert [is_signed_in(c) for c in (here, second, stranger)] == [True, False, True]


def test_a_sign_in_ends_with_signing_out_even_for_a_copied_cookie_and_after_its_hours(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    client, copy = sign_in(zhou), app.test_client()
    with client.session_transaction() as mine, copy.session_transaction() as theirs:
        theirs.update(mine)
    assert is_signed_in(copy)
    client.post("/account/sign-out")
    assert not is_signed_in(copy)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_in_hours=24)
    fresh = app.test_client()
    enter(fresh, zhou.email, PASSWORD)
    assert is_signed_in(fresh)
    clock.advance(hours=24)
    assert not is_signed_in(fresh)


def test_strangers_never_make_the_owner_of_a_known_device_wait(
    session: Session, clock: StillClock
) -> None:
    now = clock.now()
    for number in range(STRANGERS.free):
        throttle.failed(session, Try("password", "zhou", f"198.51.100.{number}"), now)
    elsewhere, known = Try("password", "zhou", "203.0.113.1"), Try("password", "zhou", "x", "known")
    assert throttle.wait_for(session, elsewhere, now), "guessing from everywhere is slowed down"
    assert throttle.wait_for(session, known, now) is None
    other = Try("password", "li", "203.0.113.1")
    assert throttle.wait_for(session, other, now) is None
    after = now + throttle.FORGOTTEN_AFTER
    assert throttle.wait_for(session, elsewhere, after) is None


def test_a_browser_that_has_signed_in_is_known_whatever_others_try(
    app: Flask, client: FlaskClient, zhou: Person
) -> None:
    assert enter(client, zhou.email, PASSWORD) == 302
    client.post("/account/sign-out")
    for _ in range(HERE.free):
        enter(app.test_client(), zhou.email, "guess")
    assert enter(app.test_client(), zhou.email, PASSWORD) == 422
    assert enter(client, zhou.email, PASSWORD) == 302


def test_a_revoked_device_is_known_no_longer(
    app: Flask, client: FlaskClient, sign_in: SignInAs, zhou: Person
) -> None:
    enter(client, zhou.email, PASSWORD)
    sign_in(zhou).post("/account/sign-ins/end-others")
    for _ in range(HERE.free):
        enter(app.test_client(), zhou.email, "guess")
    assert enter(client, zhou.email, PASSWORD) == 422


@pytest.mark.parametrize(
    ("failures", "minutes"), [(4, 0), (5, 1), (6, 2), (8, 8), (11, 60), (500, 60)]
)
def test_each_further_failure_costs_twice_the_wait_up_to_an_hour(
    failures: int, minutes: int
) -> None:
    assert HERE.pause(failures).total_seconds() == minutes * 60


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

    def answer(self, by: Person, number: int, answer: str = "grant") -> int:
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
    assert enter(client, zhou.email, PASSWORD) == 302, "no factor is left"
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
    assert second_step(again, phone.code()) == 302
