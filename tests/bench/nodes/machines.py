"""Two machines: network namespaces where this may make them, else folders alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

NAMES = ("north", "south")
NETWORK = "10.77.0.0/16"


@dataclass(frozen=True, slots=True)
class Machine:
    """`into` goes before a command that is to run there; `gateway` is where it finds what all of
    them share, None where they share this machine's sockets."""

    name: str
    address: str
    into: tuple[str, ...] = ()
    gateway: str | None = None


@contextmanager
def machines() -> Iterator[list[Machine]]:
    """Each in a network of its own with this one: neither reaches the other."""
    with ExitStack() as stack:
        if os.geteuid() == 0 and _run("ip", "netns", "add", _space("probe")):
            _run("ip", "netns", "del", _space("probe"))
            yield [stack.enter_context(_apart(*one)) for one in enumerate(NAMES, start=1)]
        else:
            yield [Machine(name, "127.0.0.1") for name in NAMES]


@contextmanager
def _apart(number: int, name: str) -> Iterator[Machine]:
    space, here, there = _space(name), f"cx{os.getpid()}h{number}", f"cx{os.getpid()}n{number}"
    gateway, address = f"10.77.{number}.1", f"10.77.{number}.2"
    inside = ("ip", "netns", "exec", space)
    _must("ip", "netns", "add", space)
    try:
        _must("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", space)
        _must("ip", "address", "add", f"{gateway}/24", "dev", here)
        _must("ip", "link", "set", here, "up")
        _must(*inside, "ip", "address", "add", f"{address}/24", "dev", there)
        for link in (there, "lo"):
            _must(*inside, "ip", "link", "set", link, "up")
        yield Machine(name, address, inside, gateway)
    finally:
        _run("ip", "netns", "del", space)


def _space(name: str) -> str:
    return f"chongxian-{os.getpid()}-{name}"


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _must(*command: str) -> None:
    subprocess.run(command, check=True)
