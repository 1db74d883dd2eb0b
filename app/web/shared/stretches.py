"""Which stretch of a long list this request asks for; the stretches come from `app.queries`."""

from __future__ import annotations

from flask import request, url_for

from app.queries.stretches import Place
from app.queries.stretches import cut as cut
from app.queries.stretches import stretch_of as stretch_of

_PLACES = _AFTER, _BEFORE = "after", "before"


def place() -> Place:
    """`?after=` or `?before=` the key of a row; a key that is none is the beginning."""
    after, before = request.args.get(_AFTER, ""), request.args.get(_BEFORE, "")
    return Place(after) if after or not before else Place(before, backwards=True)


def place_url(endpoint: str = "", **key: str) -> str:
    """This list, with its filters, from another place; or what goes with it at this one."""
    values = request.args.to_dict(flat=False) | (request.view_args or {})
    rest = {name: value for name, value in values.items() if not key or name not in _PLACES}
    return url_for(endpoint or str(request.endpoint), **(rest | key))
