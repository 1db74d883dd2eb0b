"""A text as it is compared: characters, letters and digits in one form, without marks and blanks,
so that other punctuation, other line breaks or full width make nothing new."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

BREAK = "\n"
"""Between two parts; no passage goes across."""

_HAN = chr(0x4E00), chr(0x9FFF)
"""From the first to the last character of which nearly every Chinese text consists."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what is compared, its parts parted by `BREAK`. Its character `i` stands at `at[i]`
    of the part that it is in; the n-th of `parts` begins at `begins[n]` of `text`."""

    text: str
    at: tuple[int, ...]
    parts: tuple[str, ...]
    begins: tuple[int, ...]

    @property
    def size(self) -> int:
        """Characters that count."""
        return len(self.text) - max(0, len(self.parts) - 1)

    def place(self, begin: int, end: int) -> tuple[str, int, int]:
        """Of `text[begin:end]`, which lies in one part: that part, and from where to where it is in
        the part as it was written."""
        part = self.parts[bisect_right(self.begins, begin) - 1]
        return part, self.at[begin], self.at[end - 1] + 1


def read(parts: Mapping[str, str]) -> Reading:
    """The parts that have anything to compare, in their order."""
    text: list[str] = []
    at: list[int] = []
    names: list[str] = []
    begins: list[int] = []
    for name, written in parts.items():
        plain = list(_plainly(written))
        if not plain:
            continue
        if names:
            text.append(BREAK)
            at.append(0)
        names.append(name)
        begins.append(len(text))
        text += [character for character, _ in plain]
        at += [place for _, place in plain]
    return Reading("".join(text), tuple(at), tuple(names), tuple(begins))


def _plainly(written: str) -> Iterator[tuple[str, int]]:
    """Each character in its one form, with the place of what it was written as."""
    for place, character in enumerate(written):
        if _HAN[0] <= character <= _HAN[1]:
            yield character, place
            continue
        for form in unicodedata.normalize("NFKC", character).casefold():
            if form.isalnum():
                yield form, place
