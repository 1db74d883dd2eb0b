"""Whatever is done with the money of a consortium, nothing is lost, nothing goes below zero, the
award is what was paid, is still to be paid or was released, and nothing is archived while money is
open (I3, §3.6, J20)."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models import Case, LedgerAccount, LedgerEntry, LedgerTransaction, Payment, Share
from app.services.door.actors import By
from app.services.door.offering import offers_to_all
from app.services.money import shares
from app.services.money.dues import dues
from app.services.money.payments import is_over
from app.services.money.positions import position
from app.services.money.verifying import verify
from app.services.moves import Moved
from tests.services.consortia import Consortium, arrived
from tests.services.stage import Stage
from tests.services.test_books import ANSWERS
from tests.services.test_books import conserved as books_hold
from tests.services.test_recovery_walks import ENDINGS, SENT, becomes, was_referred
from workflows.engine.model import Transition
from workflows.money.books import AccountKind, Purpose
from workflows.roles import SYSTEM_ROLES, Role

STEPS = 60
SELDOM = ("publish_accounts", "freeze", "hold_for_progress", "hold_for_verification", "cancel")
"""Moves that change no sum or that hold up all others."""


class Walk:
    """Somebody who may, makes a move of its money that is offered; the project ends and is
    archived, and time passes."""

    def __init__(self, stage: Stage, of: Consortium, seed: int) -> None:
        self.stage, self.of, self.luck = stage, of, Random(seed)
        self.made: list[str] = []

    def step(self) -> None:
        self.stage.session.commit()
        chance, project = self.luck.random(), self.of.project
        if chance < 0.06 and project.state == "active":
            self._ends(self.luck.choice((*ENDINGS, "passed")))
        elif chance < 0.1:
            self._taken(project, "archive", Role.SYSTEM_CLOCK)
        elif chance < 0.2:
            self.stage.at(self.stage.now + timedelta(days=self.luck.choice((2, 9, 40))))
        else:
            self._money_moves()

    def _ends(self, state: str) -> None:
        becomes(self.stage, self.of.project, state)
        for move in ("await_balance", "await_recovery"):
            self.stage.take(self.of.fund, move, Role.SYSTEM_CLOCK)
        self.made.append(state)

    def _money_moves(self) -> None:
        found = [
            (case, offer.transition)
            for case in self._cases()
            for offer in offers_to_all(self.stage.session, case, self.stage.now)
            if offer.is_open
        ]
        if self.luck.random() < 0.9:
            found = [one for one in found if one[1].name not in SELDOM]
        if found:
            case, move = self.luck.choice(found)
            by = self._hand(case, move)
            self._taken(case, move.name, by)
            for other in move.approvals:
                self._taken(case, move.name, self.stage.holder(other, "second"))

    def _cases(self) -> list[Case]:
        orders = select(Payment).where(Payment.project_id == self.of.project.id)
        every = self.stage.session.scalars(orders.order_by(Payment.id)).all()
        batches = [order.batch for order in every if order.batch is not None]
        return [self.of.fund, *self.of.shares, *every, *batches[-1:]]

    def _hand(self, case: Case, move: Transition[Any]) -> By:
        """Whose it is: of the lead unit, of the partner, or of the office."""
        role = min(move.roles - SYSTEM_ROLES)
        if role is Role.UNIT_FINANCE:
            return self.of.funded.treasurer
        if role is Role.PARTNER_FINANCE and isinstance(case, Share):
            return self.of.purses[self.of.shares.index(case)]
        return self.stage.holder(role, self.luck.choice(("first", "second")))

    def _taken(self, case: Case, move: str, by: By) -> None:
        given = {**ANSWERS, **SENT, "forwarded_on": "2026-03-02", "amount": str(self._sum(case))}
        answer = self.stage.take(case, move, by, **given)
        if isinstance(answer, Moved):
            self.made.append(f"{case.kind}.{move}")

    def _sum(self, case: Case) -> int:
        """All that the unit has, half of it, one 分, or one too many."""
        stands = position(self.stage.session, self.of.project)
        has = stands.in_hand or stands.spent
        if isinstance(case, Share):
            its = shares.standing(self.stage.session, case)
            has = its.held or its.spent
        return max(1, self.luck.choice((has, has, has // 2, 1, has + 1)))


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_moves_of_a_consortium_loses_money_or_leaves_some_open_in_the_archive(
    stage: Stage, seed: int
) -> None:
    of = arrived(stage)
    walk = Walk(stage, of, seed)
    for _ in range(STEPS):
        walk.step()
        agree(stage, of)
    assert verify(stage.session) is None, walk.made


def agree(stage: Stage, of: Consortium) -> None:
    session, stands = stage.session, position(stage.session, of.project)
    books_hold(stage, of.funded)
    each = [shares.standing(session, share) for share in of.shares]
    assert min(stands.with_partners, stands.spent_by_partners, stands.lost, stands.refunded) >= 0
    assert all(min(one.held, one.spent, one.to_forward, one.refunded) >= 0 for one in each)
    assert sum(one.held for one in each) == stands.with_partners
    assert sum(share.forwarding for share in of.shares) <= stands.in_hand
    assert min(dues(session, of.fund).values(), default=0) >= 0
    promised, released = moved(stage, of, Purpose.COMMIT), -moved(stage, of, Purpose.RELEASE)
    assert promised == stands.paid_in_all + stands.committed + stands.ordered + released
    if of.project.state == "archived":
        nothing_is_open(stage, of)


def moved(stage: Stage, of: Consortium, purpose: Purpose) -> int:
    """By all of this purpose, on the account of what is committed to the project."""
    total = stage.session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(
            LedgerAccount.kind == AccountKind.COMMITTED.value,
            LedgerAccount.owner_id == of.project.id,
            LedgerTransaction.purpose == purpose.value,
        )
    )
    return int(total or 0)


def nothing_is_open(stage: Stage, of: Consortium) -> None:
    session, stands = stage.session, position(stage.session, of.project)
    assert stands.committed == stands.ordered == 0
    assert {of.fund.state, *(share.state for share in of.shares)} == {"archived"}
    assert not any(share.forwarding for share in of.shares)
    orders = session.scalars(select(Payment).where(Payment.project_id == of.project.id))
    assert all(is_over(order) for order in orders)
    assert not sum(dues(session, of.fund).values()) or was_referred(stage, of.funded)
