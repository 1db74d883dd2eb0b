"""Secrets and signatures as Standard Webhooks 1.0.0 has them (symmetric, `v1`)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

from app.keys import decrypted, encrypted
from app.models import Webhook
from config import Settings

_PREFIX, _BYTES, _PURPOSE = "whsec_", 32, "webhook"


def new_secret() -> str:
    return _PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def kept(secret: str, settings: Settings) -> str:
    """As it stands in the database."""
    return encrypted(settings.secret_keys, _PURPOSE, secret.encode())


def valid(webhook: Webhook, settings: Settings, now: datetime) -> list[str]:
    """The newest secret first, then the former one while it still counts."""
    texts = [webhook.secret]
    if webhook.former_until is not None and now < webhook.former_until:
        texts.append(webhook.former_secret)
    return [decrypted(settings.secret_keys, _PURPOSE, text).decode() for text in texts]


def encrypt_anew(webhook: Webhook, settings: Settings) -> None:
    """Under the server's newest key."""
    opened = decrypted(settings.secret_keys, _PURPOSE, webhook.secret).decode()
    webhook.secret = kept(opened, settings)
    if webhook.former_secret:
        former = decrypted(settings.secret_keys, _PURPOSE, webhook.former_secret).decode()
        webhook.former_secret = kept(former, settings)


def signatures(given: Iterable[str], event: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one of each secret, so that a partner may change it at any
    moment while both count."""
    signed = f"{event}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in given)


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(_PREFIX))
    return b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
