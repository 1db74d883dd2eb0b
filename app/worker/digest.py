"""Sends the digest of a day to one person; nothing when there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.models import Case, Message, Person
from app.queries.attention.digest import Digest, digest_for
from app.services.cases import key_of, state_of
from app.services.telling.messages import title_of, wording_of
from app.worker.context import Context
from app.worker.mail import envelope, post
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text


def send_digest(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """A crash between sending and marking can repeat a mail, under the same Message-ID.

    Raises RetryableError, FinalError: see `app.worker.mail.post`.
    """
    if context.settings.mail_server is None:
        return
    with context.database.session(writing=False) as session:
        person = session.get_one(Person, int(payload["person_id"]))
        digest = digest_for(session, person, now)
        if digest.is_empty:
            return
        told = [message.id for message in digest.messages]
        key = f"digest-{payload['day']}-{person.id}"
        subject = _SUBJECT.format(day=payload["day"]).within(person.locale)
        mail = envelope(context, person.email, subject, key, now, may_be_ended=True)
        link = f"{context.settings.base_url}/home"
        mail.set_content("\n".join(part.within(person.locale) for part in _lines(digest, link)))
    post(context, mail)
    with context.transaction() as session:
        for number in told:
            session.get_one(Message, number).mailed_at = now


def _lines(digest: Digest, link: str) -> Iterator[Text]:
    if digest.messages:
        yield _NEW
        yield from (_ITEM.format(about=wording_of(m).subject) for m in digest.messages)
        yield _BLANK
    if digest.due:
        yield _DUE
        yield from (_due(case, digest) for case in digest.due)
        yield _BLANK
    if digest.overdue.number:
        yield _OVERDUE.format(count=str(digest.overdue))
    yield _SEE.format(link=link)


def _due(case: Case, digest: Digest) -> Text:
    """What is to be done or, where that is not told, how the case stands."""
    assert case.due_at is not None, "it falls due"
    state = state_of(case).label
    task = digest.tasks.get(key_of(case), state)
    moment = deadline_words(case.due_at)
    title = title_of(case)
    return _DUE_ITEM.format(moment=moment, title=title, task=task)


_SUBJECT = Text("冲线每日摘要 {day}", "Chongxian daily summary {day}")
_NEW = Text("新消息：", "New messages:")
_DUE = Text("三天之内到期：", "Due within 3 days:")
_ITEM = Text("· {about}", "· {about}")
_DUE_ITEM = Text("· {moment}  {title}（{task}）", "· {moment}  {title} ({task})")
_OVERDUE = Text("另有 {count} 项已逾期。", "Also overdue: {count}.")
_SEE = Text(
    "详见：{link}\n不想再收每日摘要，可在“我的账户 › 通知方式”中更改。",
    "See {link}\nTo stop these daily summaries, go to “My account › Notifications”.",
)
_BLANK = Text("", "")
