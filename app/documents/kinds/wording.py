"""What every kind of letter comes down to."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.payload import Block


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    addressee: str
    blocks: tuple[Block, ...]
    copies: tuple[str, ...] = ()
