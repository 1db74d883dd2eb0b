"""The mails about an account, in the language of its owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Message, Person, Token
from app.services.messages import tell_person
from app.services.tokens import place_for
from workflows.engine.text import Text


def confirm(session: Session, person: Person, token: Token, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n请在 3 天内打开下面的链接，确认这个邮箱属于您：\n{place_for(token)}"
        "\n\n如果不是您本人注册，请忽略本邮件。",
        f"Dear {person.name},\n\nplease open this link within 3 days to confirm that this address "
        f"is yours:\n{place_for(token)}\n\nIf you did not register, ignore this mail.",
    )
    subject = Text("请确认邮箱", "Please confirm your mail address")
    _send(session, person, f"confirm-{token.id}", subject, body, now)


def reset(session: Session, person: Person, token: Token, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n请在 1 小时内打开下面的链接，重设密码（只能使用一次）：\n"
        f"{place_for(token)}\n\n如果不是您本人申请，请忽略本邮件，密码不会改变。",
        f"Dear {person.name},\n\nopen this link within one hour to set a new password; it works "
        f"once:\n{place_for(token)}\n\nIf you did not ask for it, ignore this mail: your password "
        "stays as it is.",
    )
    subject = Text("重设密码", "Set a new password")
    _send(session, person, f"reset-{token.id}", subject, body, now)


def already_registered(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n有人用这个邮箱再次注册。您已有账户，直接登录即可；忘记密码可在登录页重设。",
        f"Dear {person.name},\n\nsomebody tried to register with this address. You have an account "
        "already: just sign in, or set a new password from the sign-in page.",
    )
    subject = Text("您已有账户", "You have an account already")
    # One such mail a day is enough, however often somebody tries.
    _send_once(session, person, f"registered-{person.id}-{now.date()}", subject, body, now)


def locked(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户连续多次输错密码，已锁定 15 分钟。"
        "如果不是您本人操作，请修改密码。",
        f"Dear {person.name},\n\nafter several wrong passwords your account is locked for 15 "
        "minutes. If it was not you, please change your password.",
    )
    subject = Text("账户暂时锁定", "Your account is locked for a while")
    _send_once(session, person, f"locked-{person.id}-{now.timestamp():.0f}", subject, body, now)


def password_changed(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的密码已修改，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nyour password has been changed and every other session has ended. "
        "If it was not you, set a new password at once and tell the administrator.",
    )
    subject = Text("密码已修改", "Your password has been changed")
    _send(session, person, f"password-{person.session_stamp}", subject, body, now)


def _send_once(
    session: Session, person: Person, key: str, subject: Text, body: Text, now: datetime
) -> None:
    if session.scalar(select(Message.id).where(Message.key == key)) is None:
        _send(session, person, key, subject, body, now)


def _send(
    session: Session, person: Person, key: str, subject: Text, body: Text, now: datetime
) -> None:
    tell_person(
        session,
        person,
        key=key,
        subject=subject.within(person.locale),
        body=body.within(person.locale),
        about=None,
        now=now,
    )
