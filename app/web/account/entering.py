"""From the right password to a session: a second factor where one is set up, then a sign-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, flash, g, make_response, render_template, session
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import login_user

from app.models import Person
from app.queries.attention.desk import arrival
from app.services.identity import factors, sign_ins
from app.web.account.forms import SecondStepForm
from app.web.shared.proving import factor_fields
from app.web.shared.redirecting import to_path
from app.web.shared.returning import KEPT_FOR, kept_form, resume, safe_path
from app.web.shared.session import SignedIn, origin

_HALFWAY = "halfway"
_PROVIDER_SESSION = "session at the provider"
_HALFWAY_FOR = timedelta(minutes=10)


def go_in(
    person: Person,
    next_path: str | None,
    kept: str | None = None,
    *,
    provider_session: str | None = None,
) -> Response:
    """After the right password, or through a provider: the page for the second step where a factor
    is set up; until that is passed, nobody is signed in."""
    note_way_in(provider_session)
    if not factors.are_set_up(g.db, person):
        return welcome(person, next_path, kept, with_factor=False)
    session[_HALFWAY] = [person.id, g.now.isoformat()]
    form = second_step_form(person, formdata=None, next=next_path, kept=kept)
    return second_step_page(form, 200)


def who_is_halfway() -> Person | None:
    """Whoever gave the right password in this browser within the last minutes."""
    number, at = session.get(_HALFWAY) or (0, "")
    if not at or not timedelta() <= g.now - datetime.fromisoformat(at) < _HALFWAY_FOR:
        return None
    person = g.db.get(Person, number)
    return person if person is not None and person.is_active else None


def note_way_in(provider_session: str | None) -> None:
    """Who came in through a provider is led there again when signing out. None: by password."""
    session[_PROVIDER_SESSION] = provider_session


def came_through_provider() -> bool:
    return session.get(_PROVIDER_SESSION) is not None


def second_step_form(person: Person, **values: object) -> SecondStepForm:
    fields = factor_fields(person, "code", "passkey")
    kind: type[SecondStepForm] = type("SecondStepForm", (SecondStepForm,), fields)
    return kind(**values)


def second_step_page(form: SecondStepForm, status: int) -> Response:
    return make_response(render_template("account/second_step.html", form=form), status)


def welcome(
    person: Person, next_path: str | None, kept: str | None, *, with_factor: bool
) -> Response:
    form = kept_form(kept)
    is_own = sign_ins.was_here(g.db, person, origin(), g.now - KEPT_FOR)
    start_session(person, with_factor=with_factor)
    if form is not None and is_own:
        return resume(form)
    if form is not None:
        flash(
            _(
                "这台设备上此前填写的内容是另一位用户的，没有提交，也不向您显示。"
                "如果是您本人填写的，请用浏览器的“后退”回到原来的页面。"
            ),
            "warning",
        )
    return to_path(safe_path(next_path) or url("home.index"))


def start_session(person: Person, *, with_factor: bool) -> None:
    """A fresh session: nothing of what was there before signing in stays but the language, and
    which way one came."""
    came_from = session.get(_PROVIDER_SESSION)
    secret = sign_ins.begin(
        g.db, person, origin(), g.now, with_factor=with_factor, provider_session=came_from
    )
    found = arrival(g.db, sign_ins.digest_of(secret), g.now)
    assert found is not None, "it has just begun"
    forget_session()
    note_way_in(came_from)
    session.permanent = True
    login_user(SignedIn(*found, secret))


def forget_session() -> None:
    """The token of the session that ended is kept for the request: a page of the new one needs its
    own."""
    language = session.get("locale")
    session.clear()
    g.pop("csrf_token", None)
    if language:
        session["locale"] = language
