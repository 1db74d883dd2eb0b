"""The running site and people at their browsers: real pages and queue, a clock a test moves."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask
from playwright.sync_api import Browser, Dialog, Locator, Page
from redis import Redis
from rq import Queue, SimpleWorker
from rq.timeouts import TimerDeathPenalty
from sqlalchemy.orm import Session
from werkzeug.serving import ThreadedWSGIServer
from werkzeug.wrappers import Response

from app.models import Outbox, Person
from app.queries.administering.operating import outstanding
from app.services.identity.passwords import hashed
from app.worker.clock import fire_due
from app.worker.context import Context
from app.worker.relay import QUEUE, pass_on
from tests.conftest import StillClock
from workflows.engine.calendar import SHANGHAI

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PASSWORD = "journey-of-a-thousand-li"


class _PatientServer(ThreadedWSGIServer):
    """Closing it waits for the last answer, and for the connection that this one holds."""

    daemon_threads = False


def _answering_whole(app: Flask) -> WSGIApplication:
    """The same site, each answer read and closed before it is sent: werkzeug's server leaves a
    file open when the browser goes away while it is sent."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return Response.from_app(app, environ, buffered=True)(environ, start_response)

    return answer


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the site while it runs."""
    server = _PatientServer("127.0.0.1", 0, _answering_whole(app))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class ThreadWorker(SimpleWorker):
    """RQ's worker beside the browser's event loop: no signals, which need the main thread."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self) -> None:
        """Nobody signals a thread."""


@dataclass
class Theatre:
    context: Context
    clock: StillClock
    address: str
    browser: Browser
    redis: Redis
    runs_scripts: bool = True
    visitors: dict[int, Visitor] = field(default_factory=dict)

    def visitor(self, person: Person) -> Visitor:
        """Somebody at a browser of their own, signed in from their first visit on."""
        if person.id not in self.visitors:
            self.visitors[person.id] = self._signed_in(person)
        return self.visitors[person.id]

    def _signed_in(self, person: Person) -> Visitor:
        """With mail and password, on the page for it."""
        page = self.stranger()
        page.goto(f"{self.address}/account/sign-in")
        page.get_by_label("邮箱").fill(person.email)
        page.get_by_label("密码").fill(PASSWORD)
        follow(page.get_by_role("button", name="登录"))
        page.wait_for_url(f"{self.address}/home")
        return Visitor(page, self.address)

    def stranger(self) -> Page:
        page = self.browser.new_context(
            base_url=self.address, locale="zh-CN", java_script_enabled=self.runs_scripts
        ).new_page()
        page.on("pageerror", _fail)
        page.on("dialog", _fail_asking)
        return page

    def until(self, moment: datetime) -> None:
        """The clock goes on, and the system does what falls due, through the door."""
        self.clock.move_to(moment)
        while fire_due(self.context, moment):
            pass
        self.let_the_worker_work()

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        self.until(datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI))

    def let_the_worker_work(self) -> None:
        """Relay, Redis and an RQ worker, until nothing is left to do."""
        queue = Queue(QUEUE, connection=self.redis)
        while pass_on(self.context.database, queue, self.clock.now()):
            worker = ThreadWorker([queue], connection=self.redis)
            thread = threading.Thread(target=worker.work, kwargs={"burst": True})
            thread.start()
            thread.join()
        with self.look() as session:
            failed = Outbox.status == "failed"
            undone = session.query(Outbox).filter(failed | outstanding(self.clock.now())).all()
            assert [(row.key, row.error) for row in undone] == []

    @contextmanager
    def look(self) -> Iterator[Session]:
        with self.context.database.session(writing=False) as session:
            yield session


def _fail(error: Exception) -> None:
    raise AssertionError(f"a script of the page failed: {error}")


def _fail_asking(dialog: Dialog) -> None:
    dialog.dismiss()
    raise AssertionError(f"a page asked what it could know: {dialog.message}")


def may_sign_in(*people: Person) -> None:
    """One password for all: hashing takes its time."""
    secret = hashed(PASSWORD)
    for person in people:
        person.password_hash = secret


def text_of(page: Page) -> str:
    """What stands in the middle of it. Asked for without a locator, for which a page learns a
    script that costs as much as the page."""
    text: str = page.evaluate("document.querySelector('main').innerText")
    return text


_WRONG = "Array.from(document.querySelectorAll('.summary'), one => one.innerText)"


_UNFOLDED = "e => { e.closest('details')?.setAttribute('open', ''); return e.type }"
"""The kind of a field that can be seen by now."""


def follow(way: Locator) -> None:
    """A link or a button that leads to another page, until that page is there."""
    with way.page.expect_navigation():
        way.click()


class Visitor:
    """One person at a browser. `where` is always a page's path."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    @property
    def where(self) -> str:
        return self.page.url.removeprefix(self._address)

    def number(self) -> int:
        """The number of the case whose page is open."""
        found = re.search(r"/(\d+)(/|$)", self.where)
        assert found is not None, self.where
        return int(found.group(1))

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self._address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        assert "Text(" not in text_of(self.page), f"{path} shows an object, not its words"

    def fill(self, **fields: str) -> None:
        """By the names of the fields."""
        for name, value in fields.items():
            field = self.page.locator(f"form.panel [name='{name.replace('__', '-')}']").first
            kind = field.evaluate(_UNFOLDED)
            if kind == "select-one":
                field.select_option(value)
            elif kind == "radio":
                self.page.locator(f"form.panel [name='{name}'][value='{value}']").check()
            else:
                field.fill(value)

    def press(self, name: str) -> None:
        """A button of the page; what it does must not be refused."""
        follow(self.page.get_by_role("button", name=name, exact=True).first)
        wrong = self.page.evaluate(_WRONG)
        assert wrong == [], f"{self.where}: {wrong}"

    def make(self, move: str, **given: str) -> None:
        """A move offered on the open page: its page, what it asks, its button; then back."""
        follow(self.page.get_by_role("link", name=move, exact=True))
        self.fill(**given)
        self.sign()
        self.press(move)
        text = text_of(self.page)
        assert f"已办理“{move}”" in text or "会签" in text

    def sign(self) -> None:
        """The password once more, where the open page asks for a signature."""
        field = self.page.locator("[name='signing_password']")
        if field.count():
            field.first.fill(PASSWORD)

    def reads(self, *words: str) -> None:
        text = text_of(self.page)
        for word in words:
            assert word in text, f"{self.where} does not say {word!r}"
