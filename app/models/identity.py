"""How people prove who they are: sign-ins, second factors, recovery codes, wrong tries, access
given back and roles given by two officials."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person


class SignIn(Base):
    """One sign-in at one browser. Its cookie holds a secret, this row the digest; `device` is the
    digest of the browser's lasting cookie. `provider_session` is there for one that came through a
    provider: its name of the session, or nothing. `ending` says why it is over."""

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ending = '')", name="ending_is_whole"),
        CheckConstraint("ending IN ('', 'left', 'revoked', 'changed')", name="ending_known"),
        Index("ix_sign_in_person_device", "person_id", "device"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(200))
    with_factor: Mapped[bool]
    provider_session: Mapped[str | None] = mapped_column(String(255))
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(String(10), default="")

    person: Mapped[Person] = relationship()


class Factor(Base):
    """A second factor. TOTP: `secret` is encrypted and `counter` the last time step used. Passkey:
    `secret` is the public key and `counter` the authenticator's own count."""

    __tablename__ = "factor"
    __table_args__ = (
        CheckConstraint("kind IN ('totp', 'passkey')", name="kind_known"),
        CheckConstraint("(kind = 'passkey') = (credential IS NOT NULL)", name="passkey_is_whole"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    credential: Mapped[str | None] = mapped_column(String(1400), unique=True)
    secret: Mapped[str] = mapped_column(Text)
    counter: Mapped[int] = mapped_column(BigInteger, default=0)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OutsideIdentity(Base):
    """Whom a provider of single sign-on means by `subject`: one person, and for good."""

    __tablename__ = "outside_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("person_id", "issuer"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    bound_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """A code that stands in for a lost factor once; only its digest is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class WrongTries(Base):
    """Failures of one kind of try from one place; `key` is a digest, so that no address is kept."""

    __tablename__ = "wrong_tries"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)


class AccessRequest(Base):
    """Somebody who lost password and factors is let in again: asked for by one official, decided by
    another."""

    __tablename__ = "access_request"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("asked_by_id <> person_id", name="asked_by_another"),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> person_id", name="decided_by_another"
        ),
        CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL) "
            "AND (decided_at IS NULL) = (is_granted IS NULL)",
            name="decision_is_whole",
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    is_granted: Mapped[bool | None]

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    asked_by: Mapped[Person] = relationship(foreign_keys=asked_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)


class RoleProposal(Base):
    """A role of the office that one administrator proposed for somebody: it is no grant, and gives
    no right, until another official confirms it. What `lapses_at` has passed undecided has lapsed;
    a refusal has its `reason`; `grant_id` is what a confirmed one became. What ended with neither
    was withdrawn by its proposer."""

    __tablename__ = "role_proposal"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> person_id", name="decided_by_another"
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_at IS NOT NULL", name="decided_then"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("role_grant.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)

    @property
    def is_confirmed(self) -> bool:
        return self.grant_id is not None

    @property
    def is_withdrawn(self) -> bool:
        return self.decided_at is not None and not self.is_confirmed and self.decided_by_id is None
