"""What a list of experts' fees records, and what each expert is told of the own fee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.models import FeeLine, FeeList
from app.services.calls.programmes import title_of
from app.services.door.wiring import act
from app.services.fees import paying
from app.services.fees.accounts import with_account
from app.services.moves import Move
from app.services.telling.messages import tell_person
from workflows.engine.money import yuan_text
from workflows.parts.messages import MESSAGES


@act
def approve_fees(session: Session, fees: FeeList, move: Move) -> None:
    """Who has named no account is asked for it; nobody else waits for that."""
    fees.approved_at = move.now
    unpaid = [line for line in fees.lines if line.is_unpaid]
    known = with_account(session, unpaid)
    wanting = [line for line in unpaid if line.expert_id not in known]
    _tell(session, fees, wanting, "fee_account_wanted", move)


@act
def pay_fees(session: Session, fees: FeeList, move: Move) -> None:
    lines = paying.given_to_bank(fees)
    paying.pay(
        session, lines, date.fromisoformat(move.given["paid_on"]), move.given["batch_number"]
    )
    _tell(session, fees, lines, "fee_paid", move)


@act
def take_back_fees(session: Session, fees: FeeList, move: Move) -> None:
    lines = paying.chosen(fees, move.given["lines"])
    paying.take_back(session, lines, move.given["reason"])
    _tell(session, fees, lines, "fee_came_back", move)


@act
def give_up_fees(session: Session, fees: FeeList, move: Move) -> None:
    lines = paying.chosen(fees, move.given["lines"])
    paying.give_up(lines, move.given["reason"])
    _tell(session, fees, lines, "fee_given_up", move)


def _tell(
    session: Session, fees: FeeList, lines: Iterable[FeeLine], message: str, move: Move
) -> None:
    """Each the own fee; about nothing, since the list itself is not for experts."""
    for line in lines:
        wording = MESSAGES[message].format(
            title=title_of(fees.call),
            amount=yuan_text(line.net),
            day=move.given.get("paid_on", ""),
            reason=move.given.get("reason", ""),
        )
        key = f"{message}-{line.id}-{move.history.id}"
        person = line.expert.person
        tell_person(
            session,
            person,
            message,
            wording,
            key=key,
            about=None,
            now=move.now,
            history_id=move.history.id,
        )
