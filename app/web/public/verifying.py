"""A letter proves itself: number, unit, title, digest and validity, and nothing else."""

from __future__ import annotations

import hashlib
import re
from typing import BinaryIO
from unicodedata import normalize

from flask import (
    Response,
    abort,
    current_app,
    g,
    make_response,
    render_template,
    request,
    send_file,
)
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import open_to_all
from app.access.load import case_or_404
from app.access.roles import OFFICE_LETTER_READERS, roles_on
from app.documents.comparing import Difference, difference
from app.files.places import letters_of
from app.models import Letter
from app.queries.calls.portal import letter_by_code, letter_by_digest
from app.queries.letters import overtaken
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.upkeep.failed_letters import work_on
from app.services.upkeep.faults import explained
from app.web.public.views import blueprint
from app.web.shared.downloads import stored
from app.web.shared.fields import LineField, PlainUploadField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.session import reader
from workflows.parts.letter import LETTERS
from workflows.roles import Role

_CODE = re.compile(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}")
_CHUNK = 64 * 1024


class CodeForm(Form):
    code = LineField(_l("验证码"), [Required()], most=40)


class CompareForm(Form):
    file = PlainUploadField(_l("PDF 文件"), [Required()])


@blueprint.route("/verify", methods=["GET", "POST"])
@open_to_all
def verify() -> Response:
    form = CodeForm()
    if not form.is_submitted():
        return make_response(render_template("public/verify.html", form=form))
    typed = _in_fours(form.code.data or "")
    is_filled = form.validate()
    if not is_filled or letter_by_code(g.db, typed) is None:
        page = render_template("public/verify.html", form=form, unknown=is_filled)
        return make_response(page, 404)
    return see_other("public.verified", code=typed)


def _in_fours(typed: str) -> str:
    """A code as letters bear it, however its groups were parted when it was typed."""
    return "-".join(
        re.findall(r"[0-9A-F]{1,4}", re.sub(r"[^0-9A-F]", "", normalize("NFKC", typed).upper()))
    )


@blueprint.route("/verify/<code>", methods=["GET", "POST"])
@open_to_all
def verified(code: str) -> Response:
    letter = letter_by_code(g.db, code.upper()) if _CODE.fullmatch(code.upper()) else None
    if letter is None:
        page = render_template("public/verify.html", form=CodeForm(formdata=None), unknown=True)
        return make_response(page, 404)
    form, found, another = CompareForm(), None, None
    if form.is_submitted() and form.validate():
        copy = form.file.data.stream
        found = _compared(letter, copy)
        if found is not Difference.NONE:
            copy.seek(0)
            another = letter_by_digest(g.db, _digest(copy))
    page = render_template(
        "public/verified.html",
        letter=letter,
        overtaken=overtaken(g.db, letter),
        form=form,
        found=found,
        another=another,
    )
    return make_response(page)


def _compared(letter: Letter, copy: BinaryIO) -> Difference:
    with stored(letter.sha256, letters_of(current_app.config["SETTINGS"])) as kept:
        registered = kept.read()
    return difference(registered, copy.read(len(registered) + 1))


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


@blueprint.get("/letters/<int:number>")
@open_to_all
def letter(number: int) -> str:
    case = _readable(number, mending=True)
    person = reader()
    roles = roles_on(g.db, person, case, g.now) if person else frozenset()
    return render_template(
        "public/letter.html",
        case=case,
        roles=roles,
        fault=None if case.state == "void" else explained("letter", _error_of(case)),
        offers=offers(g.db, case, person, g.now) if person and roles else (),
        history=trail_of(g.db, case, person, roles) if person and roles else (),
    )


def _error_of(case: Letter) -> str:
    """What a letter failed for, or what keeps one waiting that is still tried by itself."""
    work = work_on(g.db, case) if case.state in ("drafted", "issued") else None
    return case.error or (work.error if work is not None else "")


@blueprint.get("/letters/<int:number>.pdf")
@open_to_all
def letter_file(number: int) -> Response:
    case = _readable(number)
    if g.get("roles") == {Role.SYS_ADMIN}:
        abort(404)  # whoever keeps the system running makes it again, and does not read it
    stream = stored(case.sha256, letters_of(current_app.config["SETTINGS"]))
    return send_file(
        stream,
        mimetype="application/pdf",
        download_name=f"{case.title}.pdf",
        as_attachment="download" in request.args,
        etag=case.sha256 or False,
    )


def _readable(number: int, *, mending: bool = False) -> Letter:
    """Public letters are for all; the others for those who hold a role on what they are about.
    Whoever mends a letter for the office sees its page, not what it says."""
    found = g.db.get(Letter, number)
    if found is not None and found.is_public and found.state == "filed":
        public: Letter = found
        return public
    if not current_user.is_authenticated:
        abort(404)
    case: Letter = case_or_404("letter", number)
    readers = OFFICE_LETTER_READERS | ({Role.SYS_ADMIN} if mending else set())
    if LETTERS[case.letter_kind].is_for_office and not g.roles & readers:
        abort(404)
    return case
