"""Names of files as people send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.naming import ending_of, safe_name


@pytest.mark.parametrize(
    ("declared", "safe"),
    [
        ("𠮷野家喆堃.pdf", "𠮷野家喆堃.pdf"),
        (r"C:\Users\王\申报书.pdf", "申报书.pdf"),
        ("../../etc/passwd", "passwd"),
        ("申报书\u202efdp.exe", "申报书fdp.exe"),
        ("a\x00b\n c.pdf", "ab c.pdf"),
        ('合同<1>:"终"|?*.docx', "合同_1___终____.docx"),
        (".pdf", "附件.pdf"),
        ("", "附件"),
        ("..", "附件"),
        ("  . . ", "附件"),
        ("第1章. 说明文字很长很长很长", "第1章. 说明文字很长很长很长"),
        ("字" * 300 + ".pdf", "字" * 65 + ".pdf"),
    ],
)
def test_names_are_made_safe_without_losing_characters(declared: str, safe: str) -> None:
    assert safe_name(declared) == safe


@given(st.text(max_size=400))
def test_every_name_becomes_one_that_can_be_saved(declared: str) -> None:
    name = safe_name(declared)
    assert 0 < len(name.encode()) <= 200
    assert not set(name) & set('/\\<>:"|?*\x00\n')
    assert name not in (".", "..")
    assert ending_of(name) == ending_of(name).lower()
