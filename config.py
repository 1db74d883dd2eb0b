"""One frozen settings object from the environment; it fails loudly instead of guessing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from connections import (
    MailServer,
    ObjectStorage,
    Provider,
    TimeStamping,
    base_url,
    check_risks_are_accepted,
    database_url,
    mail_sender,
    mail_server,
    object_storage,
    provider,
    redis_url,
    replica_url,
    time_stamping,
)
from environment import (
    BadSetting,
    Reading,
    between_commas,
    host_and_port,
    networks,
    number,
    one_of,
    token,
)

ROOT = Path(__file__).resolve().parent
_DEVELOPMENT_SECRET = "only-for-a-machine-that-nobody-else-can-reach"  # noqa: S105 - not taken in production
_SECRET_LEAST = 32
"""Characters."""
_NEEDED_IN_PRODUCTION = (
    *("CHONGXIAN_SECRET_KEY", "CHONGXIAN_AUDIT_KEY", "CHONGXIAN_SEALING_KEY"),
    *("CHONGXIAN_DATABASE_URL", "CHONGXIAN_REDIS_URL", "CHONGXIAN_BASE_URL"),
    *("CHONGXIAN_OFFICE_NAME", "CHONGXIAN_OFFICE_CODE", "CHONGXIAN_SUPERVISION_PHONE"),
    # Without mail nobody could register or set a new password, and no deadline would reach anybody.
    *("CHONGXIAN_MAIL_SERVER", "CHONGXIAN_MAIL_SENDER"),
)


class Mode(StrEnum):
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the process may be told from outside; sizes in bytes. A signature needs a password
    given not longer than `signature_minutes` ago; a role of the office is confirmed within
    `role_confirm_days` working days. Of keys that were replaced the newest is first: it signs, and
    all of them verify. `proxies` is how many proxies in front are ours. Webhooks reach public
    addresses, and of others only those in `webhook_networks`. A replica more than
    `replica_lag_most` seconds behind answers nobody. A migration waits no longer than
    `migrate_lock_seconds` for a table, and then tries again. A token makes no more than
    `api_requests_a_minute`."""

    mode: Mode
    secret_keys: tuple[str, ...]
    audit_keys: tuple[str, ...]
    sealing_keys: tuple[str, ...]
    database_url: str
    redis_url: str
    var: Path
    fonts: Path
    base_url: str
    office_name: str
    office_code: str
    supervision_phone: str
    mail_server: MailServer | None
    mail_sender: str
    signing_identity: Path | None
    signing_passphrase: str = ""
    time_stamping: TimeStamping | None = None
    upload_most: int = 50 * 1024 * 1024
    signature_minutes: int = 5
    role_confirm_days: int = 5
    sign_in_hours: int = 24
    needs_second_factor: bool = True
    proxies: int = 0
    scanner: tuple[str, int] | None = None
    provider: Provider | None = None
    metrics_token: str | None = None
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    object_storage: ObjectStorage | None = None
    api_requests_a_minute: int = 300
    replica_url: str | None = None
    replica_lag_most: int = 10
    migrate_lock_seconds: int = 5

    @property
    def secret_key(self) -> str:
        return self.secret_keys[0]

    @property
    def audit_key(self) -> str:
        return self.audit_keys[0]

    @property
    def sealing_key(self) -> str:
        return self.sealing_keys[0]

    @property
    def is_demo(self) -> bool:
        return self.mode is Mode.DEMO

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def is_served_by_tls(self) -> bool:
        return self.base_url.startswith("https://")

    def cookie_name(self, name: str) -> str:
        """With TLS a browser keeps a cookie of this prefix to this host, and never in the open."""
        return f"__Host-{name}" if self.is_served_by_tls else name


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Raises BadSetting: variables have no usable value, or production runs on a default secret;
    it names all of them, a line each."""
    env = os.environ if environ is None else environ
    mode = one_of(env, "CHONGXIAN_MODE", Mode.PRODUCTION)
    is_real = mode is Mode.PRODUCTION
    reading = Reading()
    if is_real:
        reading.of(_check_nothing_is_missing, env)
        reading.of(_check_keys_differ, env)
        reading.of(check_risks_are_accepted, env)
    var = Path(env.get("CHONGXIAN_VAR") or ROOT / "var" / mode.value).resolve()
    identity = env.get("CHONGXIAN_SIGNING_IDENTITY")
    settings = Settings(
        mode=mode,
        secret_keys=reading.of(_secrets, env, "CHONGXIAN_SECRET_KEY", mode),
        audit_keys=reading.of(_secrets, env, "CHONGXIAN_AUDIT_KEY", mode),
        sealing_keys=reading.of(_secrets, env, "CHONGXIAN_SEALING_KEY", mode),
        database_url=reading.of(database_url, env, f"sqlite:///{var / 'chongxian.sqlite'}"),
        redis_url=reading.of(redis_url, env, f"unix://{var / 'redis.sock'}"),
        var=var,
        fonts=Path(env.get("CHONGXIAN_FONTS") or ROOT / "var" / "fonts"),
        base_url=reading.of(base_url, env, "http://127.0.0.1:8000"),
        office_name=env.get("CHONGXIAN_OFFICE_NAME") or "海峡省科学技术厅（演示）",
        office_code=env.get("CHONGXIAN_OFFICE_CODE") or "海科资演",
        supervision_phone=env.get("CHONGXIAN_SUPERVISION_PHONE") or "0000-66666666（演示）",
        mail_server=reading.of(mail_server, env),
        mail_sender=reading.of(mail_sender, env, "noreply@example.org"),
        signing_identity=Path(identity) if identity else None,
        signing_passphrase=reading.of(_passphrase, env),
        time_stamping=reading.of(time_stamping, env, clock_is_moved=mode is Mode.DEMO),
        signature_minutes=reading.of(number, env, "CHONGXIAN_SIGNATURE_MINUTES", 5),
        role_confirm_days=reading.of(number, env, "CHONGXIAN_ROLE_CONFIRM_DAYS", 5),
        # Where the clock is moved by hand, moving it ends no sign-in.
        sign_in_hours=reading.of(
            number,
            env,
            "CHONGXIAN_SIGN_IN_HOURS",
            100_000 if mode in (Mode.DEMO, Mode.TEST) else 24,
        ),
        needs_second_factor=reading.of(_needs_second_factor, env, mode),
        proxies=reading.of(number, env, "CHONGXIAN_PROXIES", 0, least=0),
        scanner=reading.of(_scanner, env),
        provider=reading.of(provider, env, is_real=is_real),
        metrics_token=reading.of(token, env, "CHONGXIAN_METRICS_TOKEN"),
        webhook_networks=reading.of(networks, env, "CHONGXIAN_WEBHOOK_NETWORKS"),
        api_requests_a_minute=reading.of(number, env, "CHONGXIAN_API_REQUESTS_A_MINUTE", 300),
        object_storage=reading.of(object_storage, env, is_real=is_real),
        replica_url=reading.of(replica_url, env),
        replica_lag_most=reading.of(number, env, "CHONGXIAN_REPLICA_LAG_SECONDS", 10, least=2),
        migrate_lock_seconds=reading.of(number, env, "CHONGXIAN_MIGRATE_LOCK_SECONDS", 5),
    )
    reading.end()
    return settings


def _check_nothing_is_missing(env: Mapping[str, str]) -> None:
    """Raises BadSetting, which names all that is missing at once."""
    missing = [name for name in _NEEDED_IN_PRODUCTION if not env.get(name, "").strip()]
    if missing:
        raise BadSetting(f"{', '.join(missing)}: not set; production takes no default for these.")


def _check_keys_differ(env: Mapping[str, str]) -> None:
    """Raises BadSetting: what opens one thing would open another."""
    secret, audit, sealing = (
        set(between_commas(env, name))
        for name in ("CHONGXIAN_SECRET_KEY", "CHONGXIAN_AUDIT_KEY", "CHONGXIAN_SEALING_KEY")
    )
    if secret & audit:
        raise BadSetting("CHONGXIAN_AUDIT_KEY must differ from CHONGXIAN_SECRET_KEY.")
    if sealing & (secret | audit):
        raise BadSetting("CHONGXIAN_SEALING_KEY must differ from the other two keys.")


def _needs_second_factor(env: Mapping[str, str], mode: Mode) -> bool:
    """Forced where real money is awarded, unless somebody decides otherwise in writing."""
    otherwise = "required" if mode is Mode.PRODUCTION else "optional"
    value = env.get("CHONGXIAN_SECOND_FACTOR") or otherwise
    if value not in ("required", "optional"):
        raise BadSetting(f"CHONGXIAN_SECOND_FACTOR is {value!r}; say required or optional.")
    return value == "required"


def _passphrase(env: Mapping[str, str]) -> str:
    value = env.get("CHONGXIAN_SIGNING_PASSPHRASE", "")
    if value and not env.get("CHONGXIAN_SIGNING_IDENTITY"):
        raise BadSetting("CHONGXIAN_SIGNING_PASSPHRASE opens CHONGXIAN_SIGNING_IDENTITY; set both.")
    return value


def _scanner(env: Mapping[str, str]) -> tuple[str, int] | None:
    return host_and_port(env, "CHONGXIAN_SCANNER") if env.get("CHONGXIAN_SCANNER") else None


def _secrets(env: Mapping[str, str], name: str, mode: Mode) -> tuple[str, ...]:
    """The newest key first, then the older ones that still verify. That one is missing is told by
    `_check_nothing_is_missing`."""
    keys = between_commas(env, name) or (_DEVELOPMENT_SECRET,)
    is_given = bool(env.get(name, "").strip())
    is_weak = any(key == _DEVELOPMENT_SECRET or len(key) < _SECRET_LEAST for key in keys)
    if mode is Mode.PRODUCTION and is_given and is_weak:
        raise BadSetting(
            f"{name} must be set to at least {_SECRET_LEAST} random characters in production."
        )
    return keys
