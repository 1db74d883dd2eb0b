"""A session or a page that has expired: sign in again, and nothing that was typed is lost."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized

from app.access.guard import GUARD
from app.web.account.forms import SignInForm
from app.web.account.signing import sign_in_page
from app.web.shared.errors import show, wants_json
from app.web.shared.redirecting import see_other
from app.web.shared.returning import keep_form, resume, sealed


def init_expiry(app: Flask) -> None:
    login: LoginManager = app.login_manager  # type: ignore[attr-defined]
    login.unauthorized_handler(_not_signed_in)
    app.register_error_handler(CSRFError, _page_too_old)


def _not_signed_in() -> Response:
    if wants_json():
        return show(Unauthorized())
    if request.method in ("GET", "HEAD"):
        here = request.full_path.removesuffix("?")
        return see_other("account.sign_in", next=here)
    kept = keep_form()
    form = SignInForm(formdata=None, kept=sealed(kept) if kept else "")
    return sign_in_page(form, 401)


def _page_too_old(error: CSRFError) -> Response:
    if not current_user.is_authenticated and not _is_open_to_all():
        return _not_signed_in()
    kept = None if wants_json() else keep_form()
    return resume(kept, 400) if kept else show(error)


def _is_open_to_all() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, GUARD, "") == "all"
