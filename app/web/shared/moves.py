"""Any move of any case: a page that asks what the move needs and says what it will do, and the
form that makes it through the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, g, make_response, render_template, request
from flask import url_for as url
from flask_babel import gettext as _
from flask_login import current_user

from app.access.guard import signed_in
from app.access.load import case_or_404, is_there_for
from app.access.roles import roles_on
from app.models import Case, History, Team
from app.queries.calls.office import REVIEW_WHOLE
from app.queries.calls.proposals import load_parts
from app.queries.case_parts import read_parts
from app.queries.record.trail import label_of
from app.queries.review import reviews
from app.services.cases import case_id, state_of, workflow_of
from app.services.door.lateness import keep_if_late, receipt_number, receipts_of
from app.services.door.offering import offers
from app.services.door.pending_signatures import first_words, signed_other_ways
from app.services.door.related import moved_along
from app.services.history import newest, rows_of, sent_before, trail_of
from app.services.integrity.pledges import asked_of
from app.services.moves import Moved, Signed, take
from app.services.problems import Problems
from app.services.races import merging
from app.web.shared import turnstile
from app.web.shared.asking import MoveForm, form_for, given_by, shown_in
from app.web.shared.consequences import consequences
from app.web.shared.filters import role_label, say
from app.web.shared.foreseeing import foreseen, reckoning_of
from app.web.shared.links import url_for_case
from app.web.shared.proving import prove_identity
from app.web.shared.redirecting import to_path
from workflows.engine.calendar import moment_words
from workflows.engine.decide import Offer, Refusal, Refusals, has_changed, has_moved_on
from workflows.engine.model import AskKind, Transition
from workflows.engine.signatures import others_to_sign
from workflows.engine.text import Text

blueprint = Blueprint("moves", __name__)

_WORDS = (AskKind.LINE, AskKind.PARAGRAPH)
_PATH = "/cases/<kind>/<int:number>/moves/<transition>"


@blueprint.get(_PATH)
@signed_in
def move(kind: str, number: int, transition: str) -> Response:
    turnstile.enter()
    whole, parts = _READ.get(kind, ((), read_parts))
    case = case_or_404(kind, number, whole=whole, parts=parts)
    offer = offer_of(case, transition)
    if offer is None:
        return _page(case, definition_of(case, transition), None, why_closed(case, transition), 409)
    signed = first_words(g.db, case, transition) or _of_partner(case, transition)
    form = form_for(offer.transition, formdata=None, data=shown_in(signed, offer.transition))
    return _page(case, offer.transition, form, offer.refusals, 200)


def _of_partner(case: Case, transition: str) -> dict[str, str]:
    """What another team has signed for a merger with this one: both sign the same words."""
    if not isinstance(case, Team) or transition != "agree_to_merge":
        return {}
    offered = merging.offers_to(g.db, case)
    return {"partner": offered[0][0].lane, "agreement": offered[0][1]} if offered else {}


@blueprint.post(_PATH)
@signed_in
def make(kind: str, number: int, transition: str) -> Response:
    case = case_or_404(kind, number)
    definition = _meant(case, transition)
    form = form_for(definition)
    if not form.validate_on_submit():
        return _filled_badly(case, definition, form)
    proven_at = prove_identity(form) if definition.signature else None
    if form.errors:
        return _filled_badly(case, definition, form)
    given = given_by(form, definition)
    turnstile.enter()
    answer = take(
        g.db,
        case,
        transition,
        current_user.person,
        now=g.now,
        given=given,
        authenticated_at=proven_at,
        seen=form.seen.data,
    )
    match answer:
        case Refusals((Refusal(key="changed"),)):
            return _overtaken(case, definition, form)
        case Refusals(reasons):
            return _page(case, definition, form, reasons, _status(reasons), _late(case, transition))
        case Signed(still):
            _tell_who_signs(still)
        case Moved(_source, target):
            _tell_the_state(case, definition, target)
    return to_path(_afterwards(case))


@blueprint.get("/cases/<kind>/<int:number>/late/<int:record>")
@signed_in
def late(kind: str, number: int, record: int) -> str:
    """The receipt of an attempt that came too late: refused, and kept with the server's time."""
    case = case_or_404(kind, number)
    row = next((r for r in receipts_of(g.db, case) if r.id == record), None)
    if row is None:
        abort(404)
    return render_template(
        "moves/late.html", case=case, row=row, number=receipt_number(row), title=label_of(row)
    )


