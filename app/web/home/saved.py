"""Lists saved under a name of one's own."""

from __future__ import annotations

from flask import Response, abort, current_app, flash, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField

from app.access.guard import signed_in
from app.services.identity import desk
from app.services.problems import Problems
from app.web.home.views import blueprint
from app.web.shared.fields import LineField
from app.web.shared.filters import all_said
from app.web.shared.forms import Form, Required
from app.web.shared.redirecting import see_other, to_path
from app.web.shared.returning import safe_path

_PATH_MOST = 500


class ViewForm(Form):
    name = LineField(_l("名称"), [Required()], most=desk.NAME_MOST)
    path = HiddenField()


@blueprint.post("/views")
@signed_in
def save_view() -> Response:
    """Back to the list it was saved from, whether it was saved or not."""
    form = ViewForm()
    path = _own_path(form.path.data)
    if path is None:
        abort(400)
    if not form.validate():
        words = [message for _id, _label, message in form.all_errors]
        flash(" ".join(words), "warning")
        return to_path(path)
    saved = desk.save_view(g.db, current_user.person, form.name.data or "", path, g.now)
    if isinstance(saved, Problems):
        flash(" ".join(all_said(saved)), "warning")
    else:
        flash(_("已保存到待办页：%(name)s", name=saved.name), "success")
    return to_path(path)


@blueprint.post("/views/<int:number>/forget")
@signed_in
def forget_view(number: int) -> Response:
    if not desk.forget_view(g.db, current_user.person, number):
        abort(404)
    return see_other("home.index")


def _own_path(typed: str | None) -> str | None:
    """A page of this site that is read, with its filters; None for anything else."""
    path = safe_path(typed)
    if path is None or len(path) > _PATH_MOST:
        return None
    try:
        current_app.url_map.bind("localhost").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return None
    return path
