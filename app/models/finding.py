"""What the search finds by: the words of each case, and no word on who may see it."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class SearchEntry(Base):
    """`text` is what an exact search looks through, in the form of `services.finding.words`;
    `words`, parted by blanks, are those it has in `search_word`."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "case_id"),)

    kind: Mapped[str] = mapped_column(String(12))
    case_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


_WORD = String(16).with_variant(String(16, collation="C"), "postgresql")
"""Compared letter by letter on both databases, so that what begins alike lies together."""

search_word = Table(
    "search_word",
    Base.metadata,
    Column("kind", String(12), primary_key=True),
    Column("word", _WORD, primary_key=True),
    Column("case_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Which cases of a kind have a word. The order of the key is that of the question: one kind, one
word, the newest first; what it costs to find twenty does not depend on how many there are."""
