"""People at work: each goes on until the site has answered for every step, as people do."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.database import Database
from app.models import Payment
from app.models.proposals import SECTIONS
from tests.bench.faults.browser import Browser, Page
from tests.bench.faults.world import PASSWORD, Task, World
from tests.services.money import PAID
from tests.services.stage import MATCHED

Made = tuple[str, int, str]
"""Kind of case, its id, the move."""

POINTS = 81
_PAUSE = 0.3


@dataclass
class Kept:
    """What people were told: `accepted` has an answer that says so; `found` was lost on its way and
    seen to be done when they looked again."""

    accepted: set[Made] = field(default_factory=set)
    found: set[Made] = field(default_factory=set)
    refused: list[tuple[Made, int]] = field(default_factory=list)
    saved: dict[int, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


class Traffic:
    """Threads that work off a world; `finish` waits until all of it is done."""

    def __init__(self, address: tuple[str, int], database: Database, seconds: float) -> None:
        self.kept = Kept()
        self._address, self._database, self._seconds = address, database, seconds
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._broken: list[BaseException] = []

    def begin(self, world: World) -> None:
        """Each kind of work is spread over the whole run."""
        self._start(world.drafts, self._apply, 3)
        self._start(world.reviews, self._review, 3)
        self._start(world.lists, self._decide, 1)
        self._start(world.projects, self._pay, 1)

    def finish(self, patience: float) -> int:
        """How many people are still without an answer after `patience` seconds.

        Raises RuntimeError: what a person saw made no sense."""
        deadline = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._stop.set()
        waiting = sum(thread.is_alive() for thread in self._threads)
        if self._broken and not waiting:
            raise self._broken[0]
        return waiting

    def _start(self, tasks: list[Task], work: Callable[[Task], None], hands: int) -> None:
        for hand in range(hands):
            mine = tasks[hand::hands]
            thread = threading.Thread(target=self._work_off, args=(mine, work), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _work_off(self, tasks: list[Task], work: Callable[[Task], None]) -> None:
        began = time.monotonic()
        try:
            for number, task in enumerate(tasks):
                due = began + self._seconds * number / len(tasks)
                self._stop.wait(max(0.0, due - time.monotonic()))
                work(task)
        except BaseException as broken:  # raised again by `finish`
            self._broken.append(broken)

    def _apply(self, task: Task) -> None:
        browser = Browser(self._address, task.cookies[0])
        text = f"内容充实。{task.case_id} " * 8
        path = f"/proposals/{task.case_id}/edit/sections"
        self._save(browser, path, dict.fromkeys(SECTIONS, text.strip()))
        self.kept.saved[task.case_id] = text.strip()
        self._move(browser, ("proposal", task.case_id, "submit"))

    def _review(self, task: Task) -> None:
        browser = Browser(self._address, task.cookies[0])
        self._move(browser, ("review", task.case_id, "declare_no_conflict"))
        path = f"/reviews/{task.case_id}"
        keys = [name for name in self._open(browser, path).fields if name.startswith("score-")]
        opinion = {"overall": "可行。", "recommends": "yes"} | dict.fromkeys(keys, str(POINTS))
        opinion |= {key.replace("score-", "comment-"): "有据。" for key in keys}
        self._save(browser, path, opinion)
        self._move(browser, ("review", task.case_id, "submit_scores"))

    def _decide(self, task: Task) -> None:
        browser = Browser(self._address, task.cookies[0])
        self._move(browser, ("call", task.case_id, "decide_list"), **MATCHED)

    def _pay(self, task: Task) -> None:
        planning, finance, second = (Browser(self._address, one) for one in task.cookies)
        self._move(planning, ("project", task.case_id, "sign_contract"))
        payment, _ = self._payment_of(task.case_id)
        self._move(finance, ("payment", payment, "approve"))
        self._move(finance, ("payment", payment, "batch"))
        _, batch = self._payment_of(task.case_id)
        assert batch is not None
        self._move(second, ("payment_batch", batch, "send"))
        self._move(finance, ("payment", payment, "pay"), **PAID)

    def _payment_of(self, project: int) -> tuple[int, int | None]:
        query = select(Payment.id, Payment.batch_id).where(Payment.project_id == project)
        for _ in self._tries():
            try:
                with self._database.session(writing=False) as session:
                    return session.execute(query).one()
            except OperationalError:
                continue
        raise AssertionError("unreachable")

    def _move(self, browser: Browser, made: Made, **given: str) -> None:
        """Until it is known to be made or refused; a lost request is looked after, never repeated
        unseen, because the form bears what was seen."""
        path = "/cases/{}/{}/moves/{}".format(*made)
        was_lost = False
        for _ in self._tries():
            page = self._noted(browser.get(path))
            if page.status == 409 and was_lost:
                self.kept.found.add(made)
                return
            if page.is_lost:
                continue
            if page.status != 200:
                self.kept.refused.append((made, page.status))
                return
            answer = self._noted(browser.post(path, _filled(page, given)))
            if answer.status == 303:
                self.kept.accepted.add(made)
                return
            if not answer.is_lost:
                self.kept.refused.append((made, answer.status))
                return
            was_lost = True

    def _save(self, browser: Browser, path: str, typed: dict[str, str]) -> None:
        for _ in self._tries():
            page = self._open(browser, path)
            answer = self._noted(browser.post(path, _hidden(page) | typed))
            if answer.status == 303:
                return
            if not answer.is_lost:
                raise RuntimeError(f"{path}: {answer.status}")

    def _open(self, browser: Browser, path: str) -> Page:
        for _ in self._tries():
            page = self._noted(browser.get(path))
            if page.status == 200:
                return page
            if not page.is_lost:
                raise RuntimeError(f"{path}: {page.status}")
        raise AssertionError("unreachable")

    def _noted(self, page: Page) -> Page:
        self.kept.statuses[page.status] += 1
        self.kept.waits.append(page.took)
        return page

    def _tries(self) -> Iterator[None]:
        """Raises RuntimeError: the run was over before an answer came."""
        while not self._stop.is_set():
            yield
            self._stop.wait(_PAUSE)
        raise RuntimeError("no answer came before the end")


def _hidden(page: Page) -> dict[str, str]:
    return {k: v for k, v in page.fields.items() if k in ("csrf_token", "edition", "seen")}


def _filled(page: Page, given: dict[str, str]) -> dict[str, str]:
    asks_for_password = 'name="signing_password"' in page.text
    return _hidden(page) | given | ({"signing_password": PASSWORD} if asks_for_password else {})
