"""The formal check of one proposal: an answer to each item, and what a correction opens."""

from __future__ import annotations

from collections.abc import Collection

from flask import Response, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Proposal
from app.queries.calls.proposals import read_checked
from app.services.calls.rules import who_may_apply
from app.services.eligibility.waived import waivers_of
from app.services.proposals import formal as service
from app.services.proposals.checking import findings_by_item
from app.services.proposals.formal import Answer
from app.web.officer.blueprint import blueprint
from app.web.shared.filters import say
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.roles import Role


@blueprint.route("/proposals/<int:number>/formal", methods=["GET", "POST"])
@holding(Role.FORMAL_CHECKER)
def formal(number: int) -> Response:
    case: Proposal = case_or_404(
        "proposal", number, Role.FORMAL_CHECKER, to_write=True, parts=read_checked
    )
    form, stored = SharedForm(), service.answered(g.db, case)
    if not form.is_submitted():
        answers = {key: Answer(*one) for key, one in stored.items()}
        return _page(case, SharedForm.opened(stored), answers, {}, 200)
    findings = findings_by_item(g.db, case, g.now)
    answers = _typed(case, findings)
    by, at = service.last_answered(g.db, case)
    problems = service.record(g.db, case, answers, (), current_user.person, g.now)
    if problems is not None:
        wrong = {key and f"note-{key}": say(text) for key, text in problems.by_field.items()}
        return _page(case, form, answers, wrong, 409 if "" in wrong else 422)
    if form.refuse_if_newer(stored, service.answered(g.db, case), by, at):
        return _page(case, form, answers, {}, 409)
    flash(_("已保存形式审查意见。"), "success")
    return see_other("dossier.proposal", number=number)


def _typed(case: Proposal, findings: Collection[str]) -> dict[str, Answer]:
    """What was chosen; where the rest was declared met, so is every item without an answer that the
    system found nothing against: those are answered one by one."""
    rest = "met" if "rest" in request.form else ""
    return {
        item.key: Answer(
            request.form.get(f"answer-{item.key}", "" if item.key in findings else rest),
            request.form.get(f"note-{item.key}", ""),
        )
        for item in service.items_of(case)
    }


def _page(
    case: Proposal, form: SharedForm, answers: dict[str, Answer], wrong: dict[str, str], status: int
) -> Response:
    page = render_template(
        "officer/formal.html",
        case=case,
        closed=service.closed_to(case),
        form=form,
        items=service.items_of(case),
        originality=service.ORIGINALITY,
        findings=findings_by_item(g.db, case, g.now),
        waived=[row for row in waivers_of(g.db, case.id) if row.status == "confirmed"],
        labels=service.ANSWERS,
        answers=answers,
        wrong=wrong,
        limits=who_may_apply(case.call),
    )
    return make_response(page, status)
