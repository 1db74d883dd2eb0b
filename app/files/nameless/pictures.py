"""Pictures without comments, camera data, places and names; their pixels are not touched."""

from __future__ import annotations

from collections.abc import Iterator

_PNG_HEAD = 8
_SHOWN = frozenset((b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"tRNS", b"sBIT", b"bKGD"))
"""Besides the chunks no reader may skip, whose names begin with a capital letter."""

_SCAN = 0xDA
_COMMENT = 0xFE
_APPLICATIONS = range(0xE0, 0xF0)
_APPLICATIONS_SHOWN = (0xE0, 0xE2, 0xEE)
"""Density, colour profile, and how colours are coded."""


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
    """Raises ValueError where segment does not follow on segment."""
    at, kept = 2, [content[:2]]
    while content[at + 1] != _SCAN:
        mark, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at] != 0xFF or end + 1 >= len(content):
            raise ValueError("the picture is broken")
        if mark != _COMMENT and (mark not in _APPLICATIONS or mark in _APPLICATIONS_SHOWN):
            kept.append(content[at:end])
        at = end
    return b"".join((*kept, content[at:]))
