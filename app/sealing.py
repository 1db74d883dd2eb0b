"""Seals that only one key opens: X25519 and AES-256-GCM; the key is wrapped by the server's secret.

Sealing needs the public half alone. The private half is stored wrapped, so that the database on its
own opens nothing; when it may be unwrapped is decided by `app.services.open_call.sealing`.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KEY = 32


class BrokenSeal(ValueError):
    """The sealed content was changed, or this is not the key it was sealed for."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """`public` seals; `wrapped` opens once it is unwrapped with the server's secret. Base64."""

    public: str
    wrapped: str


def new_pair(secret: str) -> KeyPair:
    private = X25519PrivateKey.generate()
    return KeyPair(
        public=_text(private.public_key().public_bytes_raw()),
        wrapped=_text(_encrypt(_derived(secret.encode(), b"wrap"), private.private_bytes_raw())),
    )


def seal(public: str, content: bytes) -> bytes:
    """Another key for each content: the sender's half is made for it and thrown away."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(b64decode(public)))
    return once.public_key().public_bytes_raw() + _encrypt(_derived(shared, b"seal"), content)


def unseal(secrets: Sequence[str], wrapped: str, sealed: bytes) -> bytes:
    """Raises BrokenSeal."""
    private = X25519PrivateKey.from_private_bytes(_unwrapped(secrets, wrapped))
    sender, rest = sealed[:_KEY], sealed[_KEY:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
    return _decrypt(_derived(shared, b"seal"), rest)


def wrapped_anew(secrets: Sequence[str], wrapped: str) -> str:
    """The same private half under the first of the server's secrets. Raises BrokenSeal."""
    private = _unwrapped(secrets, wrapped)
    return _text(_encrypt(_derived(secrets[0].encode(), b"wrap"), private))


def _unwrapped(secrets: Sequence[str], wrapped: str) -> bytes:
    for secret in secrets:
        try:
            return _decrypt(_derived(secret.encode(), b"wrap"), b64decode(wrapped))
        except BrokenSeal:
            continue
    raise BrokenSeal("none of the server's secrets opens this key")


def _derived(material: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=b"chongxian sealed bid " + purpose).derive(material)


def _encrypt(key: bytes, content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, None)


def _decrypt(key: bytes, sealed: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except InvalidTag as error:
        raise BrokenSeal("the seal is broken, or this is another key") from error


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
