"""Calls: the list, one call with everything that belongs to it, and its editor."""

from __future__ import annotations

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding, may_open
from app.access.load import case_or_404
from app.access.roles import OFFICE
from app.models import Call, DecisionItem
from app.pictures.funnel import funnel_picture
from app.queries.calls.counts import counts_of
from app.queries.calls.items import items_of_bids, items_of_call
from app.queries.calls.office import (
    CALLS,
    WHOLE_CALL,
    all_calls,
    many_groups_of,
    notices_of,
    proposed_without_notice,
    read_call,
)
from app.queries.calls.proposals import proposals_of_call
from app.queries.figures.funnel import reached_in
from app.queries.figures.plan import programmes
from app.queries.letters import letters_about
from app.queries.narrowing import programmes_and_years
from app.queries.record.trail import trail_of
from app.queries.sight.seeing import Sight
from app.services.awarding import deciding
from app.services.awarding.deciding import OUTCOME_LABELS
from app.services.awarding.feedback import rule_in_words
from app.services.calendars import working_calendar
from app.services.calls import drafting as service
from app.services.calls import rehearsing
from app.services.calls.rules import rule_set, who_may_apply
from app.services.door.offering import offers
from app.services.editing import Overtaken
from app.services.problems import Problems
from app.services.review.blinding import files_asked
from app.web.officer.blueprint import blueprint
from app.web.officer.forms import CallForm
from app.web.officer.similarity import looked_at_from
from app.web.shared.aside import hidden_from_me
from app.web.shared.pictures import as_file
from app.web.shared.redirecting import see_other
from app.web.shared.stretches import place, stretch_of
from app.web.shared.wording import language
from workflows.engine.calendar import deadline_words, last_day, local_date, moment_words
from workflows.funnel import by_state
from workflows.registry import MECHANISMS, workflow_for
from workflows.roles import Role


@blueprint.get("/calls")
@holding(*OFFICE)
def calls() -> str:
    sight = _sight()
    listed = CALLS.narrowed(g.db, all_calls(sight), request.args)
    programmes, years = programmes_and_years(g.db, sight.inside("call"))
    return render_template(
        "officer/calls.html",
        page=stretch_of(g.db, listed, place()),
        by=CALLS,
        programmes=programmes,
        years=years,
        mechanisms=MECHANISMS,
    )


@blueprint.get("/calls/<int:number>")
@holding(*OFFICE)
def call(number: int) -> str:
    case = case_or_404("call", number, whole=WHOLE_CALL, parts=read_call)
    proposal = workflow_for("proposal", case.mechanism_key)
    sight = _sight()
    steps = reached_in(g.db, sight, case)
    counts = dict(by_state(steps))
    lines, hidden = _drafted(case), hidden_from_me()
    looked_at = looked_at_from(case)
    return render_template(
        "officer/call.html",
        case=case,
        offers=offers(g.db, case, current_user.person, g.now),
        counts=[(proposal.state(key), count) for key, count in counts.items()],
        steps=steps,
        funnel=funnel_picture(steps, language()),
        page=stretch_of(g.db, proposals_of_call(sight, case), place("proposals")),
        items=stretch_of(g.db, items_of_call(case), place("items"))
        if case.mechanism == "open_call"
        else None,
        not_mine=items_of_bids(g.db, hidden) if case.mechanism == "open_call" else (),
        groups=stretch_of(g.db, many_groups_of(sight, case), place()),
        notices=notices_of(g.db, case),
        counted=counts_of(g.db, case, 100 * looked_at, hidden),
        to_notice=len(proposed_without_notice(g.db, case))
        if counts.keys() & {"awaiting_notice", "proposed", "reserve"}
        else 0,
        letters=letters_about(g.db, case),
        history=trail_of(g.db, case, current_user.person, g.roles),
        roles=g.roles,
        drafted=[line for line in lines if line.proposal_id not in hidden],
        leaves_out=any(line.proposal_id in hidden for line in lines),
        outcomes=OUTCOME_LABELS,
        limits=who_may_apply(case),
        mechanism=proposal.label,
        ranked_by=rule_in_words(case),
        files=files_asked(case),
        rehearsable=(rehearsable := case.state in rehearsing.REHEARSED_IN),
        unrehearsed=rehearsing.wanting(g.db, case) if rehearsable else None,
        rules=(rules := rule_set(case)),
        looked_at=looked_at,
        changed_rules=sum(not rule.is_usual for _label, part in rules for rule in part),
    )


