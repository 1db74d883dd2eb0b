"""How letters name projects, cite rules and write moments."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.documents.kinds.wording import cited, quoted
from app.services.letter_facts.days import closing_words, moment_words
from workflows.engine.calendar import SHANGHAI


def test_a_project_is_named_in_quotation_marks_and_marks_within_its_name_become_single() -> None:
    assert quoted("“双碳”监测") == "“‘双碳’监测”"


@pytest.mark.parametrize(
    ("typed", "cites"),
    [
        ("科技活动规定", "《科技活动规定》第三条"),
        ("科技活动规定（试行）", "《科技活动规定（试行）》第三条"),
        ("科技活动规定（科技部令第19号）", "《科技活动规定》（科技部令第19号）第三条"),
        ("《科技活动规定》（闽政办〔2021〕58号）", "《科技活动规定》（闽政办〔2021〕58号）第三条"),
    ],
)
def test_rules_are_cited_by_their_title_in_marks_and_their_number_behind_it(
    typed: str, cites: str
) -> None:
    assert cited(typed, "第三条") == cites


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "2026年3月9日9时"), (14, 5, "2026年3月9日14时5分"), (0, 0, "2026年3月9日0时")],
)
def test_a_moment_is_written_without_leading_zeros(hour: int, minute: int, words: str) -> None:
    assert moment_words(datetime(2026, 3, 9, hour, minute, tzinfo=SHANGHAI)) == words


@pytest.mark.parametrize(
    ("day", "hour", "words"), [(9, 17, "2026年3月9日17时"), (10, 0, "2026年3月9日24时")]
)
def test_a_period_that_ends_with_its_day_ends_at_the_24th_hour(
    day: int, hour: int, words: str
) -> None:
    assert closing_words(datetime(2026, 3, day, hour, tzinfo=SHANGHAI)) == words
