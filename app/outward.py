"""Requests to addresses that partners name: to the public network, or to networks of the settings,
and nowhere else. The name is looked up once and what was looked at is what is connected to; no
redirect is followed, no proxy asked, nothing of the answer kept but its status."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import IPPROTO_TCP, SHUT_RDWR, SOCK_STREAM, create_connection, gaierror, getaddrinfo
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from workflows.engine.text import Text

Networks = Sequence[IPv4Network | IPv6Network]

SECONDS_MOST = 10.0
"""For connecting, and then for everything up to the answer, however slowly it comes."""

_CARRYING = tuple(
    ip_network(network)
    for network in (
        *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("2001::/32", "2002::/16", "fec0::/10"),
    )
)
"""Public as numbers go, but an address of another kind may hide inside."""


class Unreachable(Exception):
    """Nobody there, or not to be asked; the message names no more of the address than its host."""


class NoAnswerInTime(Unreachable):
    """Somebody there, who kept us waiting to the end."""


def why_not(url: str, networks: Networks) -> Text | None:
    """What is wrong with an address as it is typed; where its name leads is asked when sending."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _NO_ADDRESS
    if not (host and url.isascii() and url.isprintable() and " " not in url):
        return _NO_ADDRESS
    if parts.username is not None or parts.password is not None or parts.fragment:
        return _NO_ADDRESS
    if parts.scheme != "https" and not (parts.scheme == "http" and networks):
        return _NOT_HTTPS
    literal = _literal("127.0.0.1" if host == "localhost" else host)
    if literal is not None and not may_reach(literal, networks):
        return _NOT_PUBLIC
    return None


def may_reach(address: IPv4Address | IPv6Address, networks: Networks) -> bool:
    plain = (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
    if any(plain in network for network in networks):
        return True
    if any(plain in network for network in _CARRYING):
        return False
    return plain.is_global and not plain.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], networks: Networks) -> int:
    """The status of the answer. Raises Unreachable."""
    parts = urlsplit(url)
    connection = _connection(parts, _resolved(parts, networks))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        if connection.was_hung_up or isinstance(error, TimeoutError):
            late = f"{parts.hostname}: no whole answer in {SECONDS_MOST:g} s"
            raise NoAnswerInTime(late) from error
        raise Unreachable(f"{parts.hostname}: {type(error).__name__}") from error
    finally:
        connection.close()


def _resolved(parts: SplitResult, networks: Networks) -> str:
    """One address of the host, after all of them were looked at."""
    host = parts.hostname or ""
    try:
        found = getaddrinfo(host, _port_of(parts), type=SOCK_STREAM, proto=IPPROTO_TCP)
    except (gaierror, UnicodeError) as error:
        raise Unreachable(f"{host}: the name is not known") from error
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not all(may_reach(address, networks) for address in addresses):
        raise Unreachable(f"{host}: leads to a network that is not public")
    own = any(addresses[0] in network for network in networks)
    if parts.scheme != "https" and not own:
        raise Unreachable(f"{host}: over the public network only https is spoken")
    return str(addresses[0])


def _connection(parts: SplitResult, address: str) -> _Pinned:
    host, port = parts.hostname or "", _port_of(parts)
    if parts.scheme == "https":
        return _PinnedByTls(address, host, port)
    return _Pinned(address, host, port)


class _Pinned(http.client.HTTPConnection):
    """Connects to `address`, whatever the name of the host would lead to by now. A socket's own
    patience begins anew with each byte, so it is hung up when the time is over: who sends one now
    and then would hold the worker, and with it letters and mails."""

    def __init__(self, address: str, host: str, port: int) -> None:
        super().__init__(host, port, timeout=SECONDS_MOST)
        self._address = address
        self._end = Timer(SECONDS_MOST, self._hang_up)
        self.was_hung_up = False

    def connect(self) -> None:
        self.sock = create_connection((self._address, self.port), SECONDS_MOST)
        self._end.start()

    def close(self) -> None:
        self._end.cancel()
        super().close()

    def _hang_up(self) -> None:
        self.was_hung_up = True
        with suppress(OSError):
            self.sock.shutdown(SHUT_RDWR)


class _PinnedByTls(_Pinned):
    """The certificate must be that of the host's name."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


def _port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


_NO_ADDRESS = Text(
    "请填写形如 https://partner.example.org/hooks 的完整地址，不含用户名和 #。",
    "Enter a full address such as https://partner.example.org/hooks, without a user name or #.",
)
_NOT_HTTPS = Text(
    "地址须以 https:// 开头；只有运维在 CHONGXIAN_WEBHOOK_NETWORKS 中列出的内网才可用 http。",
    "The address must start with https://. http works only for internal networks the "
    "operator lists in CHONGXIAN_WEBHOOK_NETWORKS.",
)
_NOT_PUBLIC = Text(
    "这个地址不在公网上；内网地址须由运维在 CHONGXIAN_WEBHOOK_NETWORKS 中列出其网段。",
    "This address is not on the public internet. For an internal address, the operator "
    "must list its network in CHONGXIAN_WEBHOOK_NETWORKS.",
)
