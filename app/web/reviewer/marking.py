"""A reviewer's own copy of a PDF, marked with who took it and when."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from flask import current_app, g
from flask_login import current_user
from structlog import get_logger

from workflows.engine.calendar import moment_words

_log = get_logger()


def own_copy(stream: BinaryIO) -> BinaryIO:
    """The reader's own copy. A file that cannot be marked is given as it is: nobody's review waits
    for it, and the log says whose."""
    # Heavy: a process that marks no file does without.
    from app.documents.fonts import fonts_in
    from app.documents.watermark import CannotStamp, stamped

    reader = current_user.person
    words = f"{reader.name} {moment_words(g.now)}"
    try:
        marked = stamped(stream, words, fonts_in(current_app.config["SETTINGS"].fonts))
    except CannotStamp as bad:
        _log.warning("watermark_failed", person=reader.id, error=str(bad))
        stream.seek(0)
        return stream
    stream.close()
    return BytesIO(marked)


def nameless(stream: BinaryIO) -> BinaryIO | None:
    """A copy for readers who may not know who made the file; None where there can be none."""
    from app.files.nameless.clearing import CannotClear, cleared  # heavy, as above

    with stream:
        content = stream.read()
    try:
        return BytesIO(cleared(content))
    except CannotClear as bad:
        _log.warning("clearing_failed", person=current_user.person.id, error=str(bad))
        return None
