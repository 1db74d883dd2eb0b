"""What every answer carries, whatever it answers; and cookies that stay with this site."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.factory import equip
from app.services.identity import passwords
from app.web.shared.bundles import SHEETS
from app.web.shared.headers import ALWAYS, BY_TLS
from config import ROOT
from tests.conftest import SignInAs, StillClock
from tests.factories import official, person
from workflows.roles import Role

PASSWORD = "a-password-long-enough"
TEMPLATES = Path(__file__).parents[2] / "templates"

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


@pytest.fixture
def over_tls(app: Flask, clock: StillClock) -> Flask:
    settings = replace(app.config["SETTINGS"], base_url="https://kjt.example.gov.cn")
    equip(app, settings, clock, app.extensions["database"])
    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/calls", 200),
        ("GET", "/account/sign-in", 200),
        ("GET", "/home", 303),
        ("POST", "/account/profile", 401),
        ("GET", "/nowhere", 404),
        ("POST", "/calls", 405),
        ("GET", "/static/any/css/site.css", 200),
    ],
)
def test_every_answer_carries_the_same_table_of_headers(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    answer.close()
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert set(ALWAYS) == set(EXPECTED)
    assert "Strict-Transport-Security" not in answer.headers, "not without TLS"


def test_with_tls_browsers_are_told_to_stay_with_it_for_a_year(over_tls: Flask) -> None:
    answer = over_tls.test_client().get("/", base_url="https://kjt.example.gov.cn")
    assert {name: answer.headers[name] for name in BY_TLS} == BY_TLS


def test_cookies_stay_with_this_host_this_site_and_out_of_scripts(
    over_tls: Flask, session: Session
) -> None:
    someone = person(session, password_hash=passwords.hashed(PASSWORD))
    session.commit()
    answer = over_tls.test_client().post(
        "/account/sign-in",
        data={"email": someone.email, "password": PASSWORD},
        base_url="https://kjt.example.gov.cn",
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert {c.partition("=")[0] for c in cookies} == {"__Host-session", "__Host-device"}
    for cookie in cookies:
        flags = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert "Domain" not in cookie


def test_pages_of_an_account_are_left_in_no_cache(
    client: FlaskClient, session: Session, sign_in: SignInAs
) -> None:
    assert client.get("/account/sign-in").headers["Cache-Control"] == "no-store"
    assert sign_in(person(session)).get("/home").headers["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/").headers


def test_a_file_handed_out_to_somebody_signed_in_is_left_in_no_cache(
    session: Session, sign_in: SignInAs
) -> None:
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    with sign_in(officer).get("/sheets/calls.xlsx") as answer:
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_no_template_has_a_script_a_style_or_a_handler_of_its_own() -> None:
    forbidden = re.compile(r"<script(?![^>]*\ssrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:")
    pages = [p for p in TEMPLATES.rglob("*.html") if p.parent.name != "letters"]
    assert len(pages) > 50
    found = [p.name for p in pages if forbidden.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_styles_and_scripts_are_kept_for_a_year_in_the_edition_that_a_page_names(
    client: FlaskClient,
) -> None:
    page = client.get("/").get_data(as_text=True)
    named = re.findall(r'(?:href|src)="([^"]*static/[^"]+)"', page)
    assert {name.rpartition("/")[2].partition("?")[0] for name in named} >= {
        "bootstrap.min.css",
        "styles.css",
        "scripts.js",
    }
    for name in named:
        kept = client.get(unescape(name), buffered=True).headers["Cache-Control"]
        assert kept == "public, immutable, max-age=31536000"
    old = client.get("/static/of-an-older-node/css/site.css", buffered=True)
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


def test_styles_and_scripts_of_all_pages_come_by_one_request_each(client: FlaskClient) -> None:
    sheets = [(ROOT / "static" / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS]
    assert client.get("/static/any/styles.css").get_data(as_text=True) == "\n".join(sheets)
    script = client.get("/static/any/scripts.js").get_data(as_text=True)
    assert re.findall(r"^(?:import|export)\b", script, re.MULTILINE) == []
    scopes = re.findall(r"^const (\w+) = \(\(\) => {$", script, re.MULTILINE)
    taken = re.findall(r"^const ({.*}) = (\w+);$", script, re.MULTILINE)
    assert scopes[-1] == "site"
    assert {module for _names, module in taken} == {*scopes} - {"site"}
    assert len(scopes) == len(set(scopes))


def test_styles_travel_compressed_and_pages_with_their_tokens_do_not(client: FlaskClient) -> None:
    asking = {"Accept-Encoding": "gzip"}
    plain = client.get("/static/any/css/site.css", buffered=True)
    small = client.get("/static/any/css/site.css", headers=asking, buffered=True)
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in small.headers["Vary"]
    again = {**asking, "If-None-Match": small.headers["ETag"]}
    assert client.get("/static/any/css/site.css", headers=again, buffered=True).status_code == 304
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in client.get("/", headers=asking).headers
