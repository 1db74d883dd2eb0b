"""What became of the mails by which the members of a proposal were asked to take part."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Outbox, ProposalMember
from app.services.upkeep.faults import explained
from workflows.engine.text import Text


def mails_to(session: Session, members: Iterable[ProposalMember]) -> dict[int, Text | None]:
    """By member to whom a mail went: why it did not arrive, None unless the server refused it."""
    keys = {member.asked_by: member.id for member in members if member.asked_by}
    mails = session.execute(
        select(Outbox.key, Outbox.job, Outbox.status, Outbox.error).where(Outbox.key.in_(keys))
    )
    return {
        keys[key]: found.what
        if status == "failed" and (found := explained(job, error)) is not None
        else None
        for key, job, status, error in mails
    }
