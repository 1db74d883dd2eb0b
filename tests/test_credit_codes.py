"""GB 32100-2015: what is a credit code and what is mistyped."""

from __future__ import annotations

import pytest

from app.credit_codes import check_credit_code
from workflows.engine.text import Text


@pytest.mark.parametrize("typed", ["91350100M000100Y43", " 9135 0100 m000 100y 43 "])
def test_a_code_whose_check_character_fits_is_kept_in_capitals(typed: str) -> None:
    assert check_credit_code(typed) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("91350100M000100Y4", "18 位，现为 17 位"),
        ("91350100M000100Y44", "校验位不符"),
        ("91350100M000101Y43", "校验位不符"),
        ("91350100I000100Y43", "校验位不符"),
        ("闽江研究所闽江研究所闽江研究所闽江研", "校验位不符"),
    ],
)
def test_one_that_is_mistyped_is_refused_with_the_reason(typed: str, said: str) -> None:
    found = check_credit_code(typed)
    assert isinstance(found, Text)
    assert said in found.zh
