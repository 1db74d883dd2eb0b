"""The people of a unit: whoever answers for it confirms who belongs there, and who does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import Response, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import holding, my_granted_roles
from app.models import Person
from app.numbers import row_number
from app.queries.administering.affiliations import MAY_CONFIRM, PEOPLE, people_answered_for
from app.services.identity import affiliations, moving
from app.services.problems import Problems
from app.web.shared.fields import LineField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from app.web.unit.views import blueprint
from workflows.engine.text import Text

if TYPE_CHECKING:
    from sqlalchemy import Select

_CONFIRM, _TURN_AWAY = "confirm", "turn_away"


class AnswerForm(Form):
    answer = RadioField(
        _l("办理意见"),
        [Required()],
        choices=lambda: choices(
            (
                (_CONFIRM, _("是本单位人员，予以确认")),
                (_TURN_AWAY, _("不是或者不再是本单位人员")),
            )
        ),
    )
    reason = LineField(
        _l("不是或者不再是的原因"), most=300, description=_l("选后一项时填写，本人可见。")
    )


@blueprint.route("/unit/people", methods=["GET", "POST"])
@holding(*MAY_CONFIRM)
def people() -> Response:
    form = AnswerForm()
    if not form.is_submitted():
        return _page(form, 200)
    if not form.validate():
        return _page(form, 422)
    if problems := _answer(form, _chosen()):
        form.take(problems)
        return _page(form, 422)
    return see_other("unit.people")


def _answer(form: AnswerForm, chosen: Sequence[Person]) -> Problems | None:
    """What is wrong with the form; of whom nothing was done is said beside those of whom it was."""
    turns_away, reason = form.answer.data == _TURN_AWAY, (form.reason.data or "").strip()
    if not chosen:
        return Problems({"": _GONE if request.form.getlist("number") else _NOBODY})
    if turns_away and not reason:
        return Problems({"reason": _NO_REASON})
    by, done, shown_waiting = current_user.person, 0, request.form.getlist("waiting")
    for person in chosen:
        refused = (
            moving.turn_away(
                g.db, person, reason, by, g.now, unless_confirmed=str(person.id) in shown_waiting
            )
            if turns_away
            else affiliations.confirm(g.db, person, by, g.now)
        )
        done += refused is None
        if refused is not None:
            flash(say(refused), "warning")
    if done:
        flash(ngettext("已办理 %(num)s 人。", "已办理 %(num)s 人。", done), "success")
    return None


def _chosen() -> Sequence[Person]:
    """Those for whom the reader answers; anybody else does not exist here."""
    numbers = [n for text in request.form.getlist("number") if (n := row_number(text)) is not None]
    found: Sequence[Person] = g.db.scalars(_mine().where(Person.id.in_(numbers))).all()
    return found


def _page(form: AnswerForm, status: int) -> Response:
    page = stretch_of(g.db, PEOPLE.narrowed(g.db, _mine(), request.args), place())
    shown = render_template(
        "unit/people.html",
        form=form,
        page=page,
        by=PEOPLE,
        ticked=request.form.getlist("number"),
        claims=moving.claims_of(g.db, page.rows),
    )
    return make_response(shown, status)


def _mine() -> Select[Any]:
    return people_answered_for(current_user.person, my_granted_roles(), g.now)


_NOBODY = Text("请先勾选要办理的人员。", "Choose the people first.")
_GONE = Text(
    "所选人员已不在本名单中，没有办理；可能已由您或者其他管理员办理。",
    "The people you chose are no longer on this list, so nothing was done. You or another "
    "administrator may have dealt with them already.",
)
_NO_REASON = Text("请写明原因", "Enter the reason")
