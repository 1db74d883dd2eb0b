"""The stores, all alike: content decides the address, and half a file is never seen."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from urllib3 import PoolManager

from app.files.objects import ObjectStore
from app.files.shelf import Shelf
from app.files.store import FolderStore, MissingFile, Store, StoreAway
from connections import ObjectStorage

CONTENT = "申报书".encode() * 700_000
"""More than an object store takes in one part."""
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_what_was_stored_is_found_by_its_digest(store: Store) -> None:
    store.check()
    assert not store.exists(DIGEST)
    assert store.put(io.BytesIO(CONTENT)) == DIGEST
    assert store.exists(DIGEST)
    with store.open(DIGEST) as stream:
        assert stream.read() == CONTENT


def test_a_stream_is_stored_from_where_it_stands(store: Store) -> None:
    stream = io.BytesIO(b"read before" + CONTENT)
    stream.seek(len(b"read before"))
    assert store.put(stream) == DIGEST


def test_the_same_content_twice_is_one_file(store: Store) -> None:
    assert store.put(io.BytesIO(CONTENT)) == store.put(io.BytesIO(CONTENT))
    assert store.all() == [DIGEST]


def test_all_files_are_listed_in_order(store: Store) -> None:
    put = [store.put(io.BytesIO(bytes([n]))) for n in range(5)]
    assert store.all() == sorted(put)


def test_a_missing_file_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(MissingFile):
        store.open(DIGEST)


def test_a_file_that_is_put_away_is_missing_and_kept_for_somebody_to_look_at(store: Store) -> None:
    store.put(io.BytesIO(b"infected"))
    (digest,) = store.all()
    store.put_away(digest)
    assert store.all() == []
    with pytest.raises(MissingFile):
        store.open(digest)
    assert store.put(io.BytesIO(b"infected")) == digest


def test_a_removed_file_is_gone_and_may_be_removed_again(store: Store) -> None:
    digest = store.put(io.BytesIO(b"sealed"))
    store.remove(digest)
    store.remove(digest)
    assert store.all() == []


@pytest.mark.parametrize("address", ["../../etc/passwd", "", DIGEST.upper(), DIGEST + "0", "a/b"])
def test_an_address_that_is_no_digest_is_refused(store: Store, address: str) -> None:
    for asked in (store.open, store.exists, store.remove, store.put_away):
        with pytest.raises(ValueError, match="SHA-256"):
            asked(address)


class _Breaking(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise OSError("the connection broke")
        return super().read(size)


def test_a_broken_upload_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broke"):
        store.put(_Breaking(CONTENT))
    assert store.all() == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_store_that_is_away_says_so_whatever_is_asked(tmp_path: Path) -> None:
    (tmp_path / "full").write_bytes(b"in the way of a folder")
    nowhere = ObjectStorage("http://127.0.0.1:1", "bucket", "us-east-1", "key", "secret")
    for away in (FolderStore(tmp_path / "full"), ObjectStore(nowhere, "files")):
        with pytest.raises(StoreAway):
            away.put(io.BytesIO(CONTENT))
        with pytest.raises(StoreAway):
            away.check()


def test_without_its_bucket_an_object_store_is_away_and_no_file_is_called_missing(
    bucket: ObjectStorage,
) -> None:
    store = ObjectStore(bucket, "files")
    with PoolManager() as http:
        http.request("DELETE", f"{bucket.endpoint}/{bucket.bucket}")
    for asked in (store.check, store.all, lambda: store.open(DIGEST)):
        with pytest.raises(StoreAway):
            asked()


def test_where_a_bucket_keeps_versions_what_is_removed_leaves_none(bucket: ObjectStorage) -> None:
    store, address = ObjectStore(bucket, "bids/7"), f"{bucket.endpoint}/{bucket.bucket}"
    enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    with PoolManager() as http:
        http.request("PUT", f"{address}?versioning", body=enabled)
        for _ in range(2):
            digest = store.put(io.BytesIO(b"sealed"))
        listed = http.request("GET", f"{address}?versions").data.decode()
        assert listed.count(f"<Key>bids/7/{digest[:2]}") == 2
        store.remove(digest)
        assert "<Key>" not in http.request("GET", f"{address}?versions").data.decode()


def test_a_shelf_keeps_small_files_by_name(shelf: Shelf) -> None:
    assert shelf.names() == []
    assert shelf.read("2026-03-02.json") is None
    shelf.write("2026-03-02.json.p7s", b"signature")
    shelf.write("2026-03-02.json", b"first")
    shelf.write("2026-03-02.json", b"second")
    assert shelf.names() == ["2026-03-02.json", "2026-03-02.json.p7s"]
    assert shelf.read("2026-03-02.json") == b"second"
    shelf.clear()
    assert shelf.names() == []