@blueprint.get("/calls/<int:number>/funnel.<any(svg, xlsx):form>")
@holding(*OFFICE)
def funnel_file(number: int, form: str) -> Response:
    steps = reached_in(g.db, _sight(), case_or_404("call", number))
    return as_file(funnel_picture(steps, language()), form)


def _drafted(call: Call) -> list[DecisionItem]:
    """What the executive meeting is asked to decide, for whoever sees the ranking: nothing of what
    the reader stands aside from."""
    if call.state != "deliberation" or not may_open("officer.ranked"):
        return []
    found, hidden = deciding.decision_of(g.db, call), hidden_from_me()
    lines = deciding.lines_of(found) if found else []
    return [line for line in lines if line.proposal_id not in hidden]


def _sight() -> Sight:
    return Sight(g.db, current_user.person, g.now)


@blueprint.route("/calls/new", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def new() -> Response:
    mechanism = request.args.get("mechanism", "open_competition")
    if mechanism not in MECHANISMS:
        abort(404)
    form = CallForm.blank(mechanism, programmes(g.db), g.now)
    if not form.is_submitted():
        return _editor(form, None, 200)
    if not form.validate():
        return _editor(form, None, 422)
    programme = form.chosen_programme(programmes(g.db))
    made = service.draft(
        g.db, programme, mechanism, form.draft(working_calendar(g.db)), current_user.person, g.now
    )
    if isinstance(made, Problems):
        form.take(made)
        return _editor(form, None, 422)
    _warn_of_window(made)
    return see_other("officer.call", number=made.id)


@blueprint.route("/calls/<int:number>/edit", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def edit(number: int) -> Response:
    case: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER, to_write=True)
    form = CallForm.of(case, programmes(g.db))
    if not form.is_submitted():
        return _editor(form, case, 200)
    if not form.validate():
        return _editor(form, case, 422)
    written, seen = form.draft(working_calendar(g.db)), form.seen_edition
    match service.edit(g.db, case, written, seen, current_user.person, g.now):
        case Problems() as problems:
            form.take(problems)
            return _editor(form, case, 409)
        case Overtaken() as overtaken:
            form.give_way(overtaken)
            return _editor(form, case, 409)
    flash(_("已保存。"), "success")
    _warn_of_window(case)
    return see_other("officer.call", number=number)


def _warn_of_window(case: Call) -> None:
    """A close is a moment that somebody sets, which no rule moves; terms counted from it are. An
    opening before the consultation can end has to be set again once the call is approved."""
    calendar = working_calendar(g.db)
    consulted = calendar.end_of_term(local_date(g.now), case.rules["consult_days"])
    if case.open_at and case.open_at < consulted:
        words = _(
            "申报开始时间 %(opens)s 早于征求意见期满（今日提交的，至 %(until)s），"
            "请推后，或批准后改定。",
            opens=moment_words(case.open_at),
            until=deadline_words(consulted),
        )
        flash(words, "warning")
    day = last_day(case.close_at) if case.close_at else None
    if day is not None and not calendar.is_working_day(day):
        flash(_("截止时间 %(day)s 是休息日，请确认是否改到工作日。", day=day), "warning")


def _editor(form: CallForm, case: Call | None, status: int) -> Response:
    label = MECHANISMS[form.mechanism].label
    closed = service.closed_to(case) if case else None
    page = render_template(
        "officer/edit.html", form=form, case=case, mechanism=label, closed=closed
    )
    return make_response(page, status)
