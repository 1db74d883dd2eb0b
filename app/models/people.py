"""Organisations, people, the roles they hold, and who is barred."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base


class Organisation(Base):
    """A legal person or authority; `recommender_id` is the authority it belongs to, `renamed_at`
    when its name last changed."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_city_name", "city", "name", "id"),)

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    city: Mapped[str] = mapped_column(String(40), default="")
    registered_on: Mapped[date | None]
    recommender_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    renamed_at: Mapped[datetime | None]
    is_recommender: Mapped[bool] = mapped_column(default=False)
    is_office: Mapped[bool] = mapped_column(default=False)

    recommender: Mapped[Organisation | None] = relationship(
        foreign_keys=[recommender_id], remote_side="Organisation.id"
    )
    merged_into: Mapped[Organisation | None] = relationship(
        foreign_keys=[merged_into_id], remote_side="Organisation.id"
    )


class Person(Base):
    """An account. The mail address is kept in lower case; the password as an argon2 hash. The unit
    is as the person says until it has confirmed that (`unit_confirmed_at`).

    `by_mail` maps topics of `workflows.parts.messages.topics` to words of `workflows.telling.WAYS`;
    `digest_since` is when the person first asked to be told of a topic once a day.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "name", "id"),)

    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    email_confirmed_at: Mapped[datetime | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    unit_confirmed_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(12), default="zh_Hans_CN")
    title: Mapped[str] = mapped_column(String(60), default="")
    degree: Mapped[str] = mapped_column(String(60), default="")
    born_on: Mapped[date | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    by_mail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest_since: Mapped[datetime | None] = mapped_column(index=True)

    organisation: Mapped[Organisation | None] = relationship()
    grants: Mapped[list[RoleGrant]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id"
    )


class UnitEntry(Base):
    """A unit that somebody asked to have entered, or that an administrator entered unasked; who
    decided, and what became of it: the unit, or why there is none."""

    __tablename__ = "unit_entry"
    __table_args__ = (
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decision_is_whole"),
        CheckConstraint(
            "(decided_at IS NULL) = (organisation_id IS NULL AND refusal = '')",
            name="outcome_is_whole",
        ),
    )

    name: Mapped[str] = mapped_column(String(200))
    unit_kind: Mapped[str] = mapped_column(String(40))
    credit_code: Mapped[str] = mapped_column(String(18))
    city: Mapped[str] = mapped_column(String(40), default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    refusal: Mapped[str] = mapped_column(Text, default="")

    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    organisation: Mapped[Organisation | None] = relationship()


class OrganisationChange(Base):
    """What an administrator changed of a unit, and why; `before` and `after` hold what differs."""

    __tablename__ = "organisation_change"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]

    by: Mapped[Person] = relationship()


class PersonMove(Base):
    """A person joined a unit, left one, or came from one into another with a merger."""

    __tablename__ = "person_move"
    __table_args__ = (
        CheckConstraint("from_id IS NOT NULL OR to_id IS NOT NULL", name="leads_somewhere"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    left: Mapped[Organisation | None] = relationship(foreign_keys=[from_id])
    joined: Mapped[Organisation | None] = relationship(foreign_keys=[to_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class RoleGrant(Base):
    """A role held on an organisation, a programme, a case, or (all empty) the whole office."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("(case_kind IS NULL) = (case_id IS NULL)", name="case_is_whole"),
        Index("ix_role_grant_case", "case_kind", "case_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    case_kind: Mapped[str | None] = mapped_column(String(40))
    case_id: Mapped[int | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])


class Token(Base):
    """A single-use secret sent by mail; only its digest is kept. One to answer an invitation with
    names it."""

    __tablename__ = "token"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"), index=True)


class Sanction(Base):
    """A person or unit barred for a time; rule set (`basis`) and article are kept with it (§3.10).

    What another authority decided has no `grade` of the ladder. `lifted_on` is the first day it no
    longer counts, before `ends_on`; the record stays.
    """

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)",
            name="one_subject_exactly",
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("(lifted_on IS NULL) = (lifted_by = '')", name="lifting_is_whole"),
    )

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[str] = mapped_column(Text)
    grade: Mapped[str] = mapped_column(String(20), default="")
    basis: Mapped[str] = mapped_column(String(300))
    article: Mapped[str] = mapped_column(String(100), default="")
    decided_by: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    lifted_on: Mapped[date | None]
    lifted_by: Mapped[str] = mapped_column(String(12), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("integrity_case.id"), unique=True)

    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
