"""The addresses of the API: a list and a single row of each kind, the metrics of a project, and
their description."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, request, url_for

from app.access.bearing import bearing
from app.access.guard import open_to_all
from app.api.description import description
from app.api.problems import GREATEST
from app.api.shapes import RESOURCES, RESULT, Resource, metric
from app.queries.calls.results import line_of, lines_after
from app.queries.figures.metrics import ledger_of
from app.queries.interface import row_seen, rows_after
from app.queries.sight.seeing import Sight

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_USUAL, _MOST = 50, 100
_HOUR = 3600


@blueprint.after_request
def _private(answer: Response) -> Response:
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _list(resource: Resource) -> Callable[[], Response]:
    @bearing(resource.name)
    def listed() -> Response:
        after, limit = _whole("after", 0, 0, GREATEST), _whole("limit", _USUAL, 1, _MOST)
        rows, has_more = rows_after(g.db, resource.kind, _sight(), after, limit)
        return _page(resource, rows, limit if has_more else 0)

    return listed


def _single(resource: Resource) -> Callable[[int], Response]:
    @bearing(resource.name)
    def single(number: int) -> Response:
        return jsonify(resource.of(_row(resource.kind, number)))

    return single


@blueprint.get("/results")
@bearing(RESULT.name)
def results() -> Response:
    after, limit = _whole("after", 0, 0, GREATEST), _whole("limit", _USUAL, 1, _MOST)
    rows, has_more = lines_after(g.db, after, limit, g.now)
    return _page(RESULT, rows, limit if has_more else 0)


@blueprint.get("/results/<int:number>")
@bearing(RESULT.name)
def results_one(number: int) -> Response:
    row = line_of(g.db, number, g.now) if number <= GREATEST else None
    return jsonify(RESULT.of(row)) if row is not None else abort(404)


@blueprint.get("/projects/<int:number>/metrics")
@bearing("metrics")
def metrics(number: int) -> Response:
    project = _row("project", number)
    return jsonify(rows=[metric(row) for row in ledger_of(g.db, project)])


@blueprint.get("/openapi.json")
@open_to_all
def openapi() -> Response:
    """The same for everybody until the site is renewed."""
    answer = jsonify(description(current_app.config["SETTINGS"].api_requests_a_minute))
    answer.cache_control.public, answer.cache_control.max_age = True, _HOUR
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _page(resource: Resource, rows: Sequence[Any], following: int) -> Response:
    """`following` is how many rows the next page has at most; 0 where there is none."""
    told = [resource.of(row) for row in rows]
    after = told[-1]["id"] if following else None
    address = url_for(f"api.{resource.name}", after=after, limit=following) if following else None
    return jsonify(rows=told, next=address)


def _sight() -> Sight:
    return Sight(g.db, g.bearer, g.now)


def _row(kind: str, number: int) -> Any:
    row = row_seen(g.db, kind, _sight(), number) if number <= GREATEST else None
    return row if row is not None else abort(404)


def _whole(name: str, usual: int, least: int, most: int) -> int:
    typed = request.args.get(name, str(usual))
    if not (typed.isascii() and typed.isdigit() and least <= int(typed[:11]) <= most):
        abort(400)
    return int(typed)


for _resource in RESOURCES:
    _name = _resource.name
    blueprint.add_url_rule(f"/{_name}", _name, _list(_resource))
    blueprint.add_url_rule(f"/{_name}/<int:number>", f"{_name}_one", _single(_resource))
