"""The words of a PDF or a Word document, as far as they can be taken out; a scan has none."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import BinaryIO

CHARACTERS_MOST = 60_000
"""Of one file: some eighty pages."""

_PAGES_MOST = 200
_DOCUMENT = "word/document.xml"
_BYTES_MOST = 20 * 1024 * 1024
_RUN = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|</w:p>")


def words_of(stream: BinaryIO, pages_most: int = _PAGES_MOST) -> str:
    """Empty where there are none, and of files of another kind."""
    words: list[str] = []
    # Broken files make parsers fail in ways they do not declare; what was read until then stays.
    with suppress(Exception):
        for some in _words(stream, pages_most):
            words.append(some)
            if sum(map(len, words)) >= CHARACTERS_MOST:
                break
    return "\n".join(words)[:CHARACTERS_MOST].replace("\0", "")


def _words(stream: BinaryIO, pages_most: int) -> Iterator[str]:
    kind = stream.read(4)
    stream.seek(0)
    if kind == b"%PDF":
        yield from _of_pdf(stream, pages_most)
    elif kind == b"PK\3\4":
        yield _of_word(stream)


def _of_pdf(stream: BinaryIO, pages_most: int) -> Iterator[str]:
    # late: a library that only whoever reads a PDF needs
    from pypdf import PdfReader

    for page in PdfReader(stream).pages[:pages_most]:
        yield page.extract_text()


def _of_word(stream: BinaryIO) -> str:
    with zipfile.ZipFile(stream) as package, package.open(_DOCUMENT) as document:
        text = document.read(_BYTES_MOST).decode()
    return "".join(unescape(run[1] or "\n") for run in _RUN.finditer(text))
