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


OPEN_CALL_BASIS = "根据“十四五”科技创新发展专项规划关于揭榜挂帅的规定，"
"""How letters of 揭榜挂帅 to the outside begin."""
