"""What was made for me: how far it is, the file while it is kept; and asking for a dossier."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    render_template,
)
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.files.naming import safe_name
from app.files.places import takeaway_files_of
from app.models import Takeaway
from app.queries.attention.desk import has_failed, takeaway_of, takeaways_of
from app.services.cases import proposal_of
from app.services.dossier.contents import KINDS, SEES_ALL
from app.services.files.sheets import XLSX
from app.services.takeaways import asking
from app.web.shared.downloads import as_download, stored
from app.web.shared.filters import day
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language

blueprint = Blueprint("takeaways", __name__)

_TYPES = {"sheet": XLSX, "dossier": "application/zip", "personal": "application/zip"}


@blueprint.get("/takeaways")
@signed_in
def index() -> str:
    page = stretch_of(g.db, takeaways_of(current_user.person), place())
    return render_template("takeaways/index.html", page=page, is_there=_is_there)


@blueprint.get("/takeaways/<int:number>")
@signed_in
def one(number: int) -> str:
    found = _mine(number)
    failed = found.status == "failed" or has_failed(g.db, found)
    return render_template(
        "takeaways/one.html", one=found, failed=failed, is_there=_is_there(found)
    )


@blueprint.get("/takeaways/<int:number>/file")
@signed_in
def file(number: int) -> Response:
    """Sent piece by piece; gone when its time is over."""
    found = _mine(number)
    if not _is_there(found):
        abort(404)
    stream = stored(found.sha256, takeaway_files_of(current_app.config["SETTINGS"]))
    return as_download(stream, _TYPES[found.what], found.name)


@blueprint.post("/takeaways/own-data")
@signed_in
def own_data() -> Response:
    """What is kept of whoever asks, and what they did."""
    name = safe_name(f"{_('个人数据')} {day(g.now)}.zip")
    made = asking.ask_for_own_data(g.db, current_user.person, name, g.now)
    return see_other("takeaways.one", number=made.id)


@blueprint.post("/cases/<kind>/<int:number>/dossier")
@signed_in
def dossier(kind: str, number: int) -> Response:
    """For those who may see all of it."""
    if kind not in KINDS:
        abort(404)
    case = case_or_404(kind, number, *SEES_ALL)
    proposal = proposal_of(case)
    assert proposal is not None, "both kinds have one"
    name = safe_name(f"{case.number or ''} {proposal.title}.zip")
    me = current_user.person
    made = asking.ask_for_dossier(g.db, me, case, name, g.now, language=language())
    return see_other("takeaways.one", number=made.id)


def _mine(number: int) -> Takeaway:
    found = takeaway_of(g.db, current_user.person, number)
    if found is None:
        abort(404)
    return found


def _is_there(takeaway: Takeaway) -> bool:
    return asking.is_there(takeaway, g.now)
