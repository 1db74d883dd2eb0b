"""After a form was sent, or where a page is not the one to show: the browser asks for another."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, url_for


def see_other(endpoint: str, **values: Any) -> Response:
    """303 to the page of that endpoint; `values` as `url_for` takes them."""
    return to_path(url_for(endpoint, **values))


def to_path(path: str) -> Response:
    """303 to a path of this site; one that somebody sent has passed `returning.safe_path`."""
    return make_response(redirect(path, 303))
