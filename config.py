"""One frozen settings object from the environment; it fails loudly instead of guessing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent
_DEVELOPMENT_SECRET = "only-for-a-machine-that-nobody-else-can-reach"  # noqa: S105


class Mode(StrEnum):
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class BadSetting(RuntimeError):
    """A setting is missing or unsafe; the message names the variable and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the process may be told from outside; sizes in bytes. A signature needs a password
    given not longer than `signature_minutes` ago."""

    mode: Mode
    secret_key: str
    audit_key: str
    sealing_key: str
    database_url: str
    redis_url: str
    var: Path
    fonts: Path
    base_url: str
    office_name: str
    office_code: str
    mail_server: str | None
    mail_sender: str
    signing_identity: Path | None
    upload_most: int = 50 * 1024 * 1024
    session_hours: int = 8
    signature_minutes: int = 5

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Raises BadSetting: a variable has no usable value, or production runs on a default secret."""
    env = os.environ if environ is None else environ
    mode = _mode(env)
    var = Path(env.get("CHONGXIAN_VAR") or ROOT / "var" / mode.value).resolve()
    secret, audit = (
        _secret(env, "CHONGXIAN_SECRET_KEY", mode),
        _secret(env, "CHONGXIAN_AUDIT_KEY", mode),
    )
    if mode is Mode.PRODUCTION and secret == audit:
        raise BadSetting("CHONGXIAN_AUDIT_KEY must differ from CHONGXIAN_SECRET_KEY.")
    sealing = _secret(env, "CHONGXIAN_SEALING_KEY", mode)
    if mode is Mode.PRODUCTION and sealing in (secret, audit):
        raise BadSetting("CHONGXIAN_SEALING_KEY must differ from the other two keys.")
    identity = env.get("CHONGXIAN_SIGNING_IDENTITY")
    return Settings(
        mode=mode,
        secret_key=secret,
        audit_key=audit,
        sealing_key=sealing,
        database_url=_required(
            env, "CHONGXIAN_DATABASE_URL", mode, f"sqlite:///{var / 'chongxian.sqlite'}"
        ),
        redis_url=_required(env, "CHONGXIAN_REDIS_URL", mode, f"unix://{var / 'redis.sock'}"),
        var=var,
        fonts=Path(env.get("CHONGXIAN_FONTS") or ROOT / "var" / "fonts"),
        base_url=_required(env, "CHONGXIAN_BASE_URL", mode, "http://127.0.0.1:8000").rstrip("/"),
        office_name=_required(env, "CHONGXIAN_OFFICE_NAME", mode, "海峡省科学技术厅（演示）"),
        office_code=_required(env, "CHONGXIAN_OFFICE_CODE", mode, "海科资演"),
        mail_server=env.get("CHONGXIAN_MAIL_SERVER") or None,
        mail_sender=env.get("CHONGXIAN_MAIL_SENDER") or "noreply@example.org",
        signing_identity=Path(identity) if identity else None,
        signature_minutes=_number(env, "CHONGXIAN_SIGNATURE_MINUTES", 5),
    )


def _mode(env: Mapping[str, str]) -> Mode:
    given = env.get("CHONGXIAN_MODE", Mode.PRODUCTION)
    try:
        return Mode(given)
    except ValueError:
        names = ", ".join(Mode)
        raise BadSetting(f"CHONGXIAN_MODE is {given!r}; it must be one of {names}.") from None


def _required(env: Mapping[str, str], name: str, mode: Mode, otherwise: str) -> str:
    value = env.get(name)
    if value:
        return value
    if mode is Mode.PRODUCTION:
        raise BadSetting(f"{name} is not set; production takes no default for it.")
    return otherwise


def _number(env: Mapping[str, str], name: str, otherwise: int) -> int:
    value = env.get(name) or str(otherwise)
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise BadSetting(f"{name} is {value!r}; it must be a whole number above zero.")
    return int(value)


def _secret(env: Mapping[str, str], name: str, mode: Mode) -> str:
    value = env.get(name) or _DEVELOPMENT_SECRET
    if mode is Mode.PRODUCTION and (value == _DEVELOPMENT_SECRET or len(value) < 32):
        raise BadSetting(f"{name} must be set to at least 32 random characters in production.")
    return value
