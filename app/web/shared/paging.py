"""Which page of a list this request asks for; the pages themselves come from `app.queries`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

_MOST = 1_000_000
_PASSING = ("page", "after", "before", "lang")


def page_number() -> int:
    """`?page=`; anything that is no page number is the first page."""
    typed = request.args.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(_MOST))):
        return 1
    return max(1, int(typed))


def page_url(number: int) -> str:
    """This list, with its filters, at another page."""
    assert request.endpoint is not None, "a pager stands on a page of its own"
    values = request.args.to_dict(flat=False) | (request.view_args or {}) | {"page": number}
    return url_for(request.endpoint, **values)


def here() -> str:
    """This list with its filters, from its first page."""
    kept = _filters()
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def sheet_url(listing: str, **more: object) -> str:
    """This list, with its filters, as a sheet."""
    return file_url("takeaways.sheet", listing=listing, **more)


def file_url(endpoint: str, **more: object) -> str:
    """This list, with its filters, as a file that is made elsewhere."""
    values: dict[str, Any] = dict(_filters()) | more
    return url_for(endpoint, **values)


def _filters() -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.args.items(multi=True) if key not in _PASSING]
