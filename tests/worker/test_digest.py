"""The digest: one mail a day of what is new and what falls due, and none when there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Outbox, Person
from app.services.telling.digests import choose
from app.services.telling.messages import tell_person
from app.worker.context import Context
from app.worker.daily import digests_of_day
from app.worker.jobs import work
from connections import MailServer
from tests.conftest import START
from tests.factories import person, proposal
from tests.worker.post import Post
from workflows.engine.calendar import SHANGHAI
from workflows.parts.messages import MESSAGES
from workflows.parts.messages.topics import TOPIC_OF
from workflows.parts.messages.wording import say
from workflows.telling import AT_ONCE, DAILY, MAY_BE_HELD, NEVER, REQUIRED, SERVES_A_LETTER, way_of

MORNING = datetime(2026, 3, 3, 7, 30, tzinfo=SHANGHAI)


@pytest.fixture
def zhou(session: Session) -> Person:
    someone = person(session, email="zhou@example.org")
    choose(someone, {"applying": DAILY, "money": NEVER}, START)
    session.commit()
    return someone


def told(session: Session, someone: Person, kind: str, subject: str) -> None:
    wording = say(subject, subject, "", "")
    tell_person(session, someone, kind, wording, key=subject, about=None, now=START)
    session.commit()


def morning(context: Context, post: Post, now: datetime = MORNING) -> list[str]:
    """Both clocks look, the relay hands over twice; the texts of the digests that went."""
    context = replace(
        context, settings=replace(context.settings, mail_server=MailServer("mail.example.org"))
    )
    for _ in range(2):
        digests_of_day(context, now)
    with context.database.session(writing=False) as session:
        rows = session.scalars(select(Outbox.id).where(Outbox.job == "digest")).all()
    for number in (*rows, *rows):
        work(context, number, now)
    return [mail.get_content() for mail in post.mails]


def test_what_is_new_goes_once_in_one_mail_however_many_clocks_run(
    context: Context, session: Session, zhou: Person, post: Post
) -> None:
    told(session, zhou, "sealing_wanted", "请审核甲")
    told(session, zhou, "recommending_wanted", "请推荐乙")
    assert session.scalars(select(Outbox.job)).all() == []
    session.commit()
    [text] = morning(context, post)
    assert text.index("请审核甲") < text.index("请推荐乙")
    assert morning(context, post, MORNING + timedelta(days=1)) == [text], "told once"


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans_CN", "· 请审核甲"), ("en", "· Check A")])
def test_a_digest_names_what_is_new_in_the_language_of_the_account(
    context: Context, session: Session, zhou: Person, post: Post, locale: str, said: str
) -> None:
    wording = say("请审核甲", "Check A", "", "")
    tell_person(session, zhou, "sealing_wanted", wording, key="a", about=None, now=START)
    zhou.locale = locale
    session.commit()
    [text] = morning(context, post)
    assert said in text.splitlines()


def test_what_falls_due_within_three_days_is_told_and_what_is_overdue_is_counted(
    context: Context, session: Session, zhou: Person, post: Post
) -> None:
    for title, days in (("早已逾期", -9), ("后天到期", 2), ("下周到期", 8)):
        proposal(session, pi=zhou, title=title).due_at = MORNING + timedelta(days=days)
    session.commit()
    [text] = morning(context, post)
    assert "后天到期（提交单位审核）" in text, "what is to be done about it"
    assert "另有 1 项已逾期" in text
    assert "下周到期" not in text


def test_nothing_goes_when_there_is_nothing_to_tell(
    context: Context, session: Session, zhou: Person, post: Post
) -> None:
    told(session, zhou, "payment_resumed", "不要邮件")
    proposal(session, pi=zhou).due_at = MORNING - timedelta(days=9)
    session.commit()
    assert morning(context, post) == []


def test_before_the_hour_and_for_whoever_did_not_ask_there_is_no_digest(
    context: Context, session: Session, zhou: Person, post: Post
) -> None:
    told(session, zhou, "sealing_wanted", "请审核甲")
    told(session, person(session), "sealing_wanted", "请审核乙")
    assert morning(context, post, MORNING - timedelta(minutes=1)) == []
    assert len(morning(context, post)) == 1


def test_what_serves_a_letter_or_begins_a_term_is_mailed_at_once_whatever_was_chosen(
    session: Session, zhou: Person
) -> None:
    choose(zhou, dict.fromkeys(TOPIC_OF.values(), NEVER), START)
    told(session, zhou, "formally_rejected", "形式审查不通过")
    told(session, zhou, "sealing_wanted", "请审核甲")
    assert session.scalars(select(Outbox.key)).all() == ["mail-形式审查不通过"]
    ways = {m.subject: m.by_mail for m in session.scalars(select(Message))}
    assert ways == {"形式审查不通过": AT_ONCE, "请审核甲": NEVER}


def test_every_message_has_a_topic_and_what_serves_a_letter_is_never_left_to_choice() -> None:
    assert MESSAGES.keys() <= TOPIC_OF.keys()
    assert {"formally_rejected", "approved", "integrity_decided"} <= SERVES_A_LETTER
    chosen = dict.fromkeys(TOPIC_OF.values(), NEVER)
    assert {kind for kind in MESSAGES if way_of(kind, TOPIC_OF[kind], chosen) == AT_ONCE} == (
        REQUIRED & MESSAGES.keys()
    )
    assert {"stage_results_published", "checkpoint_called"} <= REQUIRED, "a term begins with it"
    assert not MAY_BE_HELD & {"objection_answered", "integrity_decided", "hearing_served"}
