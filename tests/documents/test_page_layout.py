"""GB/T 9704-2012, measured on the finished page: margins, grid, order, page numbers."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.documents.fonts import LetterFonts
from app.documents.kinds.claim_letters import Success, success_certificate
from app.documents.payload import Annex, Heading, LetterPayload, Paragraph
from app.documents.render import render
from app.documents.titles import title_lines

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, (210 - 26) * MM
TOP, BOTTOM = 37 * MM, (297 - 35) * MM
LINE_PITCH = 225 * MM / 22
"""The type area is 225 mm high and holds 22 lines."""


@dataclass(frozen=True)
class Line:
    """In points from the upper left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def pages_of(pdf: bytes, folder: Path) -> list[list[Line]]:
    """The lines of every page, from poppler, which knows nothing of how they were made."""
    file, out = folder / "letter.pdf", folder / "letter.html"
    file.write_bytes(pdf)
    subprocess.run(["pdftotext", "-bbox", file, out], check=True)
    word = re.compile(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    )
    return [
        [
            Line(w[5], float(w[1]), float(w[3]), float(w[2]), float(w[4]))
            for w in word.finditer(page)
        ]
        for page in out.read_text().split("<page ")[1:]
    ]


@pytest.fixture
def pages(letter: LetterPayload, fonts: LetterFonts, tmp_path: Path) -> list[list[Line]]:
    return pages_of(render(letter, fonts), tmp_path)


def body(page: list[Line]) -> list[Line]:
    return [line for line in page if set(line.text) == {"国"}]


def test_a_full_page_has_22_lines_of_28_characters(pages: list[list[Line]]) -> None:
    second = body(pages[1])
    assert len(second) == 22
    assert {len(line.text) for line in second} == {28}


def test_the_text_fills_the_type_area_and_nothing_leaves_it(pages: list[list[Line]]) -> None:
    second = body(pages[1])
    assert min(line.left for line in second) == pytest.approx(LEFT, abs=0.5)
    assert max(line.right for line in second) == pytest.approx(RIGHT, abs=1.0)
    for line in (line for page in pages for line in body(page)):
        assert line.top >= TOP - 1
        assert line.bottom <= BOTTOM + 1


