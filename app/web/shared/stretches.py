"""Which stretch of a long list this request asks for; the stretches come from `app.queries`."""

from __future__ import annotations

from flask import request, url_for

from app.queries.stretches import Place
from app.queries.stretches import stretch_of as stretch_of

_AFTER, _BEFORE = "after", "before"


def place() -> Place:
    """`?after=` or `?before=` the key of a row; a key that is none is the beginning."""
    after, before = request.args.get(_AFTER, ""), request.args.get(_BEFORE, "")
    return Place(after) if after or not before else Place(before, backwards=True)


def place_url(**key: str) -> str:
    """This list, with its filters, from another place."""
    assert request.endpoint is not None, "a pager stands on a page of its own"
    values = request.args.to_dict(flat=False) | (request.view_args or {})
    rest = {name: value for name, value in values.items() if name not in (_AFTER, _BEFORE)}
    return url_for(request.endpoint, **(rest | key))
