"""State secrets never enter this network (§3.11)."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy.orm import Session

from app.files.kinds import Accepted, Fault, Rejected
from app.secrecy import is_marked, suspicious_words
from app.services.files.uploads import examine
from tests.conftest import START
from tests.files.test_words import pdf

MARKED = ("机密★10年", "绝密 ★ 长期", "密级：秘密", "机　密★5年")


@pytest.mark.parametrize("mark", MARKED)
def test_a_file_whose_first_page_bears_the_mark_of_a_state_secret_is_not_taken(
    session: Session, mark: str
) -> None:
    answer = examine(session, BytesIO(pdf(f"<p>{mark}</p><p>报告</p>")), "a.pdf", START)
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
