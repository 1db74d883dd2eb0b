"""A team's own page: its lane, its evidence, its money; and a route's."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import IntegerField

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.models import Team
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.races import whole_race
from app.queries.trail import trail_of
from app.services.offering import offers
from app.services.races import evidence
from app.services.races.board import board_of
from app.services.races.evidence import Evidence
from app.services.races.finding import project_of
from app.services.races.indicators import in_words
from app.web.race.blueprint import blueprint
from app.web.shared.forms import Form, MoneyField, ParagraphField, Required
from app.web.shared.redirecting import see_other
from workflows.hands import HOUSE
from workflows.roles import Role


class EvidenceForm(Form):
    text = ParagraphField(_l("节点报告"), [Required()], most=10000)
    cost_to_finish = MoneyField(_l("冲线尚需经费"), [Required()])
    plan_days = IntegerField(_l("冲线尚需天数"), [Required()])


@blueprint.get("/teams/<int:number>")
@signed_in
def team(number: int) -> Response:
    case: Team = case_or_404("team", number, parts=read_parts)
    return _page(case, None, 200)


@blueprint.post("/teams/<int:number>")
@signed_in
def save_evidence(number: int) -> Response:
    case: Team = case_or_404("team", number, Role.APPLICANT)
    form = EvidenceForm()
    if not form.validate():
        return _page(case, form, 422)
    written = Evidence(form.text.data, form.cost_to_finish.data or 0, form.plan_days.data or 0)
    problems = evidence.save(g.db, case, written)
    if problems is not None:
        form.take(problems)
        return _page(case, form, 409)
    flash(_("已保存，提交之后才生效。"), "success")
    return see_other("race.team", number=number)


@blueprint.get("/routes/<int:number>")
@holding(*sorted(HOUSE))
def route(number: int) -> str:
    case = case_or_404("route", number, parts=read_parts)
    return render_template(
        "race/route.html",
        case=case,
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )


def _page(case: Team, form: EvidenceForm | None, status: int) -> Response:
    race = whole_race(g.db, case.race_id)
    assert race is not None, "a team belongs to its race"
    result = evidence.result_of(g.db, race.current, case)
    board = board_of(g.db, race, g.now)
    stored = (
        {n: getattr(result, n) for n in ("cost_to_finish", "plan_days")} | {"text": result.evidence}
        if result
        else {}
    )
    writes = (
        Role.APPLICANT in g.roles
        and race.current is not None
        and race.current.state == "evidence_due"
        and case.state in ("racing", "held")
    )
    page = render_template(
        "race/team.html",
        case=case,
        race=race,
        lane=next(lane for lane in board.lanes if lane.team.id == case.id),
        board=board,
        result=result,
        project=project_of(g.db, case),
        form=form or EvidenceForm(formdata=None, data=stored),
        writes=writes,
        grace_ends=evidence.grace_ends(race.current) if writes and race.current else None,
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case),
        in_words=in_words,
    )
    return make_response(page, status)
