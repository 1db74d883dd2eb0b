"""A PDF without properties, signatures, files it carries and earlier states of itself."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from app.files.nameless.pictures import jpeg_cleared

_TELLING = (
    *("/Metadata", "/PieceInfo", "/Threads", "/DSS", "/Perms", "/Collection"),
    *("/EmbeddedFiles", "/AF", "/EF"),
)


def pdf_cleared(content: bytes) -> bytes:
    """What nothing leads to any more is not written anew."""
    reader, out = PdfReader(BytesIO(content)), BytesIO()
    for part in _parts(reader.root_object):
        _clear(part)
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.write(out)
    return out.getvalue()


def _clear(part: DictionaryObject) -> None:
    for key in _TELLING:
        part.pop(key, None)
    if part.get("/FT") == "/Sig":
        part.pop("/V", None)
    elif "/Subtype" in part and "/FT" not in part and "/Parent" not in part:
        part.pop("/T", None)  # who wrote a remark; of a field it is the name
    if isinstance(part, StreamObject) and _coding(part)[-1:] == ["/DCTDecode"]:
        StreamObject.set_data(part, jpeg_cleared(part.get_data()))
        part[NameObject("/Filter")] = NameObject("/DCTDecode")
        part.pop("/DecodeParms", None)


def _coding(part: StreamObject) -> list[Any]:
    """One filter may stand alone or in a list; the last one made what a reader sees."""
    filters = part.get("/Filter")
    filters = filters.get_object() if filters is not None else []
    return list(filters) if isinstance(filters, ArrayObject) else [filters]


def _parts(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Each once, as far as they are still reached when their turn comes."""
    waiting: list[Any] = [root]
    met: set[int] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            if part.idnum in met:
                continue
            met.add(part.idnum)
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield part
            waiting.extend(dict.values(part))
        elif isinstance(part, ArrayObject):
            waiting.extend(list.__iter__(part))
