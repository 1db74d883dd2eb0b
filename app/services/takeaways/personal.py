"""One's own data: what is kept of a person as such, and what the person did; nothing of others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from app.models import (
    ConsultationComment,
    CreditEntry,
    Expert,
    ExpertAbsence,
    ExpertTie,
    ExpertUnit,
    Factor,
    FeeLine,
    History,
    Message,
    OutsideIdentity,
    Person,
    PersonMove,
    Pledge,
    Proposal,
    ProposalMember,
    Review,
    RoleGrant,
    SignIn,
)
from app.queries.attention.inbox import reached
from app.queries.books.fees import own_lines
from app.services.dossier.contents import Entry
from app.services.experts.expert_profile import expert_of
from app.services.fees.accounts import own_account


def entries_of(session: Session, person: Person, now: datetime) -> list[Entry]:
    """A JSON file for each kind of record: a list of its rows, moments in UTC, money in 分."""
    kept = {
        name: [_plain(row, columns) for row in _rows(session, model, of)]
        for name, model, of, columns in _kept_of(person, now)
    }
    kept["account_for_fees"] = list(_account(session, person))
    return [Entry("", f"{name}.json", _json(rows)) for name, rows in kept.items()]


def _account(session: Session, person: Person) -> Iterator[dict[str, Any]]:
    """Kept encrypted, and the expert's own to read."""
    expert = expert_of(session, person)
    if expert is not None and (account := own_account(session, expert)) is not None:
        yield asdict(account)


def _kept_of(person: Person, now: datetime) -> Iterator[tuple[str, Any, ColumnElement[bool], str]]:
    """Name of the file, table, which rows, and the columns. Digests of secrets stay here; what an
    official found out about a conflict is told on the page of the case, or not at all; a message
    that an officer may still stop has not been told yet."""
    me = person.id
    expert = select(Expert.id).where(Expert.person_id == me).scalar_subquery()
    yield "account", Person, Person.id == me, _ACCOUNT
    yield "roles", RoleGrant, RoleGrant.person_id == me, _ROLES
    yield "units", PersonMove, PersonMove.person_id == me, "from_id to_id at reason"
    yield "sign_ins", SignIn, SignIn.person_id == me, _SIGN_INS
    yield "second_factors", Factor, Factor.person_id == me, "kind name added_at used_at"
    bound = OutsideIdentity.person_id == me
    yield "single_sign_on", OutsideIdentity, bound, "issuer subject bound_at"
    told = and_(*reached(person.id, now))
    yield "messages", Message, told, _MESSAGES
    yield "pledges", Pledge, Pledge.person_id == me, _PLEDGES
    yield "proposals_led", Proposal, Proposal.pi_id == me, _PROPOSALS
    yield "memberships", ProposalMember, ProposalMember.person_id == me, _MEMBERS
    yield "expert", Expert, Expert.person_id == me, _EXPERT
    yield "expert_units", ExpertUnit, ExpertUnit.expert_id == expert, "organisation_id since until"
    yield "expert_absences", ExpertAbsence, ExpertAbsence.expert_id == expert, "since until"
    declared = (ExpertTie.expert_id == expert) & (ExpertTie.source == "declared")
    yield "declared_ties", ExpertTie, declared, "kind name title on recorded_at"
    yield "credit", CreditEntry, CreditEntry.expert_id == expert, "kind points reason recorded_at"
    yield "fees", FeeLine, FeeLine.id.in_(_fees_of(person)), _FEES
    yield "reviews", Review, Review.expert_id == expert, _REVIEWS
    yield "comments", ConsultationComment, ConsultationComment.sent_by_id == me, _COMMENTS
    yield "moves", History, History.actor_id == me, _MOVES


def _fees_of(person: Person) -> Select[Any]:
    """Ids of the lines that the expert's own page shows."""
    return (
        own_lines(person).with_only_columns(FeeLine.id, maintain_column_froms=True).order_by(None)
    )


def _rows(session: Session, model: Any, of: ColumnElement[bool]) -> Iterator[Any]:
    yield from session.scalars(select(model).where(of).order_by(model.id))


def _plain(row: Any, columns: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", *columns.split())}


def _json(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1, default=_spelled).encode()


def _spelled(value: object) -> str:
    """Raises TypeError: of a kind that no column has."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no spelling in JSON")


_ACCOUNT = (
    "name email email_confirmed_at organisation_id unit_confirmed_at locale title degree born_on "
    "is_active created_at by_mail digest_since"
)
_ROLES = "role organisation_id programme_id case_kind case_id granted_at ends_at"
_SIGN_INS = "address browser with_factor began_at expires_at ended_at ending"
_MESSAGES = "subject body subject_en body_en goes_at read_at mailed_at"
_PLEDGES = "moment text_version about_kind about_id made_at"
_PROPOSALS = "number title state requested matching"
_MEMBERS = "proposal_id name email unit_name duty months"
_EXPERT = "type region fields is_senior load_most is_available qualification keywords removed_at"
_REVIEWS = "scores comments overall recommends total signed_at"
_FEES = "list_id files half_days net tax gross paid_on given_up"
_COMMENTS = "call_id receipt_code part text sender contact filed_at summary outcome reason"
_MOVES = "case_kind case_id transition source target role at given"
