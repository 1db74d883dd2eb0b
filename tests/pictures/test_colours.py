"""A drawing has the colours of the pages, and they stand out from its ground day and night."""

from __future__ import annotations

import pytest

from app.pictures.svg import BY_DAY
from tests.web.colours import colours, contrast

_HAIRLINES = {"line"}
"""Lines that only guide the eye; no figure depends on them."""


def test_drawings_have_the_colours_of_the_pages() -> None:
    named = colours(0)
    assert {name: named[name] for name in BY_DAY} == BY_DAY


@pytest.mark.parametrize("part", [0, 1], ids=["by day", "by night"])
def test_marks_stand_out_from_the_ground_and_words_from_their_marks(part: int) -> None:
    named = colours(part)
    marks = BY_DAY.keys() - _HAIRLINES - {"paper", "on"}
    assert [m for m in marks if contrast(named[m], named["paper"]) < 3] == []
    grounds = ("blue", "green", "amber", "red", "quiet")
    assert [m for m in grounds if contrast(named["on"], named[m]) < 4.5] == []
