"""A team's own page: its lane, its evidence, its money; and a route's."""

from __future__ import annotations

from functools import partial
from typing import BinaryIO, cast

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import WRITERS
from app.files.kinds import Rejected
from app.models import Evidence as File
from app.models import Team
from app.queries.case_parts import read_parts
from app.queries.letters import letters_about
from app.queries.race.races import whole_race
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.editing import edition_of
from app.services.problems import Problems
from app.services.races import attaching, evidence, merging, retesting
from app.services.races.board import awaited, board_of
from app.services.races.evidence import Evidence
from app.services.races.finding import projects_of
from app.services.races.halting import halt_of
from app.services.races.indicators import in_words
from app.services.remedies import remedy_on
from app.services.review.blinding import veil_of, words_for_experts
from app.web.race.blueprint import blueprint
from app.web.shared.downloads import download
from app.web.shared.fields import MoneyField, ParagraphField, UploadField, WholeField
from app.web.shared.filters import all_said
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.engine.calendar import end_of_day
from workflows.hands import HOUSE
from workflows.parts.asks import EVIDENCE, RECTIFIED
from workflows.roles import Role


class EvidenceForm(SharedForm):
    text = ParagraphField(_l("节点报告"), [Required()], most=10000)
    cost_to_finish = MoneyField(_l("冲线尚需经费"), [Required()])
    plan_days = WholeField(_l("冲线尚需天数"), [Required()])
    file = UploadField(_l("佐证文件"))


@blueprint.get("/teams/<int:number>")
@signed_in
def team(number: int) -> Response:
    case: Team = case_or_404("team", number, parts=read_parts)
    if _is_chair():
        return make_response(_retest(case))
    return _page(case, None, 200)


@blueprint.post("/teams/<int:number>")
@signed_in
def save_evidence(number: int) -> Response:
    """All that is sound is saved or nothing."""
    case: Team = case_or_404("team", number, Role.APPLICANT, to_write=True)
    form = EvidenceForm()
    if not form.validate():
        return _page(case, form, 422)
    before = _stored(case)
    answer = _take(case, form)
    if isinstance(answer, Rejected | Problems):
        g.db.rollback()
        case = case_or_404("team", number, Role.APPLICANT)
        return _page(case, form, form.refuse(answer, file="file"))
    if form.refuse_if_newer(before, _stored(case), current_user.person.id):
        return _page(case, form, 409)
    flash(_("已保存，提交之后才生效。"), "success")
    return see_other("race.team", number=number)


@blueprint.post("/teams/<int:number>/files/<int:file>/withdraw")
@signed_in
def withdraw_file(number: int, file: int) -> Response:
    case: Team = case_or_404("team", number, Role.APPLICANT)
    problems = attaching.withdraw(g.db, case, _file(case, file), g.now)
    if problems is not None:
        flash(" ".join(all_said(problems)), "warning")
    else:
        flash(_("佐证已撤回，仍留有记录。"), "success")
    return see_other("race.team", number=number)


@blueprint.get("/teams/<int:number>/files/<int:file>")
@signed_in
def file(number: int, file: int) -> Response:
    """For whoever reads the page of the team: a rival does not."""
    case: Team = case_or_404("team", number)
    return abort(404) if _is_chair() else download(_file(case, file))


def _is_chair() -> bool:
    """Who signs a re-test and may have to judge without names: no money, files or other teams."""
    return bool(g.roles == {Role.PANEL_CHAIR})


def _retest(case: Team) -> str:
    return render_template(
        "race/retest.html",
        case=case,
        card_lines=retesting.lines_of(case),
        asks=(RECTIFIED, EVIDENCE),
        report=retesting.report_of(g.db, case),
        offers=offers(g.db, case, current_user.person, g.now),
        in_words=in_words,
        for_experts=partial(words_for_experts, case.proposal),
    )


def _is_author() -> bool:
    """What is written and not handed in is read by those only who write it."""
    return bool(g.roles & WRITERS[Team.kind])


def _file(case: Team, number: int) -> File:
    of_stages = attaching.files_by_stage(g.db, case, with_drafts=_is_author()).values()
    found = next((one for files in of_stages for one in files if one.id == number), None)
    return found or abort(404)


def _stored(case: Team) -> dict[str, object]:
    """What stands in the report now, for a page that may be open in two windows. Nothing written
    is no figure: that finishing costs nothing more only the team may say."""
    result = evidence.result_of(g.db, case.race.current, case)
    if result is None or not result.evidence:
        return {}
    names = ("evidence", "cost_to_finish", "plan_days")
    by_stage = attaching.files_by_stage(g.db, case, with_drafts=True).values()
    files = sorted({file.sha256 for files in by_stage for file in files})
    return {name: getattr(result, name) for name in names} | {"files": files}


def _take(case: Team, form: EvidenceForm) -> File | Rejected | Problems | None:
    written = Evidence(form.text.data, form.cost_to_finish.data or 0, form.plan_days.data or 0)
    problems, sent = evidence.save(g.db, case, written), form.file.data
    if problems is not None or sent is None:
        return problems
    stream, name = cast(BinaryIO, sent.stream), sent.filename or ""
    return attaching.attach(g.db, case, stream, name, by=current_user.person, now=g.now)


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
    is_author = _is_author()
    board = board_of(g.db, race, g.now)
    writes = Role.APPLICANT in g.roles and evidence.is_open(case)
    files = attaching.files_by_stage(g.db, case, with_drafts=is_author)
    kept = _stored(case) if writes else {}
    data = kept | {"text": kept.get("evidence"), "edition": edition_of(kept)}
    is_held = case.state == "held"
    page = render_template(
        "race/team.html",
        case=case,
        race=race,
        lane=next(lane for lane in board.lanes if lane.team.id == case.id),
        board=board,
        halt=halt_of(g.db, race),
        awaited=awaited(g.db, race, g.now, g.roles),
        result=result,
        reads_report=is_author or (result is not None and result.submitted_at is not None),
        files=files,
        project=projects_of(g.db, race).get(case.proposal_id),
        own_agreement=merging.agreement_of(g.db, case) if case.merges_with else "",
        agreements=merging.offers_to(g.db, case),
        form=form or EvidenceForm(formdata=None, data=data),
        writes=writes,
        kept_from_experts=veil_of(race.call).named_files,
        grace_ends=evidence.grace_ends(g.db, race.current) if writes and race.current else None,
        offers=offers(g.db, case, current_user.person, g.now),
        remedy=remedy_on(g.db, case, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        letters=letters_about(g.db, case),
        card_until=end_of_day(case.rectify_until) if is_held and case.rectify_until else None,
        card_lines=retesting.lines_of(case) if is_held else (),
        in_words=in_words,
    )
    return make_response(page, status)
