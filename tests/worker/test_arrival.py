"""A request arrives when it comes in, not when a thread is free for it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from gunicorn.workers.gthread import ThreadWorker

from app.arrival import ArrivalWorker, seconds_since_received
from config import ROOT
from tests.worker.slow_app import PATIENCE

pytestmark = pytest.mark.each_database


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with a single thread."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    command = (
        *(sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "1"),
        *("--worker-class", "app.arrival.ArrivalWorker", "--bind", f"127.0.0.1:{number}"),
        *("--log-level", "error", "--no-control-socket", "tests.worker.slow_app:app"),
    )
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_for(number)
        yield number
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not start")


def waited(port: int) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/")
    seconds = float(connection.getresponse().read())
    connection.close()
    return seconds


def test_of_two_at_once_the_second_has_waited_as_long_as_the_first_took(port: int) -> None:
    with ThreadPoolExecutor() as pool:
        found = sorted(pool.map(waited, (port, port)))
    assert found[0] < PATIENCE / 2
    assert PATIENCE / 2 < found[1] < PATIENCE * 3


def test_a_connection_opened_early_brings_no_request_forward(port: int) -> None:
    early = socket.create_connection(("127.0.0.1", port), 30)
    with ThreadPoolExecutor() as pool:
        other = pool.submit(waited, port)
        time.sleep(PATIENCE / 4)
        other.result()
    early.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = http.client.HTTPResponse(early)
    answer.begin()
    assert float(answer.read()) < PATIENCE / 2
    early.close()


def test_a_request_comes_when_it_is_sent_though_its_connection_waited_already(port: int) -> None:
    with ThreadPoolExecutor() as pool:
        other = pool.submit(waited, port)
        time.sleep(PATIENCE / 4)
        waiting = socket.create_connection(("127.0.0.1", port), 30)
        time.sleep(PATIENCE / 2)
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = http.client.HTTPResponse(waiting)
        answer.begin()
        assert 0 < float(answer.read()) < PATIENCE / 2
        waiting.close()
        other.result()


def test_what_was_sent_before_the_process_looked_came_when_the_kernel_received_it() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        client.sendall(b"GET")
        time.sleep(0.2)
        accepted, _ = server.accept()
        with accepted:
            assert 0.15 < seconds_since_received(accepted) < 5
            client.sendall(b" /")
            assert seconds_since_received(accepted) < 0.15


def test_where_the_kernel_does_not_say_a_request_comes_when_it_is_seen() -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"GET")
        assert seconds_since_received(here) == 0


def test_outside_the_server_nothing_has_waited() -> None:
    from app.arrival import waited as by_the_app

    assert by_the_app().total_seconds() == 0


def test_the_busier_a_process_is_the_longer_it_leaves_the_door_to_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(ThreadWorker, "accept", lambda *_: slept.append(-1))
    for connections in (0, 8, 40, 4_000):
        worker = object.__new__(ArrivalWorker)
        worker.nr_conns, worker.keepalived_conns = connections + 3, [None] * 3
        worker.accept(None)
    idle, few, many, very_many = (wait for wait in slept if wait >= 0)
    assert 0 == idle < few < many < very_many <= 0.01
    assert slept[1::2] == [-1] * 4
