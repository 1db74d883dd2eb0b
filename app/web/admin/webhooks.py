"""Webhooks of partners' systems: the list, a new one, its secret, and what was told to it."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.access.guard import holding
from app.models import Webhook
from app.queries.administering.webhooks import deliveries, one_delivery, standing, webhooks
from app.services.problems import Problems
from app.services.webhooks import line, registering
from app.services.webhooks.kinds import LABELS, type_of
from app.services.webhooks.registering import Registration
from app.web.admin.blueprint import blueprint
from app.web.shared.fields import LineField
from app.web.shared.filters import say
from app.web.shared.forms import Form, Required, choices
from app.web.shared.proving import prove_identity, signed_form
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.roles import Role


class WebhookForm(Form):
    name = LineField(
        _l("名称"), [Required()], most=60, description=_l("例如：财务系统、市科技局平台。")
    )
    email = LineField(
        _l("所凭账户的邮箱"),
        [Required()],
        most=200,
        description=_l(
            "只通知该账户能看到的事项；详情由对方凭该账户的令牌读取。账户本人会收到告知。"
        ),
    )
    url = LineField(_l("接收地址"), [Required()], most=500, render_kw={"inputmode": "url"})
    scopes = SelectMultipleField(
        _l("范围"), [Required()], option_widget=CheckboxInput(), widget=ListWidget()
    )


class NewSecretForm(Form):
    """Nothing but a signature."""


@blueprint.get("/webhooks")
@holding(Role.SYS_ADMIN)
def webhook_list() -> str:
    page = stretch_of(g.db, webhooks(), place())
    counts = standing(g.db, [webhook.id for webhook in page.rows])
    return render_template("admin/webhooks.html", page=page, counts=counts, scopes=LABELS)


@blueprint.route("/webhooks/new", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def new_webhook() -> Response:
    form = signed_form(WebhookForm)
    form.scopes.choices = choices((key, say(label)) for key, label in LABELS.items())
    if not form.is_submitted():
        return _registering(form, 200)
    if not form.validate() or prove_identity(form) is None:
        return _registering(form, 422)
    typed = Registration(form.email.data, form.name.data, form.url.data, form.scopes.data)
    made = registering.register(g.db, typed, current_user.person, g.now)
    if isinstance(made, Problems):
        form.take(made)
        return _registering(form, 422)
    return _secret(*made)


@blueprint.get("/webhooks/<int:number>")
@holding(Role.SYS_ADMIN)
def webhook(number: int) -> str:
    found = _webhook(number)
    page = stretch_of(g.db, deliveries(found), place())
    return render_template(
        "admin/webhook.html",
        webhook=found,
        is_rotating=found.former_until is not None and g.now < found.former_until,
        page=page,
        scopes=LABELS,
        type_of=type_of,
    )


@blueprint.route("/webhooks/<int:number>/secret", methods=["GET", "POST"])
@holding(Role.SYS_ADMIN)
def new_webhook_secret(number: int) -> Response:
    found = _webhook(number)
    if found.ended_at is not None:
        abort(409)
    form = signed_form(NewSecretForm)
    if not form.is_submitted():
        return _rotating(form, found, 200)
    if not form.validate() or prove_identity(form) is None:
        return _rotating(form, found, 422)
    return _secret(found, registering.rotate(g.db, found, current_user.person, g.now))


@blueprint.post("/webhooks/<int:number>/end")
@holding(Role.SYS_ADMIN)
def end_webhook(number: int) -> Response:
    registering.end(g.db, _webhook(number), current_user.person, g.now)
    flash(_("推送已停止。"), "success")
    return see_other("admin.webhook", number=number)


@blueprint.post("/webhooks/deliveries/<int:number>/again")
@holding(Role.SYS_ADMIN)
def send_webhook_again(number: int) -> Response:
    found = one_delivery(g.db, number)
    if found is None:
        abort(404)
    if not line.send_again(g.db, found, g.now):
        abort(409)
    flash(_("已重新排队。"), "success")
    return see_other("admin.webhook", number=found.webhook_id)


def _webhook(number: int) -> Webhook:
    found: Webhook | None = g.db.get(Webhook, number)
    return found if found is not None else abort(404)


def _registering(form: WebhookForm, status: int) -> Response:
    return make_response(render_template("admin/new_webhook.html", form=form), status)


def _rotating(form: NewSecretForm, found: Webhook, status: int) -> Response:
    page = render_template("admin/new_webhook_secret.html", form=form, webhook=found)
    return make_response(page, status)


def _secret(found: Webhook, secret: str) -> Response:
    page = render_template("admin/webhook_secret.html", webhook=found, secret=secret)
    return make_response(page)
