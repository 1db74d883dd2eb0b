"""A mail server on loopback that can be away, and counts what it has taken."""

from __future__ import annotations

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^@>]+)", re.IGNORECASE | re.MULTILINE)


class Post(socketserver.ThreadingTCPServer):
    """`taken` is how often a mail of each key (see `Message.key`) arrived. While `is_away` every
    conversation breaks off, at whatever line it is."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: Counter[str] = Counter()
        self.is_away = threading.Event()

    @property
    def address(self) -> str:
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self._say("220 ready")
        for line in iter(self.rfile.readline, b""):
            if self.server.is_away.is_set():
                return
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._say("354 go on")
                self._take(self._content())
            self._say("250 ok")

    def _content(self) -> bytes:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                break
            lines.append(line)
        return b"".join(lines)

    def _take(self, content: bytes) -> None:
        """Taken once all of it is here, whether or not its sender hears of it."""
        found = _MESSAGE_ID.search(content.replace(b"\r\n ", b""))
        if found is not None:
            self.server.taken[found.group(1).decode()] += 1

    def _say(self, line: str) -> None:
        if not self.server.is_away.is_set():
            self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def post() -> Iterator[Post]:
    with Post() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
