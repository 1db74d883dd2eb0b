"""A file that a form brings: with the form itself, or sent in parts before it (app/web/uploads).

Where JavaScript runs, the page sends the parts while the form is filled in and puts the key of the
upload into a hidden field beside the file's own. The upload is used in the transaction of the
request: when the form is refused, it is there still, and the form shown again names it. A file that
came with a form refused for something else becomes an upload then, for no browser chooses a file
again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import SEEK_END
from typing import BinaryIO, cast

import structlog
from flask import Response, after_this_request, g, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.files.naming import safe_name
from app.files.store import StoreAway
from app.models import Upload
from app.services.files import uploading
from workflows.engine.text import Text

log = structlog.get_logger()

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
    """Nothing, a file, or why there is none though one was named; `kept` is one sent in parts."""

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


def kept_of(sent: Sent) -> Kept | None:
    """For a form that is shown again because it is refused: what need not be chosen again. None
    where there is nothing, or no room for it."""
    if sent.kept is not None or sent.file is None:
        return sent.kept
    size = sent.file.stream.seek(0, SEEK_END)
    if uploading.no_room(g.db, current_user.person, size) is not None:
        return None
    kept = Kept(uploading.new_key(), safe_name(sent.file.filename or ""), size)
    after_this_request(partial(_stored, kept, cast(BinaryIO, sent.file.stream)))
    return kept


def _stored(kept: Kept, stream: BinaryIO, response: Response) -> Response:
    """What the refused request began is taken back first, as it would be afterwards."""
    if response.status_code < 400:
        return response
    g.db.rollback()
    person = current_user.person
    upload = uploading.begin(g.db, person, kept.name, kept.size, g.now, kept.key)
    if isinstance(upload, Upload):
        stream.seek(0)
        try:
            uploading.append(g.db, upload, 0, stream)
            g.db.commit()
        except StoreAway as error:
            log.warning("file_not_kept", error=str(error))
            g.db.rollback()
    return response


def _joined(upload: Upload) -> Sent:
    found = uploading.whole(g.db, upload)
    if isinstance(found, Text):
        return Sent(wrong=found)
    after_this_request(partial(_closed, found))
    return Sent(FileStorage(found, upload.name), Kept(upload.key, upload.name, upload.size))


def _closed(file: BinaryIO, response: Response) -> Response:
    file.close()
    return response
