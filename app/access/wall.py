"""Integrity cases are walled off: for whom one exists at all (domain §3.10)."""

from __future__ import annotations

from app.models import IntegrityCase, Person
from workflows.roles import Role

INSIDE = frozenset({Role.SUPERVISOR, Role.DISCIPLINE})
"""Know of every case, from the clue on; of a case against themselves or their unit they do not."""


def office_inside(case: IntegrityCase, person: Person) -> frozenset[Role]:
    """The roles of the office that count on this case for this person; deciding comes last."""
    if _concerns(case, person):
        return frozenset()
    return INSIDE | ({Role.DECISION_MAKER} if case.referred_at is not None else frozenset())


def _concerns(case: IntegrityCase, person: Person) -> bool:
    if case.subject_person_id == person.id:
        return True
    return case.subject_unit_id is not None and case.subject_unit_id == person.organisation_id
