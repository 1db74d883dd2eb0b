"""What stands in front of several machines: each connection goes to the next of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_CHUNK = 64 * 1024

Address = tuple[str, int]


class Balancer:
    """Hands on bytes and reads none of them; a machine that was removed keeps what it has begun."""

    def __init__(self) -> None:
        self._machines: list[Address] = []
        self._turn = 0
        self.address: Address = ("127.0.0.1", 0)

    def add(self, machine: Address) -> None:
        self._machines = [*self._machines, machine]

    def remove(self, machine: Address) -> None:
        self._machines = [one for one in self._machines if one != machine]

    async def serve(self, ready: threading.Event, ended: asyncio.Event) -> None:
        server = await asyncio.start_server(self._hand_on, *self.address)
        self.address = server.sockets[0].getsockname()[:2]
        ready.set()
        async with server:
            await ended.wait()

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._turn += 1
        host, port = self._machines[self._turn % len(self._machines)]
        with suppress(OSError):
            there, back = await asyncio.open_connection(host, port)
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_CHUNK):
            writer.write(piece)
            await writer.drain()
        writer.close()


@contextmanager
def balancing() -> Iterator[Balancer]:
    balancer, ready, loop = Balancer(), threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(balancer.serve(ready, ended),))
    thread.start()
    ready.wait(10)
    try:
        yield balancer
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
