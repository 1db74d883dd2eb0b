"""Whoever is named as a member without an account is asked by mail to register, not too often."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Outbox, Proposal, ProposalMember
from app.queries.calls.members import undelivered
from app.services.proposals import members
from app.worker.context import Context
from app.worker.jobs import work
from connections import MailServer
from tests.conftest import START
from tests.factories import person, proposal
from tests.worker.post import Post

ADDRESS = "later@example.org"


@pytest.fixture
def with_mail(context: Context, session: Session) -> Iterator[Context]:
    settings = replace(context.settings, mail_server=MailServer("mail.example.org"))
    before, session.info["settings"] = session.info["settings"], settings
    yield replace(context, settings=settings)
    session.info["settings"] = before


@pytest.fixture
def draft(session: Session) -> Proposal:
    return proposal(session, state="draft", title="海水制氢")


def named(session: Session, draft: Proposal, now: datetime = START) -> ProposalMember:
    member = ProposalMember(name="后来人", email=ADDRESS, duty="试验")
    assert members.name_member(session, draft, member, now) is None
    session.commit()
    return member


def is_waiting(session: Session, member: ProposalMember) -> bool:
    """The mail that asks this member."""
    asking = select(Outbox.status).where(Outbox.key == member.asked_by)
    return session.scalars(asking).all() == ["waiting"]


def deliver(context: Context, session: Session) -> None:
    waiting = select(Outbox.id).where(Outbox.status == "waiting", Outbox.job == "invitation")
    for number in session.scalars(waiting).all():
        session.commit()
        work(context, number, START)


def test_whoever_is_named_without_an_account_is_asked_by_mail_to_register(
    with_mail: Context, session: Session, draft: Proposal, post: Post
) -> None:
    member = named(session, draft)
    deliver(with_mail, session)
    [mail] = post.mails
    assert mail["To"] == ADDRESS
    text = mail.get_content()
    assert text.count(f"{with_mail.settings.base_url}/account/register\n") == 2
    assert text.index(f"{draft.pi.name}在申报《海水制氢》") < text.index("Dear 后来人")
    assert undelivered(session, draft.members) == {}
    assert (member.confirmed_at, member.person_id) == (None, None), "the mail opens nothing"


def test_whoever_has_an_account_is_told_there_and_asked_to_register_by_nobody(
    with_mail: Context, session: Session, draft: Proposal, post: Post
) -> None:
    known = person(session, name="后来人", email=ADDRESS)
    member = named(session, draft)
    deliver(with_mail, session)
    assert post.mails == []
    assert session.scalars(select(Message.person_id)).all() == [known.id]
    assert member.asked_by


@pytest.mark.parametrize("happens", ["registers", "is removed"])
def test_whoever_registered_or_was_removed_meanwhile_is_not_asked_to_register(
    with_mail: Context, session: Session, draft: Proposal, post: Post, happens: str
) -> None:
    member = named(session, draft)
    if happens == "registers":
        members.adopt(session, person(session, name="后来人", email=ADDRESS), START)
    else:
        members.remove_member(session, draft, member.id, START)
    session.commit()
    deliver(with_mail, session)
    assert post.mails == []


def test_whoever_is_named_in_place_of_one_removed_is_asked_once(
    with_mail: Context, session: Session, draft: Proposal, post: Post
) -> None:
    """SQLite gives the id of one removed again."""
    members.remove_member(session, draft, named(session, draft).id, START)
    named(session, draft, START + timedelta(seconds=1))
    deliver(with_mail, session)
    assert [mail["To"] for mail in post.mails] == [ADDRESS]


def test_a_leader_reads_whose_mail_did_not_arrive_and_why(
    with_mail: Context,
    session: Session,
    draft: Proposal,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    member = named(session, draft)
    refused = smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 nobody of that name")})

    def refuse(*_mail: object) -> None:
        raise refused

    monkeypatch.setattr(post, "send_message", refuse)
    deliver(with_mail, session)
    why = undelivered(session, draft.members)[member.id]
    assert "5.1.1 nobody of that name" in why.zh


def test_a_mailbox_gets_only_so_many_and_the_leader_reads_who_was_not_written_to(
    with_mail: Context, session: Session, draft: Proposal, post: Post
) -> None:
    for seconds in range(11):
        member = named(session, draft, START + timedelta(seconds=seconds))
        assert member in draft.members, "naming goes on"
        assert bool(member.asked_by) is (seconds < 10)
        members.remove_member(session, draft, member.id, START)


@pytest.mark.parametrize("has_account", [True, False])
def test_whoever_is_removed_and_named_again_is_asked_again(
    with_mail: Context, session: Session, draft: Proposal, has_account: bool
) -> None:
    if has_account:
        person(session, name="后来人", email=ADDRESS)
    for seconds in range(2):
        now = START + timedelta(seconds=seconds)
        member = named(session, draft, now)
        assert is_waiting(session, member)
        members.remove_member(session, draft, member.id, now)


def test_where_there_is_no_mail_server_the_leader_reads_who_must_be_told(
    session: Session, draft: Proposal
) -> None:
    assert named(session, draft).asked_by == ""
