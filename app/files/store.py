"""Files by their content: the SHA-256 of the bytes is the address. A file is never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

_CHUNK = 64 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class MissingFile(LookupError):
    """No file of this digest is stored."""


class StoreAway(OSError):
    """The store cannot be asked now, and nothing of what was asked is done; worth another try."""


class Store(Protocol):
    """All that the application asks of a store. Whatever is asked may raise StoreAway."""

    def put(self, stream: BinaryIO) -> str:
        """Stores what is left in `stream`, once; returns its SHA-256 in hex."""

    def open(self, sha256: str) -> BinaryIO:
        """To be read from its start and closed. Raises MissingFile."""

    def exists(self, sha256: str) -> bool: ...

    def all(self) -> list[str]:
        """The address of every file, in order."""

    def put_away(self, sha256: str) -> None:
        """Out of reach of everything that opens files, for somebody to look at."""

    def remove(self, sha256: str) -> None:
        """For a store that one owner has to itself; a file others may have put stays for ever."""

    def check(self) -> None:
        """Returns when the store can be asked, within a few seconds."""


def is_digest(name: str) -> bool:
    return _DIGEST.fullmatch(name) is not None


def digest_of(stream: BinaryIO) -> str:
    """The SHA-256 of what is left in `stream`, in hex."""
    return _digest(stream, lambda _piece: None)


def copy(stream: BinaryIO, out: BinaryIO) -> str:
    """Writes what is left in `stream` to `out`; its SHA-256 in hex."""
    return _digest(stream, out.write)


def _digest(stream: BinaryIO, tell: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
        tell(piece)
    return digest.hexdigest()


def place_of(sha256: str) -> Path:
    """Where every store keeps a file, below its root.

    Raises ValueError: not a digest, so perhaps somebody's path.
    """
    if not is_digest(sha256):
        raise ValueError("a file is addressed by the 64 hex digits of its SHA-256")
    return Path(sha256[:2], sha256[2:4], sha256)


class FolderStore:
    """A store in a folder of this machine or of a shared file system.

    A file appears under its name only when it is whole and on the disk; two writers of the same
    content do no harm to each other.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, stream: BinaryIO) -> str:
        with answering(), self._incoming() as (handle, temporary):
            sha256 = copy(stream, handle)
            handle.flush()
            os.fsync(handle.fileno())
            target = self._path(sha256)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        with answering():
            try:
                return self._path(sha256).open("rb")
            except FileNotFoundError:
                raise MissingFile(sha256) from None

    def exists(self, sha256: str) -> bool:
        with answering():
            return self._path(sha256).is_file()

    def all(self) -> list[str]:
        with answering():
            return sorted(f.name for f in self._root.glob("??/??/*") if is_digest(f.name))

    def put_away(self, sha256: str) -> None:
        path, quarantine = self._path(sha256), self._root / "quarantine"
        with answering():
            quarantine.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.replace(quarantine / sha256)

    def remove(self, sha256: str) -> None:
        with answering():
            self._path(sha256).unlink(missing_ok=True)

    def check(self) -> None:
        with answering(), self._incoming() as (handle, _temporary):
            handle.write(b"1")

    def _path(self, sha256: str) -> Path:
        return self._root / place_of(sha256)

    @contextmanager
    def _incoming(self) -> Iterator[tuple[BinaryIO, Path]]:
        folder = self._root / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                yield handle, path
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def answering() -> Iterator[None]:
    """A full disk or a file system that is not mounted is a store that is away."""
    try:
        yield
    except OSError as error:
        raise StoreAway(str(error)) from error
