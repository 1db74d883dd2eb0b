"""Small files kept under a name of their own, such as the checkpoints of each day."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


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
        return sorted(f.name for f in self._folder.glob("*") if not f.name.startswith("."))

    def read(self, name: str) -> bytes | None:
        file = self._folder / name
        return file.read_bytes() if file.is_file() else None

    def write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f".{name}.new"
        fresh.write_bytes(content)
        fresh.replace(self._folder / name)

    def clear(self) -> None:
        for name in self.names():
            (self._folder / name).unlink()
