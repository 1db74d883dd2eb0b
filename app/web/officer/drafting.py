"""The draft of the decision on a call: proposed by the ranking, changed and saved page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from flask import Response, abort, flash, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import holding
from app.access.load import case_or_404
from app.models import Call, Decision
from app.money import MoneyUnit, parse_money
from app.numbers import row_number
from app.queries.calls.proposals import titles_of
from app.services.awarding import deciding, ranking
from app.services.awarding.deciding import OUTCOME_LABELS, ItemDraft
from app.services.awarding.ranking import Placing
from app.services.awarding.ranking_outline import outline_of
from app.services.eligibility.running import above_limits
from app.services.review import nonconsensus
from app.web.officer.blueprint import blueprint
from app.web.officer.deciding import seen_of, stretch_seen
from app.web.shared.aside import hidden_from_me
from app.web.shared.filters import said_by_field, say
from app.web.shared.redirecting import see_other
from app.web.shared.shared_forms import SharedForm
from app.web.shared.typed import text_typed
from workflows.engine.text import Text
from workflows.roles import Role

_NAMED_MOST = 10
"""Of what lacks its reason on other pages."""

Drafted = Mapping[int, ItemDraft]
"""By proposal."""


@blueprint.route("/calls/<int:number>/decision", methods=["GET", "POST"])
@holding(Role.PROGRAMME_OFFICER)
def decision(number: int) -> Response:
    call: Call = case_or_404("call", number, Role.PROGRAMME_OFFICER, to_write=True)
    if call.state != "deliberation":
        abort(404)
    if request.method == "GET":
        return _page(call, {}, {}, 200)
    typed, wrong = _typed()
    form, found = SharedForm(), deciding.decision_of(g.db, call)
    if wrong:
        return _page(call, typed, wrong, 422, form)
    before, by = _stored(call, found, typed), found.drafted_by_id if found else None
    draft = deciding.begin_draft(g.db, call, current_user.person)
    problems = deciding.save(g.db, draft, typed, current_user.person) if typed else None
    if problems is not None:
        wrong = said_by_field(problems)
        return _page(call, typed, wrong, 422, form)
    if form.refuse_if_newer(before, _stored(call, draft, typed), by):
        return _page(call, typed, {}, 409, form)
    flash(_("已保存方案，由厅务会审议。"), "success")
    return see_other("officer.decision", number=number, **_onward())


def _onward() -> dict[str, str]:
    """Where the button that was pressed leads to; else the same stretch again."""
    pressed = {name: request.form[name] for name in ("after", "before") if name in request.form}
    return pressed or {k: v for k, v in request.args.items() if k in ("after", "before")}


def _typed() -> tuple[Drafted, dict[str, str]]:
    drafted, wrong = {}, {}
    for number in _numbers() - hidden_from_me():
        amount = parse_money(
            request.form.get(f"amount-{number}") or "0", MoneyUnit.TEN_THOUSAND_YUAN
        )
        if isinstance(amount, Text):
            wrong[f"amount-{number}"] = say(amount)
            amount = 0
        outcome = request.form[f"outcome-{number}"]
        drafted[number] = ItemDraft(outcome, amount, text_typed(f"reason-{number}"))
    return drafted, wrong


def _numbers() -> set[int]:
    """Of the proposals on the page that was sent."""
    sent = (name.removeprefix("outcome-") for name in request.form if name.startswith("outcome-"))
    return {number for one in sent if (number := row_number(one)) is not None}


def _drafted(found: Decision, gone: frozenset[int]) -> Drafted:
    lines = deciding.items_of(g.db, found)
    return {
        number: ItemDraft(line.outcome, line.amount, line.deviation_reason)
        for number, line in lines.items()
        if number not in gone
    }


def _stored(call: Call, found: Decision | None, seen: Collection[int]) -> dict[str, list[str]]:
    """What stands for these proposals now, for a page that two officers may have open at once."""
    gone = deciding.gone_of(g.db, call)
    drafted = _drafted(found, gone) if found else deciding.suggested(g.db, call, gone)
    return {
        str(number): [one.outcome, str(one.amount), one.reason]
        for number in sorted(seen)
        if (one := drafted.get(number)) is not None
    }


def _page(
    call: Call,
    typed: Drafted,
    wrong: Mapping[str, str],
    status: int,
    form: SharedForm | None = None,
) -> Response:
    found, outline = deciding.decision_of(g.db, call), outline_of(g.db, call)
    gone, hidden, seen = deciding.gone_of(g.db, call), hidden_from_me(), seen_of(outline)
    saved = _drafted(found, gone) if found else deciding.suggested(g.db, call, gone)
    drafted = {**saved, **typed}
    departing = deciding.deviations_within(outline, {n: d.outcome for n, d in drafted.items()})
    stretch = stretch_seen(outline)
    if form is None:
        form = SharedForm.opened(_stored(call, found, [one.proposal for one in stretch.rows]))
    proposed = {n: d for n, d in drafted.items() if d.outcome == "propose" and n not in hidden}
    elsewhere = _elsewhere(seen, stretch.rows, {n for n in departing if not drafted[n].reason})
    page = render_template(
        "officer/decision.html",
        call=call,
        form=form,
        stretch=stretch,
        figures=ranking.of_places(g.db, call, stretch.rows),
        gone=gone,
        leaves_out=any(one.proposal in hidden - gone for one in outline.order),
        drafted=drafted,
        wrong=wrong,
        is_saved=found is not None,
        typed=request.form,
        departing=departing,
        elsewhere=elsewhere,
        titles=titles_of(g.db, [proposal for proposal, _key in elsewhere[:_NAMED_MOST]]),
        labels=OUTCOME_LABELS,
        proposed=sum(one.amount for one in proposed.values()),
        above_limits=above_limits(g.db, proposed, call.parameters),
        channel=outline.channel - hidden - gone,
        reserve=nonconsensus.reserve(call),
    )
    return make_response(page, status)


def _elsewhere(
    seen: Sequence[Placing], shown: Sequence[Placing], unexplained: Set[int]
) -> list[tuple[int, dict[str, str]]]:
    """What lacks its reason on other pages, with what leads there."""
    here = {one.proposal for one in shown}
    before = [{}, *({"after": str(one.proposal)} for one in seen)]
    return [
        (one.proposal, key)
        for one, key in zip(seen, before, strict=False)
        if one.proposal in unexplained and one.proposal not in here
    ]
