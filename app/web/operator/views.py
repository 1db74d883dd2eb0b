"""Answers to probes and to Prometheus."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from app.access.bearing import monitoring
from app.access.guard import open_to_all
from app.database import Database
from app.documents.certificate import certificate_standing
from app.operating.measures import Around, exposition
from app.operating.readiness import are_files_there, readiness, standing_of_work
from app.replica import Replica

blueprint = Blueprint("operator", __name__)


@blueprint.get("/healthz")
@open_to_all
def healthz() -> Response:
    """The process lives; nothing else is asked, so that a database away restarts no web."""
    return _fresh(jsonify(status="ok"))


@blueprint.get("/readyz")
@open_to_all
def readyz() -> Response:
    found = readiness(g.db, current_app.config["SETTINGS"], _replica(), g.now)
    answer = jsonify(found._asdict())
    answer.status_code = 200 if found.is_ready else 503
    return _fresh(answer)


@blueprint.get("/metrics")
@monitoring
def metrics() -> Response:
    replica = _replica()
    settings = current_app.config["SETTINGS"]
    signing = certificate_standing(settings, g.now)
    around = Around(
        are_files_there(settings),
        (replica.is_fit(), replica.lag()) if replica else None,
        None if signing.state == "none" else (signing.days,),
    )
    content = exposition(standing_of_work(g.db, g.now), around)
    return _fresh(Response(content, content_type=CONTENT_TYPE_LATEST))


def _replica() -> Replica | None:
    database: Database = current_app.extensions["database"]
    return database.replica


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
