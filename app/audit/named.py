"""Which stored files the database names: what a backup must hold, and what an audit looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, String, case, cast, literal, select
from sqlalchemy.orm import Session

from app.files.places import store_at
from app.files.store import MissingFile, digest_of, place_of
from app.models import (
    Attachment,
    Base,
    FileScan,
    Letter,
    Proposal,
    Takeaway,
    TreasuryReturn,
    UploadPart,
)
from config import Settings

_NOT_KEPT = (FileScan, Takeaway, UploadPart)
"""A scan's file may lie in the quarantine, a takeaway's goes after a week, and the parts of an
upload that no form has taken lie apart for a day."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """`folder` is the place of its store; `by` is the first row that names the file."""

    folder: str
    sha256: str
    by: str

    @property
    def place(self) -> Path:
        return Path(self.folder) / place_of(self.sha256)


def named_files(session: Session) -> Iterator[NamedFile]:
    """Each file once. One that was found infected lies in quarantine and is left out."""
    infected = set(session.scalars(select(FileScan.sha256).where(FileScan.state == "infected")))
    seen: set[tuple[str, str]] = set()
    for table, query in sorted(_queries(), key=lambda one: one[0]):
        for number, sha256, folder in session.execute(query):
            if sha256 and sha256 not in infected and (folder, sha256) not in seen:
                seen.add((folder, sha256))
                yield NamedFile(folder, sha256, f"{table} {number}")


def is_whole(settings: Settings, named: NamedFile) -> bool:
    """Whether the file is there and holds what its name says."""
    try:
        with store_at(settings, named.folder).open(named.sha256) as stream:
            return digest_of(stream) == named.sha256
    except MissingFile:
        return False


def _queries() -> Iterator[tuple[str, Select[Any]]]:
    """Of every table that names files: id, digest and folder."""
    for mapper in Base.registry.mappers:
        model: Any = mapper.class_
        if model in _NOT_KEPT:
            continue
        for column in mapper.columns:
            if column.key == "sha256" or column.key.endswith("_sha256"):
                yield model.__tablename__, _query(model, column)


def _query(model: Any, digest: Any) -> Select[Any]:
    folder: Any = literal("letters" if model is Letter else "files")
    query = select(model.id, digest, folder).order_by(model.id)
    if model is TreasuryReturn:  # those without a size were read before files were kept
        return query.where(TreasuryReturn.size.is_not(None))
    if model is not Attachment:
        return query
    # A bid keeps its files to itself (app/services/proposals/attachments.py).
    of_bid = literal("bids/").concat(cast(Proposal.id, String))
    folder = case((Proposal.item_id.is_(None), folder), else_=of_bid)
    return (
        select(Attachment.id, digest, folder)
        .join(Proposal, Proposal.id == Attachment.proposal_id)
        .order_by(Attachment.id)
    )
