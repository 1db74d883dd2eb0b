"""Chinese sounds as pypinyin has it, which we read without loading it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from app.services.finding.sounds import sounds_of

_EACH = 37
"""Of the library's tables every so many are compared."""


def test_characters_and_phrases_sound_as_the_library_has_them() -> None:
    characters = [chr(code) for code in list(PINYIN_DICT)[::_EACH]]
    phrases = list(PHRASES_DICT)[::_EACH]
    texts = [*characters, *phrases, *(a + b for a, b in pairwise(phrases))]
    assert len(texts) > 1000
    for text in texts:
        assert list(sounds_of(text)) == lazy_pinyin(text, errors=list), text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("重庆重大专项", "chong qing zhong da zhuan xiang"),
        ("中国银行行长", "zhong guo yin hang hang zhang"),
        ("女", "nv"),
        ("\U000323af", "\U000323af"),
        ("隆重庆", "long chong qing"),
    ],
)
def test_the_phrase_decides_and_what_has_no_known_sound_stands_for_itself(
    text: str, sounds: str
) -> None:
    assert list(sounds_of(text)) == sounds.split()
