"""Every kind of store, each empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.files.objects import ObjectShelf, ObjectStore
from app.files.shelf import FolderShelf, Shelf
from app.files.store import FolderStore, Store
from connections import ObjectStorage
from tests.object_server import new_bucket, object_server


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    with object_server() as url:
        yield url


@pytest.fixture
def bucket(endpoint: str) -> ObjectStorage:
    return new_bucket(endpoint)


@pytest.fixture(params=["folder", "objects"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    return ObjectStore(request.getfixturevalue("bucket"), "files")


@pytest.fixture(params=["folder", "objects"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "folder":
        return FolderShelf(tmp_path / "checkpoints")
    return ObjectShelf(request.getfixturevalue("bucket"), "checkpoints")
