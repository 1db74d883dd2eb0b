"""File names as people send them, made safe without losing a character that matters."""

from __future__ import annotations

import re

from app.names import clean_line

_RESERVED = re.compile(r'[<>:"|?*]')
_BYTES_MOST = 200
_ENDING_MOST = 10


def safe_name(declared: str) -> str:
    """The last part of a path, free of what file systems or screens could misread.

    Chinese and rare characters stay. At most 200 bytes of UTF-8, cut in the stem and never inside
    a character; without a stem it is called 附件.
    """
    last = re.split(r"[/\\]", declared)[-1]
    stem, ending = _parted(_RESERVED.sub("_", clean_line(last)).rstrip(". "))
    return _cut(stem.strip(". ") or "附件", _BYTES_MOST - len(ending.encode())) + ending


def ending_of(name: str) -> str:
    """The ending with its dot, in lower case; empty where there is none."""
    return _parted(name)[1].lower()


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if dot and len(ending) <= _ENDING_MOST else (name, "")


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip(". ")
