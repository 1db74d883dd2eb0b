"""The words of a file, as far as they can be taken out; a scan has none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

CHARACTERS_MOST = 60_000
"""Of one file: some eighty pages."""

SECONDS_MOST = 15
"""Of the processor; eighty pages take a tenth of it."""

_COVERS_MOST = 1_000_000
"""Characters of all covers and cells of one file."""
_PDF = b"%PDF"
_KINDS = (_PDF, b"PK\3\4")
_LETTERED = (b"/Font", b"/ObjStm")
_PIECE = 1024 * 1024
_PATIENCE = 60
"""Seconds on a busy machine; the program itself ends sooner by its own limits."""

_EXTRACTION = Path(__file__).with_name("extraction.py")


def words_of(stream: BinaryIO) -> str:
    """The running text of a PDF or a Word document; empty where there is none, and of files of
    another kind. Of a file whose reading takes too long or too much, what was read until then."""
    return _read(stream, "words", CHARACTERS_MOST)


def covers_of(stream: BinaryIO) -> str:
    """Where a file would bear a mark of its secrecy: first pages, head and foot lines, cells, and
    the names of what it holds. The stream is left at its start."""
    covers = _read(stream, "covers", _COVERS_MOST)
    stream.seek(0)
    return covers


def _read(stream: BinaryIO, what: str, characters_most: int) -> str:
    kind = stream.read(4)
    if kind not in _KINDS or (kind == _PDF and not _may_have_words(stream)):
        return ""
    stream.seek(0)
    with TemporaryFile() as file:
        copyfileobj(stream, file)
        file.seek(0)
        words = _extracted(file, what, characters_most).decode(errors="ignore")
    return words.rstrip("\n")[:characters_most].replace("\0", "")


def _may_have_words(pdf: BinaryIO) -> bool:
    """Whoever writes names a font, in the open or in objects that are packed; plain scans do not,
    and need no program of their own to be found without words."""
    before = b""
    while piece := pdf.read(_PIECE):
        if any(name in before + piece for name in _LETTERED):
            return True
        before = piece[-max(map(len, _LETTERED)) :]
    return False


def _extracted(file: BinaryIO, what: str, characters_most: int) -> bytes:
    limits = map(str, (characters_most, SECONDS_MOST))
    command = (sys.executable, "-I", str(_EXTRACTION), what, *limits)
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired as late:
        return late.output or b""
    return done.stdout
