"""A running site has its folder, its port and its socket to itself."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.worker.premises import (
    SOCKET_PATH_MOST,
    Occupied,
    answers_at,
    redis_socket,
    require_free,
    sole_use,
)


def test_a_second_site_in_the_same_folder_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    with sole_use(tmp_path), pytest.raises(Occupied, match=f"process {os.getpid()}"):  # noqa: SIM117
        with sole_use(tmp_path):
            pass
    with sole_use(tmp_path):
        pass


def test_a_site_waits_for_what_a_killed_one_left_behind(tmp_path: Path) -> None:
    with sole_use(tmp_path) as lock:
        leftover = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(0.5)"], pass_fds=(lock,)
        )
        killed = subprocess.Popen([sys.executable, "-c", ""])
        killed.wait()
        os.truncate(lock, 0)
        os.pwrite(lock, str(killed.pid).encode(), 0)
    assert leftover.poll() is None
    with sole_use(tmp_path):
        assert leftover.wait(5) == 0


def test_a_taken_port_is_refused_with_advice() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answers_at(("127.0.0.1", port))
        with pytest.raises(Occupied, match=f"PORT={port + 1}"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)
    assert not answers_at(("127.0.0.1", port))


def test_the_socket_lies_in_the_folder_of_the_site(tmp_path: Path) -> None:
    with redis_socket(Path("/srv/chongxian")) as found:
        assert found == Path("/srv/chongxian/redis.sock")


def test_a_folder_too_deep_for_a_socket_gets_a_short_one_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * SOCKET_PATH_MOST)
    with redis_socket(deep) as found, socket.socket(socket.AF_UNIX) as server:
        server.bind(str(found))
        server.listen()
        assert answers_at(found)
    assert not found.parent.exists()
