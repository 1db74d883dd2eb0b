"""`flask --app behind worker run`, `relay run`, `clock run`: the processes beside the web."""

from __future__ import annotations

import sys
from functools import partial

import click
from flask import current_app
from redis import Redis
from rq import SimpleWorker

from app.cli.context import own_context
from app.cli.refused import Family
from app.worker.clock import run_clock
from app.worker.relay import QUEUE, run_relay, wait_for
from app.worker.shifts import JOBS, work_in_shifts

worker_cli = Family("worker", help="Makes letters and sends mail.")
relay_cli = Family("relay", help="Hands committed work to the queue.")
clock_cli = Family("clock", help="Fires what is due.")


def _redis() -> Redis:
    return Redis.from_url(current_app.config["SETTINGS"].redis_url)


@worker_cli.command("run")
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
def run_worker(burst: bool) -> None:
    """Work until stopped; what letters need is loaded once, for every shift."""
    from app.documents.fonts import MissingFont
    from app.worker.letters import warm_up

    try:
        warm_up(own_context().settings)
    except MissingFont as missing:
        raise click.ClickException(str(missing)) from missing
    if burst:
        _shift(burst=True)
    else:
        sys.exit(work_in_shifts(partial(_shift, burst=False, max_jobs=JOBS)))


def _shift(*, burst: bool, max_jobs: int | None = None) -> None:
    queue = _redis()
    wait_for(queue)
    worker = SimpleWorker([QUEUE], connection=queue)
    worker.work(burst=burst, max_jobs=max_jobs, logging_level="WARNING")


@relay_cli.command("run")
def relay() -> None:
    context = own_context()
    run_relay(context.database, _redis(), context.clock)


@clock_cli.command("run")
def clock() -> None:
    run_clock(own_context())
