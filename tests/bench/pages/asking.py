"""What a page costs: the statements it sends, and how long four readers wait for it."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from flask import Flask

from app.models import Person
from app.services.identity.proof import Origin
from app.services.identity.sign_ins import begin
from tests.bench.figures import at_percent
from tests.web.counting import counting

CLIENTS, SECONDS = 4, 4.0


@dataclass(frozen=True, slots=True)
class Cost:
    statements: int
    size: int


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of each answer, and how many came in a second."""

    seconds: Sequence[float]
    per_second: float

    def milliseconds(self, percent: int) -> float:
        return round(at_percent(self.seconds, percent) * 1000, 1)


def cookie_of(app: Flask, person_id: int) -> str:
    """Signed in with both factors."""
    settings, database = app.config["SETTINGS"], app.extensions["database"]
    with database.transaction() as session:
        session.info["settings"] = settings
        person = session.get_one(Person, person_id)
        origin = Origin("127.0.0.1", f"device of {person_id}", "bench")
        secret = begin(session, person, origin, datetime.now(UTC), with_factor=True)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": secret, "_fresh": True}))


def cost_of(app: Flask, path: str, cookie: str) -> Cost:
    """Of the second time, when the process is warm. Raises RuntimeError: there is no such page."""
    client = app.test_client()
    if cookie:
        client.set_cookie("session", cookie)
    client.get(path)
    with counting(app.extensions["database"].engine) as statements:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return Cost(len(statements), len(answer.data))


def waits(address: tuple[str, int], path: str, cookie: str, seconds: float = SECONDS) -> Waits:
    """Readers who ask again as soon as they are answered, after a second that warms up."""
    _all_ask(address, path, cookie, 1.0)
    began = time.perf_counter()
    found = _all_ask(address, path, cookie, seconds)
    return Waits(found, len(found) / (time.perf_counter() - began))


def _all_ask(address: tuple[str, int], path: str, cookie: str, seconds: float) -> list[float]:
    found: list[float] = []
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask, args=(address, path, cookie, end, found))
        for _ in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _ask(address: tuple[str, int], path: str, cookie: str, end: float, found: list[float]) -> None:
    connection = http.client.HTTPConnection(*address, timeout=60)
    headers = {"Cookie": f"session={cookie}"} if cookie else {}
    while time.perf_counter() < end:
        began = time.perf_counter()
        connection.request("GET", quote(path, safe="/?=&~"), headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            found.append(time.perf_counter() - began)
    connection.close()
