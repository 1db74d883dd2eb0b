"""Private servers for tests: each in a short temporary folder, on a unix socket, without a port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from app.worker.children import MissingProgram, redis_command, tied_to_this_process

START_SECONDS_MOST = 60.0
STOP_SECONDS_MOST = 20.0


@contextmanager
def private_redis(listen: Sequence[str] = ()) -> Iterator[str]:
    """Yields the URL of an empty Redis that stops with the block; it answers at port 6379 of the
    addresses of `listen`, too.

    Raises MissingProgram: no redis-server here. RuntimeError: it does not start.
    """
    with _short_folder() as folder:
        socket = folder / "redis.sock"
        open_to = ("--port", "6379", "--bind", *listen, "--protected-mode", "no") if listen else ()
        command = (*redis_command(socket), *open_to)
        with _running(command, folder, None, signal.SIGTERM) as server:
            _wait_until(lambda: _redis_answers(socket), server, folder)
            yield f"unix://{socket}"


@contextmanager
def private_postgres(*, durable: bool = False) -> Iterator[str]:
    """Yields the SQLAlchemy URL of a new PostgreSQL; see `postgres_server`."""
    with postgres_server(durable=durable) as server:
        yield server.url


class PostgresServer:
    """A cluster in `folder`; `crash` must be called by the thread that started it."""

    def __init__(self, folder: Path, account: pwd.struct_passwd | None, options: list[str]) -> None:
        self._folder, self._account = folder, account
        self._command = [
            *(str(_postgres_folder() / "postgres"), "-D", str(folder / "data"), "-k", str(folder)),
            *(part for option in options for part in ("-c", option)),
        ]
        self._run = ExitStack()

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://chongxian@/postgres?host={self._folder}"

    def start(self) -> None:
        running = _running(self._command, self._folder, self._account, signal.SIGINT)
        self._server = self._run.enter_context(running)
        _wait_until(lambda: _postgres_answers(self._folder), self._server, self._folder)

    def crash(self) -> None:
        """An immediate shutdown: every session is cut off, and the start recovers from the log."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(STOP_SECONDS_MOST)
        self._run.close()
        self.start()

    def stop(self) -> None:
        self._run.close()


@contextmanager
def postgres_server(
    *, durable: bool = False, listen: Sequence[str] = (), network: str = ""
) -> Iterator[PostgresServer]:
    """A new PostgreSQL (UTF-8) that stops with the block. As root it runs under an unprivileged
    account, because PostgreSQL refuses root. Unless `durable`, it is quicker and forgets after a
    crash. It answers at port 5432 of the addresses of `listen` to everybody of `network`, too.

    Raises MissingProgram: no PostgreSQL server here. RuntimeError: it does not start.
    """
    account = _unprivileged() if os.geteuid() == 0 else None
    with _short_folder() as folder:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        _create_cluster(folder, account)
        if network:
            with (folder / "data" / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        options = [f"listen_addresses={','.join(listen)}"]
        options += [] if durable else ["fsync=off", "synchronous_commit=off"]
        server = PostgresServer(folder, account, options)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def replica_of(primary: PostgresServer) -> Iterator[PostgresServer]:
    """A streaming replica of it, from a base backup; answers readers only."""
    account = _unprivileged() if os.geteuid() == 0 else None
    with _short_folder() as folder:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        _run_as(
            account,
            folder,
            *(str(_postgres_folder() / "pg_basebackup"), "--pgdata", str(folder / "data")),
            *("--host", str(primary.folder), "--username", "chongxian", "--no-sync"),
            *("--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"),
        )
        server = PostgresServer(folder, account, ["listen_addresses=", "fsync=off"])
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _postgres_folder() -> Path:
    """Where initdb and postgres lie: on the path, or in Debian's folder of the newest version."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda found: int(found.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if found is None:
        raise MissingProgram(
            "PostgreSQL's server is not installed; bin/setup --for-tests says how."
        )
    return Path(found).resolve().parent


def _create_cluster(folder: Path, account: pwd.struct_passwd | None) -> None:
    _run_as(
        account,
        folder,
        *(str(_postgres_folder() / "initdb"), "--pgdata", str(folder / "data"), "--no-sync"),
        *("--auth=trust", "--username=chongxian", "--locale=C.UTF-8", "--encoding=UTF8"),
    )


def _run_as(account: pwd.struct_passwd | None, folder: Path, *command: str) -> None:
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _unprivileged() -> pwd.struct_passwd:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


@contextmanager
def _short_folder() -> Iterator[Path]:
    """Short, because the address of a unix socket takes 107 bytes and pytest's folders are long."""
    with TemporaryDirectory(prefix="cx-", dir="/tmp") as folder:
        yield Path(folder)


@contextmanager
def _running(
    command: list[str] | tuple[str, ...],
    folder: Path,
    account: pwd.struct_passwd | None,
    farewell: signal.Signals,
) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=tied_to_this_process(farewell),
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    try:
        yield server
    finally:
        server.send_signal(farewell)
        try:
            server.wait(STOP_SECONDS_MOST)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until(answers: Callable[[], bool], server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MOST
    while not answers():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "server.log").read_text(errors="replace"))
        time.sleep(0.02)


def _redis_answers(socket: Path) -> bool:
    with Redis.from_url(f"unix://{socket}") as client:
        try:
            return bool(client.ping())
        except RedisAway:
            return False


def _postgres_answers(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user="chongxian", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
