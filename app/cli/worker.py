"""`flask worker run`, `flask relay run`, `flask clock run`: the processes beside the web."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from redis import Redis
from rq import Worker

from app.cli.context import own_context
from app.worker.clock import run_clock
from app.worker.relay import QUEUE, run_relay

worker_cli = AppGroup("worker", help="Makes letters and sends mail.")
relay_cli = AppGroup("relay", help="Hands committed work to the queue.")
clock_cli = AppGroup("clock", help="Fires what is due.")


def _redis() -> Redis:
    return Redis.from_url(current_app.config["SETTINGS"].redis_url)


@worker_cli.command("run")
@click.option("--burst", is_flag=True, help="Stop when the queue is empty.")
def run_worker(burst: bool) -> None:
    """Work until stopped; fonts and layout are loaded once, before the first job forks."""
    from app.worker import jobs  # noqa: F401 - what is loaded here, no fork loads again
    from app.worker.letters import warm_up

    warm_up(own_context().settings)
    Worker([QUEUE], connection=_redis()).work(burst=burst, logging_level="WARNING")


@relay_cli.command("run")
def relay() -> None:
    context = own_context()
    run_relay(context.database, _redis(), context.clock)


@clock_cli.command("run")
def clock() -> None:
    run_clock(own_context())
