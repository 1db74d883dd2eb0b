"""Small files kept under a name of their own, such as the checkpoints of each day."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from app.files.store import answering


class Shelf(Protocol):
    """Whatever is asked may raise StoreAway (app/files/store.py)."""

    def names(self) -> list[str]:
        """In order; empty before anything was kept."""

    def read(self, name: str) -> bytes | None:
        """None: nothing of this name."""

    def write(self, name: str, content: bytes) -> None:
        """Whole or not at all, in the place of an earlier one."""

    def clear(self) -> None:
        """Nothing is left."""


class FolderShelf:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        with answering():
            return sorted(f.name for f in self._folder.glob("*") if not f.name.startswith("."))

    def read(self, name: str) -> bytes | None:
        file = self._folder / name
        with answering():
            return file.read_bytes() if file.is_file() else None

    def write(self, name: str, content: bytes) -> None:
        fresh = self._folder / f".{name}.new"
        with answering():
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            fresh.replace(self._folder / name)

    def clear(self) -> None:
        with answering():
            if self._folder.is_dir():
                shutil.rmtree(self._folder)
