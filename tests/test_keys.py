"""Replacing keys: the first of a list signs, all of them verify; nothing breaks on the way."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import sealing
from app.audit.chain import START, Link, link, verify
from app.factory import equip
from app.keys import NoKeyFits, decrypted, encrypted
from app.models import Factor
from app.services.fees import accounts
from app.services.fees.accounts import Account
from app.services.identity import tokens, totp
from app.services.identity.tokens import Purpose
from app.services.telling import calendar_feed
from app.services.upkeep.renewing import renew
from config import ROOT, Mode, Settings, settings_from
from environment import BadSetting
from tests.conftest import StillClock
from tests.factories import expert, person

OLD, NEW = "the-old-key-of-more-than-32-characters", "the-new-key-of-more-than-32-characters"
WALL = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

PRODUCTION = {
    "CHONGXIAN_MODE": "production",
    "CHONGXIAN_SECRET_KEY": "s" * 32,
    "CHONGXIAN_AUDIT_KEY": "a" * 32,
    "CHONGXIAN_SEALING_KEY": "b" * 32,
    "CHONGXIAN_DATABASE_URL": "postgresql+psycopg://localhost/chongxian",
    "CHONGXIAN_REDIS_URL": "redis://localhost",
    "CHONGXIAN_BASE_URL": "https://kjt.example.gov.cn",
    "CHONGXIAN_OFFICE_NAME": "某省科学技术厅",
    "CHONGXIAN_OFFICE_CODE": "某科资",
    "CHONGXIAN_SUPERVISION_PHONE": "0591-12388",
    "CHONGXIAN_MAIL_SERVER": "mail.example.gov.cn:587",
    "CHONGXIAN_MAIL_SENDER": "noreply@kjt.example.gov.cn",
}


def test_a_setting_names_the_newest_key_first_and_older_ones_behind_commas() -> None:
    keys = f"{NEW}, {OLD}"
    settings = settings_from(PRODUCTION | {"CHONGXIAN_AUDIT_KEY": keys})
    assert settings.audit_keys == (NEW, OLD)
    assert settings.audit_key == NEW


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"CHONGXIAN_SECRET_KEY": f"{'s' * 32},short"}, "CHONGXIAN_SECRET_KEY"),
        ({"CHONGXIAN_AUDIT_KEY": f"{'a' * 32},{'s' * 32}"}, "CHONGXIAN_AUDIT_KEY"),
        ({"CHONGXIAN_SEALING_KEY": "a" * 32}, "CHONGXIAN_SEALING_KEY"),
        ({"CHONGXIAN_SECOND_FACTOR": "maybe"}, "CHONGXIAN_SECOND_FACTOR"),
        ({"CHONGXIAN_PROXIES": "-1"}, "CHONGXIAN_PROXIES"),
        ({"CHONGXIAN_SCANNER": "clamd"}, "CHONGXIAN_SCANNER"),
        ({"CHONGXIAN_WEBHOOK_NETWORKS": "10.3.0.1/16"}, "CHONGXIAN_WEBHOOK_NETWORKS"),
        ({"CHONGXIAN_SECRET_KEY": ","}, "CHONGXIAN_SECRET_KEY"),
        ({"CHONGXIAN_SECRET_KEY": " "}, "CHONGXIAN_SECRET_KEY"),
        ({"CHONGXIAN_OFFICE_NAME": " "}, "CHONGXIAN_OFFICE_NAME"),
        ({"CHONGXIAN_SUPERVISION_PHONE": ""}, "CHONGXIAN_SUPERVISION_PHONE"),
        ({"CHONGXIAN_DATABASE_URL": "chongxian"}, "CHONGXIAN_DATABASE_URL"),
        ({"CHONGXIAN_DATABASE_URL": "postgresql://host/name"}, "CHONGXIAN_DATABASE_URL"),
        ({"CHONGXIAN_DATABASE_URL": "postgresql+psycopg://host"}, "CHONGXIAN_DATABASE_URL"),
        ({"CHONGXIAN_REDIS_URL": "127.0.0.1:6379"}, "CHONGXIAN_REDIS_URL"),
        ({"CHONGXIAN_BASE_URL": "kjt.example.org"}, "CHONGXIAN_BASE_URL"),
        ({"CHONGXIAN_BASE_URL": "https://kjt.example.org/site"}, "CHONGXIAN_BASE_URL"),
        ({"CHONGXIAN_MAIL_SENDER": "科技厅 <a@example.org>"}, "CHONGXIAN_MAIL_SENDER"),
        ({"CHONGXIAN_ACCEPTED_RISKS": "sqlite, ftp"}, "CHONGXIAN_ACCEPTED_RISKS names ftp"),
    ],
)
def test_an_unsafe_setting_stops_the_start_and_is_named(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        settings_from(PRODUCTION | wrong)


def test_production_takes_sqlite_or_an_address_without_tls_only_if_the_risk_is_accepted() -> None:
    risky = {
        "CHONGXIAN_DATABASE_URL": "sqlite:////srv/chongxian.sqlite",
        "CHONGXIAN_BASE_URL": " HTTP://kjt.example.gov.cn/",
    }
    with pytest.raises(BadSetting) as refused:
        settings_from(PRODUCTION | risky)
    of_database, of_address = str(refused.value).splitlines()
    assert of_database.startswith("CHONGXIAN_DATABASE_URL is a file of SQLite")
    assert of_address.startswith("CHONGXIAN_BASE_URL begins with http://")
    for told in (of_database, of_address):
        assert "; set " in told
        assert "CHONGXIAN_ACCEPTED_RISKS=" in told
    known = {"CHONGXIAN_ACCEPTED_RISKS": "sqlite,http"}
    assert settings_from(PRODUCTION | risky | known).base_url == "http://kjt.example.gov.cn"


def test_an_address_is_one_of_tls_however_its_scheme_is_written() -> None:
    settings = settings_from(PRODUCTION | {"CHONGXIAN_BASE_URL": "HTTPS://kjt.example.gov.cn"})
    assert settings.base_url == "https://kjt.example.gov.cn"
    assert settings.is_served_by_tls


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://chongxian@/chongxian",
        "postgresql+psycopg:///chongxian?host=/run/postgresql",
        "postgresql+psycopg://chongxian:p%40ss%2Fw@db.example.org:5433/chongxian",
    ],
)
def test_a_database_is_named_as_postgresql_knows_it(url: str) -> None:
    assert settings_from(PRODUCTION | {"CHONGXIAN_DATABASE_URL": url}).database_url == url


def test_a_fault_in_the_address_of_a_database_repeats_no_password() -> None:
    url = "postgresql+psycopg://chongxian:gu@rded/word@db/chongxian"
    with pytest.raises(BadSetting, match="%XX") as refused:
        settings_from(PRODUCTION | {"CHONGXIAN_DATABASE_URL": url})
    assert "rded" not in str(refused.value)


def test_all_that_is_wrong_and_missing_is_named_at_once_each_on_its_line() -> None:
    wrong = {
        "CHONGXIAN_AUDIT_KEY": "short",
        "CHONGXIAN_REDIS_URL": "queue",
        "CHONGXIAN_PROXIES": "two",
        "CHONGXIAN_MAIL_SERVER": "",
        "CHONGXIAN_S3_BUCKET": "files",
    }
    with pytest.raises(BadSetting) as refused:
        settings_from(PRODUCTION | wrong)
    lines = str(refused.value).splitlines()
    assert len(lines) == 5
    assert [name for name in wrong if not any(name in line for line in lines)] == [
        "CHONGXIAN_S3_BUCKET"
    ], "of the object store the first variable that is missing is named"
    assert any("CHONGXIAN_S3_ENDPOINT is not set" in line for line in lines)


def test_production_names_all_that_is_missing_at_once_and_mail_is_part_of_it() -> None:
    with pytest.raises(BadSetting) as refused:
        settings_from({"CHONGXIAN_MODE": "production"})
    named = str(refused.value)
    assert [name for name in PRODUCTION if name not in named] == ["CHONGXIAN_MODE"]
    for name in ("CHONGXIAN_MAIL_SERVER", "CHONGXIAN_MAIL_SENDER"):
        with pytest.raises(BadSetting, match=f"^{name}: not set"):
            settings_from({key: value for key, value in PRODUCTION.items() if key != name})


def test_production_forces_second_factors_and_trusts_no_proxy_unless_told() -> None:
    settings = settings_from(PRODUCTION)
    assert (settings.mode, settings.needs_second_factor) == (Mode.PRODUCTION, True)
    assert (settings.proxies, settings.scanner) == (0, None)
    chosen = {"CHONGXIAN_SECOND_FACTOR": "optional", "CHONGXIAN_SCANNER": "127.0.0.1:3310"}
    settings = settings_from(PRODUCTION | chosen)
    assert not settings.needs_second_factor
    assert settings.scanner == ("127.0.0.1", 3310)


def test_what_an_older_key_encrypted_opens_until_that_key_is_gone() -> None:
    text = encrypted([OLD], "test", b"content")
    assert decrypted([NEW, OLD], "test", text) == b"content"
    with pytest.raises(NoKeyFits):
        decrypted([NEW], "test", text)
    with pytest.raises(NoKeyFits):
        decrypted([NEW, OLD], "another purpose", text)


def chain(*keys: str) -> list[Link]:
    links: list[Link] = []
    for number, key in enumerate(keys, start=1):
        previous = links[-1].mac if links else START
        record = {"number": number}
        links.append(Link(number, record, previous, link(key.encode(), previous, record)))
    return links


@pytest.mark.parametrize(
    ("made_with", "broken_at"),
    [
        ((OLD, OLD, NEW, NEW), None),
        ((NEW, NEW), None),
        ((OLD, NEW, OLD), 3),
        (("a third key", NEW), 1),
    ],
)
def test_the_history_verifies_over_a_change_of_key_but_the_old_one_signs_nothing_after_it(
    made_with: tuple[str, ...], broken_at: int | None
) -> None:
    broken = verify([NEW.encode(), OLD.encode()], chain(*made_with))
    assert (broken.row if broken else None) == broken_at


def test_sealed_bids_open_after_a_change_and_without_the_old_key_once_wrapped_anew() -> None:
    pair = sealing.new_pair(OLD)
    sealed = sealing.seal(pair.public, b"bid")
    assert sealing.unseal([NEW, OLD], pair.wrapped, sealed) == b"bid"
    anew = sealing.wrapped_anew([NEW, OLD], pair.wrapped)
    assert sealing.unseal([NEW], anew, sealed) == b"bid"
    with pytest.raises(sealing.BrokenSeal):
        sealing.unseal([NEW], pair.wrapped, sealed)


def under(settings: Settings, *keys: str) -> Settings:
    return replace(settings, secret_keys=keys)


def test_sessions_of_the_old_key_go_on_and_end_when_it_goes(app: Flask, clock: StillClock) -> None:
    settings, database = app.config["SETTINGS"], app.extensions["database"]
    client = app.test_client(use_cookies=False)
    equip(app, under(settings, OLD), clock, database)
    cookie = client.get("/?lang=en").headers["Set-Cookie"].partition(";")[0]
    for keys, language in (((NEW, OLD), "en"), ((NEW,), "zh")):
        equip(app, under(settings, *keys), clock, database)
        page = client.get("/", headers={"Cookie": cookie}).text
        assert f'<html lang="{language}' in page


def test_links_calendars_and_authenticators_of_the_old_key_go_on(session: Session) -> None:
    settings: Settings = session.info["settings"]
    session.info["settings"] = under(settings, OLD)
    someone = person(session)
    token = tokens.issue(session, someone, Purpose.RESET, WALL)
    assert token is not None
    link = tokens.link_of(token, under(settings, OLD))
    feed = calendar_feed.secret_of(session, calendar_feed.renew(session, someone))
    secret = pyotp.random_base32()
    factor = totp.factor_for(someone, secret, "手机", 0, under(settings, OLD))
    factor.added_at = WALL
    session.add(factor)

    both = under(settings, NEW, OLD)
    session.info["settings"] = both
    assert tokens.link_of(token, both) == link
    assert calendar_feed.owner_of(session, feed) is someone
    assert totp.accept(session, factor, pyotp.TOTP(secret).at(WALL), WALL)

    mine = expert(session)
    account = Account("某某银行", "营业部", "62220000")
    session.info["settings"] = under(settings, OLD)
    assert accounts.name_account(session, mine, account, mine.person, WALL) is None
    assert renew(session, both) == (1, 0, 0, 1)
    session.info["settings"] = under(settings, NEW)
    assert accounts.own_account(session, mine) == account
    later = WALL.replace(minute=5)
    assert totp.accept(
        session, session.get_one(Factor, factor.id), pyotp.TOTP(secret).at(later), later
    )
    assert calendar_feed.owner_of(session, feed) is None


def test_a_key_that_is_still_needed_is_asked_for_and_nothing_is_changed(
    app: Flask, session: Session, clock: StillClock
) -> None:
    settings = app.config["SETTINGS"]
    secret = pyotp.random_base32()
    factor = totp.factor_for(person(session), secret, "手机", 0, under(settings, OLD))
    factor.added_at, old = WALL, factor.secret
    session.add(factor)
    session.commit()
    equip(app, replace(settings, secret_keys=(NEW,)), clock, app.extensions["database"])
    answer = app.test_cli_runner().invoke(args=["keys", "renew"])
    (sentence,) = answer.output.splitlines()
    assert answer.exit_code == 1
    assert "CHONGXIAN_SECRET_KEY" in sentence
    session.refresh(factor)
    assert factor.secret == old


def test_a_start_without_its_settings_ends_in_one_plain_sentence() -> None:
    """Three is the code by which gunicorn knows that it need not try again."""
    bare = {"PATH": os.environ["PATH"]}
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 3
    (sentence,) = started.stderr.splitlines()
    assert sentence.startswith("CHONGXIAN_SECRET_KEY, ")
    assert sentence.endswith("not set; production takes no default for these.")
