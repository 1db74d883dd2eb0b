"""Moves go through a process a few at a time, and nobody overtakes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue

import pytest
from flask import Flask

from app.web.shared import turnstile
from app.web.shared.turnstile import Turnstile


@contextmanager
def people(gate: Turnstile, count: int) -> Iterator[Queue[int]]:
    """So many come, each once the one before stands in line; who is let in is told in order."""
    inside: Queue[int] = Queue()

    def come(number: int) -> None:
        gate.enter()
        inside.put(number)

    threads = [threading.Thread(target=come, args=(n,)) for n in range(count)]
    for thread in threads:
        before = len(gate._waiting) + inside.qsize()
        thread.start()
        while len(gate._waiting) + inside.qsize() == before:
            thread.join(0.001)
    yield inside
    for thread in threads:
        thread.join()


def test_so_many_are_inside_and_the_others_follow_in_order() -> None:
    gate = Turnstile(2)
    with people(gate, 5) as inside:
        assert [inside.get(timeout=10) for _ in range(2)] == [0, 1]
        assert inside.empty()
        for following in (2, 3, 4):
            gate.leave()
            assert inside.get(timeout=10) == following
            assert inside.empty()


def test_a_place_that_nobody_waits_for_is_free_again() -> None:
    gate = Turnstile(1)
    gate.enter()
    gate.leave()
    with people(gate, 1) as inside:
        assert inside.get(timeout=10) == 0


def test_a_request_that_breaks_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Turnstile(1)
    monkeypatch.setattr(turnstile, "_turnstile", gate)
    app = Flask(__name__)
    turnstile.init_turnstile(app)

    @app.get("/")
    def breaks() -> str:
        turnstile.enter()
        turnstile.enter()
        raise ValueError("in the midst of a move")

    for _ in range(2):
        assert app.test_client().get("/").status_code == 500
    with people(gate, 1) as inside:
        assert inside.get(timeout=10) == 0
