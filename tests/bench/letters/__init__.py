"""A season's award letters by two workers, numbered, signed and filed, on PostgreSQL and a real
queue; beside a bare loop that sets and writes the same documents in two warm processes.

All letters are handed over at once. At the end they are held against the register: none missing,
none numbered twice, no gap, and how far the numbers stand from the order in which the awards were
made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.database import Database
from app.migrating import transaction, upgrade
from app.models import DocumentNumber, Letter
from config import ROOT, settings_from
from tests.bench.figures import Figures
from tests.bench.letters.memory import Memory, spent
from tests.bench.letters.season import award, settle
from tests.bench.site import environment_of
from tests.servers import private_postgres, private_redis

WORKERS = 2
_MARKS = (100, 500, 1000)
_WARMING = 2 * WORKERS
_PAUSE, _SECONDS_MOST = 0.2, 3600


def measure(count: int) -> Figures:
    load = os.getloadavg()[0]
    with (
        TemporaryDirectory() as folder,
        private_postgres(durable=True) as database_url,
        private_redis() as redis_url,
    ):
        environment = environment_of(Path(folder), database_url, redis_url)
        house, payloads = _house(environment, count)
        file = Path(folder) / "payloads.json"
        file.write_text(json.dumps(payloads), encoding="utf-8")
        bare = _bare(environment, file)
    ratio = {
        "against bare": round(house["per s"] / bare["per s"], 2),
        "by processor": round(bare["cpu s each"] / house["cpu s each"], 2),
        "load": round(load, 1),
    }
    return Figures(f"{count} award letters by {WORKERS} workers", (house | ratio, bare))


def _house(
    environment: Mapping[str, str], count: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    settings = settings_from(environment)
    database = Database(settings.database_url)
    with transaction(database.engine) as connection:
        upgrade(connection)
    with database.session(writing=True) as session:
        session.info.update(settings=settings, audit_key=settings.audit_key.encode())
        awards = settle(session, count + _WARMING)
        session.commit()
        with _programs(environment) as workers:
            award(session, awards[:_WARMING])
            session.commit()
            _until_filed(database, _WARMING)
            award(session, awards[_WARMING:])
            began, before = time.perf_counter(), spent(workers)
            session.commit()
            memory = _until_filed(database, count, _WARMING, Memory(workers))
            seconds, processor = time.perf_counter() - began, spent(workers) - before
    told = _figures("workers", count, seconds, processor)
    held, payloads = _held(database, count)
    database.engine.dispose()
    return told | memory | held, payloads


def _figures(case: str, count: int, seconds: float, processor: float) -> dict[str, Any]:
    """`processor` in seconds, which a busy machine stretches less than those on the wall."""
    rate = {"per s": round(count / seconds, 2), "cpu s each": round(processor / count, 3)}
    return {"case": case, "letters": count} | rate


@contextmanager
def _programs(environment: Mapping[str, str]) -> Iterator[list[int]]:
    """The workers and the relay; yields the workers' process ids."""
    with ExitStack() as stack:
        names = (*["worker"] * WORKERS, "relay")
        started = [stack.enter_context(_program(name, environment)) for name in names]
        yield started[:WORKERS]


@contextmanager
def _program(name: str, environment: Mapping[str, str]) -> Iterator[int]:
    command = (sys.executable, "-m", "flask", "--app", "behind", name, "run")
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def _until_filed(
    database: Database, count: int, before: int = 0, memory: Memory | None = None
) -> dict[str, Any]:
    """Waits for that many beyond those `before`; what the workers held at each mark, in MB."""
    began, shown, held = time.monotonic(), 0, {}
    while True:
        with database.session(writing=False) as session:
            filed = select(func.count(Letter.id)).where(Letter.state == "filed")
            done = (session.scalar(filed) or 0) - before
        if memory is not None:
            memory.look()
            for mark in (m for m in (*_MARKS, count) if m <= done and m not in held):
                held[mark] = memory.most()
            if done * 10 // count > shown:
                shown = done * 10 // count
                rate = done / (time.monotonic() - began)
                click.echo(f"  {done}/{count}  {rate:.1f}/s  {memory.most()} MB", err=True)
        if done >= count:
            return {f"MB at {mark}": megabytes for mark, megabytes in held.items()}
        if time.monotonic() - began > _SECONDS_MOST:
            raise RuntimeError(f"after {_SECONDS_MOST} s {done} of {count} letters are filed")
        time.sleep(_PAUSE)


def _held(database: Database, count: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    with database.session(writing=False) as session:
        numbers = select(DocumentNumber).options(joinedload(DocumentNumber.letter))
        rows = session.scalars(numbers.order_by(DocumentNumber.letter_id)).all()
        payloads = [row.letter.payload | {"number": row.text} for row in rows[_WARMING:]]
    serials = [row.serial for row in rows]
    wanted = range(1, count + _WARMING + 1)
    return {
        "missing or doubled": len(set(wanted) ^ set(serials)) + len(serials) - len(set(serials)),
        "out of order by": max(abs(a - b) for a, b in zip(serials, wanted, strict=False)),
    }, payloads


def _bare(environment: Mapping[str, str], file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.letters.bare", str(file), str(WORKERS)]
    running = [
        subprocess.Popen(
            [*command, str(number)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WORKERS)
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()  # it is warm
    began = time.perf_counter()
    told = [process.communicate("go\n")[0].split() for process in running]
    seconds = time.perf_counter() - began
    count = sum(int(done) for done, _processor, _megabytes in told)
    processor = sum(float(used) for _done, used, _megabytes in told)
    most = max(int(megabytes) for _done, _processor, megabytes in told)
    return _figures("bare loop", count, seconds, processor) | {f"MB at {count}": most}
