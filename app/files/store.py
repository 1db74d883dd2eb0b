"""Files by their content: the SHA-256 of the bytes is the address. A file is never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

_CHUNK = 64 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class MissingFile(LookupError):
    """No file of this digest is stored."""


class Store(Protocol):
    """All that the application asks of a store; any object store can answer it."""

    def put(self, stream: BinaryIO) -> str:
        """Stores what is left in `stream`, once; returns its SHA-256 in hex."""

    def open(self, sha256: str) -> BinaryIO:
        """Raises MissingFile."""

    def exists(self, sha256: str) -> bool: ...


def digest_of(stream: BinaryIO) -> str:
    """The SHA-256 of what is left in `stream`, in hex."""
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def place_of(sha256: str) -> Path:
    """Where a folder keeps a file, below its root.

    Raises ValueError: not a digest, so perhaps somebody's path.
    """
    if not _DIGEST.fullmatch(sha256):
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
        with self._incoming() as (handle, temporary):
            digest = hashlib.sha256()
            while piece := stream.read(_CHUNK):
                digest.update(piece)
                handle.write(piece)
            handle.flush()
            os.fsync(handle.fileno())
            target = self._path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
        return digest.hexdigest()

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise MissingFile(sha256) from None

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def all(self) -> list[str]:
        """The address of every file, in order."""
        return sorted(f.name for f in self._root.glob("??/??/*") if _DIGEST.fullmatch(f.name))

    def put_away(self, sha256: str) -> None:
        """Out of reach of everything that opens files, for somebody to look at."""
        quarantine = self._root / "quarantine"
        quarantine.mkdir(mode=0o700, exist_ok=True)
        self._path(sha256).replace(quarantine / sha256)

    def remove(self, sha256: str) -> None:
        """For a store that one owner has to itself; a file others may have put stays for ever."""
        self._path(sha256).unlink(missing_ok=True)

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
