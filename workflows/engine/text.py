"""Words shown to people, always in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in Chinese and English; `{name}` slots are filled by `format`."""

    zh: str
    en: str

    def format(self, **slots: object) -> Text:
        return Text(self.zh.format(**slots), self.en.format(**slots))

    def within(self, locale: str) -> str:
        """The wording for a locale tag such as `zh_Hans_CN` or `en`."""
        return self.en if locale.startswith("en") else self.zh
