"""How a variable of the environment is read, whatever it sets: as one of several words, a number,
an address. Each raises BadSetting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import ParamSpec, TypeVar, cast
from urllib.parse import SplitResult, urlsplit

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
Given = ParamSpec("Given")


class BadSetting(RuntimeError):
    """A setting is missing or unsafe; the message names the variable and what to do."""


class Reading:
    """Reads on after a fault, so that whoever starts the program is told of all of them at once."""

    def __init__(self) -> None:
        self._faults: list[str] = []

    def of(self, read: Callable[Given, Value], *given: Given.args, **named: Given.kwargs) -> Value:
        """What `read` returns; after a fault nothing, which nobody sees, for `end` raises."""
        try:
            return read(*given, **named)
        except BadSetting as fault:
            self._faults.append(str(fault))
            return cast(Value, None)

    def end(self) -> None:
        """Raises BadSetting: there was a fault; all of them, a line each."""
        if self._faults:
            raise BadSetting("\n".join(self._faults))


def one_of(env: Mapping[str, str], name: str, otherwise: Choice) -> Choice:
    given, choices = env.get(name) or otherwise, type(otherwise)
    try:
        return choices(given)
    except ValueError:
        names = ", ".join(choices)
        raise BadSetting(f"{name} is {given!r}; it must be one of {names}.") from None


def number(env: Mapping[str, str], name: str, otherwise: int, *, least: int = 1) -> int:
    value = env.get(name) or str(otherwise)
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise BadSetting(f"{name} is {value!r}; it must be a whole number of at least {least}.")
    return int(value)


def host_and_port(env: Mapping[str, str], name: str) -> tuple[str, int]:
    value = env[name]
    host, _, port = value.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise BadSetting(f"{name} is {value!r}; it must be host:port.")
    return host, int(port)


def url(name: str, value: str, *schemes: str) -> SplitResult:
    wrong = BadSetting(f"{name} is {value!r}; it must be {' or '.join(schemes)}://host[:port].")
    try:
        parts = urlsplit(value)
    except ValueError:
        raise wrong from None
    if parts.scheme not in schemes or not parts.netloc:
        raise wrong
    return parts


def between_commas(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())


def networks(env: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks such as 10.3.0.0/16, between commas."""
    try:
        return tuple(ip_network(part) for part in between_commas(env, name))
    except ValueError as error:
        raise BadSetting(f"{name}: {error}; say networks such as 10.3.0.0/16.") from None


def all_or_none(env: Mapping[str, str], names: Sequence[str], what: str) -> list[str] | None:
    given = [env.get(name, "") for name in names]
    if not any(given):
        return None
    for name, value in zip(names, given, strict=True):
        if not value:
            raise BadSetting(f"{name} is not set, but others of {what} are.")
    return given


def token(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name) or None
    if value is not None and len(value) < 16:
        raise BadSetting(f"{name} must be at least 16 random characters, or not be set.")
    return value
