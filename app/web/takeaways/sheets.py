"""A list as a sheet: at once when it is short, else in the background."""

from __future__ import annotations

from io import BytesIO

from flask import (
    Response,
    abort,
    current_app,
    g,
    make_response,
    render_template,
    request,
)
from flask_login import current_user

from app.access.guard import GUARD, signed_in
from app.access.roles import office_roles
from app.files.naming import safe_name
from app.services.files.sheets import XLSX
from app.services.takeaways import asking
from app.services.takeaways.books import Book
from app.services.takeaways.listings import Asker, Listing
from app.services.takeaways.sheet import ALL, count_rows, make_sheet
from app.web.shared.downloads import as_download
from app.web.shared.filters import day, say
from app.web.shared.redirecting import see_other
from app.web.shared.wording import language
from app.web.takeaways.files import blueprint


@blueprint.get("/sheets/<listing>.xlsx")
@signed_in
def sheet(listing: str) -> Response:
    """For whoever may open the page of the list; with the filters of its address."""
    chosen, count = _allowed(listing)
    asker, args = _asker(), request.args.to_dict()
    if count > asking.AT_ONCE_MOST:
        return make_response(render_template("takeaways/ask.html", listing=chosen, count=count))
    book = make_sheet(asker, chosen, args, language())
    return as_download(BytesIO(book or b""), XLSX, _name(chosen))


@blueprint.post("/sheets/<listing>.xlsx")
@signed_in
def ask(listing: str) -> Response:
    chosen, _count = _allowed(listing)
    made = asking.ask_for_sheet(
        g.db,
        current_user.person,
        listing,
        request.args.to_dict(),
        _roles(chosen),
        _name(chosen),
        g.now,
        language=language(),
    )
    return see_other("takeaways.one", number=made.id)


def _allowed(listing: str) -> tuple[Listing | Book, int]:
    """With how many rows it has."""
    chosen = ALL.get(listing)
    if chosen is None:
        abort(404)
    roles = _roles(chosen)
    mine = {role.value for role in office_roles(g.db, current_user.person, g.now)}
    if roles and not mine & set(roles):
        abort(403)
    count = count_rows(_asker(), chosen, request.args)
    if count is None:
        abort(404)
    return chosen, count


def _roles(listing: Listing | Book) -> list[str]:
    """Those that the guard of the list's page asks for; none when it is for every account."""
    guard: str = getattr(current_app.view_functions[listing.endpoint], GUARD)
    kind, _, roles = guard.partition(":")
    return roles.split(",") if kind == "role" else []


def _asker() -> Asker:
    return Asker(g.db, current_user.person, g.now)


def _name(listing: Listing | Book) -> str:
    return safe_name(f"{say(listing.label)} {day(g.now)}.xlsx")
