"""Letters that could not be made, on the home page of whoever answers for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, cast, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import History, Letter, Outbox, Person
from app.queries.letters import about_one
from app.queries.sight.conditions import Condition, both, either, unless
from app.queries.sight.seeing import Sight
from workflows.hands import OFFICER, SUPERVISOR
from workflows.parts.letter import WALLED

_SHOWN_MOST = 20


def failed_letters_of(
    session: Session, kinds: Sequence[str], sight: Sight, person: Person
) -> Sequence[Letter]:
    """That this person ordered, or the clock did, or somebody who is here no more, on a case of
    theirs as its officer, and nobody has made again or voided yet; oldest first. `kinds` of cases
    are those about which any failed, as a rule none."""
    if not kinds:
        return ()
    is_theirs = either(*(_is_about_a_case_of(sight, kind) for kind in kinds))
    nobody_ordered = or_(History.actor_id.is_(None), Person.is_active.is_(False))
    return session.scalars(
        select(Letter)
        .join(Outbox, Outbox.key == literal("letter-").concat(cast(Letter.id, String)))
        .join(History, History.id == Outbox.history_id)
        .outerjoin(Person, Person.id == History.actor_id)
        .where(
            Letter.state == "failed",
            either(History.actor_id == person.id, both(nobody_ordered, is_theirs)),
        )
        .options(joinedload(Letter.number))
        .order_by(Letter.id)
        .limit(_SHOWN_MOST)
    ).all()


def _is_about_a_case_of(sight: Sight, kind: str) -> Condition:
    """As `upkeep.failed_letters` tells them: what is walled in, supervision alone."""
    is_walled = Letter.letter_kind.in_(sorted(WALLED))
    return both(
        Letter.about_kind == kind,
        either(
            both(unless(is_walled), about_one(kind, sight.holds(kind, OFFICER))),
            both(is_walled, about_one(kind, sight.holds(kind, SUPERVISOR))),
        ),
    )
