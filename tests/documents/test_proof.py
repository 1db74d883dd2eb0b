"""What makes a letter prove itself: fonts inside, facts inside, a signature that a byte breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader
from pypdf.generic import StreamObject

from app.documents.amounts import in_capitals, in_figures
from app.documents.fonts import LetterFonts, MissingFont
from app.documents.payload import Annex, LetterPayload, Paragraph, Table
from app.documents.render import MissingGlyphs, render
from app.documents.sign import demo_identity, sign, signature_report

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seal")


@pytest.fixture
def short(letter: LetterPayload) -> LetterPayload:
    return replace(letter, blocks=(Paragraph("准予立项。"),))


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_same_facts_give_the_same_bytes(short: LetterPayload, fonts: LetterFonts) -> None:
    assert render(short, fonts) == render(short, fonts)


def test_one_other_character_gives_another_file(short: LetterPayload, fonts: LetterFonts) -> None:
    other = replace(short, blocks=(Paragraph("不予立项。"),))
    assert render(short, fonts) != render(other, fonts)


@pytest.mark.parametrize(
    "name", ["王喆", "李堃", "陈翀", "𠮷田", "欧阳㛃", "·买买提", "Łukáš Thị", "राम", "שרה"]
)
def test_rare_characters_of_names_are_set(
    short: LetterPayload, fonts: LetterFonts, name: str
) -> None:
    assert name in text_of(render(replace(short, blocks=(Paragraph(name),)), fonts))


def test_emoji_are_set_in_text_and_title_and_give_the_same_bytes_a_second_later(
    short: LetterPayload, fonts: LetterFonts
) -> None:
    lively = replace(short, title="关于👍的通知", blocks=(Paragraph("同意😀🥰⚠️👩‍🔬"),))
    pdf = render(lively, fonts)
    sleep(1)
    assert render(lively, fonts) == pdf
    assert all(sign in text_of(pdf) for sign in "👍😀🥰⚠🔬")


@pytest.mark.parametrize("sign", ["\ue000", "\uf0b7", "\U000e1000"])
def test_a_sign_that_no_font_has_is_printed_as_its_code_and_the_letter_says_so(
    short: LetterPayload, fonts: LetterFonts, sign: str
) -> None:
    code = f"〔U+{ord(sign):04X}〕"
    table = Table(("序号", "说明"), (("1", f"乙{sign}"),))
    pasted = replace(
        short, blocks=(Paragraph(f"甲{sign}"), table), annexes=(Annex("表", (table,)),)
    )
    told = text_of(render(pasted, fonts))
    assert (told.count(f"甲{code}"), told.count(f"乙{code}")) == (1, 2)
    assert "无法排印的字符的编码" in told
    assert "无法排印的字符的编码" not in text_of(render(short, fonts))


@pytest.mark.parametrize(
    ("where", "unknown"), [("addressee", "\ue000"), ("addressee", "𱍐"), ("blocks", "𱍐")]
)
def test_a_character_that_no_font_has_is_an_error_that_names_it_where_a_name_may_stand(
    short: LetterPayload, fonts: LetterFonts, where: str, unknown: str
) -> None:
    value: Any = (Paragraph(f"王{unknown}"),) if where == "blocks" else f"王{unknown}："
    with pytest.raises(MissingGlyphs) as refused:
        render(replace(short, **{where: value}), fonts)
    assert refused.value.characters == unknown
    zh, en = str(refused.value).split(" / ")
    assert f"U+{ord(unknown):04X}" in zh
    assert f"U+{ord(unknown):04X}" in en


def test_a_missing_font_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingFont):
        LetterFonts(tmp_path)


def test_every_font_is_embedded(short: LetterPayload, fonts: LetterFonts) -> None:
    found = 0
    for page in PdfReader(BytesIO(render(short, fonts))).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object())
            found += 1
    assert found >= 3


def test_every_stream_is_packed_and_can_be_read(short: LetterPayload, fonts: LetterFonts) -> None:
    reader = PdfReader(BytesIO(render(short, fonts)))
    size: Any = reader.trailer["/Size"]
    streams = [one for n in range(1, size) if isinstance(one := reader.get_object(n), StreamObject)]
    assert len(streams) > 8
    assert {stream.get("/Filter") for stream in streams} == {"/FlateDecode"}
    assert all(stream.get_data() for stream in streams)


def test_the_file_is_pdf_a_3b_with_its_frozen_facts_inside(
    short: LetterPayload, fonts: LetterFonts
) -> None:
    reader = PdfReader(BytesIO(render(short, fonts)))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata or "<pdfaid:part>3" in metadata
    assert "B" in metadata.split("conformance")[1][:4]
    facts = json.loads(reader.attachments["payload.json"][0])
    assert LetterPayload.from_dict(facts) == short


def test_a_letter_survives_being_frozen(letter: LetterPayload) -> None:
    assert LetterPayload.from_dict(json.loads(json.dumps(letter.to_dict()))) == letter


def test_a_signed_letter_is_intact_and_says_that_its_seal_is_a_demonstration(
    short: LetterPayload, fonts: LetterFonts, seal: Path
) -> None:
    report = signature_report(sign(render(short, fonts), demo_identity(seal), AT).pdf)
    assert (report.intact, report.valid) == (True, True)
    assert "演示" in report.signer


def test_a_signature_names_its_certificate_as_pades_asks_and_the_time_of_the_house(
    short: LetterPayload, fonts: LetterFonts, seal: Path
) -> None:
    identity = demo_identity(seal)
    signed = PdfFileReader(BytesIO(sign(render(short, fonts), identity, AT).pdf))
    signature = signed.embedded_signatures[0]
    assert signature.self_reported_timestamp == AT
    said = {a["type"].native: a["values"][0] for a in signature.signer_info["signed_attrs"]}
    assert set(said) == {"content_type", "message_digest", "signing_certificate_v2"}
    named = said["signing_certificate_v2"].native["certs"][0]
    certificate: Any = identity.signing_cert
    assert named["cert_hash"] == certificate.sha256
    assert named["issuer_serial"]["serial_number"] == certificate.serial_number


def test_one_changed_byte_breaks_the_signature(
    short: LetterPayload, fonts: LetterFonts, seal: Path
) -> None:
    signed = sign(render(short, fonts), demo_identity(seal), AT).pdf
    place = signed.index(b"/Creator") if b"/Creator" in signed else signed.index(b"/Producer")
    forged = signed[: place + 1] + bytes([signed[place + 1] ^ 1]) + signed[place + 2 :]
    assert not signature_report(forged).intact


def test_an_unsigned_letter_proves_nothing(short: LetterPayload, fonts: LetterFonts) -> None:
    report = signature_report(render(short, fonts))
    assert (report.intact, report.valid) == (False, False)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (10, "人民币壹角整"),
        (100, "人民币壹元整"),
        (105, "人民币壹元零伍分"),
        (1_000_00, "人民币壹仟元整"),
        (1_001_00, "人民币壹仟零壹元整"),
        (10_010_00, "人民币壹万零壹拾元整"),
        (280_0000_00, "人民币贰佰捌拾万元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
        (1_680_32, "人民币壹仟陆佰捌拾元叁角贰分"),
    ],
)
def test_amounts_in_capital_words_are_those_a_bank_accepts(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


@given(st.integers(min_value=0, max_value=10**15))
def test_no_two_amounts_share_their_words_or_figures(fen: int) -> None:
    assert in_capitals(fen) != in_capitals(fen + 1)
    assert in_figures(fen) != in_figures(fen + 1)
