"""Lists in words."""

from __future__ import annotations

import pytest

from workflows.engine.model import NAMED_MOST
from workflows.engine.text import abridged


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [(3, "1、2、3", "1, 2, 3"), (11, "1、2、3、4、5等 11 项", "1, 2, 3, 4, 5 and 6 more")],
)
def test_a_reason_names_no_more_than_one_reads_at_a_glance(count: int, zh: str, en: str) -> None:
    said = abridged([str(number) for number in range(1, count + 1)], NAMED_MOST)
    assert (said.zh, said.en) == (zh, en)
