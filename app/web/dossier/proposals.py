"""The page of a proposal; its parts depend on the roles the reader holds on it."""

from __future__ import annotations

from flask import Response, abort, current_app, g, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.access.roles import OFFICE, roles_on
from app.models import Project, Proposal
from app.queries.calls.proposals import WHOLE, projects_of, read_page
from app.queries.letters import letters_for
from app.queries.record.trail import label_of, trail_of
from app.queries.review.experts import recusal_begun
from app.services.awarding.feedback import feedback_on
from app.services.door.held_up import held_up
from app.services.door.lateness import receipt_number, receipts_of
from app.services.door.offering import offers
from app.services.dossier.contents import SEES_ALL
from app.services.identity.unit_changes import name_in
from app.services.open_call import bidding, judging, sealing
from app.services.proposals import formal
from app.services.proposals.attachments import store_for
from app.services.proposals.checking import in_the_way
from app.services.proposals.comparing import differences
from app.services.proposals.completeness import SECTION_LABELS
from app.services.proposals.drafting import PARTS
from app.services.races.entering import entry_gaps, entry_of
from app.services.races.finding import MECHANISM
from app.services.remedies import notice_to_object_to, remedy_on
from app.services.review.meetings import slot_of
from app.web.dossier.blueprint import blueprint
from app.web.shared.downloads import download
from workflows.roles import Role

_SEES_TERMS = OFFICE | {Role.DEMANDER, Role.APPLICANT, Role.TEAM_MEMBER, Role.UNIT_ADMIN}
"""Both sides of what was agreed, and whoever decides on it."""


@blueprint.get("/proposals/<int:number>")
@signed_in
def proposal(number: int) -> str:
    case = case_or_404("proposal", number, whole=WHOLE, parts=read_page)
    versions = case.versions
    return render_template(
        "dossier/proposal.html",
        case=case,
        roles=g.roles,
        in_office=bool(g.roles & OFFICE),
        takes_dossier=bool(g.roles & SEES_ALL),
        offers=offers(g.db, case, current_user.person, g.now),
        held_up=held_up(g.db, case, g.now, g.roles),
        in_the_way=in_the_way(g.db, case, g.now, g.roles),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_for(g.db, g.roles, case),
        project=_project_from(case),
        name_then=name_in(g.db, case),
        late=receipts_of(g.db, case),
        receipt_number=receipt_number,
        label_of=label_of,
        section_labels=SECTION_LABELS,
        is_shut=sealing.is_shut(case),
        problems=bidding.lacking_of(g.db, case)
        if case.state == "draft" and Role.APPLICANT in g.roles
        else {},
        parts=PARTS,
        entry_gaps=entry_gaps(g.db, case) if Role.APPLICANT in g.roles else (),
        entry=entry_of(g.db, case) if case.mechanism == MECHANISM else None,
        differences=differences(versions[-2].content, versions[-1].content) if versions[1:] else (),
        answers=(formal.answers_of if g.roles & OFFICE else formal.answers_told)(g.db, case),
        items=formal.items_of(case),
        recusal_begun=case.state != "draft" and recusal_begun(g.db, case),
        answers_by_metric=list(bidding.answers_of(g.db, case).values()) if case.item else (),
        user_opinion=judging.user_opinion(g.db, case)
        if case.item and g.roles & (OFFICE | {Role.DEMANDER})
        else None,
        terms=judging.terms_of(g.db, case) if case.item and g.roles & _SEES_TERMS else None,
        feedback=feedback_on(g.db, case),
        remedy=remedy_on(g.db, case, g.now),
        objected_at=notice_to_object_to(g.db, case, g.now),
        slot=slot_of(g.db, case) if case.state in ("shortlisted", "defence") else None,
    )


def _project_from(proposal: Proposal) -> Project | None:
    """What became of it, for whoever may open that."""
    project = projects_of(g.db, [proposal]).get(proposal.id)
    if project is None or not roles_on(g.db, current_user.person, project, g.now):
        return None
    return project


@blueprint.get("/proposals/<int:number>/files/<int:attachment>")
@signed_in
def file(number: int, attachment: int) -> Response:
    """Always as a download: what others uploaded is never opened inside the site."""
    case = case_or_404("proposal", number)
    found = next((a for a in case.attachments if a.id == attachment), None)
    if found is None:
        abort(404)
    return download(found, store_for(current_app.config["SETTINGS"], case))


@blueprint.get("/proposals/<int:number>/receipts/<int:version>")
@signed_in
def receipt(number: int, version: int) -> str:
    case = case_or_404("proposal", number)
    found = next((v for v in case.versions if v.version == version), None)
    if found is None:
        abort(404)
    return render_template("dossier/receipt.html", case=case, version=found)
