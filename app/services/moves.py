"""THE door: the only writer of states.

Lock the row, learn the roles and facts, decide, and write state, history and everything the move
causes in one transaction; the caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from app.asked import asking_once
from app.models import Case, History, Person
from app.services import history
from app.services.cases import case_id, key_of, load_case, place_at_start, state_of, workflow_of
from app.services.door.actors import By, actor_on
from app.services.door.pending_signatures import (
    clear_signatures,
    first_words,
    keep_signature,
    signed_other_ways,
    void_signatures,
)
from app.services.door.related import related
from app.services.door.timers import refresh_timers, renew_due
from app.services.door.turns import contend, go_beside, take_turn, wait_for_writers
from app.services.door.wiring import ACTS, CARRIERS, PROMISES
from app.services.facts import facts_of
from app.services.identity.proof import still_counts
from app.services.webhooks import line
from workflows.engine.decide import Awaiting, Refusals, Step, decide, has_changed
from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.facts import Actor
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Move:
    """A move being made: what the acts of `app.services.acts` are told."""

    history: History
    by: By
    actor_id: int | None
    now: datetime
    given: Mapping[str, str]
    authenticated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Who moves, when, what was typed with the move, and when the mover last gave a password."""

    by: By
    now: datetime
    given: Mapping[str, str]
    authenticated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    source: str
    target: str
    history_id: int


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature is recorded; `still` must sign before the case moves."""

    still: tuple[Role, ...]


class CascadeRefused(Exception):
    """What the move would cause is refused; the move is taken back."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__(refusals.reasons[0].reason.en)
        self.refusals = refusals


def begin(
    session: Session, case: Case, by: By, now: datetime, given: Mapping[str, str] | None = None
) -> History:
    """Put a new case into its first state and record who drafted it. What the move of somebody
    begins who has no part in it, such as a payment a panel orders, the system's hand begins."""
    place_at_start(case, now)
    session.add(case)
    session.flush()
    actor = actor_on(session, case, by, now)
    row = history.append(
        session,
        case,
        "draft",
        source="",
        target=case.state,
        actor_id=actor.person_id,
        role=min(actor.roles, default=Role.SYSTEM_CLOCK),
        now=now,
        given=given or {},
    )
    line.announce(session, row, now)
    refresh_timers(session, case, now)
    return row


def take(
    session: Session,
    case: Case,
    transition: str,
    by: By,
    *,
    now: datetime,
    given: Mapping[str, str] | None = None,
    authenticated_at: datetime | None = None,
    seen: int | None = None,
) -> Moved | Signed | Refusals:
    """Make a move, or sign for it, or say why not. Nothing is written when it is refused.

    Those who sign a move together sign the same words: whoever gives others signs these, and the
    earlier signatures are void. Whoever signs another way of the same hands has changed the mind.

    `authenticated_at` is when the mover last gave the password; a signature needs it fresh.
    `seen` is the newest history row of the case when the mover looked: a newer one refuses.

    Raises KeyError: the workflow has no move of that name.
    """
    session.flush()
    _wait_for_turn(session, case, transition)
    session.expire_all()  # what was read before our turn may have been moved by others
    turn = Turn(by, now, dict(given or {}), authenticated_at)
    return _fire(session, case, transition, turn, frozenset(), seen)


def _wait_for_turn(session: Session, case: Case, transition: str) -> None:
    wait_for_writers(session, (case,))
    if workflow_of(case).contends_for(transition) is None:
        take_turn(session)
    else:
        go_beside(session)


def _fire(
    session: Session,
    case: Case,
    transition: str,
    turn: Turn,
    lent: frozenset[Role],
    seen: int | None = None,
) -> Moved | Signed | Refusals:
    """`lent` is what a cascade adds to the roles of whoever started it."""
    locked = load_case(session, *key_of(case), lock=True)
    if locked is None:
        raise LookupError(f"{case.kind} {case_id(case)} does not exist")
    contend(session, locked, workflow_of(locked).contends_for(transition) or ())
    with asking_once(session):
        past = history.steps_of(session, locked)
        if seen is not None and history.newest_of(past) != seen:
            return Refusals((has_changed(state_of(locked)),))
        signed = first_words(session, locked, transition)
        differs = any(words != signed.get(key, "") for key, words in turn.given.items())
        turn = replace(turn, given=signed | dict(turn.given))
        actor = _actor_now(session, locked, turn, lent)
        trail = history.trail_of(session, locked, past)
        if differs:  # nobody has signed these words yet
            others = tuple(s for s in trail.signatures if s.transition != transition)
            trail = replace(trail, signatures=others)
        person = turn.by if isinstance(turn.by, Person) else None
        facts = facts_of(session, locked, turn.now, turn.given, person)
        verdict = decide(workflow_of(locked), locked.state, transition, actor, facts, trail)
    match verdict:
        case Refusals():
            return verdict
        case Awaiting():
            if differs:
                void_signatures(session, locked, transition)
            return _sign(session, locked, verdict, actor, turn)
        case Step() if verdict.transition.contends_for is not None:
            return _make(session, locked, verdict, actor, turn)  # moves no other case, no money
        case Step():
            return _make_or_take_back(session, locked, verdict, actor, turn, lent)


