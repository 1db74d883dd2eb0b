"""Letters of money say the amount in figures and in capitals, the account and the basis, on the
pages of the standard."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.documents.fonts import LetterFonts
from app.documents.kinds import KINDS, PaymentNotice, RefundNotice
from app.documents.payload import LetterPayload
from app.documents.render import render

PAYMENT = PaymentNotice(
    unit="海峡新能源研究院（演示）",
    title="全固态电池硫化物电解质关键材料与界面调控技术研究",
    project_number="2026HZ08001",
    payment_number="ZF2026-00007",
    part=2,
    amount=1_234_567_89,
    paid_before=1_000_000_00,
    award=3_000_000_00,
    holder="海峡新能源研究院（演示）",
    bank="演示银行福州鼓楼支行",
    account="6222000000000001234",
    use="本项目研究开发支出",
    basis="节点考核通过：中期节点",
    paid_on=date(2026, 9, 8),
    confirm_until=date(2026, 9, 23),
)
REFUND = RefundNotice(
    unit="海峡新能源研究院（演示）",
    title="全固态电池硫化物电解质关键材料与界面调控技术研究",
    project_number="2026HZ08001",
    ground="terminated",
    paid=1_000_000_00,
    spent=300_000_00,
    refunded=0,
    lost=0,
    left=0,
    owed=700_000_00,
    due_on=date(2026, 10, 8),
)


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    out = subprocess.run(
        ["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    return "".join(out.split())


def rendered(
    kind: str, facts: object, letter: LetterPayload, fonts: LetterFonts, folder: Path
) -> str:
    wording = KINDS[kind](facts)
    payload = replace(
        letter,
        kind=kind,
        layout="letter",
        title=wording.title,
        addressee=wording.addressee,
        blocks=wording.blocks,
    )
    return text_of(render(payload, fonts), folder)


def test_the_notice_of_payment_names_amount_account_use_and_basis(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    text = rendered("payment_notice", PAYMENT, letter, fonts, tmp_path)
    for words in (
        *("123.456789万元", "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        *("6222000000000001234", "演示银行福州鼓楼支行", "本项目研究开发支出", "中期节点"),
        *("223.456789万元", "2026年9月23日"),
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("ground", "owed", "words"),
    [
        ("terminated", 700_000_00, ("已终止", "结余应予退回", "人民币柒拾万元整", "30万元")),
        ("revoked", 1_000_000_00, ("已撤销立项", "全额追回", "人民币壹佰万元整", "不予认可")),
    ],
)
@pytest.mark.parametrize("kind", ["refund_notice", "refund_demand"])
def test_a_notice_of_refund_shows_how_the_amount_comes_about(
    kind: str,
    ground: str,
    owed: int,
    words: tuple[str, ...],
    letter: LetterPayload,
    fonts: LetterFonts,
    tmp_path: Path,
) -> None:
    facts = replace(REFUND, ground=ground, owed=owed)
    text = rendered(kind, facts, letter, fonts, tmp_path)
    expected = words if kind == "refund_notice" else words[1:]
    for word in (*expected, "2026年10月8日"):
        assert word in text, word
