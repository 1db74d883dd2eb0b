"""tus 1.0.0 (https://tus.io/protocols/resumable-upload): a file begun, asked after, gone on with,
given up. What arrived is taken by a form that names it (app/web/shared/sending.py)."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Blueprint, Response, abort, current_app, g, make_response, request
from flask import url_for as url
from flask_login import current_user
from werkzeug.exceptions import ClientDisconnected

from app.access.guard import signed_in
from app.models import Upload
from app.services.files import uploading
from app.services.files.uploading import Refusal, Why
from app.web.shared.filters import say

blueprint = Blueprint("uploads", __name__, url_prefix="/uploads")

VERSION = "1.0.0"
_CONTENT = "application/offset+octet-stream"
_CHUNK = 64 * 1024
_STATUS = {Why.TOO_LARGE: 413, Why.TOO_MANY: 429, Why.ELSEWHERE: 409}


def in_tus(view: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(view)
    def understood(**given: str) -> Response:
        if request.headers.get("Tus-Resumable") != VERSION:
            abort(412)
        return view(**given)

    return understood


@blueprint.after_request
def _introduce(response: Response) -> Response:
    """On every answer, also to OPTIONS."""
    response.headers["Tus-Resumable"] = response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = "creation,termination"
    response.headers["Tus-Max-Size"] = str(current_app.config["SETTINGS"].upload_most)
    return response


@blueprint.post("")
@signed_in
@in_tus
def begin() -> Response:
    size = _number("Upload-Length")
    answer = uploading.begin(g.db, current_user.person, _file_name(), size, g.now)
    if isinstance(answer, Refusal):
        return _refused(answer)
    return _told(answer, 201, Location=url("uploads.look", key=answer.key))


@blueprint.route("/<key>", methods=["HEAD"])
@signed_in
@in_tus
def look(key: str) -> Response:
    return _told(_own(key, to_change=False), 200)


@blueprint.patch("/<key>")
@signed_in
@in_tus
def go_on(key: str) -> Response:
    """All of it is here before the upload is locked: a slow line keeps nobody waiting."""
    if request.mimetype != _CONTENT:
        abort(415)
    offset = _number("Upload-Offset")
    with SpooledTemporaryFile(uploading.PART) as arrived:
        _receive(cast(BinaryIO, arrived))
        upload = _own(key, to_change=True)
        refusal = uploading.append(g.db, upload, offset, cast(BinaryIO, arrived))
    return _told(upload, 204) if refusal is None else _refused(refusal)


@blueprint.delete("/<key>")
@signed_in
@in_tus
def give_up(key: str) -> Response:
    uploading.forget(g.db, _own(key, to_change=True), g.now)
    return make_response("", 204)


def _own(key: str, *, to_change: bool) -> Upload:
    """For anybody else it does not exist."""
    found = uploading.find(g.db, current_user.person, key, to_change=to_change)
    if found is None:
        abort(404)
    return found


def _receive(arrived: BinaryIO) -> None:
    """When the line breaks, what came before is kept."""
    try:
        while piece := request.stream.read(_CHUNK):
            arrived.write(piece)
    except ClientDisconnected:
        pass
    arrived.seek(0)


def _number(header: str) -> int:
    given = request.headers.get(header, "")
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        abort(400)
    return int(given)


def _file_name() -> str:
    """Upload-Metadata is pairs of a key and a value in Base64, between commas."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _blank, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return b64decode(value, validate=True).decode()
            except ValueError:
                abort(400)
    return ""


def _told(upload: Upload, status: int, **headers: str) -> Response:
    answer = make_response("", status)
    answer.headers["Upload-Offset"] = str(upload.received)
    answer.headers["Upload-Length"] = str(upload.size)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.update(headers)
    return answer


def _refused(refusal: Refusal) -> Response:
    answer = make_response(say(refusal.reason), _STATUS[refusal.why])
    answer.content_type = "text/plain; charset=utf-8"
    return answer
