"""Writes the words of a PDF or a Word document, as far as they can be taken out: a program of its
own, since a hostile file can make its readers run or grow without end."""

from __future__ import annotations

import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import BinaryIO

_MEMORY_MOST = 1024 * 1024 * 1024
_DOCUMENT = "word/document.xml"
_BYTES_MOST = 20 * 1024 * 1024
_RUN = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>|</w:p>")


def main(characters_most: int, seconds_most: int, pages_most: int) -> None:
    """From standard input, a file, to standard output: each page as it is read, so that what was
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
        for some in _words(sys.stdin.buffer, pages_most):
            sys.stdout.buffer.write(some[:left].encode(errors="replace") + b"\n")
            sys.stdout.buffer.flush()
            left -= len(some)
            if left <= 0:
                break


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
    """What is cut off in the middle of a character loses that."""
    with zipfile.ZipFile(stream) as package, package.open(_DOCUMENT) as document:
        text = document.read(_BYTES_MOST).decode(errors="ignore")
    return "".join(unescape(run[1] or "\n") for run in _RUN.finditer(text))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
