"""Back to where one was after signing in, with everything that had been typed.

A form that arrives after its session has ended is kept, signed, inside the sign-in page, and shown
again for sending afterwards: to somebody who had been signed in at this browser, for others may
use it next. It is kept only when the browser says that it comes from our own
pages, so that no other site can have a form sent in somebody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request
from itsdangerous import BadSignature

from app.web.shared.proving import SIGNING_FIELDS
from app.web.shared.serializing import serializer

KEPT_FOR = timedelta(days=1)
_LONG_ENOUGH_TO_SHOW = 12
_PURPOSE = "kept form"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """Where the form was going, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The texts worth showing to whoever typed them."""
        return tuple(v for _, v in self.fields if len(v) >= _LONG_ENOUGH_TO_SHOW)


def keep_form() -> KeptForm | None:
    """What this request brought, without secrets; None when it does not come from our own pages."""
    if request.method != "POST" or not _is_from_here():
        return None
    fields = tuple(
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in ("csrf_token", *SIGNING_FIELDS)
    )
    if any("password" in name for name, _ in fields):
        return None
    return KeptForm(request.full_path.removesuffix("?"), fields)


def sealed(kept: KeptForm) -> str:
    return serializer(_PURPOSE).dumps([kept.path, kept.fields])


def kept_form(seal: str | None) -> KeptForm | None:
    """What `sealed` sealed within the last day; None for anything else."""
    if not seal:
        return None
    try:
        path, fields = serializer(_PURPOSE).loads(seal, max_age=int(KEPT_FOR.total_seconds()))
    except BadSignature:
        return None
    return KeptForm(path, tuple((name, value) for name, value in fields))


def resume(kept: KeptForm, status: int = 200) -> Response:
    """The page that shows what was typed and sends it on."""
    return make_response(render_template("account/resume.html", kept=kept), status)


def safe_path(target: str | None) -> str | None:
    """A path on this site to go to, or None: no other site is ever redirected to."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    return target if target.isprintable() else None


def _is_from_here() -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
