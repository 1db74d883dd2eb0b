"""The projects that were awarded: their list with its filters, as a page and as open data, and each
of them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import Response, abort, current_app, g, jsonify, render_template, request, url_for
from flask_babel import gettext as _

from app.access.guard import open_to_all
from app.files.naming import safe_name
from app.names import clean_line
from app.numbers import row_number
from app.queries.calls.notices import WORDS_MOST
from app.queries.calls.portal import is_public
from app.queries.calls.results import (
    GROUPS,
    STANDINGS,
    Wanted,
    lines_with_standing,
    results_with,
)
from app.queries.narrowing import MECHANISM_LABELS, programmes_and_years
from app.queries.project.published import RUNS, Published, published_project
from app.services.accepting.results import KINDS
from app.services.files.sheets import CSV, XLSX, Value, csv_table, table
from app.services.letter_facts.accepting import CONCLUSIONS
from app.services.letter_facts.bands import amount_band
from app.services.notice_periods import lengthened
from app.services.takeaways.columns import RESULTS
from app.web.public.linked import linked
from app.web.public.views import blueprint
from app.web.shared.downloads import as_download
from app.web.shared.filters import day
from app.web.shared.open_files import open_file
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
from workflows.engine.calendar import local_date
from workflows.registry import MECHANISMS

_PORTION = 500


@blueprint.get("/results")
@open_to_all
def results_list() -> str:
    wanted = _wanted()
    page = stretch_of(g.db, results_with(g.db, wanted), place())
    programmes, years = programmes_and_years(g.db, is_public())
    return render_template(
        "public/results.html",
        page=page,
        lines=lines_with_standing(g.db, page.rows, g.now),
        wanted=wanted,
        programmes=programmes,
        years=years,
        mechanisms=MECHANISM_LABELS,
        groups=GROUPS,
        standings=STANDINGS,
        amount_band=amount_band,
    )


@blueprint.get("/results.<any(xlsx, csv):form>")
@open_to_all
@open_file
def results_file(form: str) -> Response:
    """All that the list shows with these filters, as open data."""
    header = [column.label.within(language()) for column in RESULTS]
    name = safe_name(f"{_('立项结果')} {day(g.now)}.{form}")
    if form == "csv":
        return as_download(csv_table(header, _rows()), CSV, name)
    return as_download(BytesIO(table(_("立项结果"), header, _rows())), XLSX, name)


@blueprint.get("/results/<int:number>")
@open_to_all
def project(number: int) -> str:
    found = _published(number)
    return render_template(
        "public/project.html",
        longer=[row for one in found.acceptances for row in lengthened(g.db, one)],
        found=found,
        runs=found.standing in RUNS,
        standing=STANDINGS[found.standing],
        mechanism=MECHANISM_LABELS[found.call.mechanism_key],
        conclusions=CONCLUSIONS,
        kinds=KINDS,
        amount_band=amount_band,
        today=local_date(g.now),
    )


@blueprint.get("/results/<int:number>.jsonld")
@open_to_all
def project_data(number: int) -> Response:
    """The same for machines, in the words of schema.org, at the address of the settings: that of
    the request is what its sender says."""
    found = _published(number)
    base: str = current_app.config["SETTINGS"].base_url
    address = base + url_for("public.project", number=number)
    answer = jsonify(linked(found, address))
    answer.mimetype = "application/ld+json"
    return answer


def _published(number: int) -> Published:
    found = published_project(g.db, number, g.now, local_date(g.now))
    if found is None:
        abort(404)
    return found


def _wanted() -> Wanted:
    asked = request.args
    mechanism = asked.get("mechanism", "")
    return Wanted(
        words=clean_line(asked.get("q", ""))[:WORDS_MOST],
        unit=clean_line(asked.get("unit", ""))[:WORDS_MOST],
        year=row_number(asked.get("year", "")),
        programme=row_number(asked.get("programme", "")),
        call=row_number(asked.get("call", "")),
        mechanism=mechanism if mechanism in MECHANISMS else "",
        group=asked.get("group", ""),
    )


def _rows() -> Iterator[list[Value]]:
    """Read as they are written."""
    found = g.db.scalars(results_with(g.db, _wanted()).execution_options(yield_per=_PORTION))
    for portion in found.partitions():
        for line in lines_with_standing(g.db, portion, g.now):
            yield [column.within(language(), line) for column in RESULTS]
