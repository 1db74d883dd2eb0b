"""The frozen facts of a letter. What is printed is here, and nothing else is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 to 4: 一、 （一） 1. （1）; the numbering stands in the text."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`svg` is set as it is; `words` are what it says, for the check of glyphs and for readers."""

    svg: str
    words: str


Block = Paragraph | Heading | Table | Drawing


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: named below the text, set on pages of its own behind the signature."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class LetterPayload:
    """`layout`: head (文件式) or letter (信函式). `number` is None until the letter is issued."""

    kind: str
    layout: str
    issuer: str
    number: str | None
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    date: date
    signatory: str
    copies: tuple[str, ...]
    printed_by: str
    verify_url: str
    verification_code: str
    demo: bool
    annexes: tuple[Annex, ...] = ()

    @property
    def is_certificate(self) -> bool:
        """One page, to hang on a wall."""
        return self.kind.endswith("certificate")

    def to_dict(self) -> dict[str, Any]:
        """Without annexes it is what it was before there were any: its digest stays."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        annexes = [
            {"title": annex.title, "blocks": [_block_to_dict(block) for block in annex.blocks]}
            for annex in self.annexes
        ]
        stored = plain | {
            "date": self.date.isoformat(),
            "blocks": [_block_to_dict(block) for block in self.blocks],
            "copies": list(self.copies),
            "annexes": annexes,
        }
        return stored if annexes else {k: v for k, v in stored.items() if k != "annexes"}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> LetterPayload:
        """The inverse of `to_dict`. Raises KeyError, TypeError: not its output."""
        return cls(
            **{
                **stored,
                "date": date.fromisoformat(stored["date"]),
                "blocks": tuple(_block_from_dict(block) for block in stored["blocks"]),
                "copies": tuple(stored["copies"]),
                "annexes": tuple(
                    Annex(annex["title"], tuple(_block_from_dict(b) for b in annex["blocks"]))
                    for annex in stored.get("annexes", ())
                ),
            }
        )

    def digest(self) -> str:
        """SHA-256 of the canonical form, in hex."""
        return hashlib.sha256(canonical_json(self.to_dict())).hexdigest()


def numbered(payload: LetterPayload, number: str, on: date) -> LetterPayload:
    """The letter as it is signed: with its number and the date of issue."""
    return replace(payload, number=number, date=on)


def in_words(day: date) -> str:
    """2026年3月5日, as GB/T 9704-2012 writes dates: Arabic figures, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def _block_to_dict(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text):
            return {"type": "paragraph", "text": text}
        case Heading(level, text):
            return {"type": "heading", "level": level, "text": text}
        case Table(columns, rows):
            return {"type": "table", "columns": list(columns), "rows": [list(r) for r in rows]}
        case Drawing(svg, words):
            return {"type": "drawing", "svg": svg, "words": words}


def _block_from_dict(stored: Mapping[str, Any]) -> Block:
    match stored["type"]:
        case "paragraph":
            return Paragraph(stored["text"])
        case "heading":
            return Heading(stored["level"], stored["text"])
        case "drawing":
            return Drawing(stored["svg"], stored["words"])
        case _:
            return Table(tuple(stored["columns"]), tuple(tuple(row) for row in stored["rows"]))
