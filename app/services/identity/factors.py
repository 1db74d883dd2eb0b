"""Second factors: who needs one, adding and removing them, and proving one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Factor, Person, SignIn
from app.services.identity import account_mails, recovery_codes, sign_ins, throttle, totp
from app.services.identity.proof import Proof
from app.services.identity.throttle import Try
from workflows.engine.text import Text


def of(session: Session, person: Person) -> list[Factor]:
    return list(session.scalars(_all(person)))


def are_set_up(session: Session, person: Person) -> bool:
    query = select(Factor.id).where(Factor.person_id == person.id).limit(1)
    return session.scalar(query) is not None


def add(
    session: Session, person: Person, factor: Factor, here: SignIn, now: datetime
) -> tuple[str, ...] | None:
    """Ends every other sign-in and tells the owner; with the first factor, recovery codes to be
    shown once."""
    is_first = not are_set_up(session, person)
    factor.added_at = now
    session.add(factor)
    session.flush()
    here.with_factor = True
    sign_ins.end_others(session, person, here, "changed", now)
    account_mails.factor_added(session, person, factor, now)
    return recovery_codes.renew(session, person) if is_first else None


def remove(session: Session, person: Person, factor: Factor, here: SignIn, now: datetime) -> None:
    """With the last factor its recovery codes go too, and where one is forced the way leads back to
    setting one up."""
    session.delete(factor)
    session.flush()
    if not are_set_up(session, person):
        recovery_codes.drop(session, person)
        here.with_factor = False
    sign_ins.end_others(session, person, here, "changed", now)
    account_mails.factor_removed(session, person, factor, now)


def prove(session: Session, person: Person, proof: Proof, tried: Try, now: datetime) -> Text | None:
    """None when one of the person's factors or a recovery code was given, or why it does not count.
    Wrong ones are counted; the caller commits the count even on a refusal."""
    wait = throttle.wait_for(session, tried, now)
    if wait is not None:
        return throttle.please_wait(wait)
    if not proof.code and not proof.passkey:
        return _NOTHING
    if not _is_right(session, person, proof, now):
        throttle.failed(session, tried, now)
        return _WRONG
    throttle.succeeded(session, tried)
    return None


def _is_right(session: Session, person: Person, proof: Proof, now: datetime) -> bool:
    if proof.passkey:
        from app.services.identity import passkeys  # late: with the library that reads them

        passkey = passkeys.accept(session, person, proof.passkey, now)
        if passkey is not None:
            passkey.used_at = now
        return passkey is not None
    code = "".join(proof.code.split())
    for factor in session.scalars(_all(person).with_for_update()):
        if factor.kind == "totp" and totp.accept(session, factor, code, proof.wall):
            factor.used_at = now
            return True
    recovery = recovery_codes.redeem(session, person, proof.code, now)
    if recovery is None:
        return False
    left = recovery_codes.left(session, person)
    account_mails.recovery_code_used(session, person, recovery, left, now)
    return True


def _all(person: Person) -> Select[Factor]:
    return select(Factor).where(Factor.person_id == person.id).order_by(Factor.id)


_NOTHING = Text(
    "请输入验证器上的 6 位动态码或一个备用码，或使用通行密钥",
    "Enter the 6 digits from your authenticator app or a recovery code, or use a passkey",
)
_WRONG = Text(
    "动态码、备用码或通行密钥不正确，或已用过；动态码每 30 秒更换，请用新的一个",
    "The code, recovery code or passkey is incorrect or has been used. Codes change "
    "every 30 seconds: use a new one",
)
