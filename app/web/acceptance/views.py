"""Lists of acceptances, and the page of one."""

from __future__ import annotations

from flask import Response, abort, g, render_template, request
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Acceptance, Assessment
from app.queries.attention.falling import falling
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.project.accepting import ACCEPTANCES, RUNNING, all_acceptances
from app.queries.record.trail import trail_of
from app.services.accepting import applying, judging
from app.services.accepting.results import KINDS, of_project
from app.services.assessing.opinions import ON_ACCEPTANCE, VERDICTS, has_signed, of_round, tally_of
from app.services.contracts.drafting import targets_in_force
from app.services.door.offering import offers
from app.services.letter_facts.accepting import CONCLUSIONS
from app.services.milestones.targets import metrics_of
from app.services.money.shares import parts_of_partners
from app.web.acceptance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.downloads import download
from app.web.shared.stretches import place, stretch_of
from workflows.hands import HOUSE
from workflows.parts.share import FINDINGS
from workflows.roles import Role

_FINDING = ("material_check", "drawing", "drawn", "reviewing")
"""While what the partners did is found, without which nothing is concluded."""
_READS_PANEL = HOUSE | {Role.PANEL_CHAIR, Role.NODE_EXPERT}


@blueprint.get("/office/acceptances")
@holding(*READERS)
def index() -> str:
    listed = ACCEPTANCES.narrowed(g.db, all_acceptances(hidden_from_me()), request.args)
    page = stretch_of(g.db, listed, place())
    return render_template(
        "acceptance/index.html", page=page, by=ACCEPTANCES, conclusions=CONCLUSIONS
    )


@blueprint.get("/acceptances/<int:number>")
@signed_in
def acceptance(number: int) -> str:
    """Members' opinions are for the office, and for the chair after the own one; never for those
    who are judged."""
    case: Acceptance = case_or_404("acceptance", number, parts=read_parts)
    reads_panel = bool(g.roles & _READS_PANEL)
    seen = case.assessment if reads_panel else None
    opinions = of_round(seen, 1) if seen and _reads_opinions(seen) else []
    return render_template(
        "acceptance/acceptance.html",
        case=case,
        roles=g.roles,
        falls=falling(g.db, case.project) if case.state in RUNNING else None,
        writing=case.state in applying.WRITING and Role.APPLICANT in g.roles,
        panel=seen,
        opinions=opinions,
        tally=tally_of(opinions),
        metrics=metrics_of(g.db, case),
        targets=targets_in_force(g.db, case.project),
        verdicts=VERDICTS,
        proposals=ON_ACCEPTANCE,
        conclusions=CONCLUSIONS,
        is_set_aside=judging.is_set_aside(g.db, case),
        files=applying.FILES,
        results=of_project(g.db, case.project),
        result_kinds=KINDS,
        partners=parts_of_partners(g.db, case.project) if reads_panel else (),
        findings=dict(FINDINGS),
        finds_parts=case.state in _FINDING and Role.PROGRAMME_OFFICER in g.roles,
        offers=offers(g.db, case, current_user.person, g.now),
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _reads_opinions(panel: Assessment) -> bool:
    if g.roles & HOUSE:
        return True
    return Role.PANEL_CHAIR in g.roles and has_signed(g.db, panel, 1, current_user.person.id)


@blueprint.get("/acceptances/<int:number>/files/<int:file>")
@signed_in
def file(number: int, file: int) -> Response:
    """Always as a download."""
    case: Acceptance = case_or_404("acceptance", number)
    found = next((f for f in case.files if f.id == file), None)
    if found is None:
        abort(404)
    return download(found)
