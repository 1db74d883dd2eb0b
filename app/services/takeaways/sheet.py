"""A list as a sheet: every row that its page would show the asker now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from app.services.files.sheets import Value, table
from app.services.takeaways.books import BOOKS, Book
from app.services.takeaways.columns import Column
from app.services.takeaways.listings import LISTINGS, Asker, Listing

_PORTION = 500

Progress = Callable[[int], None]
ALL: Mapping[str, Listing | Book] = {**LISTINGS, **BOOKS}
"""By the name in the address."""


def count_rows(asker: Asker, chosen: Listing | Book, args: Mapping[str, str]) -> int | None:
    """None where there is no such list for the asker."""
    if isinstance(chosen, Book):
        return chosen.count(asker, args)
    query = chosen.query(asker, args)
    if query is None:
        return None
    count = select(func.count()).select_from(query.order_by(None).subquery())
    return asker.session.scalar(count) or 0


def make_sheet(
    asker: Asker,
    chosen: Listing | Book,
    args: Mapping[str, str],
    locale: str,
    progress: Progress = lambda _row: None,
) -> bytes | None:
    """None where there is no such list for the asker."""
    if isinstance(chosen, Book):
        return chosen.write(asker, args, locale)
    query = chosen.query(asker, args)
    if query is None:
        return None
    header = [column.label.within(locale) for column in chosen.columns]
    rows = _rows(asker, query, chosen.columns, locale, progress)
    return table(chosen.label.within(locale), header, rows)


def _rows(
    asker: Asker,
    query: Select[Any],
    columns: tuple[Column, ...],
    locale: str,
    progress: Progress,
) -> Iterator[list[Value]]:
    """Read as they are written, so that a long list needs no more memory than a short one."""
    found = asker.session.scalars(query.execution_options(yield_per=_PORTION))
    for number, portion in enumerate(found.partitions(), start=1):
        for row in portion:
            yield [column.within(locale, row) for column in columns]
        progress(number * _PORTION)
