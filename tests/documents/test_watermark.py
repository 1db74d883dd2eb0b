"""A reviewer's copy names its reader on every page and keeps what was on it."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from app.documents.fonts import LetterFonts
from app.documents.watermark import CannotStamp, stamped
from config import ROOT

WORDS = "龚𠮷㐂 2026-03-02 10:00"


@pytest.fixture(scope="module")
def fonts() -> LetterFonts:
    return LetterFonts(ROOT / "var" / "fonts")


def pages(*, locked: bool = False) -> BytesIO:
    """An upright page, one turned by 90 degrees, and one that does not begin in the corner."""
    writer, out = PdfWriter(), BytesIO()
    for _ in range(3):
        writer.add_blank_page(width=595, height=842)
    writer.pages[1].rotate(90)
    writer.pages[2].mediabox.lower_left = (-50, -50)
    if locked:
        writer.encrypt("password")
    writer.write(out)
    out.seek(0)
    return out


def test_every_page_names_the_reader_with_rare_characters_too(fonts: LetterFonts) -> None:
    marked = PdfReader(BytesIO(stamped(pages(), WORDS, fonts)))
    assert [page.extract_text().count(WORDS) for page in marked.pages] == [3, 3, 3]


def test_what_was_on_the_page_stays(fonts: LetterFonts) -> None:
    first = stamped(pages(), "第一位", fonts)
    twice = PdfReader(BytesIO(stamped(BytesIO(first), "第二位", fonts))).pages[0].extract_text()
    assert "第一位" in twice
    assert "第二位" in twice


@pytest.mark.parametrize("pdf", [pages(locked=True), BytesIO(b"%PDF-1.7 damaged")])
def test_what_cannot_be_written_anew_is_said(fonts: LetterFonts, pdf: BytesIO) -> None:
    with pytest.raises(CannotStamp):
        stamped(pdf, WORDS, fonts)
