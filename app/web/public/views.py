"""What anybody may read."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, request

from app.access.guard import open_to_all
from app.models import Call
from app.pictures.funnel import published_picture
from app.queries.calls.consulting import counted, in_consultation
from app.queries.calls.items import OPEN, Wanted, public_items
from app.queries.calls.portal import (
    SHOWN_CALLS,
    calls_to_answer,
    is_public,
    letters_of_call,
    notices_of_call,
    public_call,
    public_calls,
    running_notices,
    stages_on_notice,
)
from app.queries.calls.results import RESULTS, STANDINGS, lines_with_standing
from app.queries.figures.funnel import published_of
from app.queries.narrowing import Narrowing, programmes_and_years
from app.queries.project.accepting import acceptances_on_notice
from app.queries.race.races import public_race_of
from app.queries.record.trail import reason_of
from app.services.awarding.calibrating import ranking_of
from app.services.awarding.feedback import rule_in_words
from app.services.calls.rules import who_may_apply
from app.services.letter_facts.bands import amount_band
from app.services.review.blinding import files_asked
from app.web.shared.navigation import Entry
from app.web.shared.open_files import open_file
from app.web.shared.pictures import as_file
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.registry import MECHANISMS

blueprint = Blueprint("public", __name__)

_STOPPED_BY = ("pause", "pause_at_once", "cancel", "no_qualified", "award_nothing")

NAVIGATION = (
    Entry(Text("申报指南", "Calls"), "public.calls"),
    Entry(Text("揭榜榜单", "Items to claim"), "public.items"),
    Entry(Text("公示", "Notices"), "public.notices"),
    Entry(Text("立项结果", "Results"), "public.results_list"),
    Entry(Text("验收公示", "Acceptance notices"), "public.acceptances"),
    Entry(Text("公文验真", "Verify a letter"), "public.verify"),
    Entry(Text("诚信线索", "Integrity tips"), "public.tip"),
)


@blueprint.get("/")
@open_to_all
def index() -> str:
    return render_template(
        "public/index.html",
        calls=g.db.scalars(calls_to_answer().limit(5)).all(),
        consulted=in_consultation(g.db, g.now)[:5],
        items=g.db.scalars(public_items(Wanted(standing=OPEN)).limit(5)).all(),
        notices=g.db.scalars(running_notices().limit(5)).all(),
        stages=g.db.scalars(stages_on_notice(local_date(g.now))).all(),
        acceptances=g.db.scalars(acceptances_on_notice().limit(5)).all(),
        latest=lines_with_standing(g.db, g.db.scalars(RESULTS.limit(5)).all(), g.now),
        standings=STANDINGS,
        amount_band=amount_band,
        mechanisms={key: workflow.label for key, workflow in MECHANISMS.items()},
    )


_CALLS = Narrowing({"call": Call.id}, Call, only=SHOWN_CALLS, call=Call.id)


@blueprint.get("/calls")
@open_to_all
def calls() -> str:
    listed = _CALLS.narrowed(g.db, public_calls(), request.args)
    programmes, years = programmes_and_years(g.db, is_public())
    return render_template(
        "public/calls.html",
        page=stretch_of(g.db, listed, place()),
        by=_CALLS,
        programmes=programmes,
        years=years,
        consulted=in_consultation(g.db, g.now),
    )


@blueprint.get("/calls/<int:number>")
@open_to_all
def call(number: int) -> str:
    found = public_call(g.db, number)
    if found is None:
        abort(404)
    steps = published_of(g.db, found)
    return render_template(
        "public/call.html",
        call=found,
        funnel=published_picture(steps, language()) if steps else None,
        mechanism=MECHANISMS[found.mechanism_key].label,
        letters=letters_of_call(g.db, found),
        notices=notices_of_call(g.db, found),
        comments=counted(g.db, found)[0],
        ranking=ranking_of(g.db, found),
        race=public_race_of(g.db, found),
        files=files_asked(found),
        limits=who_may_apply(found),
        ranked_by=rule_in_words(found),
        stopped_for=reason_of(g.db, found, *_STOPPED_BY)
        if found.state in ("paused", "cancelled", "no_award")
        else "",
    )


@blueprint.get("/calls/<int:number>/funnel.<any(svg, xlsx):form>")
@open_to_all
@open_file
def funnel_file(number: int, form: str) -> Response:
    """Of a concluded call, and only what its notices and results tell."""
    found = public_call(g.db, number)
    steps = published_of(g.db, found) if found else ()
    if not steps:
        abort(404)
    return as_file(published_picture(steps, language()), form)
