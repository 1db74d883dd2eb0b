"""Letters after the award: changes, endings, acceptance, integrity; basis first, read back."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.fonts import LetterFonts
from app.documents.kinds import KINDS
from app.documents.kinds.accepting import (
    AcceptanceMeeting,
    AcceptanceNotice,
    AcceptanceOpinion,
    Certificate,
    JudgedMetric,
)
from app.documents.kinds.changes import AppealDecision, ChangeReply, Ending, SuspensionNotice
from app.documents.kinds.integrity import IntegrityDecision, ReExamination
from app.documents.kinds.not_passed import Conclusion, Failure, Repetition
from app.documents.payload import LetterPayload, Paragraph
from app.documents.render import render
from tests.documents.test_page_layout import pages_of
from workflows.parts.letter import LETTERS

ABOUT: dict[str, Any] = {
    "unit": "海峡新能源研究院",
    "title": "全固态电池界面调控",
    "number": "2026HZ08001",
}
METRICS = (JudgedMetric("能量密度", "≥ 400 Wh/kg", "410 Wh/kg", "达到"),)
SHORT = (JudgedMetric("能量密度", "≥ 400 Wh/kg", "380 Wh/kg", "未达到"),)
DAY = date(2026, 11, 9)
CHANGE = ChangeReply(
    **ABOUT,
    kind="执行期（延期）",
    content="延长六个月。",
    granted=True,
    reason="设备到货延迟。",
    minutes="厅务会纪要〔2026〕9号",
    version=2,
    new_end=date(2028, 12, 31),
)
SUSPENSION = SuspensionNotice(
    **ABOUT, cause="司法程序", minutes="纪要1号", until=DAY, ratify_until=DAY, reason="程序终结。"
)
ENDING = Ending(
    **ABOUT,
    basis="科技计划项目管理办法第三十条",
    cause="技术路线证实不可行",
    reason="两条路线均证伪。",
    diligent="勤勉尽责，予以免责",
    finding="记录完整。",
    amount=4_800_000_00,
    minutes="纪要2号",
    audit_until=DAY,
    refund_days=30,
    appeal_days=15,
    appeal_until=DAY,
)
INTEGRITY = IntegrityDecision(
    subject="某人",
    is_unit=False,
    project="",
    facts="检测报告不实。",
    plea="",
    finding="提供虚假报告。",
    basis="科学技术活动违规行为处理暂行规定第十五条",
    grade="情节较重",
    term=(DAY, date(2027, 11, 8)),
    minutes_number="纪要3号",
    minutes_on=DAY,
    review_days=15,
    review_until=DAY,
    repair_percent=50,
)
FACTS = {
    "change_reply": (CHANGE, "任务书第2版"),
    "extension_reply": (CHANGE, "2028年12月31日"),
    "suspension_notice": (SUSPENSION, "司法程序"),
    "resumption_notice": (SUSPENSION, "程序终结"),
    "termination_notice": (ENDING, "肆佰捌拾万元整"),
    "revocation_decision": (ENDING, "第三十条"),
    "appeal_decision": (
        AppealDecision(
            **ABOUT,
            against="终止",
            upheld=False,
            again_until=None,
            reason="不成立。",
            minutes="纪要4号",
            minutes_on=DAY,
        ),
        "维持原“终止”决定",
    ),
    "acceptance_failure": (
        Failure(
            **ABOUT,
            cause="经验收评审并公示，验收结论为不通过",
            metrics=SHORT,
            appeal_days=15,
            appeal_until=DAY,
        ),
        "15个工作日内",
    ),
    "re_acceptance_notice": (
        Repetition(**ABOUT, opinion="补做循环测试。", metrics=SHORT, until=DAY),
        "2026年11月9日前完成整改",
    ),
    "conclusion_notice": (
        Conclusion(**ABOUT, grounds="关键设备禁运，已尽力替代。", metrics=SHORT),
        "准予结题",
    ),
    "acceptance_convened": (
        AcceptanceMeeting(**ABOUT, leader="张三", meeting="10月30日", experts=7),
        "负责人张三",
    ),
    "acceptance_opinion": (
        AcceptanceOpinion(
            **ABOUT,
            leader="苏某",
            metrics=METRICS,
            tasks_percent=100,
            score=91,
            conclusion="通过",
            opinion="任务完成。",
            grounds="",
            signatures=("甲", "乙"),
        ),
        "综合得分91分",
    ),
    "acceptance_public_notice": (
        AcceptanceNotice(
            **ABOUT,
            conclusion="通过",
            starts_on=DAY,
            ends_on=date(2026, 11, 14),
            days=5,
            channel="0",
        ),
        "2026年11月14日",
    ),
    "acceptance_certificate": (
        Certificate(
            **ABOUT,
            certificate_number="2026HZ08001-YS",
            leader="苏某",
            starts_on=DAY,
            ends_on=DAY,
            amount=4_800_000_00,
            conclusion="通过",
            units=(),
            people=(),
            panel=("组长某",),
            metrics=METRICS,
            results=("专利 ZL1",),
        ),
        "2026HZ08001-YS",
    ),
    "integrity_decision": (INTEGRITY, "2027年11月8日"),
    "re_examination_decision": (
        ReExamination("某人", "shorten", DAY, "情节轻微。", "规定第十五条", "纪要5号", DAY),
        "惩戒期缩短至2026年11月9日",
    ),
}


@pytest.mark.parametrize("kind", FACTS)
def test_a_letter_names_its_basis_in_its_first_paragraph_and_is_read_back_from_the_page(
    kind: str, letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    facts, words = FACTS[kind]
    wording = KINDS[kind](facts)
    first = wording.blocks[0]
    assert isinstance(first, Paragraph)
    assert "根据" in first.text
    payload = replace(
        letter,
        kind=kind,
        layout=LETTERS[kind].layout,
        title=wording.title,
        addressee=wording.addressee,
        blocks=wording.blocks,
    )
    file = tmp_path / "letter.pdf"
    file.write_bytes(render(payload, fonts))
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True)
    page = "".join(text.stdout.split())
    assert wording.title in page
    assert "".join(words.split()) in page


def test_a_warning_has_no_term_and_a_permanent_bar_no_end() -> None:
    warned = KINDS["integrity_decision"](replace(INTEGRITY, term=None))
    assert "给予警告" in str(warned.blocks)
    forever = KINDS["integrity_decision"](replace(INTEGRITY, term=(DAY, None)))
    assert "起长期取消申报和承担" in str(forever.blocks)


@pytest.mark.parametrize(("ends_on", "repaired"), [(date(2027, 11, 8), True), (None, False)])
def test_only_a_bar_that_ends_is_said_to_end_and_to_be_open_to_repair(
    ends_on: date | None, repaired: bool
) -> None:
    term = (DAY, ends_on)
    barred = replace(INTEGRITY, term=term, repair_percent=60)
    words = str(KINDS["integrity_decision"](barred).blocks)
    assert ("期满自动解除" in words) is ("执行达到60%且整改到位" in words) is repaired


@pytest.mark.parametrize("is_unit", [True, False])
def test_only_a_person_is_barred_from_serving_as_an_expert(is_unit: bool) -> None:
    words = str(KINDS["integrity_decision"](replace(INTEGRITY, is_unit=is_unit)).blocks)
    assert ("评审专家" in words) is not is_unit


def test_a_refused_change_says_so_and_makes_no_version() -> None:
    refused = KINDS["change_reply"](replace(CHANGE, granted=False, version=None))
    assert "不同意" in str(refused.blocks)
    assert "版" not in str(refused.blocks)


def test_a_certificate_of_acceptance_is_one_page_however_long_its_texts_are(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    title = "面向新能源汽车与规模储能的高比能高安全硫化物全固态锂金属电池关键材料与中试验证"
    wording = KINDS["acceptance_certificate"](
        Certificate(
            unit="中国福建能源材料科学与技术创新实验室（嘉庚创新实验室）（演示）",
            title=title,
            number="2026HZ08001",
            certificate_number="2026HZ08001-YS",
            leader="苏喆堃",
            starts_on=DAY,
            ends_on=DAY,
            amount=4_800_000_00,
            conclusion="通过",
            units=("中国科学院福建物质结构研究所（演示）",) * 8,
            people=("欧阳翀",) * 20,
            panel=("陈槑", *("林𬭎",) * 8),
            metrics=(JudgedMetric("电池单体质量能量密度（25℃）", "≥ 400", "412", "达到"),) * 12,
            results=("发明专利 ZL202610123456.7 一种硫化物固态电解质及其规模化制备方法",) * 20,
        )
    )
    certificate = replace(
        letter, kind="acceptance_certificate", layout="letter", number="海科资演〔2026〕107号"
    )
    certificate = replace(
        certificate, title=wording.title, addressee=wording.addressee, blocks=wording.blocks
    )
    (page,) = pages_of(render(certificate, fonts), tmp_path)
    words = "".join(line.text for line in page)
    assert all(
        said in words for said in ("等20人", "等8个", "等20项", "其余6项", "陈槑（组长）", "林𬭎")
    )
