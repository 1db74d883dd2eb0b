"""How Chinese is sounded out for the search: a syllable a character, without tones.

The readings are those of pypinyin, phrases included (重庆 chong, 重大 zhong). Its own tables take
57 MB in every process, these eleven: characters are numbers into a list of syllables; of the
phrases only those are spelled out that sound other than their characters do one by one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_LAST = 0x323AF
_TONES = "\u0300\u0301\u0304\u030c"
_BETWEEN = re.compile(r"[\s,:]*")


class Sounds:
    """Read from the library's files without loading the library."""

    def __init__(self, folder: Path) -> None:
        self._syllables: list[str] = [""]
        self._of_character = array("H", bytes(2 * (_LAST + 1)))
        self._phrases: dict[str, str] = {}
        self._apart: dict[str, list[str]] = {}
        self._longest = 1
        self._read_characters(folder / "pinyin_dict.json")
        self._read_phrases(folder / "phrases_dict.json")

    def of(self, han: str) -> Iterator[str]:
        """The longest phrase that begins at each place, or else the character; what has no known
        sound stands for itself."""
        place = 0
        while place < len(han):
            phrase = self._phrase_at(han, place)
            yield from self._apart.get(phrase) or map(self._alone, phrase)
            place += len(phrase)

    def _phrase_at(self, han: str, place: int) -> str:
        known = self._phrases.get(han[place], "")
        for size in range(min(self._longest, len(han) - place), 1, -1):
            phrase = han[place : place + size]
            if f"\n{phrase}\n" in known:
                return phrase
        return han[place]

    def _alone(self, character: str) -> str:
        code = ord(character)
        number = self._of_character[code] if code <= _LAST else 0
        return self._syllables[number] or character

    def _read_characters(self, file: Path) -> None:
        numbers: dict[str, int] = {}
        for code, readings in _entries(file):
            syllable = _without_tone(readings.split(",")[0])
            if syllable not in numbers:
                numbers[syllable] = len(self._syllables)
                self._syllables.append(syllable)
            if int(code) <= _LAST:
                self._of_character[int(code)] = numbers[syllable]

    def _read_phrases(self, file: Path) -> None:
        beginnings: dict[str, list[str]] = {}
        for phrase, readings in _entries(file):
            beginnings.setdefault(phrase[0], []).append(phrase)
            self._longest = max(self._longest, len(phrase))
            sounds = [_without_tone(reading[0]) for reading in readings]
            if sounds != [self._alone(character) for character in phrase]:
                self._apart[phrase] = sounds
        for first, phrases in beginnings.items():
            self._phrases[first] = "\n" + "\n".join(phrases) + "\n"


def sounds_of(han: str) -> Iterator[str]:
    """A syllable a character."""
    return _sounds().of(han)


@cache
def _sounds() -> Sounds:
    """Read once a process, by whoever first writes Chinese."""
    found = find_spec("pypinyin")
    assert found is not None, "installed with us"
    assert found.submodule_search_locations, "a package"
    return Sounds(Path(found.submodule_search_locations[0]))


def _entries(file: Path) -> Iterator[tuple[str, Any]]:
    """Of an object of JSON, one by one: the whole would take forty megabytes to be read, which a
    process does not give back."""
    text, decoder = file.read_text(encoding="utf-8"), json.JSONDecoder()
    place = text.index("{") + 1
    while text[place := _end_of_gap(text, place)] != "}":
        key, place = decoder.raw_decode(text, place)
        value, place = decoder.raw_decode(text, _end_of_gap(text, place))
        yield key, value


def _end_of_gap(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    assert found is not None, "it may be empty"
    return found.end()


@lru_cache(maxsize=4096)
def _without_tone(reading: str) -> str:
    """As is usual where there is no ü: nü is nv."""
    apart = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    plain = "".join(sign for sign in apart if sign not in _TONES)
    return unicodedata.normalize("NFC", plain)
