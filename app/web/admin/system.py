"""The queue, the register of document numbers, and the history chain."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, abort, current_app, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding, my_granted_roles
from app.models import Outbox
from app.names import clean_line
from app.operating.notices import notices
from app.queries.administering.administration import (
    failed_work,
    newest_check,
    newest_history,
    number_gaps,
    queue_counts,
    unfinished_work,
)
from app.queries.administering.administration import register as numbers
from app.queries.record.history_search import Wanted, search
from app.queries.record.trail import by_of, label_of
from app.services.upkeep.faults import WORK, explained
from app.services.upkeep.queue import failed_letters, retry
from app.services.upkeep.setting_aside import may_be_left, set_aside
from app.web.admin.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.fields import LineField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.parts.letter import WALLED
from workflows.roles import Role


class LeaveForm(Form):
    reason = LineField(
        _l("理由"),
        [Required()],
        most=300,
        description=_l("例如：收件邮箱已停用，已电话告知本人。"),
    )


_READERS = (Role.SYS_ADMIN, Role.SUPERVISOR, Role.PLANNING_OFFICER)


def _is_inside() -> bool:
    return Role.SUPERVISOR in my_granted_roles()


def _known_history() -> Any:
    """The supervisor reads what the auditor's search would find."""
    if not _is_inside():
        return newest_history(hidden_from_me())
    mine = frozenset({Role.SUPERVISOR})
    return search(Wanted(), current_user.person, mine, hidden_from_me())


@blueprint.get("/queue")
@holding(Role.SYS_ADMIN)
def queue() -> str:
    page = stretch_of(g.db, unfinished_work(), place())
    return render_template(
        "admin/queue.html",
        counts=queue_counts(g.db),
        notices=notices(g.db, current_app.config["SETTINGS"], g.now),
        explained=explained,
        work=WORK,
        page=page,
        failed_letters=failed_letters(g.db, page.rows),
        may_be_left=may_be_left,
    )


@blueprint.post("/queue/<int:number>/retry")
@holding(Role.SYS_ADMIN)
def try_again(number: int) -> Response:
    if not retry(g.db, number, g.now):
        abort(409)
    flash(_("已重新排队。"), "success")
    return see_other("admin.queue")


@blueprint.route("/queue/<int:number>/aside", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def leave_work(number: int) -> Response:
    row = failed_work(g.db, number)
    if row is None or not may_be_left(row):
        abort(409)
    form = LeaveForm()
    if not form.is_submitted():
        return _leaving(form, row, 200)
    if not form.validate():
        return _leaving(form, row, 422)
    if not set_aside(g.db, row, form.reason.data or "", current_user.person, g.now):
        abort(409)
    flash(_("已搁置，并记入流转总账。"), "success")
    return see_other("admin.queue")


def _leaving(form: LeaveForm, row: Outbox, status: int) -> Response:
    page = render_template(
        "admin/leave_work.html", form=form, work=WORK[row.job], fault=explained(row.job, row.error)
    )
    return make_response(page, status)


@blueprint.get("/register")
@holding(*_READERS)
def register() -> str:
    walled = () if _is_inside() else WALLED
    search = clean_line(request.args.get("q", ""))[:80]
    return render_template(
        "admin/register.html",
        page=stretch_of(g.db, numbers(search, walled), place()),
        search=search,
        gaps=number_gaps(g.db),
        walled=walled,
    )


@blueprint.get("/history")
@holding(*_READERS)
def history() -> str:
    return render_template(
        "admin/history.html",
        stretch=stretch_of(g.db, _known_history(), place()),
        label_of=label_of,
        by_of=partial(by_of, roles=my_granted_roles()),
        check=newest_check(g.db),
    )
