"""What a text is found by: any two Chinese characters, their sound, the beginnings of the rest."""

from __future__ import annotations

import pytest

from app.services.finding.words import Spelled, Term, beginnings_of, indexed, terms

pytestmark = pytest.mark.each_database

TITLE = "全固态电池 Li-ion ２０２６HZ0001"


def is_found(asked: str, *fields: Spelled) -> bool:
    """The rule of the search, on one case."""
    case = indexed(fields)
    return all(meets(term, case.words, case.text) for term in terms(asked))


def meets(term: Term, words: frozenset[str], text: str) -> bool:
    if not term.spelled:
        return set(term.words) <= words and term.text in text
    begins = any(word.startswith(term.text) for word in words)
    return begins or (term.text in text and bool(words & set(beginnings_of(term.text))))


@pytest.mark.parametrize(
    "asked",
    [
        *("固态", "全固态电池", "电", "池", "dianchi", "dianc", "gutaidianchi", "GTDC", "dc"),
        *("li", "ION", "2026HZ0001", "2026hz", "hz0001", "0001", "固态 hz", "ｄｉａｎｃｈｉ"),
    ],
)
def test_a_text_is_found_by_its_parts_and_by_its_sound(asked: str) -> None:
    assert is_found(asked, Spelled(TITLE))


@pytest.mark.parametrize("asked", ["碳中和", "2026年度碳中和", "2026", "tanzhonghe", "AI"])
def test_a_year_before_chinese_words_hides_none_of_them(asked: str) -> None:
    assert is_found(asked, Spelled("2026年度碳中和AI专项"))


@pytest.mark.parametrize("asked", ["固电", "态池", "ianchi", "tdianchi", "gt hz9", "on", "石墨"])
def test_what_is_not_in_it_does_not_find_it(asked: str) -> None:
    assert not is_found(asked, Spelled(TITLE))


def test_a_phrase_is_not_put_together_from_two_fields() -> None:
    fields = (Spelled("固态"), Spelled("态电池"))
    assert not is_found("固态电池", *fields)
    assert not is_found("gutaidianchi", *fields)
    assert is_found("固态 电池", *fields)


def test_a_plain_field_has_no_sound() -> None:
    assert is_found("榕城", Spelled("榕城研究所", by_sound=False))
    assert not is_found("rongcheng", Spelled("榕城研究所", by_sound=False))


@pytest.mark.parametrize("asked", ["", "  ", "%", "_", "——", "“”"])
def test_marks_alone_ask_for_nothing(asked: str) -> None:
    assert terms(asked) == []
