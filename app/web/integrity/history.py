"""The auditor reads what everybody did, and changes nothing."""

from __future__ import annotations

from flask import g, render_template, request
from flask_login import current_user

from app.access.guard import holding
from app.access.roles import office_roles
from app.queries.record.history_search import Wanted, kinds, look, search
from app.queries.record.trail import lines_of
from app.web.integrity.blueprint import INSIDE, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place


@blueprint.get("/history")
@holding(*INSIDE)
def history() -> str:
    wanted, reader = Wanted.of(request.args), current_user.person
    roles = office_roles(g.db, reader, g.now)
    found = search(wanted, reader, roles, hidden_from_me())
    looked = look(g.db, wanted, found, place())
    stretch = looked.stretch
    return render_template(
        "integrity/history.html",
        stretch=stretch,
        back_to=looked.back_to,
        rows=zip(stretch.rows, lines_of(g.db, stretch.rows, reader, roles), strict=True),
        wanted=wanted,
        kinds=kinds(),
    )