def _late(case: Case, transition: str) -> History | None:
    """Kept although the move is refused, which takes everything else back."""
    kept = keep_if_late(g.db, case, transition, current_user.person, g.now)
    if kept is not None:
        g.db.commit()
    return kept


def offer_of(case: Case, transition: str) -> Offer[Any] | None:
    found = offers(g.db, case, current_user.person, g.now)
    return next((o for o in found if o.transition.name == transition), None)


def _meant(case: Case, transition: str) -> Transition[Any]:
    """Of several moves of one name, the one that lacks least (see `engine.decide`); where it is
    there no more, the one that was there when the page was shown."""
    leaving = [t for t in workflow_of(case).leaving(case.state) if t.name == transition]
    offer = offer_of(case, transition) if len(leaving) > 1 else None
    if offer is not None:
        return offer.transition
    if leaving:
        return leaving[0]
    seen = request.form.get("seen", default=0, type=int)
    was = next((row.source for row in rows_of(g.db, case) if row.id > seen), None)
    named = (t for t in workflow_of(case).transitions if t.name == transition)
    return next((t for t in named if was in t.source), None) or definition_of(case, transition)


def _filled_badly(case: Case, definition: Transition[Any], form: MoveForm) -> Response:
    """Whoever was overtaken as well is told that first; what else is in the way is told at once."""
    if form.seen.data != newest(g.db, case):
        return _overtaken(case, definition, form)
    offer = offer_of(case, definition.name)
    standing = offer.refusals if offer else why_closed(case, definition.name)
    return _page(case, definition, form, standing, 422)


def _overtaken(case: Case, definition: Transition[Any], form: MoveForm) -> Response:
    """Somebody moved the case after this page was shown: what changed, and what was typed. A code
    counts once, so that of one who pressed twice the second may fail for it alone."""
    if _tell_it_was_sent_twice(case, definition, form):
        return to_path(_afterwards(case))
    offered = offer_of(case, definition.name) is not None
    changed = has_changed(state_of(case))
    late = _late(case, definition.name)
    typed = () if offered else _typed(form, definition)
    return _page(case, definition, form if offered else None, (changed,), 409, late, typed)


def _typed(form: MoveForm, definition: Transition[Any]) -> tuple[tuple[Text, str], ...]:
    """Words somebody wrote for a move that is no longer there to be made."""
    written = ((ask, form[ask.key].data) for ask in definition.asks if ask.kind in _WORDS)
    return tuple((ask.label, words) for ask, words in written if words)


def definition_of(case: Case, transition: str) -> Transition[Any]:
    try:
        return workflow_of(case).named(transition)[0]
    except KeyError:
        abort(404)


def why_closed(case: Case, transition: str) -> tuple[Refusal, ...]:
    """Why this person is not offered the move: it is somebody else's, or its time is over."""
    leaving = [t for t in workflow_of(case).leaving(case.state) if t.name == transition]
    if not leaving:
        return (has_moved_on(state_of(case)),)
    roles = frozenset(role for t in leaving for role in (*t.roles, *t.approvals))
    return (Refusal("role_required", _NOT_YOURS, roles),)


def _status(reasons: tuple[Refusal, ...]) -> int:
    """422 when only the answers are wrong, 409 when the case or the person is not ready."""
    typed = all(r.ask or r.key == "missing_signature" for r in reasons)
    return 422 if typed else 409


