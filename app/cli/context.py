"""What a command works with: settings, database and clock of the application it belongs to."""

from __future__ import annotations

from flask import current_app

from app.worker.context import Context


def own_context() -> Context:
    there = current_app.extensions
    return Context(current_app.config["SETTINGS"], there["database"], there["clock"])
