"""Ranking, and drafting a public notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, abort, flash, g, render_template, request
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.access.roles import RANKING_READERS
from app.models import Call, EarlierProject, Notice
from app.pictures.picture import Picture
from app.pictures.ranking import Scored, ranking_picture
from app.queries.calls.notices import SIZE, WORDS_MOST, items_of
from app.queries.calls.office import proposed_without_notice, read_ranking
from app.queries.calls.proposals import titles_of
from app.queries.stretches import Stretch
from app.ranking.line import Line, LineRule
from app.services.awarding import calibrating, deciding, funding_line, ranking
from app.services.awarding.deciding import OUTCOME_LABELS
from app.services.awarding.noticing import draft_notice
from app.services.awarding.ranking_outline import AFTER_REVIEW, Outline, outline_of
from app.services.calendars import unannounced_year
from app.services.door.offering import offers
from app.services.earlier import counting
from app.services.earlier.sheet import OUTCOMES
from app.services.notice_periods import ends_if_published
from app.services.review import nonconsensus, past_results, reading_time
from app.web.officer.blueprint import blueprint
from app.web.shared.aside import hidden_from_me
from app.web.shared.filters import all_said
from app.web.shared.pictures import as_file
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import cut, place, stretch_of
from app.web.shared.wording import language
from workflows.engine.calendar import local_date
from workflows.roles import Role

SIZE_OF_STRETCH = 50
_NAMED_MOST = 50
"""Of the proposals a line funds or leaves open; the others are counted."""


@blueprint.get("/calls/<int:number>/ranking")
@holding(*RANKING_READERS)
def ranked(number: int) -> str:
    """Only once every panel has locked: before that nobody in the office sees a score."""
    call: Call = case_or_404("call", number, parts=read_ranking)
    if call.state not in AFTER_REVIEW:
        abort(404)
    outline, hidden = outline_of(g.db, call), hidden_from_me()
    stretch = stretch_seen(outline)
    figures = ranking.of_places(g.db, call, stretch.rows)
    decision = deciding.decision_of(g.db, call)
    kept = calibrating.ranking_of(g.db, call)
    calibrated = calibrating.told_of(kept.calibrated, [f.proposal for f in figures]) if kept else {}
    lines = {
        rule: funding_line.without(line, hidden, outline.awards)
        for rule, line in outline.lines.items()
    }
    return render_template(
        "officer/ranking.html",
        call=call,
        figures=figures,
        stretch=stretch,
        leaves_out=any(one.proposal in hidden for one in outline.order),
        places=len(outline.order),
        calibrated=calibrated,
        lines=lines,
        line_rule=funding_line.rule_of(call),
        line_labels=funding_line.RULE_LABELS,
        named_most=_NAMED_MOST,
        tie_breaks=ranking.TIE_BREAK_LABELS,
        lots=outline.lots,
        hidden=hidden,
        rules=call.parameters,
        drawn=ranking_drawn(figures, outline),
        channel=outline.channel - hidden,
        reserve=nonconsensus.reserve(call),
        named=nonconsensus.named(g.db, call) if nonconsensus.has_channel(call) else {},
        fast=frozenset(r.id for f in figures for r in f.reviews if reading_time.is_fast(r)),
        titles=_titles(outline, lines, figures),
        items=deciding.items_of(g.db, decision, [f.proposal.id for f in figures]),
        labels=OUTCOME_LABELS,
        gone=deciding.GONE,
        decision=decision,
        past=_past(call, figures),
        earlier=_earlier(call, figures),
        earlier_outcomes=OUTCOMES,
    )


@blueprint.get("/calls/<int:number>/ranking.svg")
@holding(*RANKING_READERS)
def ranking_svg(number: int) -> Response:
    call: Call = case_or_404("call", number)
    if call.state not in AFTER_REVIEW:
        abort(404)
    outline = outline_of(g.db, call)
    figures = ranking.of_places(g.db, call, stretch_seen(outline).rows)
    return as_file(ranking_drawn(figures, outline), "svg")


def stretch_seen(outline: Outline) -> Stretch[ranking.Placing]:
    return cut(seen_of(outline), lambda one: str(one.proposal), place(), SIZE_OF_STRETCH)


def seen_of(outline: Outline) -> list[ranking.Placing]:
    """Each keeps its place; what the reader stands aside from is not among them."""
    hidden = hidden_from_me()
    return [one for one in outline.order if one.proposal not in hidden]


def _titles(
    outline: Outline, lines: Mapping[LineRule, Line], figures: Sequence[ranking.Figures]
) -> Mapping[int, str]:
    """Of what the page names, by id: nothing of what the reader stands aside from."""
    known = {one.proposal.id: one.proposal.title for one in figures}
    lots = outline.lots.drawn.tickets[:_NAMED_MOST] if outline.lots else ()
    numbers = {int(number) for number, _ticket in lots} - hidden_from_me()
    for line in lines.values():
        numbers.update(map(int, (*line.funded[:_NAMED_MOST], *line.tied[:_NAMED_MOST])))
    missing = numbers - known.keys()
    return known | titles_of(g.db, missing) if missing else known


def _past(call: Call, figures: Sequence[ranking.Figures]) -> dict[int, list[past_results.Result]]:
    """Earlier results of whoever applies, for the office's information."""
    years = call.parameters["past_years_shown"]
    proposals, hidden = [f.proposal for f in figures], hidden_from_me()
    found = past_results.past_results(g.db, proposals, years, local_date(g.now))
    return {
        number: [one for one in results if one.project.proposal_id not in hidden]
        for number, results in found.items()
    }


def _earlier(
    call: Call, figures: Sequence[ranking.Figures]
) -> Mapping[int, Sequence[EarlierProject]]:
    """The same of projects that were taken over from another system."""
    years = call.parameters["past_years_shown"]
    return counting.ended_of(g.db, [f.proposal for f in figures], years, local_date(g.now))


def ranking_drawn(figures: Sequence[ranking.Figures], outline: Outline) -> Picture:
    """Of these, with the line as all of them drew it."""
    return ranking_picture(
        [
            Scored(
                one.ranked.place,
                None if (score := one.ranked.standing.score) is None else score / 100,
                tuple(r.total / 100 for r in one.reviews if r.total is not None),
                one.proposal.id in outline.above,
                one.proposal.id in outline.channel,
            )
            for one in figures
        ],
        language(),
    )


@blueprint.post("/calls/<int:number>/notices")
@holding(Role.PROGRAMME_OFFICER)
def new_notice(number: int) -> Response:
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER)
    made = draft_notice(g.db, call, proposed_without_notice(g.db, call), current_user.person, g.now)
    if not isinstance(made, Notice):
        flash(" ".join(all_said(made)), "warning")
        return see_other("officer.call", number=number)
    return see_other("officer.notice", number=made.id)


@blueprint.get("/notices/<int:number>")
@holding(Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR)
def notice(number: int) -> str:
    case: Notice = case_or_404("notice", number)
    asked = request.args.get("q", "").strip()[:WORDS_MOST]
    return render_template(
        "officer/notice.html",
        case=case,
        asked=asked,
        stretch=stretch_of(g.db, items_of(case, asked), place(), SIZE),
        offers=offers(g.db, case, current_user.person, g.now),
        ends_on=(ends_on := case.ends_on or ends_if_published(g.db, case.call, local_date(g.now))),
        unannounced=unannounced_year(g.db, ends_on),
    )
