"""Answers to probes and to Prometheus."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from app.access.bearing import monitoring
from app.access.guard import open_to_all
from app.operating.measures import exposition
from app.operating.readiness import are_files_there, readiness
from app.queries.operating import standing

blueprint = Blueprint("operator", __name__)


@blueprint.get("/healthz")
@open_to_all
def healthz() -> Response:
    """The process lives; nothing else is asked, so that a database away restarts no web."""
    return _fresh(jsonify(status="ok"))


@blueprint.get("/readyz")
@open_to_all
def readyz() -> Response:
    found = readiness(g.db, current_app.config["SETTINGS"])
    answer = jsonify(found._asdict())
    answer.status_code = 200 if found.is_ready else 503
    return _fresh(answer)


@blueprint.get("/metrics")
@monitoring
def metrics() -> Response:
    files_are_there = are_files_there(current_app.config["SETTINGS"])
    content = exposition(standing(g.db, g.now), files_are_there=files_are_there)
    return _fresh(Response(content, content_type=CONTENT_TYPE_LATEST))


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