def test_a_space_between_chinese_and_figures_is_never_wider_than_a_character(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    """Nor in a line that a long word behind it leaves short."""
    words = "第一节点得 54.00 分，低于保持线 60 分，2025HZ080031234567890 结算；" * 4
    made = render(replace(letter, blocks=(Paragraph(words),)), fonts)
    spaces = [
        after.left - before.right
        for before, after in pairwise(pages_of(made, tmp_path)[0])
        if abs(after.middle - before.middle) < 2 and "分" in before.text + after.text
    ]
    assert len(spaces) > 6
    assert max(spaces) < 16


def test_lines_stand_225_millimetres_by_22_apart(pages: list[list[Line]]) -> None:
    middles = [line.middle for line in body(pages[1])]
    assert len(middles) > 10
    for upper, lower in pairwise(middles):
        assert lower - upper == pytest.approx(LINE_PITCH, abs=0.1)


def test_the_office_name_stands_35_millimetres_below_the_top_of_the_type_area(
    pages: list[list[Line]],
) -> None:
    masthead = pages[0][0]
    assert masthead.text.startswith("海峡省科学技术厅")
    assert masthead.middle == pytest.approx((37 + 35) * MM + 20, abs=8)
    assert (masthead.left + masthead.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=2)


def test_the_parts_follow_one_another_as_the_standard_orders_them(
    pages: list[list[Line]], letter: LetterPayload
) -> None:
    words = "".join(line.text for page in pages for line in page)
    order = [
        *("海峡省科学技术厅（演示）文件", letter.number or "", letter.title, letter.addressee),
        *("国国", "2026年3月5日", "抄送：", "印发"),
    ]
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_the_first_page_shows_body_text(pages: list[list[Line]]) -> None:
    assert body(pages[0])


def test_paragraphs_are_indented_by_two_characters(pages: list[list[Line]]) -> None:
    assert body(pages[0])[0].left == pytest.approx(LEFT + 2 * 15.79, abs=1)


def test_the_date_leaves_four_characters_free_at_the_right(pages: list[list[Line]]) -> None:
    signature = [line for page in pages for line in page if line.text.startswith("海峡省科学")]
    assert max(line.right for line in signature[1:2]) == pytest.approx(RIGHT - 4 * 15.79, abs=2)


def test_page_numbers_stand_between_dashes_outside_of_the_sheet(pages: list[list[Line]]) -> None:
    for number, page in enumerate(pages[:2], start=1):
        digits = [line for line in page if line.text == str(number) and line.top > BOTTOM]
        assert len(digits) == 1
        outside = digits[0].left > 105 * MM if number % 2 else digits[0].left < 105 * MM
        assert outside


@pytest.mark.parametrize("length", [60, 300, 650, 800, 1400, 2000])
def test_the_closing_part_stands_on_an_even_page(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path, length: int
) -> None:
    pages = pages_of(render(replace(letter, blocks=(Paragraph("国" * length),)), fonts), tmp_path)
    assert len(pages) % 2 == 0
    assert any(line.text.startswith("抄送") for line in pages[-1])
    (printed,) = [line for line in pages[-1] if line.text.endswith("印发")]
    assert BOTTOM - printed.bottom < 24, "its last row stands at the foot of the type area"


def test_a_page_left_empty_before_the_closing_part_has_no_number_nor_has_that_part(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    """Where the text fills an even page so far that the closing part no longer fits on it."""
    text = (Paragraph("国" * (28 * 24 - 2)),)
    pages = pages_of(render(replace(letter, blocks=text), fonts), tmp_path)
    assert [len(page) > 0 for page in pages] == [True, True, False, True]
    assert not [line for line in pages[3] if line.top > BOTTOM]


def test_six_annexes_are_listed_once_and_each_begins_a_page_before_the_closing_part(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    annexes = tuple(Annex(f"办法{n}", (Paragraph("民" * 40),)) for n in "甲乙丙丁戊己")
    one = replace(letter, blocks=(Paragraph("国" * 100),), annexes=annexes)
    pages = pages_of(render(one, fonts), tmp_path)
    marks = [(n, page[0].text) for n, page in enumerate(pages) if page[0].text.startswith("附件")]
    assert [mark for _, mark in marks] == [f"附件{n}" for n in range(1, 7)]
    assert [n for n, _ in marks] == list(range(marks[0][0], marks[0][0] + 6))
    listed = "".join(line.text for page in pages[: marks[0][0]] for line in page)
    assert "附件：1." in listed
    assert all(listed.count(annex.title) == 1 for annex in annexes)
    assert len(pages) % 2 == 0
    assert pages[-1][-1].text.endswith("印发")


def test_a_heading_is_never_the_last_line_of_a_page(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    for lines in range(9, 14):
        blocks = (Paragraph("国" * (28 * lines - 2)), Heading(1, "一、要求"), Paragraph("民" * 60))
        pages = pages_of(render(replace(letter, blocks=blocks), fonts), tmp_path)
        at = [n for n, page in enumerate(pages) for line in page if line.text == "一、要求"]
        after = [n for n, page in enumerate(pages) for line in page if "民民" in line.text]
        assert at == after[:1]


def test_a_long_title_breaks_into_three_lines_the_longer_ones_on_top(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    title = "关于组织申报2026年度新能源与节能环保技术科技重大专项并做好单位审核推荐工作的补充通知"
    lines = title_lines(title)
    assert len(lines) == 3
    assert "".join(lines) == title
    shown = pages_of(render(replace(letter, title=title), fonts), tmp_path)[0]
    centres = [(w.left + w.right) / 2 for w in shown if w.text in lines]
    assert len(centres) == 3
    assert max(centres) - min(centres) < 2


def test_a_title_of_almost_a_hundred_characters_stands_in_five_lines() -> None:
    title = "关于" + "面向极端环境的长寿命固态电池界面机理与规模制备及其示范研究" * 3 + "的通知"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert [len(line) for line in lines] == [19, 19, 18, 18, 18]


@pytest.mark.parametrize(
    "title",
    [
        "关于征求2027年度省科技重大专项揭榜挂帅榜单（第一批）意见的函",
        "关于发布2027年度省科技重大专项揭榜挂帅榜单（第一批）的公告",
        "2027年度省科技重大专项揭榜挂帅榜单（第一批）（征求意见稿）",
        "关于组织申报2026年度新能源与节能环保技术科技重大专项并做好单位审核推荐工作的补充通知",
        "关于下达2026年度新能源与节能环保技术科技重大专项第一批立项项目和专项资金计划的通知",
    ],
)
def test_no_line_of_a_title_ends_inside_a_word_of_the_field(title: str) -> None:
    lines = title_lines(title)
    assert len(lines) > 1
    for word in (
        "重大专项",
        "揭榜挂帅",
        "榜单",
        "（第一批）",
        "征求意见",
        "新能源",
        "补充通知",
        "节能环保技术",
        "专项资金",
    ):
        assert title.count(word) == sum(line.count(word) for line in lines), word


def test_what_proves_a_letter_never_stands_on_a_page_without_its_signature_and_two_lines(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    """Line by line, from the last text that just fits with everything behind it to one page."""
    for lines in range(9, 16):
        text = (Paragraph("国" * (28 * lines - 2)),)
        one = replace(letter, layout="letter", title="国国国", blocks=text)
        pages = pages_of(render(one, fonts), tmp_path)
        if len(pages) > 1:
            words = [line.text for line in pages[-1]]
            assert len(body(pages[-1])) >= 2, f"{lines} lines"
            assert any(one.signatory in word for word in words)
            assert any(one.verification_code in word for word in words)
            return
    pytest.fail("no letter of these lengths fills its page")


def test_a_certificate_of_usual_length_is_one_page_to_hang_on_a_wall(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path
) -> None:
    title = "近零能耗建筑用高品质低辐射镀膜玻璃"
    wording = success_certificate(
        Success(
            unit="福建师范大学",
            title=f"{title}攻关",
            item=title,
            demander="榕光玻璃股份有限公司（演示）",
            project_number="2026HZ08002",
            leader="明透光",
            metrics=(("可见光透射比", "≥ 72 %", "73 %"),) * 4,
            tester="省产品质量检验研究院（演示）",
            minutes="厅务会纪要〔2026〕14号",
        )
    )
    certificate = replace(
        letter,
        kind="success_certificate",
        layout="letter",
        title=wording.title,
        addressee=wording.addressee,
        blocks=wording.blocks,
    )
    (page,) = pages_of(render(certificate, fonts), tmp_path)
    assert "特发此证" in "".join(line.text for line in page)


@pytest.mark.parametrize("text", [30, 700])
def test_each_annex_begins_a_page_and_the_closing_part_comes_behind_the_last_on_an_even_page(
    letter: LetterPayload, fonts: LetterFonts, tmp_path: Path, text: int
) -> None:
    names = [f"第{n}批项目清单" for n in "一二三四五六"]
    annexes = tuple(Annex(name, (Paragraph("民" * 60),)) for name in names)
    one = replace(letter, blocks=(Paragraph("国" * text),), annexes=annexes)
    assert LetterPayload.from_dict(one.to_dict()) == one
    pages = [[line.text for line in page] for page in pages_of(render(one, fonts), tmp_path)]
    begins = [n for n, page in enumerate(pages) for m in range(1, 7) if f"附件{m}" in page]
    signed = next(n for n, page in enumerate(pages) if one.signatory in page)
    assert begins == list(range(signed + 1, signed + 7))
    assert len(pages) % 2 == 0
    closing = [n for n, page in enumerate(pages) if any(w.startswith("抄送") for w in page)]
    assert closing == [len(pages) - 1]
