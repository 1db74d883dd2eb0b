"""Asks a clamd whether a file carries a known virus (its INSTREAM command)."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

_CHUNK = 64 * 1024
_ANSWER_MOST = 4096
_PATIENCE = 30.0


class ScanState(StrEnum):
    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Scan:
    """`finding` names the virus, or why there is no answer."""

    state: ScanState
    finding: str = ""


def scan(scanner: tuple[str, int], stream: BinaryIO) -> Scan:
    """Reads the stream from its start and leaves it there. A scanner that cannot be asked, takes
    too long or refuses the size is unavailable: that is an answer, not an error."""
    stream.seek(0)
    try:
        with socket.create_connection(scanner, timeout=_PATIENCE) as connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := stream.read(_CHUNK):
                connection.sendall(len(piece).to_bytes(4, "big") + piece)
            connection.sendall(bytes(4))
            answer = _answer(connection)
    except OSError as error:
        return Scan(ScanState.UNAVAILABLE, str(error)[:200])
    finally:
        stream.seek(0)
    return _understood(answer)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _ANSWER_MOST:
        piece = connection.recv(_ANSWER_MOST)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _understood(answer: str) -> Scan:
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return Scan(ScanState.CLEAN)
    if words.endswith(" FOUND"):
        return Scan(ScanState.INFECTED, words.removesuffix(" FOUND")[:200])
    return Scan(ScanState.UNAVAILABLE, words[:200])
