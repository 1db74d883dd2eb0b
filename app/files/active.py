"""Does a PDF do anything but show pages? Looked for in every byte, in packed objects too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

_CHUNK = 1024 * 1024
_OVERLAP = 64
_END = rb"(?=[\s/<(\[>\])]|$)"
_ACTING = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|XFA|ImportData|SubmitForm|GoToE|Movie|Rendition)" + _END
)
_EMBEDDED = re.compile(rb"/EmbeddedFiles?" + _END)
_HIDDEN_NAME = re.compile(rb"/[A-Za-z]*#[0-9A-Fa-f]{2}[A-Za-z0-9#]*")
_HIDDEN_MOST = 10_000
"""Different names in one piece that are spelled with codes: fonts bring some dozens, and whoever
brings more wants them to be gone through."""
_HARMLESS = (".json", ".xml", ".csv", ".txt")
"""Data that letters and electronic invoices carry for machines."""


def acts(stream: BinaryIO, reader: PdfReader) -> bool:
    """A script, a program to start, a form that sends itself, or a file inside that is not plain
    data."""
    carries = False
    for piece in chain(_raw(stream), _packed(reader)):
        hidden = set(_HIDDEN_NAME.findall(piece))
        if len(hidden) > _HIDDEN_MOST:
            return True
        for plain in (piece, b" ".join(map(_spelled_out, hidden))):
            if _ACTING.search(plain):
                return True
            carries = carries or bool(_EMBEDDED.search(plain))
    return carries and not _carries_data_only(reader)


def _raw(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    before = b""
    while piece := stream.read(_CHUNK):
        yield before + piece
        before = piece[-_OVERLAP:]


def _packed(reader: PdfReader) -> Iterator[bytes]:
    """The streams that objects are packed into."""
    for number in {place[0] for place in reader.xref_objStm.values()}:
        holder = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(holder, StreamObject):
            yield holder.get_data()


def _spelled_out(name: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript` to a reader."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code.group(1), 16)]), name)


def _carries_data_only(reader: PdfReader) -> bool:
    names = list(reader.attachments)
    return bool(names) and all(name.lower().endswith(_HARMLESS) for name in names)
