"""Templates are compiled once, and not once in every process.

What a template was compiled to lies beside the files of the site, under the digest of its source:
reading it takes a thirtieth of compiling it, and a process holds half as much for it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from app.web.shared import rendering

_WAY = Path(rendering.__file__).read_text(encoding="utf-8")


class Compiled(FileSystemBytecodeCache):
    """In a folder that only this account reads, made when there is something to put into it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def get_source_checksum(self, source: str) -> str:
        """Of the template, and of how it is compiled here."""
        return super().get_source_checksum(_WAY + source)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """A disk that is full hinders no page: the next process compiles again."""
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def init_compiling(app: Flask) -> None:
    app.jinja_env.bytecode_cache = Compiled(app.config["SETTINGS"].var / "templates")
