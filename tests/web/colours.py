"""The colours of the pages, and how far they stand apart."""

from __future__ import annotations

import re

from config import ROOT

COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
WORDS, GROUNDS = (
    ("ink", "quiet", "blue", "deep", "red", "green", "amber"),
    ("paper", "ground", "wash", "hover"),
)
COLOURS = ROOT / "static" / "css" / "colours.css"


def colours(part: int) -> dict[str, str]:
    """0: by day, 1: by night."""
    text = COLOURS.read_text()
    return dict(COLOUR.findall(text.split("@media screen")[part]))


def brightness(colour: str) -> float:
    """Relative luminance of WCAG 2.2, 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)
