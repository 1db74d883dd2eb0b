"""What the program connects to: database, queue, mail, single sign-on, time stamps, a store of
files. Each is read from the environment whole or not at all, and raises BadSetting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from environment import BadSetting, all_or_none, between_commas, host_and_port, one_of, url

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

_ACCEPTED = "CHONGXIAN_ACCEPTED_RISKS"
_RISKS = {
    "sqlite": (
        "CHONGXIAN_DATABASE_URL",
        "is a file of SQLite, which one machine alone can write; set "
        "postgresql+psycopg://user:password@host/database",
    ),
    "http": (
        "CHONGXIAN_BASE_URL",
        "begins with http://, and passwords would go in the open; set https://host, also where a "
        "proxy in front speaks TLS",
    ),
}
"""By what a value that carries the risk begins with: whose value, and what to set instead."""


class MailTLS(StrEnum):
    """When the conversation with the mail server is encrypted: never, once it has offered to be
    (port 587 by custom), or from its first byte (465)."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out; without a `user` nobody signs in there."""

    host: str
    port: int = 25
    tls: MailTLS = MailTLS.NONE
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider through which people may sign in; `label` stands on the button."""

    issuer: str
    client_id: str
    client_secret: str
    label: str


@dataclass(frozen=True, slots=True)
class TimeStamping:
    """An authority of time stamps (RFC 3161), and the certificates that it and those before it go
    back to, in one file (PEM)."""

    url: str
    roots: Path


@dataclass(frozen=True, slots=True)
class ObjectStorage:
    """An S3-compatible store that takes the place of the folder; `endpoint` is a URL without a
    path. The bucket is there already."""

    endpoint: str
    bucket: str
    region: str
    access_key: str
    secret_key: str


def check_risks_are_accepted(env: Mapping[str, str]) -> None:
    """Raises BadSetting: what serves for one machine and a trial is not meant for a real office,
    unless it says that it knows."""
    accepted = between_commas(env, _ACCEPTED)
    faults = [
        f"{name} {what}; or accept the risk by {_ACCEPTED}={risk}."
        for risk, (name, what) in _RISKS.items()
        if env.get(name, "").strip().lower().startswith(f"{risk}:") and risk not in accepted
    ]
    if unknown := [risk for risk in accepted if risk not in _RISKS]:
        faults.append(f"{_ACCEPTED} names {', '.join(unknown)}; it knows {', '.join(_RISKS)}.")
    if faults:
        raise BadSetting("\n".join(faults))


def database_url(env: Mapping[str, str], otherwise: str) -> str:
    """Of PostgreSQL, or a file of SQLite."""
    value = env.get("CHONGXIAN_DATABASE_URL") or otherwise
    if not value.startswith("sqlite://"):
        _check_postgres("CHONGXIAN_DATABASE_URL", value)
    return value


def replica_url(env: Mapping[str, str]) -> str | None:
    value = env.get("CHONGXIAN_REPLICA_URL") or None
    if value is not None:
        _check_postgres("CHONGXIAN_REPLICA_URL", value)
        if not (env.get("CHONGXIAN_DATABASE_URL") or "").startswith("postgresql"):
            raise BadSetting("CHONGXIAN_REPLICA_URL: CHONGXIAN_DATABASE_URL is none of PostgreSQL.")
    return value


def _check_postgres(name: str, value: str) -> None:
    """Raises BadSetting, which does not repeat the value: a password may stand in it."""
    scheme, _, rest = value.partition("://")
    place, _, database = rest.partition("?")[0].partition("/")
    well_formed = place.count("@") <= 1 and re.fullmatch(r"[^/@:]+", database)
    if scheme != "postgresql+psycopg" or not well_formed:
        raise BadSetting(
            f"{name} must be postgresql+psycopg://user:password@host/database; a sign in the "
            "password that is no letter or digit is written %XX."
        )


def redis_url(env: Mapping[str, str], otherwise: str) -> str:
    value = env.get("CHONGXIAN_REDIS_URL") or otherwise
    if not re.match(r"(redis|rediss|unix)://.", value):
        raise BadSetting(
            "CHONGXIAN_REDIS_URL must be redis://host:port/number, rediss://… or unix:///path."
        )
    return value


def base_url(env: Mapping[str, str], otherwise: str) -> str:
    """Without a path: the site is all there is at its address."""
    value = env.get("CHONGXIAN_BASE_URL") or otherwise
    parts = url("CHONGXIAN_BASE_URL", value, "https", "http")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(f"CHONGXIAN_BASE_URL is {value!r}; nothing follows host and port.")
    return f"{parts.scheme}://{parts.netloc}"


def mail_sender(env: Mapping[str, str], otherwise: str) -> str:
    value = env.get("CHONGXIAN_MAIL_SENDER") or otherwise
    if not _ADDRESS.fullmatch(value):
        raise BadSetting(
            f"CHONGXIAN_MAIL_SENDER is {value!r}; it must be an address alone: name@example.org."
        )
    return value


def mail_server(env: Mapping[str, str]) -> MailServer | None:
    address = env.get("CHONGXIAN_MAIL_SERVER")
    if not address:
        return None
    host, port = host_and_port(env, "CHONGXIAN_MAIL_SERVER") if ":" in address else (address, 25)
    tls = one_of(env, "CHONGXIAN_MAIL_TLS", MailTLS.NONE)
    user, password = env.get("CHONGXIAN_MAIL_USER", ""), env.get("CHONGXIAN_MAIL_PASSWORD", "")
    if bool(user) != bool(password):
        raise BadSetting("CHONGXIAN_MAIL_USER and CHONGXIAN_MAIL_PASSWORD go together.")
    if user and tls is MailTLS.NONE:
        raise BadSetting("CHONGXIAN_MAIL_PASSWORD would go in the open; set CHONGXIAN_MAIL_TLS.")
    return MailServer(host, port, tls, user, password)


def time_stamping(env: Mapping[str, str], *, clock_is_moved: bool) -> TimeStamping | None:
    names = ("CHONGXIAN_TIMESTAMP_URL", "CHONGXIAN_TIMESTAMP_ROOTS")
    if (given := all_or_none(env, names, "time stamps")) is None:
        return None
    authority, roots = given
    parts = url("CHONGXIAN_TIMESTAMP_URL", authority, "https", "http")
    if parts.password and parts.scheme == "http":
        raise BadSetting("CHONGXIAN_TIMESTAMP_URL has a password in it; with one it must be https.")
    if clock_is_moved:
        raise BadSetting(
            "CHONGXIAN_TIMESTAMP_URL: a demonstration's clock is moved by hand, an authority's is "
            "not; leave it out."
        )
    return TimeStamping(authority, Path(roots))


def provider(env: Mapping[str, str], *, is_real: bool) -> Provider | None:
    names = ("CHONGXIAN_OIDC_ISSUER", "CHONGXIAN_OIDC_CLIENT_ID", "CHONGXIAN_OIDC_CLIENT_SECRET")
    if (given := all_or_none(env, names, "single sign-on")) is None:
        return None
    issuer, client_id, client_secret = given
    url("CHONGXIAN_OIDC_ISSUER", issuer, *_encrypted(is_real))
    label = env.get("CHONGXIAN_OIDC_LABEL") or "OpenID Connect"
    return Provider(issuer, client_id, client_secret, label)


def object_storage(env: Mapping[str, str], *, is_real: bool) -> ObjectStorage | None:
    names = (
        *("CHONGXIAN_S3_ENDPOINT", "CHONGXIAN_S3_BUCKET"),
        *("CHONGXIAN_S3_ACCESS_KEY", "CHONGXIAN_S3_SECRET_KEY"),
    )
    if (given := all_or_none(env, names, "the object store")) is None:
        return None
    endpoint, bucket, access_key, secret_key = given
    parts = url("CHONGXIAN_S3_ENDPOINT", endpoint, *_encrypted(is_real))
    if parts.path.strip("/") or parts.query:
        raise BadSetting(f"CHONGXIAN_S3_ENDPOINT is {endpoint!r}; nothing follows host and port.")
    if not _BUCKET.fullmatch(bucket):
        raise BadSetting(f"CHONGXIAN_S3_BUCKET is {bucket!r}; that is no name of a bucket.")
    region = env.get("CHONGXIAN_S3_REGION") or "us-east-1"
    return ObjectStorage(endpoint, bucket, region, access_key, secret_key)


def _encrypted(is_real: bool) -> tuple[str, ...]:
    """In the open only where nothing real is sent."""
    return ("https",) if is_real else ("https", "http")
