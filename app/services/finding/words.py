"""How a text is found: Chinese by any two characters, by pinyin and by initials; the rest by the
beginning of its words. What is stored and what is asked go through the same forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.services.finding.sounds import sounds_of

WORD_MOST = 12
"""Characters of a stored word; a longer term is looked for by its beginning, then in the text."""

TERMS_MOST = 6
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_PIECE = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}])[^\W_])+)")
_PARTS = re.compile(r"[a-z]+|\d+|[^a-z\d]+")
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text, and whether it is found by its sound, too."""

    text: str
    by_sound: bool = True


@dataclass(frozen=True, slots=True)
class Indexed:
    words: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. A case has it when it has all of `words`, or, where `spelled` says so,
    a word that begins with `text` or begins it; and when its text has `text`."""

    text: str
    words: tuple[str, ...] = ()
    spelled: bool = False


def indexed(fields: Iterable[Spelled]) -> Indexed:
    words: set[str] = set()
    text: list[str] = []
    for field in fields:
        plain = plainly(field.text)
        if plain:
            text.append(plain)
        for han, other in _PIECE.findall(plain):
            if not han:
                words.update(_beginnings(other))
                continue
            words.update(_pairs(han))
            if field.by_sound:
                sounds = list(sounds_of(han))
                words.update(_by_sound(sounds))
                text += ["".join(sounds), "".join(s[0] for s in sounds)]
    return Indexed(frozenset(words), _BREAK.join(text))


def terms(asked: str) -> list[Term]:
    """What was typed, part by part; all of them must be met."""
    found: list[Term] = []
    for han, other in _PIECE.findall(plainly(asked)):
        if len(han) > 1:
            found.append(Term(han, tuple(dict.fromkeys(_pairs(han)[:-1]))))
        elif han or other:
            found.append(Term(han or other, spelled=True))
    return found[:TERMS_MOST]


def plainly(text: str) -> str:
    """One form for full and half width and for capital and small letters; spaces made single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def beginnings_of(term: str) -> list[str]:
    """Every stored word that `term` could begin with, the longest first."""
    return [term[:size] for size in range(min(len(term), WORD_MOST), 1, -1)]


def _pairs(han: str) -> list[str]:
    """Every two neighbours, and the last character alone."""
    return [han[n : n + 2] for n in range(len(han))]


def _by_sound(sounds: list[str]) -> Iterator[str]:
    for n in range(len(sounds)):
        yield "".join(sounds[n : n + 2])[:WORD_MOST]
        initials = "".join(sound[0] for sound in sounds[n : n + 4])
        if len(initials) > 1:
            yield initials


def _beginnings(word: str) -> Iterator[str]:
    """A word, and what follows in it when letters and figures change: 2026HZ0001, HZ0001, 0001."""
    for part in _PARTS.finditer(word):
        yield word[part.start() :][:WORD_MOST]
