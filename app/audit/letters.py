"""A letter proves itself: what was decided, what was filed, its bytes and their signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from asn1crypto import x509
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.audit.fault import Fault
from app.canonical import canonical_json
from app.documents.sign import signature_report
from app.documents.stamps import Stamp, is_by_named, roots_of
from app.files.places import letters_of
from app.files.store import MissingFile, Store
from app.models import DocumentNumber, History, Letter
from app.services.history import said_by
from config import Settings
from workflows.engine.text import Text


def faults(session: Session, settings: Settings) -> Iterator[Fault | None]:
    """For each letter its first fault, or None."""
    store, roots = letters_of(settings), roots_of(settings)
    filed = _filed(session)
    query = select(Letter).options(joinedload(Letter.number)).order_by(Letter.id)
    for letter in session.scalars(query).all():
        reason = _of_record(letter, filed.get(letter.id)) or _of_file(letter, store, roots)
        yield Fault(_name(letter), reason) if reason else None


def number_faults(session: Session) -> Iterator[Fault | None]:
    """For each number: whether it is the next after the one before it, in its year."""
    order = (DocumentNumber.authority, DocumentNumber.year, DocumentNumber.serial)
    before = ("", 0, 0)
    for number in session.scalars(select(DocumentNumber).order_by(*order)).all():
        of_year = number.authority, number.year
        expected = before[2] + 1 if of_year == before[:2] else 1
        yield None if number.serial == expected else Fault(Text(number.text, number.text), _GAP)
        before = *of_year, number.serial


def _filed(session: Session) -> dict[int, str]:
    """By letter: the digest that the newest filing put on record."""
    moves = said_by(session, History.case_kind == Letter.kind, History.transition == "file")
    return {number: str(given.get("sha256")) for number, given in moves}


def _of_record(letter: Letter, filed: str | None) -> Text | None:
    if hashlib.sha256(canonical_json(letter.payload)).hexdigest() != letter.payload_digest:
        return _PAYLOAD
    if letter.sha256 != filed:
        return _NOT_AS_FILED
    return None


def _of_file(letter: Letter, store: Store, roots: Sequence[x509.Certificate]) -> Text | None:
    if letter.sha256 is None:
        return None
    try:
        with store.open(letter.sha256) as stream:
            pdf = stream.read()
    except MissingFile:
        return _GONE
    if hashlib.sha256(pdf).hexdigest() != letter.sha256:
        return _ALTERED
    report = signature_report(pdf, roots)
    if not (report.intact and report.valid):
        return _SIGNATURE
    return None if _is_as_recorded(report.stamp, letter, roots) else _STAMP


def _is_as_recorded(stamp: Stamp | None, letter: Letter, roots: Sequence[x509.Certificate]) -> bool:
    if stamp is None:
        return letter.stamped_at is None
    is_same = (stamp.at, stamp.by) == (letter.stamped_at, letter.stamped_by)
    return is_same and is_by_named(stamp, roots)


def _name(letter: Letter) -> Text:
    name = letter.number.text if letter.number else f"letter {letter.id}"
    return Text(name, name)


_PAYLOAD = Text("决定时定稿的内容被改动", "the content fixed at the decision was altered")
_NOT_AS_FILED = Text(
    "登记的文件不是归档时的那一份", "the registered file is not the one that was filed"
)
_GONE = Text("文件缺失", "the file is missing")
_ALTERED = Text("文件被改动", "the file was altered")
_SIGNATURE = Text("签章无效", "the signature is not valid")
_STAMP = Text(
    "时间戳与登记的不符，或不是所列机构的",
    "the timestamp differs from the recorded one, or was not issued by a listed authority",
)
_GAP = Text(
    "文号不连续：其前有文号被删除或改动",
    "document numbers are not consecutive: an earlier one was deleted or altered",
)
