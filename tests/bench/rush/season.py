"""An open call with complete drafts, each of a leader of its own who is signed in already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.models import Call, Organisation, Person, Proposal
from app.services.identity.proof import Origin
from app.services.identity.sign_ins import begin
from tests.factories import call, grant, organisation, person, proposal
from workflows.parameters import DEFAULTS
from workflows.roles import Role

_UNITS = 40


@dataclass(frozen=True, slots=True)
class Entry:
    proposal_id: int
    cookie: str


def settle(app: Flask, session: Session, count: int, now: datetime) -> tuple[list[Entry], Call]:
    """Units may apply without limit, so that only the close refuses, which comes tomorrow."""
    rules = DEFAULTS | {"unit_per_call_most": 50, "lead_per_call_most": 10}
    of_call = call(
        session,
        rules=rules,
        open_at=now - timedelta(days=40),
        close_at=now + timedelta(days=1),
        recommend_until=now + timedelta(days=6),
    )
    units = [_unit(session) for _ in range(max(_UNITS, count // 40))]
    made = [proposal(session, call=of_call, lead_unit=units[n % len(units)]) for n in range(count)]
    entries = [Entry(one.id, _cookie(app, session, one, now)) for one in made]
    session.commit()
    return entries, of_call


def _unit(session: Session) -> Organisation:
    unit = organisation(session)
    admin: Person = person(session, organisation_id=unit.id)
    grant(session, admin, Role.UNIT_ADMIN, organisation_id=unit.id)
    return unit


def _cookie(app: Flask, session: Session, one: Proposal, now: datetime) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    origin = Origin("127.0.0.1", f"device of {one.pi_id}", "bench")
    secret = begin(session, one.pi, origin, now, with_factor=False)
    return f"session={serializer.dumps({'_user_id': secret, '_fresh': True})}"
