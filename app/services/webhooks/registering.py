"""Webhooks are registered by an administrator for an account, whose owner is told and may end
them; neither makes a partner's system see more than that account sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from app.models import Person, Webhook
from app.outward import why_not
from app.services import history
from app.services.identity.accounts import by_email
from app.services.problems import Problems
from app.services.telling.messages import tell_person
from app.services.webhooks import line
from app.services.webhooks.kinds import KIND_OF
from app.services.webhooks.secrets import kept, new_secret
from workflows.engine.text import Text
from workflows.parts.messages.topics import ACCOUNT
from workflows.parts.messages.wording import Wording

OVERLAP = timedelta(days=2)
"""How long a former secret signs beside the new one."""

REGISTERED, ROTATED, ENDED = "webhook_registered", "webhook_rotated", "webhook_ended"


@dataclass(frozen=True, slots=True)
class Registration:
    """As typed; `email` is of the account whose rights count."""

    email: str
    name: str
    url: str
    scopes: Sequence[str]


def register(
    session: Session, typed: Registration, by: Person, now: datetime
) -> tuple[Webhook, str] | Problems:
    """The webhook and its secret, to be shown once."""
    settings = session.info["settings"]
    owner = by_email(session, typed.email)
    problems = {}
    if owner is None or not owner.is_active:
        problems["email"] = _NO_ACCOUNT
    if refused := why_not(typed.url, settings.webhook_networks):
        problems["url"] = refused
    if problems or owner is None:
        return Problems(problems)
    secret = new_secret()
    webhook = Webhook(
        person=owner,
        name=typed.name,
        url=typed.url,
        scopes=[scope for scope in KIND_OF if scope in typed.scopes],
        secret=kept(secret, settings),
        made_at=now,
        made_by_id=by.id,
    )
    session.add(webhook)
    session.flush()
    _note(session, webhook, REGISTERED, by, now)
    _tell_owner(session, webhook, now)
    return webhook, secret


def rotate(session: Session, webhook: Webhook, by: Person, now: datetime) -> str:
    """The new secret, to be shown once; the former one counts for `OVERLAP`."""
    secret = new_secret()
    webhook.former_secret, webhook.former_until = webhook.secret, now + OVERLAP
    webhook.secret = kept(secret, session.info["settings"])
    _note(session, webhook, ROTATED, by, now)
    return secret


def end(session: Session, webhook: Webhook, by: Person | None, now: datetime) -> None:
    """By nobody when the partner's system itself answered that it is gone."""
    if webhook.ended_at is not None:
        return
    webhook.ended_at, webhook.former_secret, webhook.former_until = now, "", None
    line.clear(session, webhook)
    _note(session, webhook, ENDED, by, now)


def _note(session: Session, webhook: Webhook, what: str, by: Person | None, now: datetime) -> None:
    """The host alone: partners write secrets into addresses."""
    given = {
        "name": webhook.name,
        "host": urlsplit(webhook.url).hostname or "",
        "owner": webhook.person.name,
        "by": by.name if by else "—",
    }
    history.record(session, what, now=now, given=given)


def _tell_owner(session: Session, webhook: Webhook, now: datetime) -> None:
    owner, host = webhook.person, urlsplit(webhook.url).hostname or ""
    body = Text(
        f"{owner.name}：\n\n系统管理员登记了推送“{webhook.name}”：您能看到的事项有变动时，"
        f"将通知 {host}。内容只有事项的类别和编号。如不同意，请在“登录与安全 › 接口令牌”中停止。",
        f"Dear {owner.name},\n\nA system administrator has registered the webhook “"
        f"{webhook.name}”: when a case you can see changes, {host} will be notified. The "
        "notice contains only the type and number of the case. If you do not agree, stop "
        "it under “Sign-in and security › API tokens”.",
    )
    key = f"webhook-{webhook.id}-{owner.id}"
    tell_person(session, owner, ACCOUNT, Wording(_TOLD, body), key=key, about=None, now=now)


_NO_ACCOUNT = Text(
    "没有这个邮箱的账户；请先让伙伴单位的联系人注册，并授予其所需的角色。",
    "No account uses this email address. Have the partner's contact person register "
    "first and grant them the roles they need.",
)
_TOLD = Text("您的账户登记了推送", "A webhook was registered for your account")
