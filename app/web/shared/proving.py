"""A signature on a page: the password asked for once more, beside what is signed."""

from __future__ import annotations

from datetime import datetime

from flask import g
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField

from app.services import accounts
from app.web.shared.filters import say
from app.web.shared.forms import Form
from workflows.engine.text import Text

SIGNING_FIELD = "signing_password"
"""Never kept with a form that outlives its session."""


def signing_field() -> PasswordField:
    return PasswordField(
        _l("登录密码（即签名）"),
        description=_l("签名须本人确认身份。密码不正确时，已填写的内容不会丢失。"),
        render_kw={"autocomplete": "current-password"},
    )


def prove_identity(form: Form) -> datetime | None:
    """When the signer gave the right password; None, with the reason beside the field, if not.

    A wrong password is counted although the page that answers takes everything else back.
    """
    field = form[SIGNING_FIELD]
    answer = accounts.prove_identity(g.db, current_user.person, field.data or "", g.now)
    if not isinstance(answer, Text):
        return answer
    g.db.commit()
    field.errors = [*field.errors, say(answer)]
    return None
