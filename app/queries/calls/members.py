"""What became of the mails by which the members of a proposal were asked to take part."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LEFT_UNDONE, Outbox, ProposalMember
from app.services.upkeep.faults import explained
from workflows.engine.text import Text


def undelivered(session: Session, members: Iterable[ProposalMember]) -> dict[int, Text]:
    """By the id of a member: why the mail did not arrive, where the server refused it."""
    keys = {member.asked_by: member.id for member in members if member.asked_by}
    failed = session.execute(
        select(Outbox.key, Outbox.job, Outbox.error).where(
            Outbox.key.in_(keys), Outbox.status.in_(LEFT_UNDONE)
        )
    )
    return {
        keys[key]: found.what
        for key, job, error in failed
        if (found := explained(job, error)) is not None
    }
