"""The page behind the link in an invitation: no sign-in, and opening it answers nothing."""

from __future__ import annotations

from flask import Response, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from app.access.guard import open_to_all
from app.models import Invitation
from app.services.experts import answering
from app.services.review.meetings import meeting_of
from app.web.expert.blueprint import blueprint
from app.web.shared.fields import ParagraphField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from workflows.engine.decide import Refusals
from workflows.engine.text import Text


class AnswerForm(Form):
    choice = RadioField(
        _l("是否参加本次评审"),
        [Required()],
        choices=choices([("accept", _l("接受邀请")), ("decline", _l("谢绝邀请"))]),
    )
    reason = ParagraphField(
        _l("谢绝理由"), description=_l("谢绝时须填写"), most=2000, render_kw={"rows": 4}
    )


@blueprint.get("/answer/<secret>")
@open_to_all
def ask(secret: str) -> Response:
    found = answering.invitation_of(g.db, secret, g.now)
    if (closed := _closed(found)) is not None:
        return closed
    assert isinstance(found, Invitation), "what is closed is answered"
    return _page(found, AnswerForm(formdata=None), (), 200)


@blueprint.post("/answer/<secret>")
@open_to_all
def answer(secret: str) -> Response:
    found = answering.invitation_of(g.db, secret, g.now)
    closed = _closed(found)
    if closed is not None:
        return closed
    assert isinstance(found, Invitation), "what is closed is answered"
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form, (), 422)
    choice = form.choice.data
    done = answering.answer(g.db, secret, choice, form.reason.data or "", g.now)
    if isinstance(done, Refusals):
        typed = all(one.key.startswith("missing_") for one in done.reasons)
        return _page(found, form, done.reasons, 422 if typed else 409)
    words = _("已接受邀请，谢谢。评审开始时另有通知。"), _("已谢绝邀请，席位由候补专家替补。")
    return _told(words[choice == "decline"], 200)


def _closed(found: Invitation | Text | None) -> Response | None:
    """Why the link answers nothing: unknown, used, too late, or somebody else is signed in here."""
    if found is None:
        return _told(say(answering.UNKNOWN), 404)
    if isinstance(found, Text):
        return _told(say(found), 410)
    if current_user.is_authenticated and current_user.person.id != found.expert.person_id:
        return _told(
            _("这个链接是发给另一位专家的。您现在以自己的账户登录，请退出登录后再打开。"), 403
        )
    return None


def _told(words: str, status: int) -> Response:
    return _sent(render_template("expert/answered.html", words=words, done=status == 200), status)


def _page(
    found: Invitation, form: AnswerForm, refusals: tuple[object, ...], status: int
) -> Response:
    page = render_template(
        "expert/answer.html",
        case=found,
        meeting=meeting_of(g.db, found.group),
        form=form,
        refusals=refusals,
    )
    return _sent(page, status)


def _sent(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
