"""Where a webhook may lead: public addresses by https, and what was looked at is connected to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from socket import create_server
from threading import Event, Thread
from typing import Any

import pytest

from app import outward
from tests.worker.partner import LOOPBACK, Partner


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/x", "https://localhost/x", "https://[::1]/", "https://10.0.0.8/"),
        *("https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "https://[2002:a00::1]/"),
        *("https://[::127.0.0.1]/", "https://[::ffff:0:10.0.0.1]/", "https://[64:ff9b::a00:1]/"),
        *("http://partner.example.org/", "ftp://partner.example.org/", "https://u:p@example.org/"),
        *("https://", "https://example.org:99999/", "https://example.org/#x", "https://a b/"),
    ],
)
def test_an_address_that_is_not_public_or_not_https_is_refused(url: str) -> None:
    assert outward.why_not(url, ()) is not None


def test_an_address_of_a_partner_is_taken() -> None:
    assert outward.why_not("https://partner.example.org:8443/hooks?key=x", ()) is None
    assert outward.why_not("http://10.3.0.8/hooks", (ip_network("10.3.0.0/16"),)) is None
    assert outward.why_not("http://10.4.0.8/hooks", (ip_network("10.3.0.0/16"),)) is not None


@pytest.mark.parametrize("leads_to", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254", "fd00::1"])
def test_a_name_that_leads_inside_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, leads_to: str
) -> None:
    found = [(2, 1, 6, "", (a, 443)) for a in ("93.184.215.14", leads_to)]
    monkeypatch.setattr(outward, "getaddrinfo", lambda *_a, **_k: found)
    connecting: list[Any] = []
    monkeypatch.setattr(outward, "create_connection", lambda *a: connecting.append(a))
    with pytest.raises(outward.Unreachable, match="not public"):
        outward.post("https://partner.example.org/", b"", {}, ())
    assert connecting == []


def test_what_is_connected_to_is_what_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, partner: Partner
) -> None:
    answers: Callable[..., Any] = lambda *_a, **_k: [(2, 1, 6, "", ("127.0.0.1", partner.port))]  # noqa: E731
    monkeypatch.setattr(outward, "getaddrinfo", answers)
    url = f"http://partner.invalid:{partner.port}/hooks"
    assert outward.post(url, b"{}", {}, LOOPBACK) == 204
    assert partner.told[0][0]["host"] == f"partner.invalid:{partner.port}"
    with pytest.raises(outward.Unreachable):
        outward.post(url, b"{}", {}, ())


@contextmanager
def somebody_slow(drops: bytes) -> Iterator[int]:
    """A port at which somebody takes what is sent and then says one byte now and then: never so
    slowly that a reader of bytes would give up, and a good answer in the end."""
    over = Event()
    with create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with suppress(OSError):
                caller, _address = server.accept()
                with caller:
                    for drop in drops:
                        if over.wait(0.1):
                            return
                        caller.send(bytes([drop]))

        thread = Thread(target=drip)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()


def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outward, "SECONDS_MOST", 0.5)
    drops = b"HTTP/1.1 204 No Content\r\nX-Slow: and on and on\r\n\r\n"
    late = pytest.raises(outward.Unreachable, match=r"no whole answer in 0\.5 s")
    with somebody_slow(drops) as port, late:
        outward.post(f"http://127.0.0.1:{port}/", b"{}", {}, LOOPBACK)
