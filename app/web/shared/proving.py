"""A signature on a page: the password asked for once more, beside what is signed.

Whoever signs several things in a row gives it once: for `signature_minutes` it counts for the next.
Signing in is no such proof, a session may have been left open.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, g, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField

from app.services import accounts
from app.web.shared.filters import say
from app.web.shared.forms import Form
from workflows.engine.text import Text

SIGNING_FIELD = "signing_password"
"""Never kept with a form that outlives its session."""
_PROVEN = "proven"
"""In the session: who gave the password for a signature, and when."""


def signing_field() -> PasswordField:
    return PasswordField(
        _l("登录密码（即签名）"),
        description=_l("签名须本人确认身份。密码不正确时，已填写的内容不会丢失。"),
        render_kw={"autocomplete": "current-password"},
    )


def proven_at() -> datetime | None:
    """When the person signed in last gave the password for a signature; None once that is stale."""
    number, moment = session.get(_PROVEN, (None, ""))
    if number != current_user.person.id:
        return None
    at = datetime.fromisoformat(moment)
    period = timedelta(minutes=current_app.config["SETTINGS"].signature_minutes)
    return at if timedelta(0) <= g.now - at <= period else None


def prove_identity(form: Form) -> datetime | None:
    """When the signer gave the right password; None, with the reason beside the field, if not. A
    form without the field was made while an earlier proof was fresh.

    A wrong password is counted although the page that answers takes everything else back.
    """
    if SIGNING_FIELD not in form:
        return proven_at()
    field = form[SIGNING_FIELD]
    answer = accounts.prove_identity(g.db, current_user.person, field.data or "", g.now)
    if not isinstance(answer, Text):
        session[_PROVEN] = (current_user.person.id, answer.isoformat())
        return answer
    g.db.commit()
    field.errors = [*field.errors, say(answer)]
    return None
