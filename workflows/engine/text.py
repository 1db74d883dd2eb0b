"""Words shown to people, always in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in Chinese and English; `{name}` slots are filled by `format`, a `Text` in its
    own language.
    """

    zh: str
    en: str

    def format(self, **slots: object) -> Text:
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in slots.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in slots.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def within(self, locale: str) -> str:
        """The wording for a locale tag such as `zh_Hans_CN` or `en`."""
        return self.en if locale.startswith("en") else self.zh


def abridged(words: Sequence[Text | str], most: int) -> Text:
    """A list; of one longer than `most` the first half of so many, and how many there are."""
    if len(words) <= most:
        return listed(words)
    shown, more = listed(words[: most // 2]), len(words) - most // 2
    return Text(f"{shown.zh}等 {len(words)} 项", f"{shown.en} and {more} more")


def listed(words: Iterable[Text | str]) -> Text:
    """A list as one wording; plain strings are names, the same in both languages. What has commas
    of its own is parted by semicolons."""
    texts = [word if isinstance(word, Text) else Text(word, word) for word in words]
    zh = "；" if any("，" in t.zh for t in texts) else "、"
    en = "; " if any(", " in t.en for t in texts) else ", "
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))
