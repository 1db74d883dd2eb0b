"""Sheets that somebody hands in to do harm: refused with a reason, quickly, and never a fault."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.services.files.sheet_rows import SheetRow, any_rows, workbook_rows
from app.services.money import treasury_sheet
from workflows.engine.text import Text

SHEET = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["a", "b"])
    book.active.append(["1", "2"])
    book.save(out)
    return out.getvalue()


WORKBOOK = workbook()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def with_entities(content: bytes) -> bytes:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
    return b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>" + content.replace(b">1<", b">&l8;<")


def wide(content: bytes) -> bytes:
    return content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')


def far(content: bytes) -> bytes:
    return content.replace(b'<row r="2"', b'<row r="1048576"').replace(b'"A2"', b'"XFD1048576"')


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def packed_by_unknown_method(book: bytes) -> bytes:
    """As both headers of the sheet say, of which only the second is asked for when it is read."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        start = package.getinfo(SHEET).header_offset
    listed = book.rindex(b"PK\x01\x02", 0, book.rindex(SHEET.encode()))
    found = bytearray(book)
    found[start + 8 : start + 10] = found[listed + 10 : listed + 12] = (99).to_bytes(2, "little")
    return bytes(found)


def deep(content: bytes) -> bytes:
    return content.replace(b"<sheets>", b"<a>" * 9000 + b"</a>" * 9000 + b"<sheets>")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "entities": lambda: changed(SHEET, with_entities),
    "entities in styles": lambda: changed("xl/styles.xml", with_entities),
    "utf-16": lambda: changed(SHEET, lambda c: c.decode().encode("utf-16")),
    "cut off": lambda: changed(SHEET, cut),
    "no numbers": lambda: changed(SHEET, lambda c: c.replace(b'r="2"', b'r="two"')),
    "bomb": lambda: changed(SHEET, lambda c: c + b" " * 120 * 1024 * 1024),
    "unknown method": lambda: packed_by_unknown_method(workbook()),
    "deep": lambda: changed("xl/workbook.xml", deep),
    "no workbook": lambda: b"PK\x03\x04 and nothing else",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_sheet_is_refused_with_a_reason(name: str) -> None:
    hostile = HOSTILE[name]()
    for answer in (
        workbook_rows(io.BytesIO(hostile), 2),
        treasury_sheet.read(io.BytesIO(hostile)),
        any_rows(io.BytesIO(hostile), 2),
    ):
        assert isinstance(answer, Text)
        assert answer.en


@given(
    places=st.lists(st.tuples(st.integers(0, 10**4), st.integers(0, 255)), min_size=1, max_size=4)
)
@settings(max_examples=60, database=None, derandomize=True)
def test_a_sheet_damaged_on_its_way_is_read_or_refused(places: list[tuple[int, int]]) -> None:
    damaged = bytearray(WORKBOOK)
    for place, byte in places:
        damaged[place % len(damaged)] = byte
    for read in (lambda file: any_rows(file, 2), treasury_sheet.read):
        answer = read(io.BytesIO(bytes(damaged)))
        assert isinstance(answer, Text) or list(answer) is not None


@pytest.mark.parametrize("change", [wide, far])
def test_a_sheet_that_says_it_is_endless_costs_no_more_than_its_rows(
    change: Callable[[bytes], bytes],
) -> None:
    began = time.monotonic()
    rows = workbook_rows(io.BytesIO(changed(SHEET, change)), 2)
    assert not isinstance(rows, Text)
    assert len(list(rows)) <= 1
    assert time.monotonic() - began < 5


def test_an_honest_sheet_is_read() -> None:
    rows = workbook_rows(io.BytesIO(workbook()), 2)
    assert not isinstance(rows, Text)
    assert list(rows) == [SheetRow(2, ["1", "2"])]
