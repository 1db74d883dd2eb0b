"""The office's view: the schedule by month, all milestones due with filters, the page of one."""

from __future__ import annotations

from flask import g, render_template, request
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import WRITERS
from app.models import Assessment, Opinion, ProjectMilestone
from app.queries.attention.falling import falling
from app.queries.case_parts import read_parts
from app.queries.figures.plan import programmes
from app.queries.letters import letters_about
from app.queries.project import milestones
from app.queries.project.milestones import Filters
from app.queries.record.trail import trail_of
from app.services.assessing.opinions import CONCLUSIONS, VERDICTS, has_signed, of_round, tally_of
from app.services.cases import panel_of
from app.services.door.offering import offers
from app.services.milestones import reporting, visiting
from app.services.milestones.targets import metrics_of, readings_at
from app.web.milestones.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.stretches import place, stretch_of
from workflows.hands import HOUSE
from workflows.roles import Role

_READS_PANEL = HOUSE | {Role.NODE_EXPERT, Role.PANEL_CHAIR}


@blueprint.get("/office/milestones")
@holding(*sorted(HOUSE))
def index() -> str:
    filters, hidden = Filters.of(request.args), hidden_from_me()
    fitting = milestones.batch(filters, hidden, g.now)
    listed = milestones.MILESTONES.narrowed(g.db, fitting, request.args)
    return render_template(
        "milestones/index.html",
        page=stretch_of(g.db, listed, place()),
        months=milestones.months(g.db, hidden),
        filters=filters,
        by=milestones.MILESTONES,
        programmes=programmes(g.db),
    )


@blueprint.get("/milestones/<int:number>")
@signed_in
def milestone(number: int) -> str:
    """One page a milestone; who may read the panel and its opinions depends on one's roles."""
    case: ProjectMilestone = case_or_404("milestone", number, parts=read_parts)
    panel = panel_of(g.db, case)
    rounds = [found for n in (1, 2) if (found := _opinions(panel, n))] if panel else []
    reads_report = bool(g.roles & WRITERS[case.kind]) or not reporting.is_draft(case)
    return render_template(
        "milestones/milestone.html",
        case=case,
        reads_report=reads_report,
        roles=g.roles,
        sees_project=bool(g.roles - {Role.NODE_EXPERT, Role.PANEL_CHAIR}),
        falls=falling(g.db, case),
        offers=offers(g.db, case, current_user.person, g.now),
        metrics=metrics_of(g.db, case),
        readings=readings_at(g.db, case) if reads_report else {},
        verdicts=VERDICTS,
        conclusions=CONCLUSIONS,
        files=reporting.files_of(g.db, case, "report") if reads_report else (),
        panel=panel if g.roles & _READS_PANEL else None,
        rounds=rounds,
        tally=tally_of(rounds[-1]) if rounds else {},
        visit=visiting.of_milestone(g.db, case) if g.roles & _READS_PANEL else None,
        visit_open=case.state in visiting.OPEN and bool(g.roles & visiting.VISITORS),
        report_open=reporting.is_open(case) and Role.APPLICANT in g.roles,
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _opinions(panel: Assessment, round_: int) -> list[Opinion]:
    """For the office; and for the chair, once the own opinion is given."""
    is_chair = Role.PANEL_CHAIR in g.roles
    if g.roles & HOUSE or (is_chair and has_signed(g.db, panel, round_, current_user.person.id)):
        return of_round(panel, round_)
    return []
