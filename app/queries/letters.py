"""Letters, and the cases they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.roles import OFFICE_LETTER_READERS
from app.asked import Listed
from app.models import Acceptance, Appeal, Case, Letter, Project
from app.queries.project.accepting import accepted_again
from app.queries.sight.conditions import Condition, is_always, is_never
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES, case_id, load_case, proposal_of
from workflows.parts.letter import LETTERS, WALLED
from workflows.roles import Role

ABOUT = Listed(
    Letter,
    Letter.about_kind == bindparam("kind"),
    Letter.about_id == bindparam("case"),
    order=(Letter.id,),
    options=(joinedload(Letter.number),),
)


def letters_about(session: Session, *cases: Case) -> Sequence[Letter]:
    """Every letter about any of these cases; one query."""
    if len(cases) == 1:
        return ABOUT.of(session, kind=cases[0].kind, case=case_id(cases[0]))
    about = [
        and_(Letter.about_kind == case.kind, Letter.about_id == case_id(case)) for case in cases
    ]
    query = select(Letter).where(or_(*about)).options(*ABOUT.options)
    return session.scalars(query.order_by(*ABOUT.order)).all()


def letters_for(session: Session, roles: frozenset[Role], *cases: Case) -> Sequence[Letter]:
    """Those that whoever holds these roles on the cases may open."""
    found = letters_about(session, *cases)
    if roles & OFFICE_LETTER_READERS:
        return found
    return [letter for letter in found if not LETTERS[letter.letter_kind].is_for_office]


_AFTER_REVOCATION = ("revocation_decision", "appeal_decision", "refund_notice", "refund_demand")
"""They speak of the revocation, or of what follows from it."""
_APPEALABLE = (
    *("acceptance_failure", "termination_notice", "revocation_decision"),
    *("refund_notice", "refund_demand"),
)
"""What ended a project, or followed from that: an upheld appeal corrects it (J19)."""


def overtaken(session: Session, letter: Letter) -> str:
    """Why a letter that is genuine proves nothing any more: an appeal `corrected` it (J19), its
    project was `revoked`, which makes the award void from the start (J13), or was `accepted_again`
    (J18, J19). Else empty."""
    if letter.letter_kind in WALLED:
        return ""
    about = load_case(session, letter.about_kind, letter.about_id)
    proposal = proposal_of(about) if about is not None else None
    if proposal is None:
        return ""
    of_proposal = Project.proposal_id == proposal.id
    if letter.letter_kind in _APPEALABLE and _corrected(session, letter, of_proposal):
        return "corrected"
    if letter.letter_kind in _AFTER_REVOCATION:
        return ""
    if session.scalar(select(exists().where(of_proposal, Project.state == "revoked"))):
        return "revoked"
    if isinstance(about, Acceptance) and accepted_again(session, [about]):
        return "accepted_again"
    return ""


def _corrected(session: Session, letter: Letter, of_proposal: ColumnElement[bool]) -> bool:
    """Whether an appeal that was decided after the letter was made was upheld."""
    upheld = exists().where(
        Appeal.project_id == Project.id,
        of_proposal,
        Appeal.state == "upheld",
        Appeal.state_entered_at > letter.created_at,
    )
    return bool(session.scalar(select(upheld)))


def about_one(kind: str, condition: Condition) -> Condition:
    """Whether a letter is about a case of that kind, so joined as `SOURCES` says, that meets the
    condition. OFFSET keeps PostgreSQL from planning each of these a second time, as a hash."""
    if is_never(condition) or is_always(condition):
        return condition
    number: Any = CASES[kind].id
    found = SOURCES[kind].joined(select(number)).where(number == Letter.about_id, condition)
    return exists(found.offset(0).correlate(Letter))
