"""Whatever becomes of a project whose money is recovered, the books, what is owed and what was
granted agree (I3, R17, J19, J20)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.models import Appeal, History, Payment, Project
from app.services.cases import workflow_of
from app.services.money.dues import in_hand, owed
from app.services.money.parts import refunded_by_unit
from app.services.money.positions import granted, position
from app.services.money.reckoning import reckoned
from app.services.money.recovering import refundable
from app.services.money.verifying import verify
from app.services.moves import Signed
from tests.services.money import Funded
from tests.services.recoveries import ended, upheld
from tests.services.stage import Stage
from tests.services.test_books import ANSWERS, conserved
from workflows.phases.fund.defaulting import DEFAULTING
from workflows.phases.fund.recovering import RECOVERING
from workflows.phases.fund.reinstating import REINSTATING
from workflows.roles import SYSTEM_ROLES, Role

ENDINGS = ("terminated", "revoked", "failed", "concluded")
OF_RECOVERIES = frozenset({move.name for move in (*RECOVERING, *DEFAULTING, *REINSTATING)})


@pytest.fixture
def of(stage: Stage) -> Funded:
    """Half was paid and part of it spent; everybody is there who might do something."""
    for role in Role:
        if role not in SYSTEM_ROLES:
            stage.holder(role)
    return ended(stage, "terminated")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 999)), min_size=8, max_size=30))
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_order_of_recoveries_revivals_and_appeals_loses_money_or_gives_it_twice(
    stage: Stage, of: Funded, steps: list[tuple[int, int]]
) -> None:
    savepoint = stage.session.begin_nested()
    for kind, choice in steps:
        one_step(stage, of, kind, choice)
        agree(stage, of)
    assert verify(stage.session) is None
    savepoint.rollback()
    stage.session.expire_all()


def one_step(stage: Stage, of: Funded, kind: int, choice: int) -> None:
    """The project ends, races on or is corrected, or anybody tries a move of its money."""
    project, fund = of.project, of.fund
    if kind == 0 and project.state == "active":
        becomes(stage, project, ENDINGS[choice % len(ENDINGS)])
        for move in ("await_balance", "await_recovery"):
            stage.take(fund, move, Role.SYSTEM_CLOCK)
    elif kind == 1 and project.state == "terminated" and not appealed(stage, project):
        becomes(stage, project, "active")
        stage.take(fund, "go_on_after_balance", Role.SYSTEM_CLOCK)
    elif kind == 2 and project.state in ("terminated", "failed", "revoked"):
        if not appealed(stage, project):
            upheld(stage, of)
    elif kind == 3 and choice > 900:
        stage.take(project, "archive", Role.SYSTEM_CLOCK)
    else:
        some_move(stage, of, choice, of_recoveries=kind > 4)


def becomes(stage: Stage, project: Project, state: str) -> None:
    project.state, project.state_entered_at = state, stage.now
    stage.session.flush()


def appealed(stage: Stage, project: Project) -> bool:
    return bool(stage.session.scalar(select(Appeal.id).where(Appeal.project_id == project.id)))


def some_move(stage: Stage, of: Funded, choice: int, *, of_recoveries: bool) -> None:
    """What the end or the archiving of a project brings about comes with it, above."""
    of_project = select(Payment).where(Payment.project_id == of.project.id)
    newest = stage.session.scalars(of_project.order_by(Payment.id.desc())).first()
    case = of.fund if of_recoveries or newest is None or choice % 2 else newest
    moves = [t for t in workflow_of(case).leaving(case.state) if t.name not in BROUGHT_ABOUT]
    if of_recoveries:
        moves = [t for t in moves if t.name in OF_RECOVERIES]
    if not moves:
        return
    move = moves[choice // 2 % len(moves)]
    role = min(move.roles - {Role.SYSTEM_CLOCK}, default=Role.SYSTEM_CLOCK)
    by = of.treasurer if role is Role.UNIT_FINANCE else role
    if by not in SYSTEM_ROLES and isinstance(by, Role):
        by = stage.holder(by)
    most = refundable(stage.session, of.fund, in_hand(of.fund))
    amount = str(max(1, most // (1 + choice % 3)))
    answer = stage.take(case, move.name, by, **ANSWERS | SENT | {"amount": amount})
    if isinstance(answer, Signed):
        stage.take(case, move.name, stage.holder(role, "second"))


BROUGHT_ABOUT = ("await_balance", "await_recovery", "archive", "reinstate", "go_on_after_balance")
SENT = {"sent_on": "2026-03-02", "transfer": "TK-1"}


def agree(stage: Stage, of: Funded) -> None:
    conserved(stage, of)
    stands, session = position(stage.session, of.project), stage.session
    in_sums = select(granted()).where(Project.id == of.project.id)
    assert session.scalar(in_sums) == stands.granted
    assert owed(session, of.fund) >= 0
    told = reckoned(session, of.fund)
    if owed(session, of.fund):
        assert sum(amount for _, amount in told.lines) == told.owed
    given_back = sum(refunded_by_unit(session, of.project).values())
    assert 0 <= given_back <= stands.refunded
    again = select(Payment).where(Payment.basis == "appeal", Payment.state != "cancelled")
    assert sum(order.amount for order in session.scalars(again)) <= given_back
    assert stands.granted >= of.project.amount
    if of.project.state == "archived":
        assert stands.committed == stands.ordered == 0
        assert of.fund.state == "archived"
        assert not owed(session, of.fund) or was_referred(stage, of)


def was_referred(stage: Stage, of: Funded) -> bool:
    """To court or treasury, which go on collecting."""
    referred = select(History.id).where(
        History.case_kind == of.fund.kind,
        History.case_id == of.fund.id,
        History.transition == "refer",
    )
    return bool(stage.session.scalar(referred))
