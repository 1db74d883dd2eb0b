"""Somebody with an account, and what such a one does at the door of the site."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Token
from app.services.identity import passwords, tokens
from tests.web.looking import looking

PASSWORD = "正确的马 电池 订书钉"
HASH = passwords.hashed(PASSWORD)
NEW = {
    "name": "堃",
    "unit": "闽江研究所",
    "email": "kun@example.org",
    "password": PASSWORD,
    "repeated": PASSWORD,
    "pledge": "y",
}


def enter(client: FlaskClient, email: str, password: str, **more: str) -> int:
    typed = {"email": email, "password": password, **more}
    return client.post("/account/sign-in", data=typed).status_code


def link(app: Flask, purpose: tokens.Purpose) -> str:
    """The path of the newest link, as the mail has it."""
    query = select(Token).where(Token.purpose == purpose.value).order_by(Token.id.desc())
    settings = app.config["SETTINGS"]
    with looking(app) as session:
        token = session.scalars(query).first()
        assert token is not None
        return tokens.link_of(token, settings).removeprefix(settings.base_url)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/home").status_code == 200
