"""Characters that no font of the letters has.

Every sign that a writer pasted into running text is printed as its code, and the letter says so: it
is not held up for a bullet out of a word processor. A letter or a Chinese character may be in
somebody's name, which the office must not print as a code: there the letter waits.
"""

from __future__ import annotations

from dataclasses import replace

from app.documents.fonts import LetterFonts
from app.documents.payload import Annex, Block, Drawing, Heading, LetterPayload, Paragraph, Table
from app.names import belongs_in_a_name

Codes = dict[int, str]
_NOTE = Paragraph("（注：〔U+…〕为无法排印的字符的编码。）")


def spelled(payload: LetterPayload, fonts: LetterFonts) -> LetterPayload:
    """With the code of each sign in its blocks that cannot be shown, and a note that says so."""
    every = (*payload.blocks, *(block for annex in payload.annexes for block in annex.blocks))
    missing = fonts.missing("".join(words_of(block) for block in every))
    codes = {ord(c): f"〔U+{ord(c):04X}〕" for c in missing if not belongs_in_a_name(c)}
    if not codes:
        return payload
    return replace(
        payload,
        blocks=(*_blocks(payload.blocks, codes), _NOTE),
        annexes=tuple(Annex(a.title, _blocks(a.blocks, codes)) for a in payload.annexes),
    )


def words_of(block: Block) -> str:
    match block:
        case Paragraph(text) | Heading(_, text) | Drawing(_, text):
            return text
        case Table(columns, rows):
            return "".join((*columns, *(cell for row in rows for cell in row)))


def _blocks(blocks: tuple[Block, ...], codes: Codes) -> tuple[Block, ...]:
    return tuple(_block(block, codes) for block in blocks)


def _block(block: Block, codes: Codes) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(text.translate(codes))
        case Heading(level, text):
            return Heading(level, text.translate(codes))
        case Drawing(svg, words):
            return Drawing(svg.translate(codes), words.translate(codes))
        case Table(columns, rows):
            return Table(columns, tuple(tuple(c.translate(codes) for c in row) for row in rows))
