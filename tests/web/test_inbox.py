"""Messages: read once, by their owner."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import Message, Person
from app.services.review.standing_aside import stand_aside
from app.services.telling.messages import tell_person
from tests.conftest import START, SignInAs, StillClock
from tests.factories import official, person, proposal
from tests.web.looking import looking
from workflows.parts.messages.topics import TOPICS
from workflows.parts.messages.wording import say
from workflows.roles import Role


def told(session: Session, someone: Person, subject: str, **fields: object) -> Message:
    row = Message(
        key=f"test-{subject}",
        message_kind="correction_wanted",
        goes_at=START,
        person_id=someone.id,
        subject=subject,
        body="请办理。[[link:1]]",
        created_at=START,
        **fields,
    )
    session.add(row)
    session.commit()
    return row


def test_a_message_is_read_once_and_leads_to_what_it_is_about(
    app: Flask, session: Session, sign_in: SignInAs, clock: StillClock
) -> None:
    me = person(session)
    message = told(session, me, "请补正", about_kind="proposal", about_id=1)
    client = sign_in(me)
    page = client.get("/home/inbox").text
    assert "条未读" in page
    assert "[[link" not in page, "a secret place of a mail is not shown"
    assert client.post(f"/home/inbox/{message.id}/read").status_code == 303
    clock.advance(hours=1)
    client.post(f"/home/inbox/{message.id}/read")
    with looking(app) as reading:
        assert reading.get_one(Message, message.id).read_at == START
    assert "条未读" not in client.get("/home/inbox").text


@pytest.mark.parametrize("of_account", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize(
    ("of_page", "read", "unread"),
    [("zh_Hans_CN", "请补正", "Please correct"), ("en", "Please correct", "请补正")],
)
def test_a_message_is_read_in_the_language_of_the_page(
    session: Session, sign_in: SignInAs, of_account: str, of_page: str, read: str, unread: str
) -> None:
    me = person(session, locale=of_account)
    wording = say("请补正", "Please correct it", "请补正材料。", "Please correct the papers.")
    tell_person(session, me, "correction_wanted", wording, key="k", about=None, now=START)
    told(session, me, "早先的一条")
    page = sign_in(me).get(f"/home/inbox?lang={of_page}").text
    assert read in page
    assert unread not in page
    assert "早先的一条" in page, "written in one language only, it is read in that one"


def test_nobody_reads_another_persons_messages(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    message = told(session, person(session), "绝密")
    client = sign_in(person_committed(session))
    assert "绝密" not in client.get("/home/inbox").text
    assert client.post(f"/home/inbox/{message.id}/read").status_code == 404
    client.post("/home/inbox/read")
    with looking(app) as reading:
        assert reading.get_one(Message, message.id).read_at is None


def person_committed(session: Session) -> Person:
    someone = person(session)
    session.commit()
    return someone


def test_whoever_stands_aside_reads_no_more_of_what_was_said_about_it_before(
    session: Session, sign_in: SignInAs
) -> None:
    me, one, other = person(session), proposal(session), proposal(session)
    aside = told(session, me, "甲项目待办", about_kind="proposal", about_id=one.id)
    told(session, me, "乙项目待办", about_kind="proposal", about_id=other.id)
    told(session, me, "系统通知")
    client = sign_in(me)
    assert "甲项目待办" in client.get("/home/inbox").text
    stand_aside(session, me, one, "配偶参加。", me, START)
    session.commit()
    page = client.get("/home/inbox").text
    assert "甲项目待办" not in page
    assert "乙项目待办" in page
    assert "系统通知" in page, "what is about no case at all is read on"
    assert '<span class="count">2<' in page
    assert client.post(f"/home/inbox/{aside.id}/read").status_code == 404


def test_all_messages_are_marked_read_at_once(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    me = person(session)
    told(session, me, "一")
    told(session, me, "二")
    assert sign_in(me).post("/home/inbox/read").status_code == 303
    with looking(app) as reading:
        assert all(m.read_at == START for m in reading.query(Message))


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.FINANCE])
def test_the_outbox_is_explained_to_whoever_has_one(
    session: Session, sign_in: SignInAs, role: Role
) -> None:
    me = official(session, role)
    session.commit()
    page = sign_in(me).get("/account/notifications").text
    assert ("待发消息" in page) is (role is Role.PROGRAMME_OFFICER)


def test_a_choice_of_mail_is_kept_and_what_cannot_be_switched_off_is_named(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    me = person_committed(session)
    client = sign_in(me)
    page = client.get("/account/notifications").text
    assert "形式审查不通过" in page
    assert "一律即时发邮件" in page
    chosen = dict.fromkeys(TOPICS, "at_once") | {"money": "daily", "calls": "never"}
    assert client.post("/account/notifications", data=chosen).status_code == 303
    with looking(app) as reading:
        kept = reading.get_one(Person, me.id)
        assert (kept.by_mail["money"], kept.by_mail["calls"]) == ("daily", "never")
        assert kept.digest_since == START
    assert client.post("/account/notifications", data=chosen | {"money": "x"}).status_code == 422
