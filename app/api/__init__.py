"""What partner systems read, as JSON under /api/v1: no rights of its own, no page, no writing."""

from __future__ import annotations

from flask import Flask

from app.api.problems import ROOT, problem
from app.api.views import blueprint


def init_api(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions.setdefault("errors_below", {})[ROOT] = problem
