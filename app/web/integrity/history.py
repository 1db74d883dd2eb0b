"""The auditor reads what everybody did, and changes nothing."""

from __future__ import annotations

from flask import g, render_template, request
from flask_login import current_user

from app.access.guard import holding
from app.access.roles import office_roles
from app.queries.history_search import Wanted, kinds, search
from app.queries.trail import lines_of
from app.web.integrity.blueprint import INSIDE, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.paging import page_number, page_of


@blueprint.get("/history")
@holding(*INSIDE)
def history() -> str:
    wanted, reader = Wanted.of(request.args), current_user.person
    roles = office_roles(g.db, reader, g.now)
    page = page_of(g.db, search(wanted, reader, roles, hidden_from_me()), page_number())
    return render_template(
        "integrity/history.html",
        page=page,
        rows=zip(page.rows, lines_of(g.db, page.rows, reader, roles), strict=True),
        wanted=wanted,
        kinds=kinds(),
    )
