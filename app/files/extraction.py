"""Writes the words of a file, as far as they can be taken out: a program of its own, since a
hostile file can make its readers run or grow without end."""

from __future__ import annotations

import re
import resource
import sys
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from io import BytesIO
from typing import BinaryIO

_MEMORY_MOST = 1024 * 1024 * 1024
_PAGES_MOST = 200
_PDF, _PACKAGE = b"%PDF", b"PK\3\4"
"""What files of these kinds begin with."""
_CONTENTS = "[Content_Types].xml"
_DOCUMENT = "word/document.xml"
_BYTES_MOST = 20 * 1024 * 1024
_FILE_MOST = 50 * 1024 * 1024
"""Of a file in an archive, as much as of one that comes by itself."""
_RUN = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>|</w:p>")

_COVER_MOST = 2000
"""Characters of a first page."""
_SIGN_MOST = 4
"""Bytes of a character, in the code pages that are read."""
_LABELLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml|xl/.*\.xml")
"""Where documents and sheets hold what is read: their text, head and foot lines, cells."""
_SAID = re.compile(
    r">([^<>]+)<"
    r"|</(?:\w+:)?(?:p|si|is|c|text|(tc))>"
    r"|[ <](?:name|descr|title)=\"([^\"<>]*)\""
)
"""Texts, where one ends, or a cell of a Word table, and the names of pictures and sheets."""
_NUMBER = re.compile(r"\s*|(?=[\s.,:Ee+-]*\d)[\s\d.,:Ee+-]*")
"""Not a colon alone, which may stand in a mark."""
_TEXTS = (".txt", ".csv", ".md")
_UTF8 = 0x800
"""The flag of a name in an archive that is no longer in the code page of its writer."""
_APART = "|"
"""Between what stands apart, so that no mark comes together out of two cells."""


def main(what: str, characters_most: int, seconds_most: int) -> None:
    """From standard input, a file, to standard output: each piece as it is read, so that what was
    read until it ends stays."""
    for limit, most in (
        (resource.RLIMIT_CPU, seconds_most),
        (resource.RLIMIT_AS, _MEMORY_MOST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    left = characters_most
    # Broken files make parsers fail in ways they do not declare.
    with suppress(Exception):
        for some in _READ[what](sys.stdin.buffer):
            sys.stdout.buffer.write(some[:left].encode(errors="replace") + b"\n")
            sys.stdout.buffer.flush()
            left -= len(some)
            if left <= 0:
                break


def _words(stream: BinaryIO) -> Iterator[str]:
    """The running text of a PDF or a Word document."""
    kind = _kind(stream)
    if kind == _PDF:
        yield from _of_pdf(stream, _PAGES_MOST)
    elif kind == _PACKAGE:
        with zipfile.ZipFile(stream) as package:
            yield _of_word(package)


def _covers(stream: BinaryIO, *, inside: bool = False) -> Iterator[str]:
    """Where a paper bears its mark: first pages, head and foot lines, cells of sheets, names of
    pictures; of an archive the names and covers of what it holds, one level deep."""
    kind = _kind(stream)
    if kind == _PDF:
        yield "".join(_of_pdf(stream, 1))[:_COVER_MOST] + _APART
    elif kind == _PACKAGE:
        with zipfile.ZipFile(stream) as package:
            if _CONTENTS in package.namelist():
                yield from _of_office(package)
            elif not inside:
                yield from _of_archive(package)


def _kind(stream: BinaryIO) -> bytes:
    kind = stream.read(len(_PDF))
    stream.seek(0)
    return kind


def _of_pdf(stream: BinaryIO, pages_most: int) -> Iterator[str]:
    # late: a library that only whoever reads a PDF needs
    from pypdf import PdfReader

    for page in PdfReader(stream).pages[:pages_most]:
        yield page.extract_text()


def _of_word(package: zipfile.ZipFile) -> str:
    text = _part(package, _DOCUMENT).decode(errors="ignore")
    return "".join(unescape(run[1] or "\n") for run in _RUN.finditer(text))


def _of_office(package: zipfile.ZipFile) -> Iterator[str]:
    """Of the text of a document its beginning, of a sheet every cell."""
    for name in filter(_LABELLED.fullmatch, package.namelist()):
        part = _part(package, name).decode(errors="ignore")
        said = _said(part, _APART if name.startswith("xl/") else "\n")
        yield (said[:_COVER_MOST] if name == _DOCUMENT else said) + _APART


def _said(part: str, between: str) -> str:
    pieces = []
    for found in _SAID.finditer(part):
        text, cell, name = found.groups()
        if text is None:
            pieces.append((_APART if cell else between) + unescape(name or ""))
        elif not _NUMBER.fullmatch(text):
            pieces.append(unescape(text))
    return "".join(pieces)


def _of_archive(package: zipfile.ZipFile) -> Iterator[str]:
    """The names first, which cost nothing; what cannot be read hides nothing of what follows."""
    for entry in package.infolist():
        yield _name(entry) + _APART
    for entry in package.infolist():
        with suppress(Exception):
            if entry.filename.lower().endswith(_TEXTS):
                beginning = _part(package, entry.filename, _COVER_MOST * _SIGN_MOST)
                yield _plain(beginning)[:_COVER_MOST] + _APART
            elif _part(package, entry.filename, len(_PDF)) in (_PDF, _PACKAGE):
                content = _part(package, entry.filename, _FILE_MOST)
                yield from _covers(BytesIO(content), inside=True)


def _name(entry: zipfile.ZipInfo) -> str:
    """Of old the names of Chinese archives were in the code page of Windows."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    return entry.filename.encode("cp437", "ignore").decode("gb18030", "ignore")


def _plain(beginning: bytes) -> str:
    """A character that is cut off at the end makes no text one of another code page."""
    try:
        return getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return beginning.decode("gb18030", "ignore")


def _part(package: zipfile.ZipFile, name: str, most: int = _BYTES_MOST) -> bytes:
    """What is cut off in the middle of a character loses that."""
    with package.open(name) as part:
        return part.read(most)


_READ = {"words": _words, "covers": _covers}


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
