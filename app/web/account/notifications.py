"""How one is told: of each topic at once, once a day, or in the site only."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from app.access.guard import signed_in
from app.services.editing import edition_of
from app.services.telling.digests import choose
from app.web.account.pages import blueprint
from app.web.shared.filters import say
from app.web.shared.forms import choices
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from workflows.parts.messages import MESSAGES
from workflows.parts.messages.topics import TOPICS
from workflows.telling import AT_ONCE, DAILY, NEVER, REQUIRED

_WAYS = (
    (AT_ONCE, _l("站内与邮件")),
    (DAILY, _l("站内，邮件并入每日摘要")),
    (NEVER, _l("只在站内")),
)


class NotificationsForm(SharedForm):
    """One field a topic, named by its key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, topic in TOPICS.items():
            self[key].label.text = say(topic.label)


for _key in TOPICS:
    setattr(NotificationsForm, _key, SelectField(choices=choices(_WAYS), default=AT_ONCE))


@blueprint.route("/notifications", methods=["GET", "POST"])
@signed_in
def notifications() -> Response:
    me = current_user.person
    before = dict(me.by_mail)
    form = NotificationsForm(data=before | {"edition": edition_of(before)})
    if not form.is_submitted() or not form.validate():
        return _page(form, 422 if form.is_submitted() else 200)
    choose(me, {key: form[key].data for key in TOPICS}, g.now)
    if form.refuse_if_newer(before, me.by_mail, me.id):
        return _page(form, 409)
    flash(_("已保存。"), "success")
    return see_other("account.notifications")


def _page(form: NotificationsForm, status: int) -> Response:
    page = render_template(
        "account/notifications.html",
        form=form,
        topics=[(form[key], _always(topic.kinds)) for key, topic in TOPICS.items()],
    )
    return make_response(page, status)


def _always(kinds: frozenset[str]) -> list[str]:
    """What of a topic goes by mail at once whatever is chosen, by the heads of its subjects."""
    subjects = [say(MESSAGES[kind].subject) for kind in sorted(kinds & REQUIRED)]
    return [subject.partition("{")[0].rstrip("：: ") for subject in subjects]
