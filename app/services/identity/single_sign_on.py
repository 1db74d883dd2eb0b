"""Who somebody is whom a provider has signed in: an account that is here already. No account and no
role is ever made from what a provider says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import OutsideIdentity, Person, SignIn
from app.services.identity import account_mails, desk, passwords, sign_ins
from app.services.identity.accounts import by_email
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says; `email` is empty unless the provider has verified it, `session`
    where it gives its sessions no names."""

    issuer: str
    subject: str
    email: str
    session: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a verified token of an end says: whose sessions at the provider, or which one, ended,
    and when. One of `subject` and `session` is there."""

    issuer: str
    subject: str
    session: str
    at: datetime


def person_of(session: Session, claims: Claims, now: datetime) -> Person | Text:
    """The account bound to this subject; at the first time the one with this mail address, which is
    bound then. Or why nobody is signed in. The second factor is still to be asked for."""
    bound = _bound_to(session, claims)
    person = bound.person if bound else by_email(session, claims.email, lock=True)
    if person is None or not person.is_active or person.email_confirmed_at is None:
        return _UNKNOWN if claims.email or bound else _NO_ADDRESS
    if bound is None:
        if _is_bound(session, person, claims.issuer):
            return _BOUND_OTHERWISE
        session.add(
            OutsideIdentity(
                person=person, issuer=claims.issuer, subject=claims.subject, bound_at=now
            )
        )
        session.flush()
    desk.arrived(session, person, now)
    return person


def unbind(session: Session, identity: OutsideIdentity, here: SignIn, now: datetime) -> Text | None:
    """Every sign-in but this one ends. Or why not: there would be no way left into the account."""
    person = identity.person
    if not passwords.is_set(person.password_hash):
        return _NO_OTHER_WAY
    session.delete(identity)
    session.flush()
    sign_ins.end_others(session, person, here, "changed", now)
    account_mails.identity_unbound(session, person, identity, now)
    return None


def end_with_provider(session: Session, ended: Ended, now: datetime) -> int:
    """How many sign-ins end here because they ended at the provider. One begun later goes on, so a
    token that is sent again ends nothing more (OpenID Connect Back-Channel Logout 1.0, §2.6)."""
    query = (
        select(SignIn)
        .join(OutsideIdentity, OutsideIdentity.person_id == SignIn.person_id)
        .where(
            OutsideIdentity.issuer == ended.issuer,
            SignIn.provider_session.is_not(None),
            SignIn.ended_at.is_(None),
            SignIn.began_at <= ended.at,
        )
    )
    if ended.subject:
        query = query.where(OutsideIdentity.subject == ended.subject)
    if ended.session:
        query = query.where(SignIn.provider_session == ended.session)
    found = session.scalars(query).unique().all()
    for row in found:
        sign_ins.end(row, "left", now)
    return len(found)


def _bound_to(session: Session, claims: Claims) -> OutsideIdentity | None:
    return session.scalar(
        select(OutsideIdentity).where(
            OutsideIdentity.issuer == claims.issuer, OutsideIdentity.subject == claims.subject
        )
    )


def _is_bound(session: Session, person: Person, issuer: str) -> bool:
    query = select(OutsideIdentity.id).where(
        OutsideIdentity.person_id == person.id, OutsideIdentity.issuer == issuer
    )
    return session.scalar(query) is not None


_NO_OTHER_WAY = Text(
    "这是您登录的唯一方式。请先用“忘记密码”设置登录密码，再解除绑定",
    "This is your only way to sign in. First set a password using “Forgotten your "
    "password?”, then unlink",
)
_UNKNOWN = Text(
    "统一认证已通过，但本系统没有与之对应的有效账户。请先注册并确认同一邮箱，或联系系统管理员",
    "Single sign-on succeeded, but there is no active account for you in this system. "
    "Register and confirm the same email address, or contact the system administrator",
)
_NO_ADDRESS = Text(
    "统一认证没有提供经核实的邮箱，无法对应到账户。请用邮箱和密码登录",
    "Single sign-on did not give a verified email address, so we cannot find your "
    "account. Sign in with your email and password",
)
_BOUND_OTHERWISE = Text(
    "这个账户已绑定统一认证的另一身份。请用原来的身份登录，或联系系统管理员",
    "This account is linked to another single sign-on identity. Sign in with that "
    "identity, or contact the system administrator",
)
