"""The audit sample of lump sums: what may be drawn, each draw for anybody to repeat, each audit."""

from __future__ import annotations

from flask import Response, abort, flash, g, render_template, request
from flask_login import current_user

from app.access.guard import holding, open_to_all, signed_in
from app.access.load import case_or_404
from app.access.roles import roles_on
from app.models import AuditSample, Call, SpendingAudit
from app.queries.books import sampling as query
from app.queries.case_parts import read_parts
from app.queries.record.trail import trail_of
from app.services.door.offering import offers
from app.services.sampling import choosing
from app.services.sampling.drawing import is_as_committed, lots_of
from app.web.finance.blueprint import READERS, blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.attaching import attached
from app.web.shared.filters import all_said
from app.web.shared.navigation import my_roles
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


@blueprint.get("/finance/samples")
@holding(*READERS)
def samples() -> str:
    listed = query.AUDITS.narrowed(g.db, query.audits(hidden_from_me()), request.args)
    return render_template(
        "finance/samples.html",
        calls=choosing.to_sample(g.db),
        samples=stretch_of(g.db, query.all_samples(), place("samples")),
        audits=stretch_of(g.db, listed, place("audits")),
        by=query.AUDITS,
        may_commit=Role.SUPERVISOR in (my_roles() or frozenset()),
    )


@blueprint.post("/finance/calls/<int:number>/samples")
@holding(Role.SUPERVISOR)
def commit_sample(number: int) -> Response:
    call: Call = case_or_404("call", number, Role.SUPERVISOR)
    answer = choosing.commit(g.db, call, current_user.person, g.now)
    if isinstance(answer, AuditSample):
        return see_other("finance.sample", number=answer.id)
    flash(" ".join(all_said(answer)), "warning")
    return see_other("finance.samples")


@blueprint.get("/samples/<int:number>")
@open_to_all
def sample(number: int) -> str:
    """The seed is no secret once it is drawn, and nobody's before."""
    case = g.db.get(AuditSample, number)
    if case is None:
        abort(404)
    person = current_user.person if current_user.is_authenticated else None
    mine = roles_on(g.db, person, case, g.now) if person else frozenset()
    is_drawn = case.state == "drawn"
    return render_template(
        "finance/sample.html",
        case=case,
        lots=lots_of(case) if is_drawn else None,
        agrees=is_as_committed(case),
        offers=offers(g.db, case, person, g.now) if person and mine else (),
    )


@blueprint.get("/finance/audits/<int:number>")
@signed_in
def audit(number: int) -> str:
    case: SpendingAudit = case_or_404("spending_audit", number, parts=read_parts)
    return render_template(
        "finance/audit.html",
        case=case,
        attached=attached(case),
        offers=offers(g.db, case, current_user.person, g.now),
        history=trail_of(g.db, case, current_user.person, g.roles),
    )
