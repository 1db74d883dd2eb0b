"""Is a picture a picture only? Nothing is decoded here or anywhere else on the server."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from app.files.kinds import Fault, FileType, Finding
from workflows.engine.text import Text

_PIXELS_MOST = 100_000_000
_CHUNK = 1024 * 1024
_OVERLAP = 16
_MARKUP = re.compile(rb"<script|<\?php|<html|<!doctype|javascript:", re.IGNORECASE)
_PNG_HEAD = 8


def disguise_fault(stream: BinaryIO, type: FileType) -> Finding | None:
    """Something else behind or inside the picture, or a picture too large to be shown."""
    if type is FileType.PNG:
        fault = _png_fault(stream)
        if fault is not None:
            return fault
    stream.seek(0)
    if zipfile.is_zipfile(stream) or _holds_other(stream):
        return _TWO_IN_ONE
    return None


def _png_fault(stream: BinaryIO) -> Finding | None:
    """Chunk by chunk to the last one, behind which nothing may follow."""
    stream.seek(_PNG_HEAD)
    while len(head := stream.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IHDR":
            size = stream.read(8)
            if int.from_bytes(size[:4], "big") * int.from_bytes(size[4:], "big") > _PIXELS_MOST:
                return _TOO_MANY_PIXELS
            stream.seek(-len(size), 1)
        stream.seek(length + 4, 1)
        if kind == b"IEND":
            return _TWO_IN_ONE if stream.read(1) else None
    return _TWO_IN_ONE


def _holds_other(stream: BinaryIO) -> bool:
    stream.seek(0)
    before = b""
    is_first = True
    while piece := stream.read(_CHUNK):
        window = before + piece
        if (is_first and b"%PDF-" in window[:1024]) or _MARKUP.search(window):
            return True
        before, is_first = piece[-_OVERLAP:], False
    return False


_TWO_IN_ONE = (
    Fault.DISGUISED,
    Text(
        "图片里夹带了别的内容，请用画图工具另存后重新上传",
        "The image contains other content. Save it again in an image editor and upload that",
    ),
)
_TOO_MANY_PIXELS = (
    Fault.TOO_LARGE,
    Text(
        "图片超过一亿像素，请缩小后上传",
        "The image has more than 100 million pixels. Make it smaller and upload it again",
    ),
)
