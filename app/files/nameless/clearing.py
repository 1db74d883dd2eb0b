"""A copy of a file as an expert behind the veil gets it: no author, no company, no editor."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from app.files.nameless.packages import package_cleared
from app.files.nameless.pdf import pdf_cleared
from app.files.nameless.pictures import jpeg_cleared, png_cleared

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class CannotClear(ValueError):
    """The file cannot be written anew, or it is of a kind whose properties stay unread here."""


def cleared(content: bytes) -> bytes:
    """What is no document and no picture stays as it is: plain text tells nothing beside itself.

    Raises CannotClear.
    """
    if content.startswith(_OLD_OFFICE):
        raise CannotClear("an Office file of the old kind")
    clear = next((clear for head, clear in _CLEARING.items() if content.startswith(head)), None)
    if clear is None:
        return content
    try:
        return clear(content)
    except Exception as bad:
        # Broken files make their readers fail in ways they do not declare.
        raise CannotClear(str(bad)) from bad


def _package(content: bytes) -> bytes:
    return package_cleared(BytesIO(content), cleared)


_CLEARING: dict[bytes, Callable[[bytes], bytes]] = {
    b"%PDF-": pdf_cleared,
    b"\x89PNG\r\n\x1a\n": png_cleared,
    b"\xff\xd8\xff": jpeg_cleared,
    b"PK": _package,
}
