"""Shortlisting (P9), and panels after the first: defence, re-review, non-consensus."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, g, make_response, render_template, request
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, Proposal
from app.queries.calls.office import groups_of, groups_seen, shortlisting
from app.queries.sight.seeing import Sight
from app.services.problems import Problems
from app.services.review import further_panels, nonconsensus
from app.services.review.purposes import FIRST, PURPOSE_LABELS, has_defence
from app.web.officer.blueprint import blueprint
from app.web.officer.groups import PanelForm
from app.web.shared.aside import hidden_from_me
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


@blueprint.get("/calls/<int:number>/further")
@holding(Role.PROGRAMME_OFFICER)
def further(number: int) -> str:
    """What waits for a panel after the first."""
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    panels = groups_seen(g.db, Sight(g.db, current_user.person, g.now), call)
    return render_template(
        "officer/further.html",
        call=call,
        has_defence=has_defence(call),
        waiting={p: _waiting(call, p) for p in further_panels.purposes_of(call)},
        labels=PURPOSE_LABELS,
        panels=[group for group in panels if group.purpose not in FIRST],
    )


@blueprint.get("/calls/<int:number>/shortlist")
@holding(Role.PROGRAMME_OFFICER)
def shortlist(number: int) -> str:
    """Ranks only once every panel of the first round has locked; before that nobody sees one."""
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    rules = call.parameters
    first = [group for group in groups_of(g.db, call) if group.purpose in FIRST]
    if not has_defence(call):
        abort(404)
    sight = Sight(g.db, current_user.person, g.now)
    return render_template(
        "officer/shortlist.html",
        call=call,
        ready=bool(first) and all(group.state in ("locked", "dissolved") for group in first),
        page=stretch_of(g.db, shortlisting(sight, call), place()),
        most=rules["shortlist_times"] * call.planned_awards,
        times=rules["shortlist_times"],
    )


@blueprint.route("/calls/<int:number>/further/<purpose>/new", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def new_further(number: int, purpose: str) -> Response:
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    if purpose not in further_panels.purposes_of(call):
        abort(404)
    free = _waiting(call, purpose)
    form = PanelForm()
    if not form.is_submitted():
        return _form(call, purpose, form, free, free, 200)
    chosen = [p for p in free if str(p.id) in request.form.getlist("proposals")]
    if not form.validate():
        return _form(call, purpose, form, free, chosen, 422)
    by = current_user.person
    made = further_panels.form(g.db, call, purpose, chosen, form.name.data, by, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _form(call, purpose, form, free, chosen, 422)
    return see_other("officer.group", number=made.id)


def _waiting(call: Call, purpose: str) -> Sequence[Proposal]:
    """But for those from which the officer stands aside: others form their panels."""
    hidden = hidden_from_me()
    waiting = further_panels.candidates(g.db, call, purpose)
    return [one for one in waiting if one.id not in hidden]


def _form(
    call: Call,
    purpose: str,
    form: PanelForm,
    free: Sequence[Proposal],
    chosen: Sequence[Proposal],
    status: int,
) -> Response:
    page = render_template(
        "officer/new_further.html",
        call=call,
        form=form,
        free=free,
        chosen={proposal.id for proposal in chosen},
        purpose=purpose,
        label=PURPOSE_LABELS[purpose],
        reasons=nonconsensus.named(g.db, call) if purpose == "second" else {},
    )
    return make_response(page, status)
