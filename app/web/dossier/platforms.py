"""The platforms of the plan a project uses: named by its leader or its officer."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import signed_in
from app.access.load import case_or_404
from app.models import Project
from app.services.editing import edition_of
from app.services.plan import platforms as service
from app.services.problems import Problems
from app.web.dossier.blueprint import blueprint
from app.web.shared.fields import LineField
from app.web.shared.filters import say
from app.web.shared.forms import Required, choices
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.roles import Role


class PlatformForm(SharedForm):
    platform_id = SelectField(_l("规划所列平台"), [Required()], coerce=int)
    use = LineField(_l("用途"), [Required()], most=300)


@blueprint.route("/projects/<int:number>/platforms", methods=["GET", "POST"])
@signed_in
def platforms(number: int) -> Response:
    case: Project = case_or_404(
        "project", number, Role.APPLICANT, Role.PROGRAMME_OFFICER, to_write=True
    )
    before, last = service.named(g.db, case), service.last_named(g.db, case)
    form = PlatformForm(data={"edition": edition_of(before)})
    form.platform_id.choices = choices(
        (p.id, f"{say(service.KINDS[p.kind])} · {p.name}") for p in service.every_platform(g.db)
    )
    if not form.is_submitted():
        return _page(case, form, 200)
    if not form.validate():
        return _page(case, form, 422)
    answer = service.name_platform(
        g.db, case, form.platform_id.data, form.use.data, current_user.person, g.now
    )
    if isinstance(answer, Problems):
        form.take(answer)
        return _page(case, form, 422)
    if form.refuse_if_newer(before, service.named(g.db, case), *last):
        return _page(case, form, 409)
    flash(_("已登记所用平台。"), "success")
    return see_other("dossier.project", number=number)


def _page(case: Project, form: PlatformForm, status: int) -> Response:
    page = render_template(
        "dossier/platforms.html",
        case=case,
        form=form,
        named=service.platforms_of(g.db, case),
        kinds=service.KINDS,
    )
    return make_response(page, status)
