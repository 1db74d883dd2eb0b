"""The store: content decides the address, and half a file is never seen."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from app.files.store import FolderStore, MissingFile

CONTENT = "申报书".encode() * 100_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def _files(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*") if path.is_file()]


def test_what_was_stored_is_found_by_its_digest(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert not store.exists(DIGEST)
    assert store.put(io.BytesIO(CONTENT)) == DIGEST
    assert store.exists(DIGEST)
    with store.open(DIGEST) as stream:
        assert stream.read() == CONTENT


def test_the_same_content_twice_is_one_file(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.put(io.BytesIO(CONTENT)) == store.put(io.BytesIO(CONTENT))
    assert _files(tmp_path) == [DIGEST]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        FolderStore(tmp_path).open(DIGEST)


@pytest.mark.parametrize("address", ["../../etc/passwd", "", DIGEST.upper(), DIGEST + "0", "a/b"])
def test_an_address_that_is_no_digest_is_refused(tmp_path: Path, address: str) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(ValueError, match="SHA-256"):
        store.open(address)
    with pytest.raises(ValueError, match="SHA-256"):
        store.exists(address)


class _Breaking(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise OSError("the connection broke")
        return super().read(size)


def test_a_broken_upload_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broke"):
        FolderStore(tmp_path).put(_Breaking(CONTENT))
    assert _files(tmp_path) == []
