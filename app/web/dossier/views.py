"""One page a case; its parts depend on the roles the reader holds on it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, render_template, send_file
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.files.store import MissingFile
from app.queries.letters import letters_about
from app.queries.money_panel import money_of
from app.queries.trail import trail_of
from app.services import formal
from app.services.feedback import feedback_on
from app.services.meetings import slot_of
from app.services.moves import offers
from app.services.proposals.attachments import store_of
from app.services.proposals.comparing import changes
from app.services.proposals.completeness import SECTION_LABELS, form_problems
from workflows.roles import Role

blueprint = Blueprint("dossier", __name__)

OFFICE = frozenset(
    {
        Role.FORMAL_CHECKER,
        Role.PROGRAMME_OFFICER,
        Role.PLANNING_OFFICER,
        Role.EXPERT_MANAGER,
        Role.SUPERVISOR,
        Role.DISCIPLINE,
        Role.DECISION_MAKER,
    }
)


@blueprint.get("/proposals/<int:number>")
@signed_in
def proposal(number: int) -> str:
    case = case_or_404("proposal", number)
    versions = case.versions
    return render_template(
        "dossier/proposal.html",
        case=case,
        roles=g.roles,
        in_office=bool(g.roles & OFFICE),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case),
        section_labels=SECTION_LABELS,
        problems=form_problems(case) if case.state == "draft" else (),
        differences=changes(versions[-2].content, versions[-1].content) if versions[1:] else (),
        answers=formal.answers_of(g.db, case),
        items=formal.ITEMS,
        feedback=feedback_on(g.db, case),
        slot=slot_of(g.db, case) if case.state in ("shortlisted", "defence") else None,
    )


@blueprint.get("/proposals/<int:number>/files/<int:attachment>")
@signed_in
def file(number: int, attachment: int) -> Response:
    """Always as a download: what others uploaded is never opened inside the site."""
    case = case_or_404("proposal", number)
    found = next((a for a in case.attachments if a.id == attachment), None)
    if found is None:
        abort(404)
    try:
        stream = store_of(current_app.config["SETTINGS"]).open(found.sha256)
    except MissingFile:
        abort(404)
    return send_file(
        stream, mimetype=found.media_type, as_attachment=True, download_name=found.name
    )


@blueprint.get("/proposals/<int:number>/receipts/<int:version>")
@signed_in
def receipt(number: int, version: int) -> str:
    case = case_or_404("proposal", number)
    found = next((v for v in case.versions if v.version == version), None)
    if found is None:
        abort(404)
    return render_template("dossier/receipt.html", case=case, version=found)


@blueprint.get("/projects/<int:number>")
@signed_in
def project(number: int) -> str:
    case = case_or_404("project", number)
    return render_template(
        "dossier/project.html",
        case=case,
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case.proposal),
        money=money_of(g.db, case, g.roles),
    )
