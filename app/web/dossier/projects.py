"""The page of a project; its parts depend on the roles the reader holds on it."""

from __future__ import annotations

from flask import g, render_template
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404, is_there_for
from app.models import Project
from app.queries.attention.falling import falling
from app.queries.books.consortia import consortium
from app.queries.books.money_panel import money_of
from app.queries.calls.proposals import WHOLE_PROJECT
from app.queries.calls.results import results_of
from app.queries.case_parts import read_parts
from app.queries.figures.metrics import STANDINGS, ledger_of
from app.queries.letters import letters_for
from app.queries.project.accepting import course_of
from app.queries.project.milestones import OVER, of_project
from app.queries.record.trail import reason_of, trail_of
from app.queries.review.panels import assessment_of
from app.services.assessing.opinions import ON_FAULT
from app.services.cases import workflow_of
from app.services.changes.appealing import ENDED, may_appeal_until
from app.services.changes.tolerating import may_be_proposed, tolerance_of
from app.services.contracts.drafting import versions_of
from app.services.contracts.ending import proposed_termination
from app.services.door.offering import offers
from app.services.door.pending_signatures import still_to_sign
from app.services.door.serving import served_at
from app.services.dossier.contents import SEES_ALL
from app.services.identity.unit_changes import name_in
from app.services.open_call import testing
from app.services.plan.platforms import may_be_named, platforms_of
from app.services.races.finding import team_of
from app.services.sampling.choosing import audit_of
from app.web.dossier.blueprint import blueprint
from app.web.shared.forms import Form
from workflows.changes import CHANGE_KINDS
from workflows.engine.text import Text
from workflows.hands import HOUSE
from workflows.phases.project.ending import CAUSES
from workflows.roles import Role

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
_PANEL = frozenset({Role.NODE_EXPERT, Role.PANEL_CHAIR})
"""Who finds the fault reads the project, and neither its proposal nor its books."""


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
