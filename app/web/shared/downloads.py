"""A stored file handed out: always as a download, never opened inside the site."""

from __future__ import annotations

from typing import BinaryIO, Protocol

from flask import Response, abort, current_app, send_file

from app.files.places import files_of
from app.files.store import MissingFile, Store


class Stored(Protocol):
    """A row that names a stored file."""

    @property
    def sha256(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def name(self) -> str: ...


def download(file: Stored, store: Store | None = None) -> Response:
    return as_download(stored(file.sha256, store), file.media_type, file.name)


def as_download(stream: BinaryIO, media_type: str, name: str) -> Response:
    return send_file(stream, mimetype=media_type, as_attachment=True, download_name=name)


def stored(sha256: str | None, store: Store | None = None) -> BinaryIO:
    """The file of that digest, of the common store unless another is named; else a 404, as of what
    has not been made yet."""
    if not sha256:
        abort(404)
    store = store or files_of(current_app.config["SETTINGS"])
    try:
        return store.open(sha256)
    except MissingFile:
        abort(404)
