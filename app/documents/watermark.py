"""Whose copy a PDF is, across every page of it, so that a leak names the hand it came from."""

from __future__ import annotations

from html import escape
from io import BytesIO
from threading import Lock
from typing import BinaryIO

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError
from weasyprint import HTML

from app.documents.fetching import OwnFilesOnly
from app.documents.fonts import LetterFonts

_ONE_AT_A_TIME = Lock()
"""Layout with shared fonts is not made for threads."""

Size = tuple[int, int]
"""Width and height in points."""


class CannotStamp(ValueError):
    """The file cannot be written anew (damaged, or locked with a password)."""


def stamped(pdf: BinaryIO, words: str, fonts: LetterFonts) -> bytes:
    """`words` (a name and a time) lie over each page; what was there stays readable.

    Raises CannotStamp.
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(pdf))
        marks: dict[Size, PageObject] = {}
        for page in writer.pages:
            page.transfer_rotation_to_content()
            size = round(page.mediabox.width), round(page.mediabox.height)
            if size not in marks:
                marks[size] = _mark(size, words, fonts)
            corner = Transformation().translate(page.mediabox.left, page.mediabox.bottom)
            page.merge_transformed_page(marks[size], corner)
        out = BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as bad:
        raise CannotStamp(str(bad)) from bad
    return out.getvalue()


def _mark(size: Size, words: str, fonts: LetterFonts) -> PageObject:
    width, height = size
    html = _PAGE.format(faces=fonts.css, width=width, height=height, words=escape(words))
    source = HTML(string=html, url_fetcher=OwnFilesOnly(fonts.folders))
    with _ONE_AT_A_TIME:
        made = source.write_pdf(font_config=fonts.configuration)
    return PdfReader(BytesIO(made)).pages[0]


_PAGE = """<style>{faces}
@page {{ size: {width}pt {height}pt; margin: 0 }}
body {{ margin: 0; font-family: "Letter Hei", var(--rest); color: rgba(120, 0, 0, 0.18) }}
p {{ position: absolute; margin: 0; white-space: nowrap }}
.across {{ left: 8%; font-size: 16pt; transform: rotate(-28deg) }}
.foot {{ left: 8%; bottom: 8pt; font-size: 8pt; color: rgba(120, 0, 0, 0.6) }}
</style><p class="across" style="top: 30%">{words}</p><p class="across" style="top: 70%">{words}</p>
<p class="foot">{words}</p>"""