def _actor_now(session: Session, case: Case, turn: Turn, lent: frozenset[Role]) -> Actor:
    actor = actor_on(session, case, turn.by, turn.now)
    proven = still_counts(session, turn.authenticated_at, turn.now)
    return replace(actor, roles=actor.roles | lent, has_proven_identity=proven)


def _make_or_take_back(
    session: Session, case: Case, step: Step[Any], actor: Actor, turn: Turn, lent: frozenset[Role]
) -> Moved | Refusals:
    try:
        with session.begin_nested():
            moved = _make(session, case, step, actor, turn)
            if not lent:
                _must_be_kept(session, case, turn.now)
            return moved
    except CascadeRefused as refused:
        session.expire_all()
        return refused.refusals


def _must_be_kept(session: Session, case: Case, now: datetime) -> None:
    """What a race promises holds at every commit, whatever moved (I1-I10): asked once all that the
    move causes has been done."""
    if found := tuple(chain.from_iterable(kept(session, case, now) for kept in PROMISES)):
        raise CascadeRefused(Refusals(found))


def _sign(session: Session, case: Case, verdict: Awaiting[Any], actor: Actor, turn: Turn) -> Signed:
    name = verdict.transition.name
    assert actor.person_id is not None, "the system does not co-sign"
    for signature in signed_other_ways(session, case, verdict.transition, actor.person_id):
        session.delete(signature)
    keep_signature(session, case, name, actor.person_id, verdict.role, turn.given, turn.now)
    history.note(
        session,
        case,
        f"sign:{name}",
        actor_id=actor.person_id,
        role=verdict.role,
        now=turn.now,
        given=turn.given,
    )
    return Signed(verdict.still)


def _make(session: Session, case: Case, step: Step[Any], actor: Actor, turn: Turn) -> Moved:
    target = step.transition.target
    if target != step.source:
        case.state_entered_at = turn.now
    case.state = target
    case.workflow_version = workflow_of(case).version
    with session.no_autoflush:  # the case is written once, with what its acts do to it
        row = history.append(
            session,
            case,
            step.transition.name,
            source=step.source,
            target=target,
            actor_id=actor.person_id,
            role=step.role,
            now=turn.now,
            given=turn.given,
        )
        line.announce(session, row, turn.now)
    clear_signatures(session, case, step)
    move = Move(row, turn.by, actor.person_id, turn.now, turn.given, turn.authenticated_at)
    _carry_out(session, case, step, move)
    refresh_timers(session, case, turn.now)
    session.flush()
    return Moved(step.source, target, row.id)


def _carry_out(session: Session, case: Case, step: Step[Any], move: Move) -> None:
    for each in workflow_of(case).every_move:
        ACTS[each.act](session, case, move)
    is_due_known = False
    for number, effect in enumerate(step.transition.effects):
        tells = isinstance(effect, SendLetter | Notify)
        if tells and not is_due_known:
            # The term that is told begins with the state just entered, and may follow from an act.
            renew_due(case, facts_of(session, case, move.now, {}))
        is_due_known = tells
        match effect:
            case Apply(act):
                ACTS[act](session, case, move)
            case Cascade():
                _cascade(session, case, effect, move)
            case SendLetter() | Notify():
                CARRIERS[type(effect)](session, case, effect, move, number)


def _cascade(session: Session, case: Case, cascade: Cascade, move: Move) -> None:
    """In the name of whoever made the move above, with the system's hand lent for it. A case whose
    mechanism has no such move is not concerned."""
    for other in related(session, case, cascade.kind):
        if not workflow_of(other).has(cascade.transition):
            continue
        answer = take_along(session, other, cascade.transition, move)
        if cascade.strict and isinstance(answer, Refusals):
            raise CascadeRefused(answer)


def take_along(
    session: Session, case: Case, transition: str, move: Move
) -> Moved | Signed | Refusals:
    """Another case moves in the commit of `move` and in the name of whoever makes that, with the
    system's hand lent for it."""
    turn = Turn(move.by, move.now, dict(move.given), move.authenticated_at)
    return _fire(session, case, transition, turn, frozenset({Role.SYSTEM_CLOCK}))
