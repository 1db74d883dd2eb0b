"""What keeps a project that has ended from being archived: money whose end nobody has fixed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.models import Fund, Project
from app.services.cases import state_of
from app.services.money.dues import owed
from app.services.money.funds import fund_of
from app.services.money.shares import on_their_way
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.phases.fund.common import ARCHIVED, OVER


def open_money(session: Session, project: Project) -> tuple[Text, ...]:
    """What its units owe, and where its fund stands until that is settled, recovered, written off
    or referred. Of an award that was given up nothing was ever paid."""
    fund = fund_of(session, project)
    if fund is None or project.state == "lapsed" or fund.state in (*OVER, ARCHIVED):
        return ()
    return tuple(_left_open(session, fund))


def _left_open(session: Session, fund: Fund) -> Iterator[Text]:
    due = owed(session, fund)
    if due:
        yield Text("应退经费 {amount}", "{amount} to be paid back").format(amount=amount_text(due))
    if due or fund.settled_at is None:
        state = state_of(fund).label
        yield Text(
            "项目经费未结清（{state}）", "the project funds are not settled ({state})"
        ).format(state=state)


def unconfirmed_partners(session: Session, project: Project) -> tuple[Text, ...]:
    """With what the lead unit recorded as forwarded to each."""
    return tuple(
        Text("{unit}（{amount}）", "{unit} ({amount})").format(
            unit=share.unit.name, amount=amount_text(share.forwarding)
        )
        for share in on_their_way(session, project)
    )
