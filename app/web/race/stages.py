"""One stage: its terms, its panel, what was tested, and the outcomes with their arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Stage
from app.queries.case_parts import read_parts
from app.queries.race.races import whole_race
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.problems import Problems
from app.services.races import attaching, checkpoints, evidence, outcomes, sharing
from app.services.races.board import outlook_of
from app.services.races.evidence import MeasurementReport
from app.services.races.indicators import in_words
from app.services.races.outcomes import OUTCOME_LABELS, Draft
from app.web.race.blueprint import blueprint
from app.web.shared.fields import DayField, LineField
from app.web.shared.filters import said_by_field, say
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.typed import text_typed
from workflows.hands import HOUSE
from workflows.roles import Role


class MeasurementForm(SharedForm):
    tester = LineField(_l("检测机构"), [Required()], most=200)
    number = LineField(_l("检测报告编号"), [Required()], most=200)
    tested_on = DayField(_l("检测日期"), [Required()])


@blueprint.get("/stages/<int:number>")
@holding(*sorted(HOUSE))
def stage(number: int) -> Response:
    return _page(case_or_404("stage", number, parts=read_parts), {}, 200)


@blueprint.post("/stages/<int:number>/panel")
@holding(Role.PROGRAMME_OFFICER)
def form_panel(number: int) -> Response:
    case: Stage = case_or_404("stage", number, Role.PROGRAMME_OFFICER)
    made = checkpoints.form_panel(g.db, case, current_user.person, g.now)
    if isinstance(made, Problems):
        return _page(case, said_by_field(made), 409)
    return see_other("officer.group", number=made.id)


@blueprint.post("/stages/<int:number>/outcomes")
@holding(Role.PROGRAMME_OFFICER)
def save_outcomes(number: int) -> Response:
    case: Stage = case_or_404("stage", number, Role.PROGRAMME_OFFICER, to_write=True)
    drafts = {
        row.team_id: Draft(
            request.form.get(f"outcome-{row.team_id}", ""),
            text_typed(f"reason-{row.team_id}"),
        )
        for row in outcomes.open_results(case)
    }
    form, before, by = SharedForm(), outcomes.drafted(case), case.drafted_by_id
    problems = outcomes.save(g.db, case, drafts, current_user.person, g.now)
    if problems is not None:
        wrong = said_by_field(problems)
        return _page(case, wrong, 422, request.form, form)
    if form.refuse_if_newer(before, outcomes.drafted(case), by):
        return _page(case, {}, 409, request.form, form)
    flash(_("已保存拟定结论。"), "success")
    return _back(case)


@blueprint.post("/stages/<int:number>/tests/<int:team>")
@holding(Role.PROGRAMME_OFFICER)
def save_test(number: int, team: int) -> Response:
    case: Stage = case_or_404("stage", number, Role.PROGRAMME_OFFICER, to_write=True)
    row = next((r for r in case.results if r.team_id == team), None)
    if row is None:
        abort(404)
    form = MeasurementForm()
    typed = {f"{name}-{team}": value for name, value in request.form.items()}
    if not form.validate():
        wrong = {f"{name}-{team}": errors[0] for name, errors in form.errors.items() if name}
        return _page(case, wrong, 422, typed, tests={team: form})
    assert form.tested_on.data is not None, "the field is required"
    lines = evidence.lines_of(g.db, case)
    measured = {r["name"]: text_typed(f"measured-{n}") for n, r in enumerate(lines)}
    before, last = evidence.test_of(row), evidence.last_recorded(g.db, case, row)
    report = MeasurementReport(form.tester.data, form.number.data, form.tested_on.data, measured)
    problems = evidence.record_test(g.db, case, row, report, current_user.person, g.now)
    if problems is not None:
        wrong = {k and f"{k}-{team}": say(t) for k, t in problems.by_field.items()}
        return _page(case, wrong, 422, typed, tests={team: form})
    if form.refuse_if_newer(before, evidence.test_of(row), *last):
        return _page(case, {}, 409, typed, tests={team: form})
    flash(_("已登记检测结果。"), "success")
    return _back(case)


def _back(case: Stage) -> Response:
    return see_other("race.stage", number=case.id)


def _page(
    case: Stage,
    wrong: dict[str, Any],
    status: int,
    typed: Mapping[str, str] | None = None,
    form: SharedForm | None = None,
    tests: Mapping[int, SharedForm] = MappingProxyType({}),
) -> Response:
    """`typed` keeps what could not be saved, by the ids of the fields; `form` is that of the
    outcomes where these were sent, `tests` that of the test, by its team."""
    race = whole_race(g.db, case.race_id)
    assert race is not None, "a stage belongs to its race"
    if form is None:
        form = SharedForm.opened(outcomes.drafted(case))
    drafting = case.state in ("result_draft", "notice")
    page = render_template(
        "race/stage.html",
        case=case,
        voided=checkpoints.voided_panels(g.db, case),
        race=race,
        outlook=outlook_of(g.db, race, g.now),
        roles=g.roles,
        wrong=wrong,
        typed=typed or {},
        form=form,
        tests={r.team_id: SharedForm.opened(evidence.test_of(r)) for r in case.results}
        | dict(tests),
        labels=OUTCOME_LABELS,
        standing={r.team_id for r in outcomes.open_results(case)},
        files=attaching.files_by_team(g.db, case),
        lines=evidence.lines_of(g.db, case),
        is_final=evidence.is_final(g.db, case),
        grace_ends=evidence.grace_ends(g.db, case),
        testable=case.state in evidence.TESTABLE,
        untestable={r.team_id: evidence.why_not_recorded(g.db, case, r) for r in case.results},
        breaches=outcomes.breaches(g.db, case, g.now) if drafting else (),
        all_below=outcomes.is_all_below(g.db, case, g.now),
        shares=sharing.foreseen(g.db, race, g.now) if case.number == race.stage else (),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
        in_words=in_words,
    )
    return make_response(page, status)
