"""A scanner beside the uploads: clean, infected, unavailable, and what becomes of each."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from app.files.kinds import Accepted, Fault, Rejected
from app.files.places import files_of
from app.files.scanner import Scan, ScanState, scan
from app.files.store import MissingFile
from app.services.files.scanning import scan_store
from app.services.files.uploads import FILES_MOST, examine, state_of
from config import Settings
from tests.conftest import START
from tests.files.made import PNG

VIRUS = b"an invented virus"


@contextmanager
def clamd(answers: int = 1, says: str | None = None) -> Iterator[tuple[str, int]]:
    """A small scanner that speaks INSTREAM and knows one virus."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        thread = threading.Thread(target=_serve, args=(server, answers, says))
        thread.start()
        yield server.getsockname()
        thread.join()


def _serve(server: socket.socket, answers: int, says: str | None) -> None:
    for _ in range(answers):
        connection, _address = server.accept()
        with connection, connection.makefile("rb") as reading:
            assert reading.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(reading.read(4), "big"):
                content += reading.read(length)
            found = "Invented.Virus FOUND" if VIRUS in content else "OK"
            connection.sendall(f"stream: {says or found}\0".encode())


@pytest.mark.parametrize(
    ("content", "says", "expected"),
    [
        (b"harmless" * 50_000, None, Scan(ScanState.CLEAN)),
        (VIRUS, None, Scan(ScanState.INFECTED, "Invented.Virus")),
        (
            b"x",
            "size limit exceeded. ERROR",
            Scan(ScanState.UNAVAILABLE, "size limit exceeded. ERROR"),
        ),
    ],
)
def test_the_answer_of_the_scanner_is_understood(
    content: bytes, says: str | None, expected: Scan
) -> None:
    with clamd(says=says) as address:
        stream = BytesIO(content)
        assert scan(address, stream) == expected
        assert stream.tell() == 0


def test_a_scanner_that_is_not_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()
    assert scan(nobody, BytesIO(b"x")).state is ScanState.UNAVAILABLE


def with_scanner(session: Session, address: tuple[str, int] | None) -> Settings:
    settings: Settings = replace(session.info["settings"], scanner=address)
    session.info["settings"] = settings
    return settings


def upload(session: Session, content: bytes = PNG) -> Accepted | Rejected:
    return examine(session, BytesIO(content), "图.png", START)


def test_without_the_setting_nothing_is_scanned(session: Session) -> None:
    with_scanner(session, None)
    found = upload(session)
    assert isinstance(found, Accepted)
    assert state_of(session, found.sha256) is ScanState.UNSCANNED


def infected_picture() -> bytes:
    """Sound as a picture: what it says stands in a text chunk."""
    chunk = len(VIRUS).to_bytes(4, "big") + b"tEXt" + VIRUS + bytes(4)
    return PNG[:33] + chunk + PNG[33:]


def test_an_infected_upload_is_refused_and_a_clean_one_noted(session: Session) -> None:
    with clamd(answers=2) as address:
        with_scanner(session, address)
        refused = upload(session, infected_picture())
        assert isinstance(refused, Rejected)
        assert refused.fault is Fault.INFECTED
        assert "Invented.Virus" in refused.reason.zh
        taken = upload(session)
    assert isinstance(taken, Accepted)
    assert state_of(session, taken.sha256) is ScanState.CLEAN


def test_what_came_while_the_scanner_was_away_is_taken_and_put_away_when_it_is_back(
    session: Session,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()
    settings = with_scanner(session, nobody)
    store = files_of(settings)
    digests = []
    for content in (PNG, infected_picture()):
        found = upload(session, content)
        assert isinstance(found, Accepted)
        assert state_of(session, found.sha256) is ScanState.UNAVAILABLE
        digests.append(store.put(BytesIO(content)))
    with clamd(answers=2) as address:
        counted = scan_store(session, store, address, START)
    assert counted == {ScanState.CLEAN: 1, ScanState.INFECTED: 1}
    with store.open(digests[0]) as kept:
        assert kept.read() == PNG
    with pytest.raises(MissingFile):
        store.open(digests[1])


@pytest.mark.parametrize("beside", [[1] * FILES_MOST, [500 * 1024 * 1024]])
def test_one_place_holds_so_many_files_and_so_many_bytes(
    session: Session, beside: list[int]
) -> None:
    with_scanner(session, None)
    assert isinstance(examine(session, BytesIO(PNG), "图.png", START, beside[1:]), Accepted)
    answer = examine(session, BytesIO(PNG), "图.png", START, beside)
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.TOO_LARGE
