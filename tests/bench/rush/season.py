"""An open call with complete drafts, each of a leader of its own who is signed in already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.models import Call, Organisation, Person, Proposal
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
    session.commit()
    return [Entry(one.id, _cookie(app, one)) for one in made], of_call


def _unit(session: Session) -> Organisation:
    unit = organisation(session)
    admin: Person = person(session, organisation_id=unit.id)
    grant(session, admin, Role.UNIT_ADMIN, organisation_id=unit.id)
    return unit


def _cookie(app: Flask, one: Proposal) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    who = {"_user_id": f"{one.pi_id}:{one.pi.session_stamp}", "_fresh": True}
    return f"session={serializer.dumps(who)}"
