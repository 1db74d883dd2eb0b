"""The defence meeting of a panel: planned by the officer, attendance taken on the day."""

from __future__ import annotations

import re

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import GroupProposal, Meeting, ReviewGroup
from app.models.reviews import GONE
from app.queries.review.meetings import recusals_of
from app.services.editing import edition_of
from app.services.review import meetings
from app.web.officer.blueprint import blueprint
from app.web.shared.fields import LineField, MomentField
from app.web.shared.filters import all_said
from app.web.shared.forms import Required
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.roles import Role


class MeetingForm(SharedForm):
    starts_at = MomentField(_l("开始时间"), [Required()])
    place = LineField(_l("地点或会议链接"), [Required()], most=200)
    order = LineField(
        _l("答辩顺序（按表中序号，用空格分开）"),
        [Required()],
        most=200,
        description=_l("例如：2 1 3"),
    )


@blueprint.route("/groups/<int:number>/meeting", methods=["GET", "POST"])
@holding(*OFFICE)
def meeting(number: int) -> Response:
    group: ReviewGroup = case_or_404("review_group", number, *OFFICE, to_write=True)
    if group.purpose != "defence":
        abort(404)
    found = meetings.meeting_of(g.db, group)
    before = meetings.planned(found)
    form = MeetingForm(obj=found, data={"edition": edition_of(before)})
    if not form.is_submitted():
        form.order.data = _order(group, found)
        return _page(group, found, form, 200)
    if Role.PROGRAMME_OFFICER not in g.roles:
        abort(403)
    if not form.validate():
        return _page(group, found, form, 422)
    order = _ids(group, form.order.data)
    moment = form.starts_at.data
    problems = meetings.plan(g.db, group, moment, form.place.data, order, g.now)
    if problems is not None:
        form.take(problems)
        return _page(group, found, form, 422)
    if form.refuse_if_newer(before, meetings.planned(meetings.meeting_of(g.db, group))):
        return _page(group, found, form, 409)
    flash(_("已排定，发出通知后生效。"), "success")
    return see_other("officer.meeting", number=number)


@blueprint.post("/groups/<int:number>/meeting/<int:slot>/attendance")
@holding(Role.PROGRAMME_OFFICER)
def attend(number: int, slot: int) -> Response:
    group: ReviewGroup = case_or_404("review_group", number, Role.PROGRAMME_OFFICER)
    found = meetings.meeting_of(g.db, group)
    chosen = next((s for s in found.slots if s.id == slot), None) if found else None
    if chosen is None:
        abort(404)
    if request.form.get("seen") == "no":
        problems = meetings.take_back_attendance(chosen, group)
    else:
        problems = meetings.attend(chosen, g.now)
    if problems is not None:
        flash(" ".join(all_said(problems)), "warning")
    return see_other("officer.meeting", number=number)


def _order(group: ReviewGroup, found: Meeting | None) -> str:
    """The numbers the page gives the proposals, in the order planned so far."""
    numbers = {item.proposal_id: n for n, item in enumerate(_waiting(group), start=1)}
    planned = (
        [numbers[s.proposal_id] for s in found.slots if s.proposal_id in numbers] if found else []
    )
    return " ".join(str(n) for n in planned or numbers.values())


def _ids(group: ReviewGroup, typed: str) -> list[int]:
    """Proposals by the numbers typed; a number that is none stands as 0 and is refused."""
    waiting = _waiting(group)
    found = []
    for word in re.split(r"[\s,，、;；]+", typed.strip()):
        number = int(word) if word.isdecimal() and len(word) < 5 else 0
        found.append(waiting[number - 1].proposal_id if 1 <= number <= len(waiting) else 0)
    return found


def _waiting(group: ReviewGroup) -> list[GroupProposal]:
    return sorted(group.on_the_table, key=lambda item: item.id)


def _page(group: ReviewGroup, found: Meeting | None, form: MeetingForm, status: int) -> Response:
    page = render_template(
        "officer/meeting.html",
        case=group,
        meeting=found,
        form=form,
        items=_waiting(group),
        gone=GONE,
        recusals=recusals_of(g.db, group),
        rules=group.call.parameters,
        plans=Role.PROGRAMME_OFFICER in g.roles
        and group.state in ("forming", "drawn", "postponed"),
        attends=Role.PROGRAMME_OFFICER in g.roles and group.state in ("drawn", "reviewing"),
    )
    return make_response(page, status)
