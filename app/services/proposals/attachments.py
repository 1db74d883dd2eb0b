"""Files of a proposal: judged by content, stored by digest, named as the call asks."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.files.places import bid_files_of, files_of
from app.files.store import Store
from app.models import Attachment, Person, Proposal
from app.services.files.uploads import take_in
from app.services.problems import Problems, alone
from app.services.proposals.drafting import may_edit
from config import Settings
from workflows.engine.text import Text


def store_for(settings: Settings, proposal: Proposal) -> Store:
    return files_of(settings) if proposal.item_id is None else bid_files_of(settings, proposal.id)


def attach(
    session: Session,
    proposal: Proposal,
    key: str,
    stream: BinaryIO,
    name: str,
    *,
    by: Person,
    now: datetime,
) -> Attachment | Rejected | Problems:
    """A file for what the call asks under `key`; an earlier one of the same key is replaced."""
    if not may_edit(proposal, "attachments"):
        return alone(_SUBMITTED)
    settings: Settings = session.info["settings"]
    beside = [a.size for a in proposal.attachments]
    found = take_in(session, store_for(settings, proposal), stream, name, now, beside)
    if isinstance(found, Rejected):
        return found
    proposal.attachments[:] = [a for a in proposal.attachments if a.key != key or key == "other"]
    attachment = Attachment(
        key=key,
        name=found.name,
        media_type=found.type.media_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    proposal.attachments.append(attachment)
    session.flush()
    return attachment


def detach(session: Session, proposal: Proposal, attachment_id: int) -> Text | None:
    """Why not, if not."""
    if not may_edit(proposal, "attachments"):
        return _SUBMITTED
    removed = next((a for a in proposal.attachments if a.id == attachment_id), None)
    if removed is None:
        return _REMOVED_ALREADY
    proposal.attachments.remove(removed)
    session.flush()
    return None


_REMOVED_ALREADY = Text("该附件已不在。", "This attachment has already been removed.")
_SUBMITTED = Text(
    "申报书已提交，不能再更换附件。",
    "The proposal has been submitted, so attachments can no longer be changed.",
)
