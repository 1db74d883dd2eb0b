"""A list as a sheet: every row that its page would show the asker now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from app.services.sheets import Value, table
from app.services.takeaways.columns import Column
from app.services.takeaways.listings import Asker, Listing

_PORTION = 500

Progress = Callable[[int], None]


def count_rows(asker: Asker, query: Select[Any]) -> int:
    count = select(func.count()).select_from(query.order_by(None).subquery())
    return asker.session.scalar(count) or 0


def make_sheet(
    asker: Asker,
    listing: Listing,
    args: Mapping[str, str],
    locale: str,
    progress: Progress = lambda _row: None,
) -> bytes | None:
    """None where there is no such list for the asker."""
    query = listing.query(asker, args)
    if query is None:
        return None
    header = [column.label.within(locale) for column in listing.columns]
    rows = _rows(asker, query, listing.columns, locale, progress)
    return table(listing.label.within(locale), header, rows)


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
