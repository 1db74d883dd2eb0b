"""One's own data."""

from __future__ import annotations

from flask import Response, flash, g, make_response, render_template, session
from flask_babel import gettext as _
from flask_login import current_user

from app.access.grants import live_grants
from app.access.guard import signed_in
from app.queries.integrity import pledges_of
from app.services.editing import edition_of
from app.services.identity import accounts
from app.web.account.forms import ProfileForm
from app.web.account.pages import blueprint
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import change_language
from workflows.pledges import MOMENTS, TEXTS


@blueprint.get("/profile")
@signed_in
def profile() -> Response:
    edition = edition_of(_stored())
    return _page(ProfileForm(formdata=None, obj=current_user.person, edition=edition), 200)


@blueprint.post("/profile")
@signed_in
def save() -> Response:
    form, before = ProfileForm(), _stored()
    if not form.validate_on_submit():
        return _page(form, 422)
    typed = accounts.Profile(
        form.name.data, form.title.data, form.degree.data, form.born_on.data, form.locale.data
    )
    problems = accounts.save_profile(current_user.person, typed, g.now)
    if problems is not None:
        form.take(problems)
        return _page(form, 422)
    if form.refuse_if_newer(before, _stored(), current_user.person.id):
        return _page(form, 409)
    session["locale"] = typed.locale
    change_language()
    flash(_("已保存。"), "success")
    return see_other("account.profile")


def _stored() -> dict[str, str]:
    names = accounts.Profile.__dataclass_fields__
    return {name: str(getattr(current_user.person, name) or "") for name in names}


def _page(form: ProfileForm, status: int) -> Response:
    roles = live_grants(g.db, current_user.person, g.now)
    page = render_template(
        "account/profile.html",
        form=form,
        roles=roles,
        pledges=stretch_of(g.db, pledges_of(current_user.person), place()),
        moments=MOMENTS,
        texts=TEXTS,
    )
    return make_response(page, status)
