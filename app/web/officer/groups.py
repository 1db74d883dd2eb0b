"""Panels: formed by the officer, drawn by the expert manager with a witness."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import NumberInput

from app.access.guard import holding, signed_in
from app.access.load import case_or_404
from app.access.roles import OFFICE, knows_members
from app.models import Call, Proposal, Review, ReviewGroup
from app.queries.calls.office import ungrouped
from app.queries.letters import letters_about
from app.queries.record.trail import trail_of
from app.queries.review.experts import invitations_to
from app.queries.review.panels import PANEL_WHOLE, Files, files_by_expert, read_parts, struck
from app.queries.sight.names import read_names
from app.services.door.offering import offers
from app.services.problems import Problems
from app.services.review import panels, voting
from app.services.review.blinding import title_for_experts
from app.services.review.purposes import PURPOSE_LABELS
from app.web.officer.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.fields import LineField, WholeField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from workflows.registry import workflow_for
from workflows.roles import Role

_SEATS_MOST = 60


class PanelForm(Form):
    name = LineField(_l("组名"), [Required()], most=120)


class GroupForm(PanelForm):
    seats = WholeField(
        _l("抽取专家数"),
        [Optional(), NumberRange(1, _SEATS_MOST, _l("须为 1 至 60。"))],
        widget=NumberInput(min=1, max=_SEATS_MOST),
    )
    each = WholeField(
        _l("每项由几名专家评审"),
        [Optional(), NumberRange(1, _SEATS_MOST, _l("须为 1 至 60。"))],
        widget=NumberInput(min=1, max=_SEATS_MOST),
    )

    def validate_each(self, field: WholeField) -> None:
        """An assignment parts the reading among more experts than read one proposal."""
        if field.data and field.data > (self.seats.data or field.data - 1):
            raise ValidationError(_("不能多于抽取专家数。"))


@blueprint.route("/calls/<int:number>/groups/new", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def new_group(number: int) -> Response:
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    free = ungrouped(g.db, call, hidden_from_me())
    form = GroupForm()
    if not form.is_submitted():
        return _form(call, form, free, (), 200)
    chosen = [p for p in free if str(p.id) in request.form.getlist("proposals")]
    if not form.validate():
        return _form(call, form, free, chosen, 422)
    reading = panels.Reading(form.seats.data, form.each.data)
    person = current_user.person
    made = panels.form(g.db, call, chosen, form.name.data, person, g.now, reading)
    if isinstance(made, Problems):
        form.take(made)
        return _form(call, form, free, chosen, 422)
    return see_other("officer.group", number=made.id)


@blueprint.get("/groups/<int:number>")
@signed_in
def group(number: int) -> str:
    """For the office and for the panel's own members; progress only, nobody's scores."""
    case = case_or_404("review_group", number, whole=PANEL_WHOLE, parts=read_parts)
    in_office, files = bool(g.roles & OFFICE), files_by_expert(g.db, case)
    if not in_office:
        read_names(g.db, (item.proposal for item in case.items))
    return render_template(
        "officer/group.html",
        case=case,
        offers=offers(g.db, case, current_user.person, g.now),
        in_office=in_office,
        draw_lacks=panels.draw_problems(g.db, case, g.now) if _waits_for_draw(case) else (),
        knows_members=knows_members(g.roles, case),
        title_of=(lambda p: p.title) if in_office else title_for_experts,
        letters=letters_about(g.db, case) if in_office else (),
        purpose=PURPOSE_LABELS.get(case.purpose),
        may_assign=bool(g.roles & {Role.EXPERT_MANAGER, Role.SUPERVISOR, Role.DISCIPLINE}),
        supervises=Role.SUPERVISOR in g.roles,
        invitations=invitations_to(g.db, case),
        roles=g.roles,
        sees_votes=bool(g.roles & voting.WATCHERS),
        files=files,
        progress=sum(files.values(), Files()),
        review=workflow_for("review"),
        struck=struck(g.db, Review.group_id == case.id) if in_office else {},
        history=trail_of(g.db, case, current_user.person, g.roles),
        say=say,
    )


def _waits_for_draw(case: ReviewGroup) -> bool:
    """And the reader, of the office, is not told by a move what the draw lacks."""
    is_told = Role.EXPERT_MANAGER in g.roles or not g.roles & OFFICE
    return case.state == "forming" and bool(case.draw) and not is_told


def _form(
    call: Call, form: GroupForm, free: object, chosen: Sequence[Proposal], status: int
) -> Response:
    page = render_template(
        "officer/new_group.html",
        call=call,
        form=form,
        free=free,
        chosen={proposal.id for proposal in chosen},
    )
    return make_response(page, status)
