"""Mail through a real conversation with a server: what arrives there, and what becomes of a mail
that it does not take."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Outbox, Person
from app.services.identity import accounts
from app.services.telling.messages import tell_person
from app.worker import mail as sender
from app.worker.context import Context
from app.worker.jobs import work
from connections import MailServer
from tests.bench.site import free_port
from tests.conftest import START, SignInAs
from tests.factories import call, official, person, proposal
from workflows.parts.messages.wording import say
from workflows.roles import Role


class Taking:
    """What the server answers to a recipient and to a mail, and what it has taken."""

    def __init__(self) -> None:
        self.to_recipient, self.to_mail = "250 ok", "250 ok"
        self.raw: list[bytes] = []
        self.recipients: list[str] = []

    async def handle_RCPT(  # noqa: N802 - named by the library
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.to_mail.startswith("250"):
            self.raw.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return self.to_mail

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(raw, policy=default) for raw in self.raw]


@contextmanager
def listening(port: int, *, takes_unicode: bool = True) -> Iterator[Taking]:
    taking = Taking()
    server = Controller(taking, hostname="127.0.0.1", port=port, enable_SMTPUTF8=takes_unicode)
    server.start()
    try:
        yield taking
    finally:
        server.stop()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(port: int) -> Iterator[Taking]:
    with listening(port) as taking:
        yield taking


@pytest.fixture
def sending(context: Context, port: int) -> Context:
    return replace(
        context, settings=replace(context.settings, mail_server=MailServer("127.0.0.1", port))
    )


def tell(
    session: Session,
    someone: Person,
    subject: str,
    body: str,
    kind: str = "account",
    key: str = "k",
) -> None:
    wording = say(subject, subject, body, body)
    tell_person(session, someone, kind, wording, key=key, about=None, now=START)


def after_work(context: Context, session: Session, minutes: int = 0) -> Outbox:
    """The one mail there is, after the queue has tried it."""
    session.commit()
    row = session.scalars(select(Outbox).where(Outbox.job == "mail")).one()
    session.commit()
    work(context, row.id, START + timedelta(minutes=minutes))
    session.refresh(row)
    return row


RARE = "立项通知：施𠮷安、𫚭〇 — “AI” ünïcode 与很长的标题" * 3
DIFFICULT = ".\n.以点开头的一行\n\nFrom 某处\n" + "很长的一行" * 300 + "\n𠮷𫚭"


def test_rare_characters_and_difficult_lines_arrive_as_they_were_written(
    sending: Context, session: Session, server: Taking
) -> None:
    reader = person(session)
    tell(session, reader, RARE, DIFFICULT)
    assert after_work(sending, session).status == "done"
    [mail], [raw] = server.mails, server.raw
    assert (mail["Subject"], mail["To"], server.recipients) == (RARE, reader.email, [reader.email])
    assert mail.get_content().rstrip("\n") == DIFFICULT
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == ("<k@example.org>", "auto-generated")
    assert mail["Date"].datetime.astimezone(UTC) == START
    assert raw.isascii()
    assert max(len(line) for line in raw.splitlines()) <= 998, "RFC 5321"


@pytest.mark.parametrize("key", ["k-2026-11-28T09:00:00+00:00-3", "k-Exporting the day-3"])
def test_a_mail_is_known_by_its_whole_key_whatever_stands_in_it(
    sending: Context, session: Session, server: Taking, key: str
) -> None:
    tell(session, person(session), "标题", "正文", key=key)
    after_work(sending, session)
    (mail,) = server.mails
    assert mail["Message-ID"] == f"<{quote(key, safe='')}@example.org>"


def test_a_silent_server_holds_up_the_work_once_and_not_with_each_mail(
    sending: Context, session: Session, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_SECONDS", 0.2)
    for key in "abc":
        tell(session, person(session), "标题", "正文", key=key)
    session.commit()
    first, second, third = session.scalars(select(Outbox).order_by(Outbox.id)).all()
    session.commit()
    with socket.create_server(("127.0.0.1", port)) as silent:
        silent.setblocking(False)
        for row in (first, second):
            work(sending, row.id, START)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
        for row in (first, second):
            session.refresh(row)
        session.commit()
        assert (first.error, first.status) == (second.error, second.status)
        assert second.status == "waiting"
        monkeypatch.setattr(sender, "_silent", {})  # a minute later
        work(sending, third.id, START)
        silent.accept()[0].close()


@pytest.mark.parametrize(("locale", "word"), [("zh_Hans_CN", "密码"), ("en", "password")])
def test_each_reads_it_in_their_own_language(
    sending: Context, session: Session, server: Taking, locale: str, word: str
) -> None:
    reader = person(session, locale=locale)
    accounts.ask_to_reset(session, reader.email, "", START)
    after_work(sending, session)
    assert word in server.mails[0]["Subject"]
    assert word in server.mails[0].get_content()
    assert word not in server.mails[0]["From"]


def test_a_title_adds_neither_a_header_nor_a_recipient(
    sending: Context, session: Session, server: Taking
) -> None:
    reader = person(session)
    tell(session, reader, "立项\r\nBcc: evil@example.org\r\n\r\n正文", "\r\n.\r\nRCPT TO:<e@x.y>")
    after_work(sending, session)
    [mail] = server.mails
    assert server.recipients == [reader.email]
    assert mail["Bcc"] is None
    assert len(set(mail.keys())) == len(mail.keys())
    assert "RCPT TO:<e@x.y>" in mail.get_content()


@pytest.mark.parametrize(("kind", "named"), [("sealing_wanted", True), ("approved", False)])
def test_where_mails_may_be_ended_is_named_unless_they_must_come(
    sending: Context, session: Session, server: Taking, kind: str, named: bool
) -> None:
    tell(session, person(session), "标题", "正文", kind)
    after_work(sending, session)
    link = server.mails[0]["List-Unsubscribe"]
    assert (link is not None and link.endswith("/account/notifications>")) is named


def test_a_mail_waits_for_a_server_that_is_away_and_arrives_once_when_it_is_back(
    sending: Context, session: Session, port: int, sign_in: SignInAs
) -> None:
    tell(session, person(session), "标题", "正文")
    row = after_work(sending, session)
    assert (row.status, row.attempts) == ("waiting", 1)
    assert row.not_before > START
    queue = sign_in(official(session, Role.SYS_ADMIN)).get("/admin/queue").text
    assert "Connection refused" in queue
    with listening(port) as taking:
        assert after_work(sending, session, minutes=1).status == "done"
        after_work(sending, session, minutes=2)
        assert len(taking.mails) == 1


@pytest.mark.parametrize(
    ("to_recipient", "to_mail", "status"),
    [
        ("451 later", "250 ok", "waiting"),
        ("250 ok", "452 full", "waiting"),
        ("550 nobody of that name", "250 ok", "failed"),
        ("250 ok", "554 not wanted", "failed"),
    ],
)
def test_what_is_put_off_is_tried_again_and_what_is_refused_for_good_waits_for_the_administrator(
    sending: Context,
    session: Session,
    server: Taking,
    sign_in: SignInAs,
    to_recipient: str,
    to_mail: str,
    status: str,
) -> None:
    server.to_recipient, server.to_mail = to_recipient, to_mail
    tell(session, person(session), "标题", "正文")
    row = after_work(sending, session)
    assert row.status == status
    administrator = sign_in(official(session, Role.SYS_ADMIN))
    reason = min(to_recipient, to_mail, key=lambda reply: reply == "250 ok")
    assert f": {reason}" in administrator.get("/admin/queue").text
    server.to_recipient = server.to_mail = "250 ok"
    answer = administrator.post(f"/admin/queue/{row.id}/retry")
    assert answer.status_code == (303 if status == "failed" else 409)
    assert after_work(sending, session, minutes=1).status == "done"
    assert len(server.mails) == 1


@pytest.mark.parametrize(("takes_unicode", "status"), [(True, "done"), (False, "failed")])
def test_an_address_that_the_server_cannot_write_is_given_up_at_once_and_the_officer_reads_why(
    sending: Context,
    session: Session,
    port: int,
    sign_in: SignInAs,
    takes_unicode: bool,
    status: str,
) -> None:
    about = proposal(session, call=call(session), state="accepted")
    about.pi.email = "张三@例子.example.org"
    wording = say("受理", "accepted", "b", "b")
    tell_person(session, about.pi, "accepted", wording, key="k", about=about, now=START)
    with listening(port, takes_unicode=takes_unicode) as taking:
        assert after_work(sending, session, minutes=30).status == status
    assert taking.recipients == ([about.pi.email] if takes_unicode else [])
    outbox = sign_in(official(session, Role.PROGRAMME_OFFICER)).get(
        f"/office/calls/{about.call_id}/outbox"
    )
    assert ("SMTPUTF8" in outbox.text) is not takes_unicode
