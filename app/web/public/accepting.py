"""Acceptances on notice and those that took effect, for everybody."""

from __future__ import annotations

from flask import g, render_template

from app.access.guard import open_to_all
from app.queries.calls.results import STANDINGS, results_of, standings_of
from app.queries.project.accepting import accepted_again, public_acceptances
from app.services.letter_facts.accepting import CONCLUSIONS
from app.web.public.views import blueprint
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/acceptance-notices")
@open_to_all
def acceptances() -> str:
    page = stretch_of(g.db, public_acceptances(), place())
    projects = [acceptance.project for acceptance in page.rows]
    revoked = {one.id: one.state for one in projects if one.state == "revoked"}
    return render_template(
        "public/acceptances.html",
        page=page,
        conclusions=CONCLUSIONS,
        again=accepted_again(g.db, page.rows),
        results=results_of(g.db, (project.proposal for project in projects)),
        standings=standings_of(g.db, revoked, g.now),
        labels=STANDINGS,
    )
