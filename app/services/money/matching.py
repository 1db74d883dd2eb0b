"""Matching funds with their evidence; what the demand side pays, the demand side confirms, and what
was filed wrongly is taken back by a counter-entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.files.places import files_of
from app.models import Fund, MatchingFund, Organisation, Person, Project
from app.services import history
from app.services.door.turns import take_turn
from app.services.files.uploads import take_in
from app.services.money.funds import GROUNDS
from app.services.money.payments import look_again
from app.services.problems import Problems, alone
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role

SOURCES: dict[str, Text] = {
    "own": Text("单位自筹", "Unit's own funds"),
    "demander": Text("发榜单位出资", "Demand side's contribution"),
}


def sources_of(fund: Fund) -> dict[str, Text]:
    """Only an item of an open call has a demand side, without which nobody could confirm."""
    has_demander = fund.project.proposal.item_id is not None
    return {key: words for key, words in SOURCES.items() if has_demander or key == "own"}


def is_counted(project: Project) -> bool:
    """Whether money brought beside the award still means anything: what has ended without success,
    or is archived, is paid nothing more."""
    return project.state not in (*GROUNDS, "lapsed", "archived")


@dataclass(frozen=True, slots=True)
class MatchingDraft:
    """`unit` is whose money it is, or who has it from the demand side."""

    unit: Organisation
    source: str
    amount: int
    arrived_on: date


def file_matching(
    session: Session,
    fund: Fund,
    typed: MatchingDraft,
    evidence: BinaryIO,
    evidence_name: str,
    by: Person,
    now: datetime,
) -> MatchingFund | Rejected | Problems:
    """Own money counts at once, on the word and evidence of the unit's finance. A voucher counts
    once for a unit of a project, until its entry is reversed."""
    _go_alone(session)
    if not is_counted(fund.project):
        return alone(_ENDED)
    if typed.source not in sources_of(fund):
        return Problems({"source": _NO_DEMANDER})
    if typed.amount <= 0:
        return Problems({"amount": Text("金额须大于零。", "The amount must be above zero.")})
    if typed.arrived_on > local_date(now):
        return Problems(
            {
                "arrived_on": Text(
                    "到账日期不能晚于今天。", "The date received cannot be after today."
                )
            }
        )
    store = files_of(session.info["settings"])
    found = take_in(session, store, evidence, evidence_name, now)
    if isinstance(found, Rejected):
        return found
    if twin := _of_voucher(session, fund, typed.unit, found.sha256):
        return Problems({"evidence": _KNOWN.format(day=twin.arrived_on.isoformat())})
    is_own = typed.source == "own"
    row = MatchingFund(
        fund_id=fund.id,
        unit_id=typed.unit.id,
        source=typed.source,
        amount=typed.amount,
        arrived_on=typed.arrived_on,
        evidence_name=found.name,
        evidence_type=found.type.media_type,
        evidence_sha256=found.sha256,
        filed_by_id=by.id,
        filed_at=now,
        confirmed_by_id=by.id if is_own else None,
        confirmed_at=now if is_own else None,
    )
    row.fund, row.unit = fund, typed.unit
    session.add(row)
    session.flush()
    _note(session, row, "matching_filed", by, Role.UNIT_FINANCE, now)
    look_again(session, fund.project, now)
    return row


def _go_alone(session: Session) -> None:
    """Of two at once the second sees what the first has done, also where that is a move: what was
    read before may have become another."""
    take_turn(session)
    session.flush()
    session.expire_all()


def _of_voucher(
    session: Session, fund: Fund, unit: Organisation, sha256: str
) -> MatchingFund | None:
    return session.scalars(
        select(MatchingFund).where(
            MatchingFund.fund_id == fund.id,
            MatchingFund.unit_id == unit.id,
            MatchingFund.evidence_sha256 == sha256,
            MatchingFund.amount > 0,
            MatchingFund.id.not_in(_reversed()),
        )
    ).first()


def _reversed() -> Select[tuple[int]]:
    """The entries that a counter-entry has taken back."""
    corrected = MatchingFund.corrects_id
    return select(corrected).where(corrected.is_not(None))  # type: ignore[return-value]


def reverse(
    session: Session, row: MatchingFund, reason: str, by: Person, role: Role, now: datetime
) -> MatchingFund | Problems:
    """A counter-entry of the whole sum, dated as the entry it corrects; what is right is filed
    anew. Payments that the treasury does not have yet are checked against what is left."""
    _go_alone(session)
    if (refusal := why_not_reversed(session, row)) is not None:
        return refusal
    counter = MatchingFund(
        **{name: getattr(row, name) for name in _COPIED},
        amount=-row.amount,
        corrects_id=row.id,
        reason=reason,
        filed_by_id=by.id,
        filed_at=now,
        confirmed_by_id=by.id if row.confirmed_at else None,
        confirmed_at=now if row.confirmed_at else None,
    )
    counter.fund, counter.unit = row.fund, row.unit
    session.add(counter)
    session.flush()
    _note(session, counter, "matching_reversed", by, role, now)
    look_again(session, row.fund.project, now)
    return counter


def why_not_reversed(session: Session, row: MatchingFund) -> Problems | None:
    """An entry is taken back once, and a counter-entry never; neither once nothing is recorded."""
    if not is_counted(row.fund.project):
        return alone(_ENDED)
    if row.corrects_id is not None:
        return alone(_IS_COUNTER)
    return alone(_REVERSED) if _is_reversed(session, row) else None


def _is_reversed(session: Session, row: MatchingFund) -> bool:
    found = select(MatchingFund.id).where(MatchingFund.corrects_id == row.id)
    return session.scalar(found) is not None


def confirm(session: Session, row: MatchingFund, by: Person, now: datetime) -> Problems | None:
    _go_alone(session)
    if (refusal := why_not_reversed(session, row)) is not None:
        return refusal
    if row.confirmed_at is not None:
        return alone(
            Text("该笔配套已经确认。", "These matching funds have already been confirmed.")
        )
    row.confirmed_by_id, row.confirmed_at = by.id, now
    _note(session, row, "matching_confirmed", by, Role.DEMANDER, now)
    look_again(session, row.fund.project, now)
    return None


def _note(
    session: Session, row: MatchingFund, what: str, by: Person, role: Role, now: datetime
) -> None:
    """In the history of the fund, with the digest of the evidence."""
    given = {
        "source": row.source,
        "amount": str(row.amount),
        "arrived_on": row.arrived_on.isoformat(),
        "evidence": row.evidence_sha256,
        **({"reason": row.reason} if row.reason else {}),
    }
    history.note(session, row.fund, what, actor_id=by.id, role=role, now=now, given=given)


_COPIED = (
    *("fund_id", "unit_id", "source", "arrived_on"),
    *("evidence_name", "evidence_type", "evidence_sha256"),
)
_IS_COUNTER = Text("冲销记录不能再冲销。", "A reversal cannot be reversed.")
_REVERSED = Text("该笔配套已经冲销。", "These matching funds have already been reversed.")
_ENDED = Text(
    "项目已终止、撤销、未通过、放弃或归档，不再登记、确认或冲销配套资金。",
    "The project was terminated, revoked, failed, given up or archived, so matching "
    "funds can no longer be recorded, confirmed or reversed.",
)
_NO_DEMANDER = Text("本项目没有发榜单位。", "This project has no demand side.")
_KNOWN = Text(
    "这份凭证已登记过（到账日期 {day}），同一凭证只计一次。",
    "This voucher has already been recorded (received {day}). A voucher counts only once.",
)
