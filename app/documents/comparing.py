"""What is wrong with a copy of a letter. What comes from outside is compared with the registered
bytes and never parsed: whoever made it chose what is in it."""

from __future__ import annotations

import re
from enum import StrEnum

_SIGNED_RANGES = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+\d+\s*\]")


class Difference(StrEnum):
    NONE = "none"
    NO_PDF = "no_pdf"
    CUT_SHORT = "cut_short"
    APPENDED = "appended"
    SIGNATURE = "signature"
    CONTENT = "content"
    ANOTHER_FILE = "another_file"


def difference(registered: bytes, given: bytes) -> Difference:
    """Of `given`, its first bytes up to one more than the registered file has are enough."""
    if given == registered:
        return Difference.NONE
    if not given.startswith(b"%PDF-"):
        return Difference.NO_PDF
    if given.startswith(registered):
        return Difference.APPENDED
    if registered.startswith(given):
        return Difference.CUT_SHORT
    if len(given) != len(registered):
        return Difference.ANOTHER_FILE
    begins, ends = _signature(registered)
    if given[:begins] == registered[:begins] and given[ends:] == registered[ends:]:
        return Difference.SIGNATURE
    return Difference.CONTENT


def _signature(pdf: bytes) -> tuple[int, int]:
    """Where the signature stands: the stretch between the two that it covers."""
    ranges = _SIGNED_RANGES.findall(pdf)
    return (int(ranges[-1][0]), int(ranges[-1][1])) if ranges else (0, 0)
