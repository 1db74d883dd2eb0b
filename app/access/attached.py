"""Which files that were attached to a case somebody reads who holds these roles on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.access.roles import OFFICE
from app.models import Case, Evidence, Payment
from app.services.files import evidence
from workflows.roles import Role

_OF_RETURNS = OFFICE | {Role.FINANCE, Role.UNIT_FINANCE}


def readable(session: Session, case: Case, roles: frozenset[Role]) -> list[Evidence]:
    """In the order they came. The bank's note on a return names an account and what was wrong with
    it: it is the office's, and that unit's which was to receive the money."""
    if isinstance(case, Payment) and not _reads_returns(case, roles):
        return []
    return evidence.of_case(session, case)


def _reads_returns(payment: Payment, roles: frozenset[Role]) -> bool:
    """The finance of a payment is its payee's; its unit is the one that leads the project."""
    leads = payment.payee_id == payment.project.proposal.lead_unit_id
    return bool(roles & _OF_RETURNS) or (leads and Role.UNIT_ADMIN in roles)
