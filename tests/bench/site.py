"""A site as in production: gunicorn's two processes and the clock, each in its own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config import ROOT

_START_SECONDS_MOST = 180
_STOP_SECONDS_MOST = 310
"""A worker ends the letter in its hands first (deploy/compose.yaml)."""


@contextmanager
def serving(
    application: str, environment: Mapping[str, str], root: Path = ROOT
) -> Iterator[tuple[str, int]]:
    """Host and port of gunicorn with that application of the code in `root`, as its
    bin/gunicorn.conf.py configures it."""
    port = free_port()
    command = (
        *(sys.executable, "-m", "gunicorn", "--config", str(root / "bin" / "gunicorn.conf.py")),
        *("--bind", f"127.0.0.1:{port}", application),
    )
    with running(command, environment, root):
        _wait_for("127.0.0.1", port)
        yield "127.0.0.1", port


@contextmanager
def running(
    command: tuple[str, ...], environment: Mapping[str, str], root: Path = ROOT
) -> Iterator[None]:
    where = {"PYTHONPATH": str(root)}
    process = subprocess.Popen(command, cwd=root, env={**os.environ, **environment, **where})
    try:
        yield
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS_MOST)


@contextmanager
def program(
    command: tuple[str, ...], environment: Mapping[str, str], root: Path = ROOT
) -> Iterator[None]:
    """`flask …` of the code in `root`."""
    with running((sys.executable, "-m", *command), {**environment, "FLASK_APP": "wsgi"}, root):
        yield


def environment_of(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        "CHONGXIAN_MODE": "development",
        "CHONGXIAN_VAR": str(folder),
        "CHONGXIAN_DATABASE_URL": database_url,
        "CHONGXIAN_REDIS_URL": redis_url,
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait_for(host: str, port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS_MOST
    while not answers(host, port):
        if time.monotonic() > deadline:
            raise RuntimeError("the site does not answer")
        time.sleep(0.1)


def answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    return True
