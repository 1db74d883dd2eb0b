"""Styles and scripts travel compressed. Pages do not: beside what a reader typed they carry tokens,
and the length of a compressed page would tell of them."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TEXTS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def init_compressing(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    is_file = (request.endpoint or "").endswith("static") and response.mimetype in _TEXTS
    if not is_file:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    response.set_data(_smaller(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)
    return response


@lru_cache(maxsize=64)
def _smaller(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
