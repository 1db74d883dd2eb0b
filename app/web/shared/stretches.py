"""Which stretch of a long list this request asks for; the stretches come from `app.queries`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from app.queries import stretches
from app.queries.paging import SIZE
from app.queries.stretches import Place, Stretch
from app.queries.stretches import cut as cut

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def stretch_of(
    session: Session, query: Select[Any], place: Place, size: int = SIZE
) -> Stretch[Any]:
    """Where nothing is left beyond the place, as after all of the last stretch has been dealt with,
    a reader begins anew; a program would go round in circles."""
    found = stretches.stretch_of(session, query, place, size)
    if found.rows or not place.key:
        return found
    return stretches.stretch_of(session, query, Place(), size)


def place(of: str = "") -> Place:
    """`?after=` or `?before=` the key of a row, or the same of another list on the page, as in
    `?shares-after=`; a key that is none is the beginning, and `?before=` without one the end."""
    after, before = (request.args.get(name) for name in _names(of))
    return Place(after or "") if after or before is None else Place(before, backwards=True)


def place_url(of: str = "", endpoint: str = "", **key: str) -> str:
    """This list, with its filters, from another place; or what goes with it at this one."""
    values = request.args.to_dict(flat=False) | (request.view_args or {})
    after, before = _names(of)
    if key:
        values = {name: value for name, value in values.items() if name not in (after, before)}
        asked = {after if name == "after" else before: value for name, value in key.items()}
        values |= {name: value for name, value in asked.items() if value or name == before}
    return url_for(endpoint or str(request.endpoint), **values)


def _names(of: str) -> tuple[str, str]:
    return (f"{of}-after", f"{of}-before") if of else ("after", "before")
