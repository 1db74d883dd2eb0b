"""The same in an S3-compatible object store (docs/adr/0051-an-object-store-for-files.md)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from urllib.parse import urlsplit

import certifi
from minio import Minio
from minio.commonconfig import CopySource
from minio.error import MinioException, S3Error
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from app.files.store import MissingFile, StoreAway, copy, is_digest, place_of
from connections import ObjectStorage

_CHUNK = 64 * 1024
_IN_MEMORY = 1024 * 1024
_GONE = frozenset({"NoSuchKey", "NoSuchVersion"})
_THREADS = 40
"""Of a web process (bin/gunicorn.conf.py): none waits for another's connection."""


class ObjectStore:
    """Keys are the paths of the folder, so that one can be copied to the other as it is."""

    def __init__(self, storage: ObjectStorage, place: str) -> None:
        self._storage, self._place = storage, place

    def put(self, stream: BinaryIO) -> str:
        """The digest comes before the upload, so what was read lies on this machine meanwhile."""
        with _spool() as whole:
            sha256 = copy(stream, whole)
            size = whole.tell()
            whole.seek(0)
            with _answering():
                self._client.put_object(self._bucket, self._key(sha256), whole, size)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """All of it has arrived before anything is handed on: half a file is never seen."""
        whole = _spool()
        try:
            with _answering():
                answer = self._client.get_object(self._bucket, self._key(sha256))
                with answer:
                    for piece in answer.stream(_CHUNK):
                        whole.write(piece)
                    answer.release_conn()
        except BaseException:
            whole.close()
            raise
        whole.seek(0)
        return whole

    def exists(self, sha256: str) -> bool:
        try:
            with _answering():
                self._client.stat_object(self._bucket, self._key(sha256))
        except MissingFile:
            return False
        return True

    def all(self) -> list[str]:
        with _answering():
            listed = self._client.list_objects(
                self._bucket, prefix=f"{self._place}/", recursive=True
            )
            keys = [one.object_name or "" for one in listed]
        names = (key.rpartition("/")[2] for key in keys)
        pairs = zip(names, keys, strict=True)
        return sorted(name for name, key in pairs if is_digest(name) and key == self._key(name))

    def put_away(self, sha256: str) -> None:
        source = CopySource(self._bucket, self._key(sha256))
        with _answering():
            self._client.copy_object(self._bucket, f"{self._place}/quarantine/{sha256}", source)
        self.remove(sha256)

    def remove(self, sha256: str) -> None:
        """Every version of it, where the bucket keeps versions: what is sealed leaves no trace."""
        _remove(self._client, self._bucket, self._key(sha256))

    def check(self) -> None:
        with _answering():
            if not _client(self._storage, os.getpid(), patient=False).bucket_exists(self._bucket):
                raise StoreAway(f"there is no bucket {self._bucket}")

    @property
    def _client(self) -> Minio:
        return _client(self._storage, os.getpid())

    @property
    def _bucket(self) -> str:
        return self._storage.bucket

    def _key(self, sha256: str) -> str:
        return f"{self._place}/{place_of(sha256).as_posix()}"


class ObjectShelf:
    def __init__(self, storage: ObjectStorage, place: str) -> None:
        self._storage, self._root = storage, f"{place}/"

    def names(self) -> list[str]:
        with _answering():
            listed = self._client.list_objects(self._storage.bucket, prefix=self._root)
            return sorted((one.object_name or "").removeprefix(self._root) for one in listed)

    def read(self, name: str) -> bytes | None:
        try:
            with _answering():
                answer = self._client.get_object(self._storage.bucket, self._root + name)
                with answer:
                    content = answer.read()
                    answer.release_conn()
                    return content
        except MissingFile:
            return None

    def write(self, name: str, content: bytes) -> None:
        with _answering():
            self._client.put_object(
                self._storage.bucket, self._root + name, BytesIO(content), len(content)
            )

    def clear(self) -> None:
        for name in self.names():
            _remove(self._client, self._storage.bucket, self._root + name)

    @property
    def _client(self) -> Minio:
        return _client(self._storage, os.getpid())


@lru_cache(maxsize=4)
def _client(storage: ObjectStorage, _pid: int, *, patient: bool = True) -> Minio:
    """Shared by the threads of a process, never by a process and its child. An impatient one is for
    probes. Times in seconds."""
    again = Retry(total=2 if patient else 0, backoff_factor=0.2, status_forcelist=[500, 502, 503])
    endpoint = urlsplit(storage.endpoint)
    return Minio(
        endpoint.netloc,
        access_key=storage.access_key,
        secret_key=storage.secret_key,
        secure=endpoint.scheme == "https",
        region=storage.region,
        http_client=PoolManager(
            timeout=Timeout(connect=3 if patient else 1, read=20 if patient else 2),
            retries=again,
            maxsize=_THREADS,
            cert_reqs="CERT_REQUIRED",
            ca_certs=os.environ.get("SSL_CERT_FILE") or certifi.where(),
        ),
    )


def _remove(client: Minio, bucket: str, key: str) -> None:
    with _answering():
        for version in client.list_objects(bucket, prefix=key, include_version=True):
            if version.object_name == key:
                client.remove_object(bucket, key, version.version_id)


def _spool() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))


@contextmanager
def _answering() -> Iterator[None]:
    """Raises MissingFile: no such object. StoreAway: anything else that the store, or the way to
    it, has against what was asked."""
    try:
        yield
    except S3Error as error:
        if error.code in _GONE:
            raise MissingFile(error.object_name or "") from None
        raise StoreAway(f"{error.code}: {error.message}") from error
    except (MinioException, HTTPError) as error:
        raise StoreAway(str(error)) from error
