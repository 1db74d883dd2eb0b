"""Who is signed in now: the newest of each kind of reader, by the digest of the sign-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.models import Expert, Proposal, RoleGrant, SignIn
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with a draft, and the call it is for."""

    digest: str
    proposal: int
    call: int


@dataclass(frozen=True, slots=True)
class Present:
    """`holders` lacks the roles that nobody holds who is signed in."""

    writer: Writer | None
    holders: Mapping[Role, str]
    expert: str | None


def present(session: Session, roles: Sequence[Role], now: datetime) -> Present:
    live = (SignIn.ended_at.is_(None), SignIn.expires_at > now)

    def newest(*columns: Any) -> Select[Any]:
        return select(SignIn.digest, *columns).where(*live).order_by(SignIn.id.desc()).limit(1)

    def holder(role: Role) -> str | None:
        holds = exists().where(RoleGrant.person_id == SignIn.person_id, RoleGrant.role == role)
        found: str | None = session.scalar(newest().where(holds))
        return found

    drafts = newest(Proposal.id, Proposal.call_id).join(
        Proposal, Proposal.pi_id == SignIn.person_id
    )
    draft = session.execute(drafts.where(Proposal.state == "draft")).first()
    is_expert = exists().where(Expert.person_id == SignIn.person_id)
    return Present(
        writer=None if draft is None else Writer(*draft),
        holders={role: found for role in roles if (found := holder(role)) is not None},
        expert=session.scalar(newest().where(is_expert)),
    )
