"""Platforms, people and units with their projects and money (项目、基地、人才、资金一体化)."""

from __future__ import annotations

from flask import abort, g, render_template

from app.access.guard import holding
from app.models import Person, Platform
from app.queries.figures import plan_links as links
from app.queries.figures import unit_figures
from app.services.money.positions import positions
from app.services.plan.platforms import KINDS
from app.web.plan.views import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place, stretch_of


@blueprint.get("/office/plan/platforms")
@holding(*READERS)
def platforms() -> str:
    page = stretch_of(g.db, links.platforms(), place())
    rows = links.figures_of_platforms(g.db, page.rows, hidden_from_me())
    return render_template("plan/platforms.html", page=page, rows=rows, kinds=KINDS)


@blueprint.get("/office/plan/platforms/<int:number>")
@holding(*READERS)
def platform(number: int) -> str:
    found = g.db.get(Platform, number)
    if found is None:
        abort(404)
    (figures,) = links.figures_of_platforms(g.db, [found], hidden_from_me())
    uses = links.projects_on(g.db, found, hidden_from_me())
    return render_template(
        "plan/platform.html",
        figures=figures,
        platform=found,
        uses=uses,
        money=positions(g.db, [use.project for use in uses]),
        kinds=KINDS,
    )


@blueprint.get("/office/plan/people")
@holding(*READERS)
def people() -> str:
    hidden = hidden_from_me()
    stretch = stretch_of(g.db, links.leaders(hidden), place())
    rows = links.figures_of_people(g.db, stretch.rows, hidden)
    return render_template("plan/people.html", stretch=stretch, rows=rows)


@blueprint.get("/office/plan/people/<int:number>")
@holding(*READERS)
def person(number: int) -> str:
    """Only of people with a project: the office keeps no register of others here."""
    found = g.db.get(Person, number)
    hidden = hidden_from_me()
    projects = links.projects_of_person(g.db, found, hidden) if found else ()
    if found is None or not projects:
        abort(404)
    (figures,) = links.figures_of_people(g.db, [found], hidden)
    return render_template(
        "plan/person.html",
        person=found,
        figures=figures,
        projects=projects,
        money=positions(g.db, projects),
        used=links.platforms_used(g.db, projects),
    )


@blueprint.get("/office/plan/units")
@holding(*READERS)
def units() -> str:
    listed = unit_figures.units_with_projects()
    stretch = stretch_of(g.db, listed, place())
    rows = unit_figures.figures_of_units(g.db, stretch.rows)
    return render_template("plan/units.html", stretch=stretch, rows=rows)
