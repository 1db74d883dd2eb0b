"""A payload becomes a PDF/A-3b page for page as GB/T 9704-2012 lays it out."""

from __future__ import annotations

import calendar
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import chain
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document

from app.canonical import canonical_json
from app.documents.fetching import OwnFilesOnly
from app.documents.fonts import LetterFonts
from app.documents.packing import pack
from app.documents.payload import Drawing, Heading, LetterPayload, Paragraph, Table, in_words
from app.documents.titles import title_lines
from app.documents.unprintable import spelled, words_of

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "letters"
_MADE_AT = "SOURCE_DATE_EPOCH"
"""Where fontTools reads, in seconds, when what it writes was made."""


class BadLetter(ValueError):
    """This letter cannot be set as it is; trying again cannot help."""


class MissingGlyphs(BadLetter):
    def __init__(self, characters: str) -> None:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters)
        super().__init__(
            f"字库中没有这些字，不能成文：{named}"
            f" / No font of the letters has these characters: {named}"
        )
        self.characters = characters


def render(payload: LetterPayload, fonts: LetterFonts) -> bytes:
    """The same payload gives the same bytes.

    Raises MissingGlyphs: a character that no font of the letters has. BadLetter: a font or image
    could not be loaded.
    """
    frozen, payload = _frozen(payload), spelled(payload, fonts)
    missing = fonts.missing(_all_text(payload))
    if missing:
        raise MissingGlyphs(missing)
    with _no_warnings():
        document = _laid_out(payload, fonts, closing_page=False)
        if payload.layout == "head" and len(document.pages) % 2:
            # 版记 stands on an even page; on an odd last page it moves to the one behind it.
            document = _laid_out(payload, fonts, closing_page=True)
        if payload.is_certificate and len(document.pages) > 1:
            document = _laid_out(payload, fonts, closing_page=False, dense=True)
        with _made_on(payload.date):
            pdf: bytes = document.write_pdf(
                pdf_variant="pdf/a-3b",
                full_fonts=False,
                attachments=[frozen],
                finisher=pack,
            )
        return pdf


def _laid_out(
    payload: LetterPayload, fonts: LetterFonts, *, closing_page: bool, dense: bool = False
) -> Document:
    page = page_of(payload, closing_page=closing_page, dense=dense)
    source = HTML(string=page, base_url=str(_TEMPLATES), url_fetcher=_fetcher(fonts))
    return source.render(font_config=fonts.configuration, stylesheets=[_style(fonts)])


def page_of(payload: LetterPayload, *, closing_page: bool, dense: bool = False) -> str:
    """The letter in HTML without its style; with `closing_page` its 版记 stands on a page of its
    own, `dense` sets a certificate closer."""
    page: str = (
        _templates()
        .get_template("letter.html")
        .render(
            letter=payload,
            title_lines=title_lines,
            date_words=in_words(payload.date),
            qr=_qr(payload.verify_url),
            closing_page=closing_page,
            dense=dense,
            kinds={Paragraph: "paragraph", Heading: "heading", Table: "table", Drawing: "drawing"},
        )
    )
    return page


def style_of(fonts: LetterFonts) -> str:
    return fonts.css + (_TEMPLATES / "gbt9704.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _style(fonts: LetterFonts) -> CSS:
    """Read once for all letters of a process: it took a tenth of each."""
    return CSS(
        string=style_of(fonts),
        base_url=str(_TEMPLATES),
        url_fetcher=_fetcher(fonts),
        font_config=fonts.configuration,
    )


@lru_cache(maxsize=1)
def _fetcher(fonts: LetterFonts) -> OwnFilesOnly:
    return OwnFilesOnly([_TEMPLATES, *fonts.folders])


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _qr(url: str) -> str:
    svg: str = segno.make(url, error="m").svg_data_uri(border=0, scale=4)
    return svg


def _frozen(payload: LetterPayload) -> Attachment:
    """The facts of the letter travel with it."""
    at = datetime.combine(payload.date, time.min, UTC)
    return Attachment(
        string=canonical_json(payload.to_dict()).decode(),
        name="payload.json",
        description="Frozen facts of this letter",
        relationship="Source",
        created=at,
        modified=at,
    )


def _all_text(payload: LetterPayload) -> str:
    parts = [payload.issuer, payload.number or "", payload.title, payload.addressee]
    parts += [payload.signatory, payload.printed_by, in_words(payload.date), *payload.copies]
    parts += [annex.title for annex in payload.annexes]
    blocks = chain(payload.blocks, *(annex.blocks for annex in payload.annexes))
    parts += map(words_of, blocks)
    return "".join(parts)


@contextmanager
def _made_on(day: date) -> Iterator[None]:
    """A font of many weights is written anew for the letter, and would bear the present second."""
    os.environ[_MADE_AT] = str(calendar.timegm(day.timetuple()))
    try:
        yield
    finally:
        del os.environ[_MADE_AT]


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _no_warnings() -> Iterator[None]:
    """WeasyPrint logs what it could not load and goes on; a letter must not."""
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.messages:
        raise BadLetter("；".join(complaints.messages))
