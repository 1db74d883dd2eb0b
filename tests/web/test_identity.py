"""Second factors, and sign-ins that end one by one."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Factor, Message, Person, RecoveryCode, SignIn
from tests.conftest import SignInAs, StillClock
from tests.factories import call, official, person
from tests.web.accounts import HASH, PASSWORD, enter, is_signed_in
from tests.web.factors import Phone, field, second_step, set_up
from tests.web.looking import looking
from tests.web.test_moves import seen
from workflows.roles import Role


def test_with_an_authenticator_the_password_alone_signs_nobody_in(
    app: Flask, client: FlaskClient, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    assert enter(client, zhou.email, PASSWORD) == 200, "the page of the second step"
    assert not is_signed_in(client)
    assert second_step(client, "000000") == 422
    assert not is_signed_in(client)
    assert second_step(client, phone.code()) == 303
    assert is_signed_in(client)
    with looking(app) as session:
        newest = session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
        assert newest is not None
        assert newest.with_factor


def test_a_code_counts_once(app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock) -> None:
    phone, _codes = set_up(sign_in(zhou), clock)
    code = phone.code()
    for status in (303, 422):
        browser = app.test_client()
        enter(browser, zhou.email, PASSWORD)
        assert second_step(browser, code) == status


def test_a_recovery_code_stands_in_once_and_its_owner_is_told(
    app: Flask, sign_in: SignInAs, zhou: Person, clock: StillClock
) -> None:
    _phone, codes = set_up(sign_in(zhou), clock)
    assert len(codes) == 10
    for typed, status in ((codes[0].upper(), 303), (codes[0], 422), (codes[1], 303)):
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
    right = typed | {"signing_code": phone.code()}
    before = client.get_cookie("session")
    assert client.post(path, data=right).status_code == 303
    # Pressed twice: the second request left before the first was answered, with the same code.
    assert before is not None
    client.set_cookie("session", before.value)
    assert client.post(path, data=right).status_code == 303
    assert "重复提交的没有再次办理。" in client.get("/home").text


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
