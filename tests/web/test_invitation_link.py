"""The link in an invitation: answered without signing in, once, in time, by nobody else (§3.1)."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any, Self

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Invitation, Message, ReviewGroup, Token
from app.services.identity import tokens
from app.worker.context import Context
from app.worker.mail import send_mail
from connections import MailServer
from tests.conftest import SignInAs
from tests.services.panels import accepted, drawn, invitation, members, someone
from tests.services.stage import Stage


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return drawn(stage, accepted(stage).proposal)


@pytest.fixture
def asked(stage: Stage, group: ReviewGroup) -> Invitation:
    return invitation(stage, group, members(group)[0])


def link(stage: Stage, asked: Invitation) -> str:
    """The path of the link as the mail has it; commits."""
    settings = stage.session.info["settings"]
    token = stage.session.scalars(select(Token).where(Token.invitation_id == asked.id)).one()
    path = tokens.link_of(token, settings).removeprefix(settings.base_url)
    stage.session.commit()
    return path


def state(stage: Stage, asked: Invitation) -> str:
    stage.session.expire_all()
    now: str = asked.state
    stage.session.commit()
    return now


def test_opening_the_link_answers_nothing_and_one_answer_uses_it_up(
    stage: Stage, asked: Invitation, client: FlaskClient
) -> None:
    path = link(stage, asked)
    for _ in range(2):
        assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert state(stage, asked) == "sent"
    answer = client.post(path, data={"choice": "accept"})
    assert (answer.status_code, state(stage, asked)) == (200, "accepted")
    again = client.post(path, data={"choice": "decline", "reason": "改主意"})
    assert (again.status_code, state(stage, asked)) == (410, "accepted")
    assert "已接受" in again.text


def test_declining_needs_a_reason_and_a_refusal_leaves_the_link_good(
    stage: Stage, group: ReviewGroup, asked: Invitation, client: FlaskClient
) -> None:
    path, first = link(stage, asked), asked.expert_id
    stage.session.commit()
    assert client.post(path, data={}).status_code == 422
    assert client.post(path, data={"choice": "maybe"}).status_code == 422
    refused = client.post(path, data={"choice": "decline", "reason": "  "})
    assert (refused.status_code, state(stage, asked)) == (422, "sent")
    answer = client.post(path, data={"choice": "decline", "reason": "出国"})
    assert (answer.status_code, state(stage, asked)) == (200, "declined")
    assert first not in members(group)


def test_too_late_unknown_and_another_ones_link_each_say_so(
    stage: Stage, asked: Invitation, client: FlaskClient, sign_in: SignInAs
) -> None:
    other = someone(stage, members(asked.group)[1]).person
    path = link(stage, asked)
    foreign = sign_in(other).post(path, data={"choice": "accept"})
    assert (foreign.status_code, state(stage, asked)) == (403, "sent")
    assert "另一位专家" in foreign.text
    unknown = client.post(f"{path[:-4]}0000", data={"choice": "accept"})
    assert unknown.status_code == 404
    assert "链接无效" in unknown.text
    stage.clock.advance(days=30)
    late = client.post(path, data={"choice": "accept"})
    assert (late.status_code, state(stage, asked)) == (410, "sent")
    assert "期限已过" in late.text


def test_an_answer_without_the_token_of_the_page_is_not_taken(
    stage: Stage, asked: Invitation, app: Flask
) -> None:
    path = link(stage, asked)
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post(path, data={"choice": "accept"}).status_code == 400
    assert state(stage, asked) == "sent"


def test_the_link_stands_in_the_mail_and_nowhere_else(
    stage: Stage, asked: Invitation, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[EmailMessage] = []

    class Server:
        def __init__(self, *_where: Any, **_how: Any) -> None:
            self.send_message = sent.append

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            return None

    monkeypatch.setattr(smtplib, "SMTP", Server)
    path = link(stage, asked)
    key = f"expert_invited-{asked.id}"
    message = stage.session.scalars(select(Message).where(Message.key == key)).one()
    number, body = message.id, message.body
    stage.session.commit()
    posted = replace(
        context, settings=replace(context.settings, mail_server=MailServer("mail.example.org"))
    )
    send_mail(posted, {"message_id": number}, stage.now + timedelta(minutes=1))
    assert path in sent[0].get_content()
    assert path not in body
