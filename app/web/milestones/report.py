"""The leader's report: its text, a measured value with evidence for each metric, files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.access.roles import WRITERS
from app.days import parse_day
from app.files.kinds import Rejected
from app.models import Evidence, Metric, MetricReading, ProjectMilestone
from app.queries.project.contracts import evidence_of
from app.services.door.offering import offers
from app.services.files import evidence
from app.services.milestones import reporting
from app.services.milestones.reporting import BODIES, Measured
from app.services.milestones.targets import metrics_of, readings_at
from app.services.problems import Problems
from app.web.milestones.blueprint import blueprint
from app.web.shared.downloads import download
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other
from app.web.shared.sending import Sent, kept_of, sent_file
from app.web.shared.shared_forms import SharedForm
from app.web.shared.typed import text_typed
from workflows.engine.text import Text
from workflows.roles import Role

_FIELDS = ("value", "measured_on", "measured_by", "report_body", "report_number")


@blueprint.get("/milestones/<int:number>/report")
@signed_in
def report(number: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.APPLICANT)
    if not reporting.is_open(case):
        flash(_("节点报告已经提交，不能再修改。"), "warning")
        return see_other("milestones.milestone", number=number)
    return _page(case, _kept(case), {}, 200)


@blueprint.post("/milestones/<int:number>/report")
@signed_in
def save_report(number: int) -> Response:
    """All that is sound is saved or nothing: a wrong value leaves the page as it was typed."""
    case: ProjectMilestone = case_or_404("milestone", number, Role.APPLICANT, to_write=True)
    fields = ["file", *(f"file-{metric.id}" for metric in metrics_of(g.db, case))]
    sent = {name: sent_file(name) for name in fields}
    form, before = SharedForm(), _stored(case)
    wrong = _take(case, sent)
    if wrong:
        g.db.rollback()
        case = case_or_404("milestone", number, Role.APPLICANT)
        return _page(case, request.form, wrong, 409 if "" in wrong else 422, sent, form)
    if form.refuse_if_newer(before, _stored(case), current_user.person.id):
        return _page(case, request.form, {}, 409, sent, form)
    flash(_("节点报告已保存，尚未提交。"), "success")
    return see_other("milestones.report", number=number)


@blueprint.post("/milestones/<int:number>/files/<int:file>/withdraw")
@signed_in
def withdraw(number: int, file: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number, Role.APPLICANT)
    found = _evidence(case, file)
    problems = evidence.withdraw(g.db, found, case, g.now)
    if problems is not None:
        return _page(case, _kept(case), _said(problems, ""), 409)
    flash(_("佐证已撤回，仍留有记录。"), "success")
    return see_other("milestones.report", number=number)


@blueprint.get("/milestones/<int:number>/files/<int:file>")
@signed_in
def file(number: int, file: int) -> Response:
    case: ProjectMilestone = case_or_404("milestone", number)
    if reporting.is_draft(case) and not g.roles & WRITERS[case.kind]:
        abort(404)
    return download(_evidence(case, file))


def _evidence(case: ProjectMilestone, number: int) -> Evidence:
    found = evidence_of(g.db, case.project, number)
    if found is None or found.milestone_id != case.id:
        abort(404)
    return found


def _kept(case: ProjectMilestone) -> dict[str, str]:
    """What stands in the report, by field."""
    readings = readings_at(g.db, case).items()
    values = {f"{n}-{key}": str(getattr(row, n) or "") for key, row in readings for n in _FIELDS}
    return values | {"report": case.report}


def _stored(case: ProjectMilestone) -> dict[str, object]:
    """The same with the files, for a page that may be open in two windows."""
    proofs = (row.evidence for row in readings_at(g.db, case).values())
    files = {
        file.sha256
        for file in (*proofs, *reporting.files_of(g.db, case, "report"))
        if file is not None and file.withdrawn_at is None
    }
    return {"typed": _kept(case), "files": sorted(files)}


def _take(case: ProjectMilestone, sent: Mapping[str, Sent]) -> dict[str, str]:
    """What is wrong with what was sent, by field; empty when all of it was saved."""
    problems = reporting.save_report(case, text_typed("report"))
    wrong = _said(problems, "") if problems else {}
    wrong |= {name: say(one.wrong) for name, one in sent.items() if one.wrong is not None}
    for metric in metrics_of(g.db, case):
        wrong |= _take_reading(case, metric, sent[f"file-{metric.id}"].file)
    uploaded = sent["file"].file
    if uploaded and not wrong:
        stored = evidence.add(
            g.db,
            case.project,
            "report",
            cast(BinaryIO, uploaded.stream),
            uploaded.filename or "",
            by=current_user.person,
            now=g.now,
            milestone=case,
        )
        wrong |= {"file": say(stored.reason)} if isinstance(stored, Rejected) else {}
    return wrong


def _take_reading(
    case: ProjectMilestone, metric: Metric, uploaded: FileStorage | None
) -> dict[str, str]:
    """Nothing typed, or nothing changed, is no new reading."""
    typed = {name: text_typed(f"{name}-{metric.id}") for name in _FIELDS}
    file = (cast(BinaryIO, uploaded.stream), uploaded.filename or "") if uploaded else None
    if not (any(typed.values()) or file) or (file is None and _is_kept(case, metric, typed)):
        return {}
    try:
        day = parse_day(typed["measured_on"]) if typed["measured_on"] else None
    except ValueError:
        return {f"measured_on-{metric.id}": _("日期无法识别，请按 2026-03-09 的格式填写。")}
    measured = Measured(
        typed["value"], day, typed["measured_by"], typed["report_body"], typed["report_number"]
    )
    answer = reporting.measure(
        g.db, case, metric, measured, file, by=current_user.person, now=g.now
    )
    match answer:
        case Rejected():
            return {f"file-{metric.id}": say(answer.reason)}
        case Problems():
            found = _said(answer, f"-{metric.id}")
            return {key: f"{metric.name}{_('：')}{words}" for key, words in found.items()}
        case MetricReading():
            return {}


def _is_kept(case: ProjectMilestone, metric: Metric, typed: Mapping[str, str]) -> bool:
    last = readings_at(g.db, case).get(metric.id)
    return last is not None and all(
        str(getattr(last, name) or "") == typed[name] for name in _FIELDS
    )


def _said(problems: Problems, ending: str) -> dict[str, str]:
    return {f"{key}{ending}" if key else "": say(t) for key, t in problems.by_field.items()}


def _page(
    case: ProjectMilestone,
    typed: Any,
    wrong: dict[str, str],
    status: int,
    sent: Mapping[str, Sent] = MappingProxyType({}),
    form: SharedForm | None = None,
) -> Response:
    kept = {name: kept_of(one) for name, one in sent.items() if name not in wrong}
    page = render_template(
        "milestones/report.html",
        case=case,
        form=form or SharedForm.opened(_stored(case)),
        typed=typed,
        wrong=wrong,
        kept=kept,
        is_lost=any(one.file and not kept.get(name) for name, one in sent.items()),
        metrics=metrics_of(g.db, case),
        readings=readings_at(g.db, case),
        bodies=[(key, say(_BODIES[key])) for key in BODIES],
        files=reporting.files_of(g.db, case, "report"),
        open=reporting.is_open(case),
        offers=() if wrong else offers(g.db, case, current_user.person, g.now),
    )
    return make_response(page, status)


_BODIES = {
    "": Text("自测", "own test"),
    "CMA": Text("CMA 检测报告", "CMA report"),
    "CNAS": Text("CNAS 检测报告", "CNAS report"),
    "firm": Text("第三方机构报告", "third-party report"),
    "user": Text("用户单位测试", "test by the end user"),
}
