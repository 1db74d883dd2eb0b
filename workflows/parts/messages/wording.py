"""The subject and the body of a message, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Wording:
    subject: Text
    body: Text

    def format(self, **slots: object) -> Wording:
        return Wording(self.subject.format(**slots), self.body.format(**slots))


def say(zh: str, en: str, zh_body: str, en_body: str) -> Wording:
    return Wording(Text(zh, en), Text(zh_body, en_body))
