"""Lines of text of a known width, as plain SVG; no measuring beyond full and half width."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from unicodedata import east_asian_width

_TOKENS = re.compile(r"[!-~]+ *|.[，。、；：）】”]*")
_HALF = 0.56
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document may hold, however they are written."""


def width(text: str, size: float) -> float:
    """In pixels, near enough for boxes: full width 1 em, everything else a little over half."""
    wide = sum(east_asian_width(c) in "FWA" for c in text)
    return (wide + (len(text) - wide) * _HALF) * size


def wrap(text: str, size: float, most: float) -> list[str]:
    """Lines of at most `most` pixels; broken between words and between Chinese characters."""
    lines = [""]
    for token in _TOKENS.findall(text):
        if lines[-1] and width(lines[-1] + token.rstrip(), size) > most:
            lines.append("")
        lines[-1] += token
    return [line.rstrip() for line in lines]


def element(name: str, text: str = "", /, **attributes: object) -> str:
    """An SVG element; underscores in attribute names become hyphens (`class_` is `class`)."""
    said = "".join([f' {_named(key)}="{_number(value)}"' for key, value in attributes.items()])
    inside = escape(_NOT_IN_XML.sub("", text))
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


@lru_cache(maxsize=256)
def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _number(value: object) -> str:
    """Whole pixels and tenths: the same picture on every machine."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return _escaped(str(value))


_escaped = lru_cache(maxsize=1024)(escape)
"""Colours, sizes and anchors, which are the same on most marks."""
