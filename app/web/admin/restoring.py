"""Access given back to somebody who lost it: one official asks, another decides."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access.guard import holding
from app.models import Person
from app.queries.administering.identity import access_request, access_requests
from app.services.identity import restoring
from app.services.problems import Problems
from app.web.admin.blueprint import blueprint
from app.web.admin.deciding import CONFIRM, REFUSE, AnswerForm, Question, put
from app.web.shared.fields import ParagraphField
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role

_DECIDERS = (Role.SYS_ADMIN, Role.SUPERVISOR)


class AskForm(Form):
    reason = ParagraphField(
        _l("怎样确认了是本人"),
        [Required()],
        most=500,
        description=_l("例如：本人持证件到场；电话回拨单位登记号码。"),
    )


@blueprint.get("/access")
@holding(*_DECIDERS)
def access() -> str:
    page = stretch_of(g.db, access_requests(), place())
    return render_template("admin/access.html", page=page)


@blueprint.route("/people/<int:number>/access", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def ask_for_access(number: int) -> Response:
    person = g.db.get(Person, number)
    if person is None:
        abort(404)
    form = AskForm()
    if not form.is_submitted():
        return _asking(form, person, 200)
    if not form.validate():
        return _asking(form, person, 422)
    made = restoring.ask(g.db, person, form.reason.data, current_user.person, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _asking(form, person, 409)
    flash(_("已提出，并已通知当事人。须由另一人核准。"), "success")
    return see_other("admin.access")


@blueprint.route("/access/<int:number>", methods=["GET", "POST"])
@holding(*_DECIDERS)
def decide_access(number: int) -> Response:
    request = access_request(g.db, number)
    if request is None:
        abort(404)
    by = current_user.person

    def decide(grant: bool, _reason: str) -> Problems | str:
        return restoring.decide(g.db, request, grant=grant, by=by, now=g.now) or _("已办理。")

    grant = _("核准：清除第二重验证，寄出重设链接")
    return put(
        Question(
            template="admin/decide_access.html",
            asked=request,
            closed=None,
            answers=[(CONFIRM, grant), (REFUSE, _("不予核准"))],
            decide=decide,
            back="admin.access",
            form=AnswerForm,
        )
    )


def _asking(form: AskForm, person: Person, status: int) -> Response:
    page = render_template("admin/ask_for_access.html", form=form, person=person)
    return make_response(page, status)
