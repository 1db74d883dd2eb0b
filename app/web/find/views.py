"""The page of results, and of a unit what there is about it."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request

from app.access.guard import open_to_all, signed_in
from app.queries.finding import KINDS, MOST, find, unit_seen
from app.queries.sight.seeing import Sight
from app.services.finding.words import terms
from app.web.shared.paging import page_number
from app.web.shared.session import reader
from workflows.engine.text import Text

blueprint = Blueprint("find", __name__)

ASKED_MOST = 80

LABELS: dict[str, Text] = {
    "call": Text("指南", "Calls"),
    "item": Text("榜题", "Items"),
    "race": Text("赛题", "Races"),
    "proposal": Text("申报书", "Proposals"),
    "project": Text("项目", "Projects"),
    "result": Text("立项结果", "Results"),
    "notice": Text("公示", "Notices"),
    "unit": Text("单位", "Units"),
    "expert": Text("专家", "Experts"),
    "letter": Text("公文", "Letters"),
}


@blueprint.get("/find")
@open_to_all
def results() -> str:
    """Without words but with a kind: everything of that kind which the reader may see."""
    asked = request.args.get("q", "").strip()[:ASKED_MOST]
    chosen = request.args.get("kind", "")
    chosen = chosen if chosen in KINDS else ""
    parts = terms(asked)
    found = None
    if parts or (chosen and not asked):
        found = find(g.db, Sight(g.db, reader(), g.now), parts, chosen, page_number())
    return render_template(
        "find/results.html", asked=asked, chosen=chosen, found=found, labels=LABELS, most=MOST
    )


@blueprint.get("/units/<int:number>")
@signed_in
def unit(number: int) -> str:
    found = unit_seen(g.db, Sight(g.db, reader(), g.now), number)
    if found is None:
        abort(404)
    return render_template("find/unit.html", unit=found)
