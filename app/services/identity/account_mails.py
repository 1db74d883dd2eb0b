"""The mails about an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import AccessRequest, Factor, OutsideIdentity, Person, RecoveryCode, Token
from app.services.identity.tokens import place_for
from app.services.telling.messages import is_told, tell_person
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT
from workflows.parts.messages.wording import Wording


def confirm(session: Session, person: Person, token: Token, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n请在 3 天内打开下面的链接，确认这个邮箱属于您：\n{place_for(token)}"
        "\n\n如果不是您本人注册，请忽略本邮件。",
        f"Dear {person.name},\n\nOpen the link below within 3 days to confirm that this is "
        f"your email address:\n{place_for(token)}\n\nIf you did not register, ignore this "
        "email.",
    )
    subject = Text("请确认邮箱", "Confirm your email address")
    _send(session, person, f"confirm-{token.id}", subject, body, now)


def reset(session: Session, person: Person, token: Token, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n请在 1 小时内打开下面的链接，重设密码（只能使用一次）：\n"
        f"{place_for(token)}\n\n如果不是您本人申请，请忽略本邮件，密码不会改变。",
        f"Dear {person.name},\n\nOpen the link below within 1 hour to reset your password. "
        f"It works only once:\n{place_for(token)}\n\nIf you did not request this, ignore "
        "this email and your password will not change.",
    )
    subject = Text("重设密码", "Reset your password")
    _send(session, person, f"reset-{token.id}", subject, body, now)


def already_registered(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n有人用这个邮箱再次注册。您已有账户，直接登录即可；忘记密码可在登录页重设。",
        f"Dear {person.name},\n\nSomeone tried to register again with this email address. "
        "You already have an account, so just sign in. If you have forgotten your "
        "password, you can reset it on the sign-in page.",
    )
    subject = Text("您已有账户", "You already have an account")
    # One such mail a day is enough, however often somebody tries.
    _send_once(session, person, f"registered-{person.id}-{now.date()}", subject, body, now)


def password_changed(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的密码已修改，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nYour password has been changed and all your other devices "
        "have been signed out. If this was not you, reset your password at once and "
        "contact the system administrator.",
    )
    subject = Text("密码已修改", "Your password has been changed")
    _send(session, person, f"password-{person.id}-{now.timestamp():.6f}", subject, body, now)


def factor_added(session: Session, person: Person, factor: Factor, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户新增了登录验证方式“{factor.name}”，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nA new sign-in verification method, “{factor.name}”, was "
        "added to your account and all your other devices have been signed out. If this "
        "was not you, reset your password at once and contact the system administrator.",
    )
    subject = Text("已新增登录验证方式", "Sign-in verification method added")
    key = f"factor-{factor.id}-added-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def factor_removed(session: Session, person: Person, factor: Factor, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户移除了登录验证方式“{factor.name}”，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nThe sign-in verification method “{factor.name}” was "
        "removed from your account and all your other devices have been signed out. If "
        "this was not you, reset your password at once and contact the system "
        "administrator.",
    )
    subject = Text("已移除登录验证方式", "Sign-in verification method removed")
    key = f"factor-{factor.id}-removed-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def identity_unbound(
    session: Session, person: Person, identity: OutsideIdentity, now: datetime
) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户已与统一认证 {identity.issuer} 的身份解除绑定，"
        "其他设备上的登录已全部退出。如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nYour account is no longer linked to your single sign-on "
        f"identity at {identity.issuer} and all your other devices have been signed out. If "
        "this was not you, reset your password at once and contact the system "
        "administrator.",
    )
    subject = Text("已解除统一认证绑定", "Single sign-on unlinked")
    _send(session, person, f"identity-{identity.id}-unbound", subject, body, now)


def recovery_code_used(
    session: Session, person: Person, code: RecoveryCode, left: int, now: datetime
) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户刚用一个备用码通过验证，还剩 {left} 个。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nA recovery code was just used to verify a sign-in to your "
        f"account. You have {left} left. If this was not you, reset your password at once "
        "and contact the system administrator.",
    )
    subject = Text("已使用备用码", "Recovery code used")
    key = f"recovery-{code.id}-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def access_asked_for(session: Session, request: AccessRequest, now: datetime) -> None:
    person, asker = request.person, request.asked_by.name
    body = Text(
        f"{person.name}：\n\n{asker}为您申请恢复登录（清除登录验证方式并重设密码），须由另一人核准。"
        "如果您没有提出，请立即联系监督诚信处。",
        f"Dear {person.name},\n\n{asker} has asked to restore access to your account "
        "(remove your sign-in verification methods and reset your password). Another "
        "person must approve this. If you did not ask for it, contact the supervision and "
        "integrity division at once.",
    )
    subject = Text("有人为您申请恢复登录", "Someone has asked to restore your access")
    _send(session, person, f"access-{request.id}-asked", subject, body, now)


def access_restored(session: Session, request: AccessRequest, token: Token, now: datetime) -> None:
    person = request.person
    body = Text(
        f"{person.name}：\n\n您的登录验证方式已清除，所有登录已退出。"
        f"请在 1 小时内打开下面的链接，重设密码（只能使用一次）：\n{place_for(token)}",
        f"Dear {person.name},\n\nYour sign-in verification methods have been removed and "
        "all your devices have been signed out. Open the link below within 1 hour to reset "
        f"your password. It works only once:\n{place_for(token)}",
    )
    subject = Text("登录已恢复，请重设密码", "Access restored: reset your password")
    _send(session, person, f"access-{request.id}-granted", subject, body, now)


def _send_once(
    session: Session, person: Person, key: str, subject: Text, body: Text, now: datetime
) -> None:
    if not is_told(session, key):
        _send(session, person, key, subject, body, now)


def _send(
    session: Session, person: Person, key: str, subject: Text, body: Text, now: datetime
) -> None:
    tell_person(session, person, ACCOUNT, Wording(subject, body), key=key, about=None, now=now)
