"""A file that a form brings: with the form itself, or sent in parts before it (app/web/uploads).

Where JavaScript runs, the page sends the parts while the form is filled in and puts the key of the
upload into a hidden field beside the file's own. The upload is used in the transaction of the
request: when the form is refused, it is there still, and the form shown again names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from flask import Response, after_this_request, g, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.models import Upload
from app.services import uploading
from workflows.engine.text import Text

ENDING = "-upload"
"""After the name of the file's field."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What need not be sent again; `size` in bytes."""

    key: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Nothing, a file, or why there is none though one was named. Only a file sent in parts is
    kept."""

    file: FileStorage | None = None
    kept: Kept | None = None
    wrong: Text | None = None


def sent_file(field: str) -> Sent:
    """A file that comes with the form takes the place of one sent before."""
    plain, key = request.files.get(field), request.form.get(f"{field}{ENDING}", "")
    upload = None
    if key and current_user.is_authenticated:
        upload = uploading.find(g.db, current_user.person, key, to_change=True)
    if plain is not None and plain.filename:
        sent = Sent(plain)
    elif upload is not None:
        sent = _joined(upload)
    else:
        sent = Sent(wrong=uploading.GONE if key else None)
    if upload is not None and sent.file is not None:
        uploading.forget(g.db, upload, g.now)
    return sent


def _joined(upload: Upload) -> Sent:
    found = uploading.whole(g.db, upload)
    if isinstance(found, Text):
        return Sent(wrong=found)
    after_this_request(partial(_closed, found))
    return Sent(FileStorage(found, upload.name), Kept(upload.key, upload.name, upload.size))


def _closed(file: BinaryIO, response: Response) -> Response:
    file.close()
    return response