def _beside_fields(form: MoveForm, refusals: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """Says at a field what is wrong with the answer in it; the refusals that are of none."""
    form.take(Problems({r.ask: r.reason for r in refusals if r.ask}))
    return tuple(r for r in refusals if not r.ask)


def _page(
    case: Case,
    transition: Transition[Any],
    form: MoveForm | None,
    refusals: tuple[Refusal, ...],
    status: int,
    late: History | None = None,
    typed: tuple[tuple[Text, str], ...] = (),
) -> Response:
    if form is not None:
        # A refused form shows the case as it is now, and what was typed stays in it.
        form.seen.raw_data, form.seen.data = None, newest(g.db, case)
        refusals = _beside_fields(form, refusals)
    signs_too = others_to_sign(transition, g.roles, trail_of(g.db, case))
    page = render_template(
        "moves/move.html",
        case=case,
        transition=transition,
        form=form,
        refusals=refusals,
        signed=first_words(g.db, case, transition.name),
        given_up=_given_up(case, transition),
        consequences=consequences(transition, case.state, signs_too),
        late=late,
        typed=typed,
        receipt_number=receipt_number,
        to_read=_TO_READ.get((case.kind, transition.name)),
        moved_along=moved_along(g.db, case, transition, g.now) if form is not None else (),
        reckoning=reckoning_of(case, transition) if form is not None else None,
        foreseen=foreseen(case, transition) if form is not None else (),
        pledged=asked_of(current_user.person, case, transition),
    )
    return make_response(page, status)


def _given_up(case: Case, transition: Transition[Any]) -> tuple[Text, ...]:
    """What the reader has signed and would no longer have signed."""
    me = current_user.person.id
    names = {s.transition for s in signed_other_ways(g.db, case, transition, me)}
    return tuple(t.label for t in workflow_of(case).leaving(case.state) if t.name in names)


def _tell_it_was_sent_twice(case: Case, transition: Transition[Any], form: MoveForm) -> bool:
    me, seen, given = current_user.person.id, form.seen.data or 0, given_by(form, transition)
    before = sent_before(g.db, case, transition.name, me, given, seen)
    if before is None:
        return False
    at = moment_words(before.at)
    if before.transition == transition.name:
        done = say(label_of(before))  # of the state it left, which may name another of this name
        words = _("您已于 %(at)s 办理“%(done)s”；重复提交的没有再次办理。", at=at, done=done)
    else:
        done = say(transition.label)
        words = _(
            "您已于 %(at)s 签署“%(done)s”，会签齐后生效；重复提交的没有再次签署。", at=at, done=done
        )
    flash(words, "warning")
    return True


def _tell_who_signs(still: tuple[Any, ...]) -> None:
    names = "、".join(role_label(role) for role in still)
    flash(_("您已签署。还须%(names)s会签，之后才生效。", names=names), "warning")


def _tell_the_state(case: Case, transition: Transition[Any], target: str) -> None:
    state = say(workflow_of(case).state(target).label)
    done = say(transition.label)
    flash(_("已办理“%(done)s”。现在的状态：%(state)s。", done=done, state=state), "success")


def _afterwards(case: Case) -> str:
    """The case, unless the move took away the right to see it, as of what went back to be drafted
    anew."""
    if is_there_for(roles_on(g.db, current_user.person, case, g.now), case):
        return url_for_case(case.kind, case_id(case))
    return url("home.index")


_READ: dict[str, tuple[tuple[Any, ...], Callable[..., None]]] = {
    "proposal": ((), load_parts),
    "review": (REVIEW_WHOLE, reviews.read_parts),
}
"""Where guards look at the whole form, or at who judges whom."""

_TO_READ = {
    ("project", "sign_contract"): "contracts.contract",
    ("project", "sign_anew"): "contracts.contract",
    ("project", "sign_user_test"): "dossier.project",
    ("race", "adopt_refocus"): "race.board",
    ("team", "merge"): "race.team",
}
"""The page where what a signature stands under is read in full."""

_NOT_YOURS = Text("此操作不由您办理。", "This action is not yours to take.")
