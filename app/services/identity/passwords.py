"""Passwords: what is good enough, how they are kept, and a comparison that tells nothing by its
time."""

from __future__ import annotations

from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workflows.engine.text import Text

LEAST, MOST = 10, 128
NONE = "!"
"""In the place of a hash: no password fits; its owner asks for one by mail."""

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Costs the same whether there is an account or not, and whatever is kept for it."""
    try:
        return _hasher.verify(kept or _nobodys(), password) and kept is not None
    except InvalidHashError:
        return matches(None, password)
    except VerificationError:
        return False


def is_set(kept: str) -> bool:
    """Whether any password fits: none does before the owner has chosen one."""
    return kept.startswith("$")


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def why_not(password: str, email: str) -> Text | None:
    """What makes this password too weak for that account."""
    if len(password) < LEAST:
        return _TOO_SHORT
    if len(password) > MOST:
        return _TOO_LONG
    if len(set(password)) < 4:
        return _TOO_EVEN
    if email and email.partition("@")[0].casefold() in password.casefold():
        return _HOLDS_THE_NAME
    return None


def _nobodys() -> str:
    """A hash of today's cost that no password fits. It is put together, not computed: or the first
    unknown address that a process meets would take twice as long as a known one."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    salt, digest = (_spelled(bytes(n)) for n in (_hasher.salt_len, _hasher.hash_len))
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _spelled(part: bytes) -> str:
    return b64encode(part).rstrip(b"=").decode()


_TOO_SHORT = Text(f"密码至少 {LEAST} 个字符", f"The password must have at least {LEAST} characters")
_TOO_LONG = Text(f"密码最多 {MOST} 个字符", f"The password can have at most {MOST} characters")
_TOO_EVEN = Text(
    "密码过于简单，请使用更多不同的字符",
    "The password is too simple. Use more different characters",
)
_HOLDS_THE_NAME = Text(
    "密码不能包含邮箱名", "The password must not contain the name in your email address"
)
