"""`python -m app.worker.supervise`: the web, the worker, the relay, the clock and a private Redis
as one program. Ctrl-C stops all in order; nothing is left even when this process is killed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.worker.children import MissingProgram, redis_command
from app.worker.lines import say
from app.worker.premises import Occupied, answers_at, redis_socket, require_free, sole_use
from app.worker.supervisor import GivenUp, Patience, Program, Supervisor
from config import ROOT, Mode, settings_from
from environment import BadSetting

INTERRUPTED = 130
"""The exit code of a command that a signal ended, as shells count (128 + SIGINT)."""

_BEHIND = ("flask", "--app", "behind")
"""The site without its pages."""

REFUSALS = (BadSetting, Occupied, MissingProgram, GivenUp, FileNotFoundError)


@dataclass(frozen=True)
class Plan:
    """`task`, if any, runs once, before the site is served or, unless `serves`, instead of it."""

    host: str
    port: int
    task: tuple[str, ...]
    serves: bool
    patience: Patience = field(default_factory=Patience)


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: the task's when there is one, 0 when a served site was stopped."""
    try:
        plan = _plan(arguments)
        environment = _environment(plan)
        settings = settings_from(environment)
        if plan.serves:
            require_free(plan.host, plan.port)
        with sole_use(settings.var) as lock, redis_socket(settings.var) as socket:
            own_redis = "CHONGXIAN_REDIS_URL" not in environment
            environment.setdefault("CHONGXIAN_REDIS_URL", f"unix://{socket}")
            supervisor = partial(Supervisor, environment, ROOT, plan.patience, (lock,))
            return asyncio.run(carry_out(plan, supervisor, socket if own_redis else None))
    except REFUSALS as error:
        say("stop", str(error))
        return 1


def _plan(arguments: list[str] | None) -> Plan:
    parser = argparse.ArgumentParser(prog="supervise", description=__doc__)
    parser.add_argument(
        "--bind",
        default=f"127.0.0.1:{os.environ.get('PORT') or 8000}",
        metavar="HOST:PORT",
        help="where the site is served (default: %(default)s; PORT sets the port)",
    )
    parser.add_argument(
        "--run",
        default="",
        metavar="COMMAND",
        help="run COMMAND once, with Redis, worker and relay up, and end with its exit code",
    )
    parser.add_argument(
        "--then-serve", action="store_true", help="serve the site after a COMMAND that succeeded"
    )
    parser.add_argument(
        "--longest-pause",
        type=float,
        default=Patience.pause_most,
        metavar="SECONDS",
        help="how long at most a program that keeps dying is left alone (default: %(default)g)",
    )
    given = parser.parse_args(arguments)
    host, _, port = given.bind.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        parser.error(f"{given.bind}: the port must be a number from 1 to 65535.")
    task = tuple(shlex.split(given.run))
    patience = Patience(pause_most=given.longest_pause)
    serves = not task or given.then_serve
    return Plan(host or "127.0.0.1", int(port), task, serves, patience)


def _environment(plan: Plan) -> dict[str, str]:
    """Ours, with this Python's commands on the path and the address that is served."""
    environment = dict(os.environ)
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment.get('PATH', os.defpath)}"
    if environment.get("CHONGXIAN_MODE", Mode.PRODUCTION) != Mode.PRODUCTION:
        environment.setdefault("CHONGXIAN_BASE_URL", f"http://{plan.host}:{plan.port}")
    return environment


async def carry_out(
    plan: Plan, new_supervisor: Callable[[], Supervisor], redis: Path | None
) -> int:
    """`redis` is the socket of the private Redis; None when another one is to be used."""
    stop_on_signal()
    serving = False
    try:
        async with new_supervisor() as supervisor:
            if code := await supervisor.run("migrate", ("flask", "migrate")):
                return code
            for program in _behind_the_site(redis):
                await supervisor.start(program)
            if plan.task and (code := await supervisor.run("task", plan.task)):
                return code
            if plan.serves:
                for program in _the_site(plan):
                    await supervisor.start(program)
                serving = True
                say("ready", f"http://{plan.host}:{plan.port} (Ctrl-C: stop)")
                await asyncio.Event().wait()
            return 0
    except asyncio.CancelledError:
        return 0 if serving else INTERRUPTED


def stop_on_signal() -> None:
    """The first signal cancels what runs; those after it do not disturb the stopping."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop() -> None:
        for number in signals:
            loop.add_signal_handler(number, lambda: None)
        if running is not None:
            running.cancel()

    for number in signals:
        loop.add_signal_handler(number, stop)


def _behind_the_site(redis: Path | None) -> list[Program]:
    programs = [
        Program("worker", (*_BEHIND, "worker", "run")),
        Program("relay", (*_BEHIND, "relay", "run")),
    ]
    if redis is not None:
        quietly = (*redis_command(redis), "--logfile", str(redis.with_suffix(".log")))
        programs.insert(0, Program("redis", quietly, partial(answers_at, redis)))
    return programs


def _the_site(plan: Plan) -> list[Program]:
    web = ("gunicorn", "--config", "bin/gunicorn.conf.py", "--bind", f"{plan.host}:{plan.port}")
    return [
        Program("clock", (*_BEHIND, "clock", "run")),
        Program("web", (*web, "wsgi:app"), partial(answers_at, (plan.host, plan.port))),
    ]


if __name__ == "__main__":
    sys.exit(main())
