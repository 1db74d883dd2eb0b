"""The application: settings in, a Flask application with every room connected out.

Pages are loaded where they are served only: what works behind them imports from these rooms, too.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.cli import init_commands
from app.clock import Clock, clock_for
from app.database import Database
from app.operating.logs import init_logs
from app.services import wired  # noqa: F401 - what moves cause and guards look at
from app.site import Site
from config import ROOT, Settings, settings_from

_SESSION_HOURS = 8
"""Without a request in so long a sign-in and the forms of a page end."""


def create_app(settings: Settings | None = None, *, pages: bool = True) -> Flask:
    """Without `pages` it has commands only. Raises environment.BadSetting: a setting is missing or
    unsafe."""
    settings = settings or settings_from()
    init_logs(as_json=settings.is_production)
    app = Site(
        "chongxian",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    database = Database(settings.database_url, settings.replica_url, settings.replica_lag_most)
    equip(app, settings, clock_for(settings), database)
    if (ours := settings.proxies) > 0:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=ours, x_proto=ours, x_host=ours
        )
    init_commands(app)
    if pages:
        _connect_pages(app)
    return app


def equip(app: Flask, settings: Settings, clock: Clock, database: Database) -> None:
    """All of an application that its settings, its clock and its database decide."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        SESSION_COOKIE_NAME=settings.cookie_name("session"),
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_served_by_tls,
        PERMANENT_SESSION_LIFETIME=_SESSION_HOURS * 3600,
        MAX_CONTENT_LENGTH=settings.upload_most + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "app" / "translations"),
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=_SESSION_HOURS * 3600,
    )
    app.extensions["clock"] = clock
    app.extensions["database"] = database


def _connect_pages(app: Flask) -> None:
    from app.access.guard import require_guards
    from app.api import init_api
    from app.web import init_web

    init_web(app)
    init_api(app)
    require_guards(app)
