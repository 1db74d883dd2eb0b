"""A signature on a page: the password once more and, where one is set up, a second factor.

Whoever signs several things in a row proves it once: for `signature_minutes` it counts for the
next. Signing in is no such proof, a session may have been left open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, g, session
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import Field, HiddenField, PasswordField, StringField

from app.models import Person
from app.services.identity import accounts, factors
from app.services.identity.proof import Proof, still_counts
from app.web.shared.filters import say
from app.web.shared.forms import Form
from workflows.engine.text import Text

SIGNING_FIELDS = ("signing_password", "signing_code", "signing_passkey")
"""Never kept with a form that outlives its session."""
_PROVEN = "proven"
"""In the session: who signed last, when, and whether a second factor was given."""


class Asked:
    """Shown as asked for; what was given is judged by the service, which counts wrong tries."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads a plain dict

    def __call__(self, _form: object, _field: Field) -> None:
        """Nothing is refused here."""


def signing_fields() -> dict[str, Field]:
    """What the person signed in has to give: the fields of a form, by name."""
    fields: dict[str, Field] = {
        "signing_password": PasswordField(
            _l("登录密码（即签名）"),
            [Asked()],
            description=_l("签名须本人确认身份。密码不正确时，已填写的内容不会丢失。"),
            render_kw={"autocomplete": "current-password"},
        )
    }
    fields |= factor_fields(current_user.person, "signing_code", "signing_passkey")
    return fields


def factor_fields(person: Person, code: str, passkey: str) -> dict[str, Field]:
    """Fields of these names for what this person has set up; none for nothing."""
    kinds = {factor.kind for factor in factors.of(g.db, person)}
    fields: dict[str, Field] = {}
    if kinds:
        fields[code] = StringField(
            _l("动态码或备用码"),
            # With a passkey the code may stay empty.
            [] if "passkey" in kinds else [Asked()],
            description=_l("验证器上的 6 位数字；没有手机时填一个备用码。"),
            render_kw={"autocomplete": "one-time-code"},
        )
    if "passkey" in kinds:
        fields[passkey] = HiddenField()
    return fields


def signed_form(kind: type[Form], **values: Any) -> Any:
    """A form of this kind that asks who one is each time, whatever was proved before."""
    return type(kind.__name__, (kind,), signing_fields())(**values)


def fields_to_sign() -> dict[str, Field]:
    """The fields of a signature; none while an earlier proof counts for it."""
    return signing_fields() if proven_at() is None else {}


def form_to_sign(kind: type[Form], **values: Any) -> Any:
    """A form of this kind that is signed."""
    return type(kind.__name__, (kind,), fields_to_sign())(**values)


def proven_at() -> datetime | None:
    """When the person signed in last proved who they are for a signature; None once that is stale,
    or once more is asked for than was given then."""
    number, moment, with_factor = session.get(_PROVEN, (None, "", False))
    if number != current_user.person.id:
        return None
    at = datetime.fromisoformat(moment)
    if not still_counts(g.db, at, g.now):
        return None
    return at if with_factor or not factors.are_set_up(g.db, current_user.person) else None


def prove_identity(form: Form) -> datetime | None:
    """When the signer showed who they are; None, with the reason beside the field, if not. A form
    without the fields was made while an earlier proof was fresh.

    What was wrong is counted although the page that answers takes everything else back.
    """
    if "signing_password" not in form:
        return proven_at()
    answer = accounts.prove_identity(
        g.db, current_user.person, proof_in(form, *SIGNING_FIELDS), current_user.sign_in, g.now
    )
    if not isinstance(answer, Text):
        with_factor = "signing_code" in form
        session[_PROVEN] = (current_user.person.id, answer.isoformat(), with_factor)
        return answer
    g.db.commit()
    for name in ("signing_code", "signing_passkey"):
        if name in form:
            form[name].data = ""  # it counts once, so it is not shown again
    field = form["signing_password"]
    field.errors = [*field.errors, say(answer)]
    return None


def proof_in(form: Form, password: str, code: str, passkey: str) -> Proof:
    """What stands in the fields of these names; nothing for a field the form does not have."""
    words = [(form[name].data or "") if name in form else "" for name in (password, code, passkey)]
    return Proof(words[0], words[1], words[2], current_app.extensions["clock"].wall())
