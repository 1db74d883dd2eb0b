"""The words of a file, for comparing; a broken or hostile one has none and stops nothing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from time import monotonic

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from weasyprint import HTML

from app.files import words
from app.files.words import CHARACTERS_MOST, words_of
from app.similarity.reading import read

SAID = "采用原位聚合方法构筑界面层，抑制锂枝晶生长（25℃，1C）。"


def pdf(html: str) -> bytes:
    made = HTML(string=html).write_pdf()
    assert isinstance(made, bytes)
    return made


def docx(document: str) -> bytes:
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("word/document.xml", document)
    return package.getvalue()


def blank_pdf() -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def endless_pdf() -> bytes:
    """Two pages: one with words, and one that has them so often that it takes a reader minutes."""
    writer, stream, said = PdfWriter(), BytesIO(), BytesIO(pdf(f"<p>{SAID}</p>"))
    first, second = (writer.add_page(PdfReader(said).pages[0]) for _ in range(2))
    content, drawn = StreamObject(), first.get_contents()
    assert drawn is not None
    content.set_data(drawn.get_data() * 10_000)
    second[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    writer.write(stream)
    return stream.getvalue()


RUNS = f"<w:p><w:t>{SAID[:9]}</w:t><w:t xml:space='preserve'>{SAID[9:]}</w:t></w:p>"


@pytest.mark.parametrize("content", [pdf(f"<p>{SAID}</p>"), docx(RUNS)], ids=["pdf", "docx"])
def test_a_pdf_and_a_word_document_say_what_they_were_written_with(content: bytes) -> None:
    assert read({"a": words_of(BytesIO(content))}).text == read({"a": SAID}).text


@pytest.mark.parametrize(
    "content",
    [
        blank_pdf(),
        b"%PDF-1.7 cut off",
        pdf(f"<p>{SAID}</p>")[:400],
        docx("")[:-30],
        b"PK\3\4",
        b"\x89PNG",
        b"",
    ],
)
def test_a_scan_a_broken_file_and_one_of_another_kind_have_no_words(content: bytes) -> None:
    assert words_of(BytesIO(content)) == ""


def test_no_file_says_more_than_is_compared() -> None:
    long = docx(f"<w:t>{'字' * (CHARACTERS_MOST + 10)}</w:t><w:t>\0</w:t>")
    assert words_of(BytesIO(long)) == "字" * CHARACTERS_MOST


def test_a_page_that_takes_minutes_is_left_and_the_pages_before_it_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "SECONDS_MOST", 2)
    began = monotonic()
    assert read({"a": words_of(BytesIO(endless_pdf()))}).text == read({"a": SAID}).text
    assert monotonic() - began < 30


def test_a_word_document_of_unended_marks_takes_no_longer_than_its_size() -> None:
    began = monotonic()
    assert words_of(BytesIO(docx("<w:t " * 1_000_000))) == ""
    assert monotonic() - began < words.SECONDS_MOST


def test_a_word_document_cut_off_within_a_character_keeps_what_stood_before() -> None:
    blown_up = docx(f"<w:t>{SAID}</w:t>{'、' * 8_000_000}")
    assert words_of(BytesIO(blown_up)) == SAID
