"""What speaks against somebody who comes to the team of a running project (§3.9)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Person, Proposal, Sanction
from app.services.eligibility.engaged import beyond_a_year
from app.services.eligibility.integrity import barred_on
from app.services.races.entering import rivals_of
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


def joining_problems(
    session: Session, proposal: Proposal, person: Person, months: int | None, now: datetime
) -> tuple[Text, ...]:
    """Nobody is on two teams of a race, joins while barred, or gives more than a year has."""
    return (
        *rivals_of(session, person, proposal),
        *beyond_a_year(session, proposal, person, months),
        *barred_on(session, Sanction.person_id == person.id, local_date(now)),
    )
