"""Public notices: the list, and one of them with its items, by pages or as a sheet."""

from __future__ import annotations

from flask import Response, abort, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import open_to_all
from app.models import Notice
from app.queries.calls.notices import SIZE, WORDS_MOST, items_of, lines_of, names_leaders
from app.queries.calls.portal import (
    PUBLIC_NOTICES,
    is_public,
    public_notice,
    public_notices,
    stages_on_notice,
)
from app.queries.calls.results import results_of
from app.queries.narrowing import Narrowing, programmes_and_years
from app.services.awarding.noticing import takes_objections
from app.services.calendars import ordered_between, unannounced_year
from app.services.files.sheets import XLSX, table
from app.services.letter_facts.bands import amount_band
from app.services.notice_periods import lengthened, working_days
from app.web.public.views import blueprint
from app.web.shared.filters import say
from app.web.shared.open_files import open_file
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from workflows.engine.calendar import local_date

_NOTICES = Narrowing({"notice": Notice.id}, Notice, only=PUBLIC_NOTICES, call=Notice.call_id)


@blueprint.get("/notices")
@open_to_all
def notices() -> str:
    programmes, years = programmes_and_years(g.db, is_public())
    return render_template(
        "public/notices.html",
        page=stretch_of(g.db, _NOTICES.narrowed(g.db, public_notices(), request.args), place()),
        by=_NOTICES,
        programmes=programmes,
        years=years,
        stages=g.db.scalars(stages_on_notice(local_date(g.now))).all(),
    )


@blueprint.get("/notices/<int:number>")
@open_to_all
def notice(number: int) -> Response:
    found = public_notice(g.db, number)
    if found is None and current_user.is_authenticated:
        # A draft is on the office's own page, for those who may see it.
        return see_other("officer.notice", number=number)
    if found is None:
        abort(404)
    asked = request.args.get("q", "").strip()[:WORDS_MOST]
    stretch = stretch_of(g.db, items_of(found, asked), place(), SIZE)
    is_over = found.state == "ended"  # before, nothing came of those on it
    page = render_template(
        "public/notice.html",
        notice=found,
        asked=asked,
        stretch=stretch,
        results=results_of(g.db, (i.proposal for i in stretch.rows)) if is_over else {},
        names_leaders=names_leaders(found),
        amount_band=amount_band,
        working_days=working_days(found.call),
        unannounced=unannounced_year(g.db, found.ends_on) if found.ends_on else None,
        orders=(
            ordered_between(g.db, found.starts_on, found.ends_on)
            if found.starts_on and found.ends_on
            else ()
        ),
        longer=lengthened(g.db, found),
        is_running=takes_objections(found, g.now),
    )
    return make_response(page)


@blueprint.get("/notices/<int:number>/items.xlsx")
@open_to_all
@open_file
def notice_sheet(number: int) -> Response:
    """All of its items: what a page of them cannot be printed as."""
    found = public_notice(g.db, number)
    if found is None:
        abort(404)
    named = names_leaders(found)
    leader = (_("项目负责人"),) if named else ()
    header = (_("项目"), _("牵头单位"), *leader, _("拟资助"))
    rows = (
        (title, unit, *((who,) if named else ()), say(amount_band(fen)))
        for title, unit, who, fen in lines_of(g.db, found)
    )
    answer = make_response(table(found.title, header, rows))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="notice-{number}.xlsx"'
    return answer
