"""A stored file handed out: always as a download, never opened inside the site."""

from __future__ import annotations

from typing import Protocol

from flask import Response, abort, current_app, send_file

from app.files.places import files_of
from app.files.store import MissingFile


class Stored(Protocol):
    """A row that names a stored file."""

    @property
    def sha256(self) -> str: ...

    @property
    def media_type(self) -> str: ...

    @property
    def name(self) -> str: ...


def download(file: Stored) -> Response:
    try:
        stream = files_of(current_app.config["SETTINGS"]).open(file.sha256)
    except MissingFile:
        abort(404)
    return send_file(stream, mimetype=file.media_type, as_attachment=True, download_name=file.name)
