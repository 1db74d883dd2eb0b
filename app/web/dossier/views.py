"""One page a case; its parts depend on the roles the reader holds on it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404, is_there_for
from app.access.roles import OFFICE, roles_on
from app.models import Project, Proposal
from app.queries.attention.falling import falling
from app.queries.books.consortia import consortium
from app.queries.books.money_panel import money_of
from app.queries.calls.proposals import WHOLE, WHOLE_PROJECT, projects_of, read_page
from app.queries.calls.results import results_of
from app.queries.case_parts import read_parts
from app.queries.figures.metrics import STANDINGS, ledger_of
from app.queries.letters import letters_for
from app.queries.project.accepting import course_of
from app.queries.project.milestones import OVER, of_project
from app.queries.record.trail import label_of, reason_of, trail_of
from app.queries.review.experts import recusal_begun
from app.queries.review.panels import assessment_of
from app.services.assessing.opinions import ON_FAULT
from app.services.awarding.feedback import feedback_on
from app.services.cases import workflow_of
from app.services.changes.appealing import ENDED, may_appeal_until
from app.services.changes.tolerating import may_be_proposed, tolerance_of
from app.services.contracts.drafting import versions_of
from app.services.contracts.ending import proposed_termination
from app.services.door.held_up import held_up
from app.services.door.lateness import receipt_number, receipts_of
from app.services.door.offering import offers
from app.services.door.pending_signatures import still_to_sign
from app.services.door.serving import served_at
from app.services.dossier.contents import SEES_ALL
from app.services.identity.unit_changes import name_in
from app.services.open_call import bidding, judging, sealing, testing
from app.services.plan.platforms import may_be_named, platforms_of
from app.services.proposals import formal
from app.services.proposals.attachments import store_for
from app.services.proposals.checking import in_the_way
from app.services.proposals.comparing import differences
from app.services.proposals.completeness import SECTION_LABELS
from app.services.proposals.drafting import PARTS
from app.services.races.entering import entry_gaps, entry_of
from app.services.races.finding import MECHANISM, team_of
from app.services.remedies import notice_to_object_to, remedy_on
from app.services.review.meetings import slot_of
from app.services.sampling.choosing import audit_of
from app.web.shared.downloads import download
from app.web.shared.forms import Form
from workflows.changes import CHANGE_KINDS
from workflows.engine.text import Text
from workflows.hands import HOUSE
from workflows.phases.project.ending import CAUSES
from workflows.roles import Role

blueprint = Blueprint("dossier", __name__)

_MAIN_WAY = (
    *("contracting", "active", "node_check", "user_test"),
    *("accept_due", "accept_applied", "accept_review"),
)
_ENDED_OTHERWISE = frozenset(
    {"lapsed", "fault_review", "concluded", "failed", "terminated", "revoked", "archived"}
)
_STANDING_STILL = {
    "stopped": Text(
        "项目已被叫停：停拨经费，节点不再推进，待厅务会议定恢复或终止。",
        "The project has been stopped: payments and milestones are on hold until the "
        "executive meeting decides to resume or terminate it.",
    ),
    "user_refused": Text(
        "发榜单位未签军令状：签订中止，听取中榜方申述后由厅务会议定。",
        "The demand side has not signed the pledge: signing is on hold. The executive meeting "
        "decides after the winning bidder was heard.",
    ),
    "seeking_user": Text(
        "发榜单位违约：停拨经费，期限内另寻最终用户，未果即终止，团队不担责。",
        "The demand side is in default: payments are on hold while another end user is "
        "sought. If none is found in time the project ends, and the team is not at fault.",
    ),
    "suspended": Text(
        "项目暂停：停拨经费，待恢复或终止。",
        "The project is suspended: payments are on hold until it is resumed or terminated.",
    ),
}
_STOPS = ("stop_at_once",)
"""Moves whose reason is made public."""
_SEES_TERMS = OFFICE | {Role.DEMANDER, Role.APPLICANT, Role.TEAM_MEMBER, Role.UNIT_ADMIN}
"""Both sides of what was agreed, and whoever decides on it."""
_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})
"""Who finds the fault reads the project, and neither its proposal nor its books."""


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


@blueprint.get("/projects/<int:number>")
@signed_in
def project(number: int) -> str:
    """Where a project stands, what comes next, and everything that belongs to it."""
    case = case_or_404("project", number, whole=WHOLE_PROJECT, parts=read_parts)
    milestones = of_project(g.db, case)
    workflow, after = workflow_of(case), course_of(g.db, case)
    suspensions = [s for s in after.suspensions if is_there_for(g.roles, s)]
    money, on_panel = money_of(g.db, case, g.roles), g.roles <= _PANEL
    beside = () if on_panel else (case.proposal, *after.cases)
    return render_template(
        "dossier/project.html",
        case=case,
        standstill=_STANDING_STILL.get(case.state),
        termination=None if on_panel else proposed_termination(g.db, case),
        causes=dict(CAUSES),
        standstill_reason=reason_of(g.db, case, *_STOPS) if case.state in _STANDING_STILL else "",
        falls=falling(g.db, case),
        name_then=name_in(g.db, case.proposal),
        awaits_service=case.state in ENDED and not after.appeals and served_at(g.db, case) is None,
        appeal_until=None if after.appeals else may_appeal_until(g.db, case),
        course=[s for s in workflow.states if s.key in _course_of(case)],
        milestones=milestones,
        team=team_of(g.db, case.proposal),
        to_sign=still_to_sign(g.db, case),
        awaited=next((m for m in milestones if m.state not in OVER), None),
        ledger=ledger_of(g.db, case),
        standings=STANDINGS,
        results=results_of(g.db, [case.proposal]),
        versions=versions_of(g.db, case),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        after=after,
        suspensions=suspensions,
        change_kinds=CHANGE_KINDS,
        form=Form(),
        letters=letters_for(g.db, g.roles, case, *milestones, *beside),
        money=money,
        units=consortium(g.db, case, money.stands) if money else (),
        platforms=platforms_of(g.db, case),
        may_name_platform=may_be_named(case),
        user_test=testing.test_of(g.db, case) if case.proposal.item_id else None,
        audit=audit_of(g.db, case),
        tolerance=tolerance_of(g.db, case),
        may_propose_tolerance=may_be_proposed(g.db, case),
        panel=assessment_of(g.db, case) if g.roles & HOUSE else None,
        on_panel=on_panel,
        proposals=ON_FAULT,
        roles=g.roles,
        takes_dossier=bool(g.roles & SEES_ALL),
    )


def _course_of(case: Project) -> frozenset[str]:
    """The way to success, which a project that ended otherwise did not go to its end."""
    goal = () if case.state in _ENDED_OTHERWISE else ("passed",)
    return frozenset({*_MAIN_WAY, *goal, case.state})
