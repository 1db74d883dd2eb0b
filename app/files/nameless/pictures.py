"""Pictures without comments, camera data, places and names; their pixels are not touched, and
which way is up stays."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PNG_HEAD = 8
_SHOWN = frozenset((b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"tRNS", b"sBIT", b"bKGD"))
"""Besides the chunks no reader may skip, whose names begin with a capital letter."""

_SCAN = 0xDA
_COMMENT = 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
_APPLICATIONS_SHOWN = (0xE0, 0xE2, 0xEE)
"""Density, colour profile, and how colours are coded."""

_END = b"\xff\xd9"
_CAMERA = b"Exif\0\0"
_WAY_UP = 0x0112
_UPRIGHT = 1


def png_cleared(content: bytes) -> bytes:
    kept = (chunk for kind, chunk in _chunks(content) if kind[:1].isupper() or kind in _SHOWN)
    return content[:_PNG_HEAD] + b"".join(kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _PNG_HEAD
    while at < len(content):
        end = at + int.from_bytes(content[at : at + 4], "big") + 12
        yield content[at + 4 : at + 8], content[at:end]
        if content[at + 4 : at + 8] == b"IEND":
            return
        at = end


def jpeg_cleared(content: bytes) -> bytes:
    """Nothing comes after the end of the picture, where some cameras keep another.

    Raises ValueError where segment does not follow on segment.
    """
    at, kept = 2, [content[:2]]
    while content[at + 1] != _SCAN:
        mark, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at] != 0xFF or end + 1 >= len(content):
            raise ValueError("the picture is broken")
        segment = content[at:end]
        if mark != _COMMENT and (mark not in _APPLICATIONS or mark in _APPLICATIONS_SHOWN):
            kept.append(segment)
        elif segment[4:].startswith(_CAMERA):
            kept.append(_turned(_way_up(segment[4 + len(_CAMERA) :])))
        at = end
    scan, _, _ = content[at:].partition(_END)
    return b"".join((*kept, scan, _END))


def _way_up(tiff: bytes) -> int:
    """1 to 8, as in Exif 2.3, 4.6.4; upright where nothing is said that can be read."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, directory)
        for number in range(entries):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, directory + 2 + 12 * number)
            if tag == _WAY_UP and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _turned(way: int) -> bytes:
    """A segment of camera data that says only that."""
    if way == _UPRIGHT:
        return b""
    directory = struct.pack(">HHHIHHI", 1, _WAY_UP, 3, 1, way, 0, 0)
    said = _CAMERA + b"MM\0*" + struct.pack(">I", 8) + directory
    return b"\xff\xe1" + struct.pack(">H", 2 + len(said)) + said
