"""Small files of every kind, made for a test."""

from __future__ import annotations

import io
import zipfile

from openpyxl import Workbook
from pypdf import PdfWriter

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd*\x86\xe3\x8a"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(200) + b"\xff\xd9"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def a_pdf(password: str | None = None) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def a_zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_word(
    main: str = "wordprocessingml.document.main+xml", more: dict[str, bytes] | None = None
) -> bytes:
    kind = f"application/vnd.openxmlformats-officedocument.{main}"
    types = f'<Types><Override ContentType="{kind}"/></Types>'.encode()
    return a_zip({"[Content_Types].xml": types, "word/document.xml": b"<w/>", **(more or {})})


def an_excel() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def a_locked_zip() -> bytes:
    content = bytearray(a_zip({"a.txt": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)
