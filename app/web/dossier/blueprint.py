"""Where the routes of this package are gathered."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("dossier", __name__)
