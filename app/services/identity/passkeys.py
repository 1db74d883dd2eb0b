"""Passkeys (WebAuthn): a key pair in a device, unlocked by its owner, for this site's name only."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.models import Factor, Person
from app.services.identity import tokens
from app.services.identity.sites import Site, site_of
from app.services.identity.tokens import Purpose

_LIFETIME = timedelta(minutes=5)
_CREDENTIAL_MOST = 1400


def options_to_add(session: Session, person: Person, site: Site, now: datetime) -> str:
    """JSON for the browser."""
    return options_to_json(
        generate_registration_options(
            rp_id=site.name,
            rp_name=session.info["settings"].office_name,
            user_id=str(person.id).encode(),
            user_name=person.email,
            user_display_name=person.name,
            challenge=_challenge(session, person, now),
            exclude_credentials=_credentials(session, person),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
        )
    )


def options_to_prove(session: Session, person: Person, site: Site, now: datetime) -> str:
    """JSON for the browser."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.name,
            challenge=_challenge(session, person, now),
            allow_credentials=_credentials(session, person),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def factor_from(
    session: Session, person: Person, answer: str, site: Site, name: str, now: datetime
) -> Factor | None:
    """The factor of a new passkey; None when the browser's answer proves nothing."""
    challenge = _redeemed(session, person, answer, now)
    if challenge is None:
        return None
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException:
        return None
    credential = bytes_to_base64url(made.credential_id)
    taken = session.scalar(select(Factor.id).where(Factor.credential == credential))
    if taken is not None or len(credential) > _CREDENTIAL_MOST:
        return None
    return Factor(
        person_id=person.id,
        kind="passkey",
        name=name,
        credential=credential,
        secret=bytes_to_base64url(made.credential_public_key),
        counter=made.sign_count,
    )


def accept(session: Session, person: Person, answer: str, now: datetime) -> Factor | None:
    """The factor this answer proves; a copied authenticator, whose count went back, proves none."""
    site = site_of(session.info["settings"])
    challenge = _redeemed(session, person, answer, now)
    if site is None or challenge is None:
        return None
    factor = session.scalar(
        select(Factor)
        .where(Factor.person_id == person.id, Factor.credential == _credential_in(answer))
        .with_for_update()
    )
    if factor is None:
        return None
    try:
        proven = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(factor.secret),
            credential_current_sign_count=factor.counter,
            require_user_verification=True,
        )
    except WebAuthnException:
        return None
    factor.counter = proven.new_sign_count
    return factor


def _challenge(session: Session, person: Person, now: datetime) -> bytes:
    """Kept like every single-use secret: its digest, for five minutes."""
    secret = secrets.token_urlsafe(32)
    tokens.remember(session, person, Purpose.PASSKEY, secret, now + _LIFETIME)
    return secret.encode()


def _redeemed(session: Session, person: Person, answer: str, now: datetime) -> bytes | None:
    """The challenge that was answered, if it was this person's and nobody used it before."""
    try:
        encoded = json.loads(answer)["response"]["clientDataJSON"]
        challenge = parse_client_data_json(base64url_to_bytes(encoded)).challenge
        holder = tokens.redeem(session, challenge.decode(), Purpose.PASSKEY, now)
    except (ValueError, TypeError, KeyError, RecursionError, WebAuthnException):
        return None
    return challenge if holder is person else None


def _credential_in(answer: str) -> str:
    return str(json.loads(answer).get("id", ""))


def _credentials(session: Session, person: Person) -> list[PublicKeyCredentialDescriptor]:
    query = select(Factor.credential).where(Factor.person_id == person.id, Factor.kind == "passkey")
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(kept))
        for kept in session.scalars(query)
        if kept
    ]
