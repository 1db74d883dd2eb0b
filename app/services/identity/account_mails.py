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


def password_changed(session: Session, person: Person, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的密码已修改，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nyour password has been changed and every other session has ended. "
        "If it was not you, set a new password at once and tell the administrator.",
    )
    subject = Text("密码已修改", "Your password has been changed")
    _send(session, person, f"password-{person.id}-{now.timestamp():.6f}", subject, body, now)


def factor_added(session: Session, person: Person, factor: Factor, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户新增了登录验证方式“{factor.name}”，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nthe second factor “{factor.name}” was added to your account and "
        "every other session has ended. If it was not you, set a new password at once and tell the "
        "administrator.",
    )
    subject = Text("已新增登录验证方式", "A second factor was added")
    key = f"factor-{factor.id}-added-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def factor_removed(session: Session, person: Person, factor: Factor, now: datetime) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户移除了登录验证方式“{factor.name}”，其他设备上的登录已全部退出。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nthe second factor “{factor.name}” was removed from your account "
        "and every other session has ended. If it was not you, set a new password at once and tell "
        "the administrator.",
    )
    subject = Text("已移除登录验证方式", "A second factor was removed")
    key = f"factor-{factor.id}-removed-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def identity_unbound(
    session: Session, person: Person, identity: OutsideIdentity, now: datetime
) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户已与统一认证 {identity.issuer} 的身份解除绑定，"
        "其他设备上的登录已全部退出。如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\nyour account is no longer bound to your identity at "
        f"{identity.issuer}, and every other session has ended. If it was not you, set a new "
        "password at once and tell the administrator.",
    )
    subject = Text("已解除统一认证绑定", "Single sign-on was unbound")
    _send(session, person, f"identity-{identity.id}-unbound", subject, body, now)


def recovery_code_used(
    session: Session, person: Person, code: RecoveryCode, left: int, now: datetime
) -> None:
    body = Text(
        f"{person.name}：\n\n您的账户刚用一个备用码通过验证，还剩 {left} 个。"
        "如果不是您本人操作，请立即重设密码并联系系统管理员。",
        f"Dear {person.name},\n\na recovery code of your account was just used; {left} are left. "
        "If it was not you, set a new password at once and tell the administrator.",
    )
    subject = Text("已使用备用码", "A recovery code was used")
    key = f"recovery-{code.id}-{now.timestamp():.6f}"
    _send(session, person, key, subject, body, now)


def access_asked_for(session: Session, request: AccessRequest, now: datetime) -> None:
    person, asker = request.person, request.asked_by.name
    body = Text(
        f"{person.name}：\n\n{asker}为您申请恢复登录（清除登录验证方式并重设密码），须由另一人核准。"
        "如果您没有提出，请立即联系监督诚信处。",
        f"Dear {person.name},\n\n{asker} asks that your access be restored (second factors "
        "removed, a new password set); another official must agree. If you did not want this, "
        "tell the supervision division at once.",
    )
    subject = Text("有人为您申请恢复登录", "Somebody asks to restore your access")
    _send(session, person, f"access-{request.id}-asked", subject, body, now)


def access_restored(session: Session, request: AccessRequest, token: Token, now: datetime) -> None:
    person = request.person
    body = Text(
        f"{person.name}：\n\n您的登录验证方式已清除，所有登录已退出。"
        f"请在 1 小时内打开下面的链接，重设密码（只能使用一次）：\n{place_for(token)}",
        f"Dear {person.name},\n\nyour second factors have been removed and every session has "
        "ended. Open this link within one hour to set a new password; it works once:\n"
        f"{place_for(token)}",
    )
    subject = Text("登录已恢复，请重设密码", "Access restored: set a new password")
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
