"""A copy of a letter is told from the registered one, and what is wrong with it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.documents.comparing import Difference, difference
from app.documents.fonts import LetterFonts
from app.documents.payload import LetterPayload, Paragraph
from app.documents.render import render
from app.documents.sign import SigningIdentity, demo_identity, sign

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> SigningIdentity:
    return demo_identity(tmp_path_factory.mktemp("seal"))


def signed(letter: LetterPayload, fonts: LetterFonts, seal: SigningIdentity, text: str) -> bytes:
    body = render(replace(letter, blocks=(Paragraph(text),)), fonts)
    return sign(body, seal, AT).pdf


@pytest.fixture
def registered(letter: LetterPayload, fonts: LetterFonts, seal: SigningIdentity) -> bytes:
    return signed(letter, fonts, seal, "准予立项。")


def signature_of(pdf: bytes) -> tuple[int, int]:
    begins = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return begins, pdf.index(b">", begins) + 1


def changed(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def test_the_registered_file_itself_does_not_differ(registered: bytes) -> None:
    assert difference(registered, registered) is Difference.NONE


def test_one_changed_byte_of_the_content_is_told(registered: bytes) -> None:
    begins, ends = signature_of(registered)
    for place in (len(registered) // 3, begins - 1, ends, len(registered) - 1):
        assert difference(registered, changed(registered, place)) is Difference.CONTENT


def test_a_signature_of_another_letter_is_told_from_a_changed_content(
    registered: bytes, letter: LetterPayload, fonts: LetterFonts, seal: SigningIdentity
) -> None:
    other = signed(letter, fonts, seal, "不予立项。")
    begins, ends = signature_of(registered)
    pasted = other[slice(*signature_of(other))]
    assert len(pasted) == ends - begins, "the room kept for a signature is always the same"
    forged = registered[:begins] + pasted + registered[ends:]
    assert difference(registered, forged) is Difference.SIGNATURE


def test_an_incremental_update_is_told(registered: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(registered))
    writer.root["/Lang"] = writer.root["/Type"]
    writer.update_root()  # type: ignore[no-untyped-call]
    updated = BytesIO()
    writer.write(updated)  # type: ignore[no-untyped-call]
    assert difference(registered, updated.getvalue()) is Difference.APPENDED


def test_a_part_of_a_letter_another_letter_and_what_is_no_letter_are_told(
    registered: bytes, letter: LetterPayload, fonts: LetterFonts, seal: SigningIdentity
) -> None:
    other = signed(letter, fonts, seal, "不予立项，请于年底前重新申报。")
    assert difference(registered, registered[:-9]) is Difference.CUT_SHORT
    assert difference(registered, other) is Difference.ANOTHER_FILE
    assert difference(registered, b"PK\x03\x04") is Difference.NO_PDF
    assert difference(registered, b"") is Difference.NO_PDF
