"""What an expert behind the veil gets of a file says nothing of who made it, and all it shows."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import ExifTags, Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from app.files.nameless.clearing import CannotClear, cleared
from tests.files.made import OLE, PNG, a_word, a_zip

NAME = b"LINZHIYUAN"
_SCAN = b"\xff\xda\x00\x04\x00\x00picture\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01" + bytes(8)


def a_jpeg() -> bytes:
    said = b"".join(b"\xff" + mark + b"\x00\x0c" + NAME for mark in (b"\xe1", b"\xed", b"\xfe"))
    return b"\xff\xd8" + said + _JFIF + _SCAN


def a_photograph() -> bytes:
    """Taken with the camera held upright; behind it a second one, as some cameras write it."""
    said, out = Image.Exif(), BytesIO()
    said[ExifTags.Base.Orientation], said[ExifTags.Base.Artist] = 6, NAME.decode()
    Image.new("RGB", (8, 4), "red").save(out, "JPEG", exif=said)
    return out.getvalue() + a_jpeg()


def a_png() -> bytes:
    text = len(NAME).to_bytes(4, "big") + b"tEXt" + NAME + b"\0\0\0\0"
    return PNG[:33] + text + PNG[33:] + NAME


def a_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    page = writer.add_blank_page(595, 842)
    name = NAME.decode()
    writer.add_metadata({"/Author": name, "/Company": name})
    said, picture = StreamObject(), StreamObject()
    said.set_data(NAME)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(said)
    writer.add_attachment("data.txt", NAME)
    remark = Text(rect=(10, 10, 50, 50), text="look here")
    remark[NameObject("/T")] = TextStringObject(name)
    writer.add_annotation(0, remark)
    picture.set_data(a_jpeg())
    picture[NameObject("/Filter")] = NameObject("/DCTDecode")
    packed = StreamObject()
    packed.set_data(zlib.compress(a_jpeg()))
    packed[NameObject("/Filter")] = ArrayObject(
        (NameObject("/FlateDecode"), NameObject("/DCTDecode"))
    )
    listed = StreamObject()
    listed.set_data(a_jpeg())
    listed[NameObject("/Filter")] = ArrayObject((NameObject("/DCTDecode"),))
    drawn = {"/P": picture, "/Q": packed, "/R": listed}
    pictures = DictionaryObject(
        {NameObject(key): writer._add_object(one) for key, one in drawn.items()}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    writer.write(out)
    return out.getvalue()


def a_document() -> bytes:
    name = NAME.decode()
    parts = {
        "docProps/core.xml": f"<?xml version='1.0'?><cp:coreProperties xmlns:cp='c'><a>{name}</a>"
        "</cp:coreProperties>",
        "docProps/app.xml": f"<Properties xmlns='p'><Company>{name}</Company></Properties>",
        "customXml/item1.xml": f"<cover><unit>{name}</unit></cover>",
        "word/comments.xml": f'<w:c w:id="1" w:author="{name}" w:initials="{name}">look here</w:c>',
        "word/_rels/document.xml.rels": '<Relationship Id="r1" TargetMode="External" '
        f'Target="file:///C:/Users/{name}/Pictures/a.png"/>',
        "word/people.xml": f'<w15:person w15:author="{name}"><a userId="{name}"/></w15:person>',
    }
    pictures = {"word/media/image1.jpeg": a_jpeg(), "word/media/image2.png": a_png()}
    return a_word(more={key: words.encode() for key, words in parts.items()} | pictures)


def a_workbook() -> bytes:
    book, out, name = Workbook(), BytesIO(), NAME.decode()
    book.properties.creator = book.properties.lastModifiedBy = name
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "look here"
    sheet["A1"].comment = Comment("a remark", name)
    book.save(out)
    return out.getvalue()


def an_archive() -> bytes:
    return a_zip({f"{NAME.decode()}/{NAME.decode()}.docx": a_document()})


def everything_in(content: bytes) -> bytes:
    """Unpacked, with the names of what is packed."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as package:
        inside = (name.encode() + everything_in(package.read(name)) for name in package.namelist())
        return b"\n".join(inside)


_MADE = [a_pdf, a_document, a_workbook, a_jpeg, a_photograph, a_png, an_archive]


@pytest.mark.parametrize("made", _MADE)
def test_a_cleared_file_names_nobody(made: Callable[[], bytes]) -> None:
    assert NAME in everything_in(made())
    assert NAME not in everything_in(cleared(made()))


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (a_pdf, b"look here"),
        (a_pdf, _JFIF + _SCAN),
        (a_document, b"look here"),
        (a_document, _JFIF + _SCAN),
        (a_jpeg, _JFIF + _SCAN),
        (an_archive, "文件1.docx".encode()),
    ],
)
def test_what_a_file_shows_stays(made: Callable[[], bytes], shown: bytes) -> None:
    assert shown in everything_in(cleared(made()))


def test_a_cleared_picture_is_as_if_nothing_had_been_said_with_it() -> None:
    assert cleared(a_png()) == PNG


def test_a_cleared_photograph_shows_the_same_the_same_way_up() -> None:
    before, after = (Image.open(BytesIO(a)) for a in (a_photograph(), cleared(a_photograph())))
    assert after.getexif() == {ExifTags.Base.Orientation: 6}
    assert after.tobytes() == before.tobytes()


def test_a_cleared_workbook_opens_with_its_cells_and_remarks() -> None:
    cell = load_workbook(BytesIO(cleared(a_workbook()))).worksheets[0]["A1"]
    assert (cell.value, cell.comment is not None) == ("look here", True)


def test_pictures_of_a_pdf_are_cleared_however_they_are_packed() -> None:
    """By a list of filters, too."""
    (page,) = PdfReader(BytesIO(cleared(a_pdf()))).pages
    pictures = cast(DictionaryObject, page["/Resources"])["/XObject"]
    kept = [one.get_object().get_data() for one in cast(DictionaryObject, pictures).values()]
    assert kept == [b"\xff\xd8" + _JFIF + _SCAN] * 3


def test_an_earlier_state_that_a_pdf_still_holds_is_not_handed_on() -> None:
    first = a_pdf()
    writer, out = PdfWriter(fileobj=BytesIO(first), incremental=True), BytesIO()
    writer.add_metadata({"/Author": "nobody"})
    writer.write(out)
    assert out.getvalue().startswith(first)
    assert NAME not in cleared(out.getvalue())
    assert len(PdfReader(BytesIO(cleared(out.getvalue()))).pages) == 1


@pytest.mark.parametrize(
    "content", [OLE, b"%PDF-1.7 damaged", b"PK\3\4 damaged", b"\xff\xd8\xff\xe0", a_zip({"a": OLE})]
)
def test_what_cannot_be_cleared_is_said(content: bytes) -> None:
    with pytest.raises(CannotClear):
        cleared(content)
