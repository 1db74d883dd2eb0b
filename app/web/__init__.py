"""One package per audience; views are thin, rules live elsewhere."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from app.web.account.expiry import init_expiry
from app.web.account.forcing import init_forcing
from app.web.shared.compiling import init_compiling
from app.web.shared.compressing import init_compressing
from app.web.shared.editions import init_editions
from app.web.shared.errors import init_errors
from app.web.shared.filters import init_filters
from app.web.shared.headers import init_headers
from app.web.shared.navigation import init_navigation
from app.web.shared.rendering import init_rendering
from app.web.shared.requests import init_requests
from app.web.shared.session import init_sessions
from app.web.shared.transaction import init_transactions
from app.web.shared.turnstile import init_turnstile
from app.web.shared.wording import init_wording

PACKAGES = (
    "app.web.public",
    "app.web.home",
    "app.web.find",
    "app.web.help",
    "app.web.takeaways",
    "app.web.uploads",
    "app.web.applicant",
    "app.web.demander",
    "app.web.unit",
    "app.web.officer",
    "app.web.milestones",
    "app.web.metrics",
    "app.web.contracts",
    "app.web.reviewer",
    "app.web.expert",
    "app.web.assessor",
    "app.web.decision",
    "app.web.plan",
    "app.web.changes",
    "app.web.acceptance",
    "app.web.integrity",
    "app.web.finance",
    "app.web.fees",
    "app.web.admin",
    "app.web.dossier",
    "app.web.race",
    "app.web.shared.moves",
    "app.web.shared.attaching",
    "app.web.shared.many",
    "app.web.account",
    "app.web.operator",
)
"""Modules that hold a `blueprint` and, if they have entries in the menu, `NAVIGATION`; their order
here is the order of the menu."""

SIGNED_BY_PROVIDER = "app.web.account.back_channel.end_here"
"""The one address that no browser of ours sends to, so that no form of ours can hold its token."""


def init_web(app: Flask) -> None:
    """The order matters: a transaction is open before anybody asks who is signed in."""
    init_rendering(app)
    init_requests(app)
    init_headers(app)
    init_compressing(app)
    init_editions(app)
    init_compiling(app)
    init_turnstile(app)
    init_transactions(app)
    init_sessions(app)
    init_wording(app)
    CSRFProtect(app).exempt(SIGNED_BY_PROVIDER)
    init_forcing(app)
    Bootstrap5(app)
    init_errors(app)
    init_expiry(app)
    init_filters(app)
    packages = [import_module(name) for name in PACKAGES]
    for package in packages:
        app.register_blueprint(package.blueprint)
    init_navigation(app, [e for p in packages for e in getattr(p, "NAVIGATION", ())])
