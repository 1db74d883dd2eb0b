"""Keys that are replaced without a break: of each list the first signs and encrypts, and all of
them verify and open."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE, _KEY = 12, 32


class NoKeyFits(ValueError):
    """None of the keys opens this; the message says for what purpose it was encrypted."""


def encrypted(keys: Sequence[str], purpose: str, content: bytes) -> str:
    """AES-256-GCM under the first key; Base64."""
    nonce = os.urandom(_NONCE)
    return b64encode(nonce + _box(keys[0], purpose).encrypt(nonce, content, None)).decode()


def decrypted(keys: Sequence[str], purpose: str, text: str) -> bytes:
    """Raises NoKeyFits."""
    raw = b64decode(text)
    for key in keys:
        try:
            return _box(key, purpose).decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except InvalidTag:
            continue
    raise NoKeyFits(f"no key of the settings opens this {purpose}")


def _box(key: str, purpose: str) -> AESGCM:
    info = b"chongxian " + purpose.encode()
    return AESGCM(HKDF(SHA256(), _KEY, salt=None, info=info).derive(key.encode()))
