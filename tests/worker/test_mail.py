"""What leaves by mail: the links that stand nowhere else, and one header for each header."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Person
from app.services.identity import accounts, tokens
from app.services.identity.tokens import Purpose
from app.services.telling.messages import tell_person
from app.worker.context import Context
from app.worker.mail import send_mail
from connections import MailServer
from tests.conftest import START
from tests.factories import person, proposal
from tests.worker.post import Post
from workflows.parts.messages.wording import say

pytestmark = pytest.mark.each_database


def sent(context: Context, session: Session, post: Post) -> EmailMessage:
    number = session.scalars(select(Message.id).order_by(Message.id.desc())).first()
    session.commit()
    with_server = replace(context.settings, mail_server=MailServer("mail.example.org"))
    send_mail(replace(context, settings=with_server), {"message_id": number}, START)
    return post.mails[-1]


@pytest.fixture
def zhou(session: Session) -> Person:
    return person(session, email="zhou@example.org")


def test_a_mail_holds_the_link_that_the_database_does_not(
    context: Context, session: Session, zhou: Person, post: Post
) -> None:
    accounts.ask_to_reset(session, zhou.email, "", START)
    body = sent(context, session, post).get_content()
    path = body.partition(f"{context.settings.base_url}/account/reset/")[2].split()[0]
    assert tokens.holder_of(session, path, Purpose.RESET, START) is not None
    assert "[[" not in body


@pytest.mark.parametrize("has_a_case", [True, False])
def test_a_mail_about_a_case_says_where_to_find_it(
    context: Context, session: Session, zhou: Person, post: Post, has_a_case: bool
) -> None:
    about = proposal(session) if has_a_case else None
    wording = say("立项", "Award", "正文", "text")
    tell_person(session, zhou, "approved", wording, key="k", about=about, now=START)
    link = f"{context.settings.base_url}/home/inbox"
    assert (link in sent(context, session, post).get_content()) is has_a_case


@pytest.mark.parametrize("title", ["立项\r\nBcc: evil@example.org", "立项\nX: y", "立项\x0b\x01"])
def test_a_title_begins_no_header_of_its_own(
    context: Context, session: Session, zhou: Person, post: Post, title: str
) -> None:
    wording = say(title, title, "正文", "text")
    tell_person(session, zhou, "approved", wording, key="k", about=None, now=START)
    mail = sent(context, session, post)
    assert sorted(mail.keys()) == sorted(
        {*("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version")}
        | {"Content-Type", "Content-Transfer-Encoding"}
    )
    assert str(mail["Subject"]).startswith("立项")


@pytest.mark.parametrize(
    ("locale", "said"), [("zh_Hans_CN", ("立项", "正文\n")), ("en", ("Award", "text\n"))]
)
def test_a_mail_is_written_in_the_language_the_account_has_when_it_goes(
    context: Context, session: Session, zhou: Person, post: Post, locale: str, said: tuple[str, str]
) -> None:
    wording = say("立项", "Award", "正文", "text")
    tell_person(session, zhou, "approved", wording, key="k", about=None, now=START)
    zhou.locale = locale
    mail = sent(context, session, post)
    assert (mail["Subject"], mail.get_content()) == said
