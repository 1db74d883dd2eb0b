"""State secrets never enter this network (§3.11)."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from sqlalchemy.orm import Session

from app.files.kinds import Accepted, Fault, Rejected
from app.secrecy import is_marked, suspicious_words
from app.services.files.uploads import examine
from tests.conftest import START
from tests.files.made import PNG, a_pdf, a_word, a_zip
from tests.files.test_words import pdf

MARKED = ("机密★10年", "绝密 ★ 长期", "密级：秘密", "机　密★5年")


@pytest.mark.parametrize("mark", MARKED)
def test_a_file_whose_first_page_bears_the_mark_of_a_state_secret_is_not_taken(
    session: Session, mark: str
) -> None:
    answer = examine(session, BytesIO(pdf(f"<p>{mark}</p><p>报告</p>")), "a.pdf", START)
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.CLASSIFIED


MARK = "机密★10年"


def in_word(part: str, text: str) -> bytes:
    return a_word(more={f"word/{part}.xml": text.encode()})


def word_row(*cells: str) -> str:
    return "".join(f"<w:tc><w:p><w:t>{cell}</w:t></w:p></w:tc>" for cell in cells)


def in_excel(cell: str = "预算", name: str = "预算", foot: str = "") -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    sheet.title, sheet.oddFooter.center.text = name, foot
    for number in (1, cell, 2.5):
        sheet.append([number])
    book.save(out)
    return out.getvalue()


def of_old_windows() -> bytes:
    """An archive whose names are in the code page of Windows, which says nothing of that."""
    plain = "x" * len(MARK.encode("gbk"))
    return a_zip({f"{plain}.png": PNG}).replace(plain.encode(), MARK.encode("gbk"))


MARKED_FILES = {
    f"{MARK}.png": PNG,
    "密级：机密.pdf": a_pdf(),
    "正文.docx": in_word("header1", "<w:t>机</w:t><w:t>密★10年</w:t>"),
    "冒号.docx": in_word("header1", "<w:t>密级</w:t><w:t>:</w:t><w:t> </w:t><w:t>机密</w:t>"),
    "表单.docx": in_word("document", word_row("密级：", "机密")),
    "插图.docx": in_word("header2", f'<pic:cNvPr id="1" descr="{MARK}.png"/>'),
    "单元格.xlsx": in_excel(cell=MARK),
    "表名.xlsx": in_excel(name=MARK),
    "页脚.xlsx": in_excel(foot=MARK),
    "文件名.zip": a_zip({f"图/{MARK}.png": PNG}),
    "旧文件名.zip": of_old_windows(),
    "表格.zip": a_zip({"坏.pdf": b"%PDF-1.7 cut off", "预算.xlsx": in_excel(cell=MARK)}),
    "说明.zip": a_zip({"说明.txt": MARK.encode("gbk")}),
}


@pytest.mark.parametrize("name", MARKED_FILES)
def test_the_mark_is_found_in_names_cells_and_lines_of_pages_and_in_what_an_archive_holds(
    session: Session, name: str
) -> None:
    answer = examine(session, BytesIO(MARKED_FILES[name]), name, START)
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.CLASSIFIED


def test_two_cells_or_comments_make_no_mark_together_nor_do_two_files_of_an_archive(
    session: Session,
) -> None:
    stars = Workbook()
    sheet = stars.worksheets[0]
    sheet.append(["机密", "★★★"])
    for cell, said in (("A2", "机密"), ("A3", "★")):
        sheet[cell].comment = Comment(said, "")
    out = BytesIO()
    stars.save(out)
    packed = a_zip({"机密": b"1", "★.csv": b"2", "星级.xlsx": out.getvalue()})
    table = in_word("document", word_row("机密", "★★★"))
    for name, content in (
        ("星级.xlsx", out.getvalue()),
        ("星级.zip", packed),
        ("星级.docx", table),
    ):
        stream = BytesIO(content)
        assert isinstance(examine(session, stream, name, START), Accepted)
        assert stream.tell() == 0


def test_what_stands_before_it_in_an_archive_hides_no_mark_however_much_it_is(
    session: Session,
) -> None:
    much = {f"{number}.txt": b"word " * 500_000 for number in range(3)}
    cut = f"{MARK}a".encode() + "长".encode() * 20_000  # in the middle of a character
    packed = a_zip(much | {"说明.txt": cut})
    answer = examine(session, BytesIO(packed), "附件.zip", START)
    assert isinstance(answer, Rejected)
    assert answer.fault is Fault.CLASSIFIED


@pytest.mark.parametrize("words", ["技术报告", "本项目涉及商业秘密", "密级：公开"])
def test_a_file_without_such_a_mark_is_taken_from_its_start(session: Session, words: str) -> None:
    stream = BytesIO(pdf(f"<p>{words}</p>"))
    assert isinstance(examine(session, stream, "a.pdf", START), Accepted)
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("属于国家秘密，内部资料", ("国家秘密", "内部资料")),
        ("涉密单位的绝密材料", ("涉密", "绝密")),
        ("本项目不涉及国家秘密，为非涉密课题", ()),
        ("机密计算与机密性保护，商业机密", ()),
    ],
)
def test_words_that_may_mean_a_secret_are_told_from_everyday_ones(
    text: str, words: tuple[str, ...]
) -> None:
    assert suspicious_words(text) == words


def test_the_mark_is_told_from_the_words_around_it() -> None:
    assert [is_marked(text) for text in MARKED] == [True] * len(MARKED)
    assert not is_marked("密级：公开")
    assert not is_marked("机密计算")
