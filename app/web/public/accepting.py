"""Acceptances on notice and those that took effect, for everybody."""

from __future__ import annotations

from flask import g, render_template, request

from app.access.guard import open_to_all
from app.queries.calls.results import STANDINGS, results_of, standings_of
from app.queries.project.accepting import ON_NOTICE, accepted_again, public_acceptances
from app.services.letter_facts.accepting import CONCLUSIONS
from app.web.public.views import blueprint
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/acceptance-notices")
@open_to_all
def acceptances() -> str:
    listed = ON_NOTICE.narrowed(g.db, public_acceptances(), request.args)
    page = stretch_of(g.db, listed, place())
    projects = [acceptance.project for acceptance in page.rows]
    revoked = {one.id: one.state for one in projects if one.state == "revoked"}
    return render_template(
        "public/acceptances.html",
        page=page,
        by=ON_NOTICE,
        conclusions=CONCLUSIONS,
        again=accepted_again(g.db, page.rows),
        results=results_of(g.db, (project.proposal for project in projects)),
        standings=standings_of(g.db, revoked, g.now),
        labels=STANDINGS,
    )
