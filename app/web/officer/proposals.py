"""All proposals that the office works on, filtered, searched and sorted."""

from __future__ import annotations

from flask import g, render_template, request
from flask_login import current_user

from app.access.guard import holding, may_open
from app.access.roles import OFFICE
from app.queries.calls.office_proposals import (
    Filters,
    calls_to_choose,
    office_proposals,
    step_chosen,
)
from app.queries.sight.seeing import Sight
from app.queries.states import states_of
from app.web.officer.blueprint import blueprint
from app.web.shared.stretches import place, stretch_of
from workflows.engine.text import Text

_CHECKING = ("formal_check", (("pass_formal_check", Text("形式审查通过", "Pass")),))
"""The state of what a checker can choose, and the moves of many."""


@blueprint.get("/proposals")
@holding(*OFFICE)
def proposals() -> str:
    sight = Sight(g.db, current_user.person, g.now)
    filters = Filters.of(request.args, reads_ranking=sight.reads_ranking)
    query = office_proposals(g.db, sight, filters)
    return render_template(
        "officer/proposals.html",
        stretch=stretch_of(g.db, query, place()),
        filters=filters,
        reads_ranking=sight.reads_ranking(filters.call),
        step=step_chosen(g.db, filters) if filters.reached else None,
        states=[s for s in states_of("proposal").values() if s.key != "draft"],
        calls=calls_to_choose(g.db),
        many=_CHECKING if may_open("officer.formal") else None,
    )
