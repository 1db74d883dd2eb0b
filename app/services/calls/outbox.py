"""Messages of a call that have not gone yet: held, edited, cancelled and released by its officer.

Each act gives a reason and stands in the history of the call. What has been handed to the queue
has gone: nothing calls it back. An act that is refused writes nothing and says why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Select, not_, or_, select
from sqlalchemy.orm import Session

from app.models import Call, Message, Outbox, Person
from app.queries.attention.inbox import gone
from app.services import history
from app.services.door.turns import take_turn
from app.services.edits import Editor, last_noted
from app.services.problems import Problems, alone
from app.services.telling.messages import mail_of, wording_of
from workflows.engine.text import Text
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Act:
    """Whose it is, why, and when."""

    by: Person
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """In Chinese and in English; whoever reads English reads Chinese where there is none."""

    subject: str
    body: str
    subject_en: str
    body_en: str


def words_of(message: Message) -> Words:
    return Words(message.subject, message.body, message.subject_en, message.body_en)


def are_other(message: Message, typed: Words) -> bool:
    """Whether these are other words than it has, blanks aside."""
    kept = words_of(message)
    return any(_is_other(kept, typed, field.name) for field in fields(Words))


def hold(session: Session, message: Message, act: Act) -> Problems | None:
    """It waits, for as long as it takes, until it is released or cancelled."""
    mail, problems = _in_hand(session, message, act.now)
    if problems is not None:
        return problems
    if message.goes_at is None:
        return alone(_HELD)
    message.goes_at = None
    if mail is not None:
        mail.status = "held"
    _note(session, message, "message_held", act)
    return None


def edit(
    session: Session, message: Message, act: Act, words: Words, *, rest_holds: bool
) -> Problems | None:
    """Its text before is kept in the history. With `rest_holds` the officer says that what stands
    in the other language still says the same, and the history keeps that as well."""
    _mail, problems = _in_hand(session, message, act.now)
    if problems is not None or not are_other(message, words):
        return problems
    left_behind = _left_behind(message, words)
    if left_behind is not None and not rest_holds:
        return left_behind
    kept, new = asdict(words_of(message)), asdict(words)
    if left_behind is not None:
        kept["rest"] = "holds"
    for name, said in new.items():
        setattr(message, name, said)
    new = {f"new_{name}": said for name, said in new.items()}
    _note(session, message, "message_edited", act, kept | new)
    return None


def _left_behind(message: Message, words: Words) -> Problems | None:
    """What was changed in one language only, while both have it."""
    kept, wrong = words_of(message), {}
    for zh, en in (("subject", "subject_en"), ("body", "body_en")):
        changed = {name for name in (zh, en) if _is_other(kept, words, name)}
        if len(changed) == 1 and all(getattr(w, en) for w in (kept, words)):
            is_zh = zh in changed
            wrong[en if is_zh else zh] = _ENGLISH_STAYS if is_zh else _CHINESE_STAYS
    return Problems(wrong) if wrong else None


def _is_other(kept: Words, typed: Words, name: str) -> bool:
    """Blanks aside: a page sends line breaks in its own way."""
    return bool(getattr(kept, name).split() != getattr(typed, name).split())


def stored(message: Message) -> dict[str, str | None]:
    """What stands of it now, for a page that two officers may have open at once."""
    when = {name: str(getattr(message, name)) for name in ("goes_at", "cancelled_at")}
    return {**asdict(words_of(message)), **when}


def cancel(session: Session, message: Message, act: Act) -> Problems | None:
    """It never goes."""
    mail, problems = _in_hand(session, message, act.now)
    if problems is not None:
        return problems
    _let_followers_go(session, message, act.now)
    message.goes_at, message.cancelled_at = None, act.now
    if mail is not None:
        mail.status = "cancelled"
    _note(session, message, "message_cancelled", act)
    return None


def release(session: Session, message: Message, act: Act) -> Problems | None:
    """It goes at once, held or not, and not before what is to be read first."""
    mail, problems = _in_hand(session, message, act.now)
    if problems is not None:
        return problems
    if earlier := _still_before(session, message, act.now):
        return alone(_NOT_FIRST.format(earlier=wording_of(earlier).subject))
    _let_followers_go(session, message, act.now)
    message.goes_at = act.now
    if mail is not None:
        mail.status, mail.not_before = "waiting", act.now
    _note(session, message, "message_released", act)
    return None


def _in_hand(
    session: Session, message: Message, now: datetime
) -> tuple[Outbox | None, Problems | None]:
    """Its mail, locked; None when its reader wants none of it, or one a day. Problems once it has
    gone or was cancelled."""
    take_turn(session)
    session.refresh(message)
    query = select(Outbox).where(Outbox.key == mail_of(message.key)).with_for_update()
    mail = session.scalars(query).first()
    if message.cancelled_at is not None:
        return mail, alone(_CANCELLED)
    handed_over = mail is not None and mail.status not in ("waiting", "held")
    if handed_over or session.scalar(select(gone(now)).where(Message.id == message.id)):
        return mail, alone(_GONE)
    return mail, None


def _still_before(session: Session, message: Message, now: datetime) -> Message | None:
    """What the same reader is to be told first of the same case, and has not gone."""
    query = _to_the_same(message).where(
        Message.id < message.id,
        Message.cancelled_at.is_(None),
        or_(Message.goes_at.is_(None), not_(gone(now))),
    )
    return session.scalars(query.order_by(Message.id).limit(1)).first()


def _let_followers_go(session: Session, message: Message, now: datetime) -> None:
    """What would have gone while this was held goes now, and bears the time it goes."""
    if message.goes_at is None:
        later = _to_the_same(message).where(Message.id > message.id, Message.goes_at < now)
        for follower in session.scalars(later):
            follower.goes_at = now


def _to_the_same(message: Message) -> Select[Message]:
    """To the same reader about the same case."""
    return select(Message).where(
        Message.person_id == message.person_id,
        Message.about_kind == message.about_kind,
        Message.about_id == message.about_id,
    )


def last_act(session: Session, message: Message) -> Editor:
    """Who held, edited, cancelled or released it, and when."""
    call, number = session.get_one(Call, message.call_id), str(message.id)
    return last_noted(session, call, lambda row: row.given.get(_MESSAGE) == number)


_MESSAGE = "message"


def _note(
    session: Session, message: Message, name: str, act: Act, kept: dict[str, str] | None = None
) -> None:
    call = session.get_one(Call, message.call_id)
    role = Role.PROGRAMME_OFFICER
    given = {"reason": act.reason, "subject": message.subject, "to": message.person.name}
    given[_MESSAGE] = str(message.id)
    given |= kept or {}
    history.note(session, call, name, actor_id=act.by.id, role=role, now=act.now, given=given)


_GONE = Text(
    "这条消息已经发出，不能再更改；需要更正的，请另行通知收件人。",
    "This message has been sent and can no longer be changed. If it needs correcting, "
    "notify the recipient separately.",
)
_NOT_FIRST = Text(
    "收件人还没有收到此前关于同一事项的消息“{earlier}”；请先发出或取消那一条，这一条随后发出。",
    "The recipient has not yet received the earlier message about the same case, “"
    "{earlier}”. Send or cancel that one first; this one will follow.",
)
_ENGLISH_STAYS = Text(
    "中文已修改，英文没有：请一并修改，或者勾选“另一种语言的文字仍与此相符”。",
    "The Chinese was changed but the English was not. Change it too, or tick “The "
    "other language still says the same”.",
)
_CHINESE_STAYS = Text(
    "英文已修改，中文没有：请一并修改，或者勾选“另一种语言的文字仍与此相符”。",
    "The English was changed but the Chinese was not. Change it too, or tick “The "
    "other language still says the same”.",
)
_CANCELLED = Text("这条消息已经取消。", "This message has been cancelled.")
_HELD = Text("这条消息已经暂缓。", "This message is already on hold.")
