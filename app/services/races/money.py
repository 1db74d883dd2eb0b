"""The money of a race through the books: pool, stage shares, ring fence, prize, what returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    History,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Project,
    Race,
    Stage,
    Team,
)
from app.services.money import funds, ledger, payments
from app.services.money.ledger import Account
from app.services.money.positions import positions
from app.services.moves import Move
from app.services.races.finding import project_of
from workflows.engine.text import Text
from workflows.money.books import AccountKind, Purpose
from workflows.race.state import Money

_OF_RACE = (AccountKind.UNCOMMITTED, AccountKind.RING_FENCED, AccountKind.PRIZE)
_LEFT = ("eliminated", "closed_out", "merged", "withdrawn", "disqualified")
_LEAVING = ("eliminate", "dismiss_appeal", "merge", "withdraw", "disqualify")


@dataclass(frozen=True, slots=True)
class Books:
    """In 分. `uncommitted` holds the prize and what is ring-fenced too; `returned` has gone back to
    the treasury; `teams` by team id."""

    uncommitted: int
    returned: int
    teams: Mapping[int, Money]


def books_of(session: Session, race: Race) -> Books:
    """A fixed number of queries. Before the award a team has no account."""
    projects = {
        project.proposal_id: project
        for project in session.scalars(
            select(Project).where(Project.proposal_id.in_([t.proposal_id for t in race.teams]))
        )
    }
    stands = positions(session, list(projects.values()))
    late = _ordered_after_leaving(session, race, projects)
    teams = {}
    for team in race.teams:
        project = projects.get(team.proposal_id)
        if project is None:
            continue
        one = stands[project.id]
        teams[team.id] = Money(
            paid=one.paid,
            ordered=one.committed + one.ordered,
            spent=one.spent + one.lost,
            ring_fenced=team.ring_fenced,
            after_end=late.get(project.id, 0),
        )
    pooled = _balance(session, race)
    returned = given_back(session, race)
    return Books(race.pool if pooled is None else pooled, returned, teams)


def _balance(session: Session, race: Race) -> int | None:
    """None until the pool has been set up in the books."""
    total = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .where(
            LedgerAccount.kind.in_([kind.value for kind in _OF_RACE]),
            LedgerAccount.owner_id == race.id,
        )
    )
    return None if total is None else int(total)


def _ordered_after_leaving(
    session: Session, race: Race, projects: Mapping[int, Project]
) -> dict[int, int]:
    """By project: orders later than the move by which its team left, settlements apart (I6)."""
    found = {}
    for team in race.teams:
        project = projects.get(team.proposal_id)
        if project is None or team.state not in _LEFT:
            continue
        left_at = session.scalar(
            select(func.max(History.at)).where(
                History.case_kind == Team.kind,
                History.case_id == team.id,
                History.transition.in_(_LEAVING),
                History.target.in_(_LEFT),
            )
        )
        amount = session.scalar(
            select(func.sum(Payment.amount))
            .join(History, (History.case_kind == Payment.kind) & (History.case_id == Payment.id))
            .where(
                Payment.project_id == project.id,
                Payment.basis != "settlement",
                Payment.state != "cancelled",
                History.transition == "draft",
                History.at > left_at,
            )
        )
        found[project.id] = int(amount or 0)
    return found


def set_up_pool(session: Session, race: Race, move: Move) -> None:
    """The whole budget of the call becomes the pool of its race, the prize apart; once."""
    funds.book_budget(session, race.call, move)
    budget = Account(AccountKind.BUDGET, race.call_id)
    entries = {budget: -race.pool, _uncommitted(race): race.pool - race.prize}
    if race.prize:
        entries[Account(AccountKind.PRIZE, race.id)] = race.prize
    ledger.post(session, Purpose.POOL, entries, move, key=f"pool-race-{race.id}")


def open_fund(session: Session, race: Race, project: Project, move: Move) -> None:
    """A team's fund comes out of the pool of its race."""
    set_up_pool(session, race, move)
    funds.open_fund(session, project, move, source=_uncommitted(race))


def order_first(session: Session, team: Team, amount: int, move: Move) -> None:
    """The part of stage 1 on the signed contract: what the award committed, made up to the part."""
    project = _project(session, team)
    held = ledger.balance(session, Account(AccountKind.COMMITTED, project.id))
    funds.commit(session, project, max(0, amount - held), move)
    payments.order(
        session,
        project,
        basis="contract",
        case=project,
        amount=amount,
        move=move,
        label=_FIRST.format(lane=team.lane).zh,
    )


def order_share(session: Session, team: Team, basis: Stage, amount: int, move: Move) -> None:
    """A share of the next stage's pool, on the effective decision of the stage before."""
    project = _project(session, team)
    funds.commit(session, project, amount, move)
    payments.order(
        session,
        project,
        basis="stage",
        case=basis,
        amount=amount,
        move=move,
        label=_SHARE.format(stage=basis.number + 1, lane=team.lane).zh,
    )


def order_newcomer(session: Session, team: Team, amount: int, move: Move) -> None:
    """The share of a team that joins a running race: on its contract, or for one that has raced
    before on the last decision."""
    project = _project(session, team)
    held = ledger.balance(session, Account(AccountKind.COMMITTED, project.id))
    paid_before = any(p.basis == "contract" for p in payments_of(session, team))
    decided = next((s for s in reversed(team.race.stages) if s.decided_at is not None), None)
    basis, case = ("stage", decided) if paid_before and decided else ("contract", project)
    funds.commit(session, project, max(0, amount - held), move)
    payments.order(
        session,
        project,
        basis=basis,
        case=case,
        amount=max(amount, held),
        move=move,
        label=_NEWCOMER.format(lane=team.lane).zh,
    )


def ring_fence(session: Session, team: Team, amount: int, move: Move) -> None:
    """Kept for the team until its appeal is final (I7)."""
    team.ring_fenced = amount
    ledger.transfer(
        session,
        Purpose.FENCE,
        _uncommitted(team.race),
        _fence(team.race),
        amount,
        move,
        key=f"fence-team-{team.id}-{move.history.id}",
    )


def lift_fence(session: Session, team: Team, move: Move) -> int:
    """Back to the uncommitted pool; returns what was kept."""
    kept, team.ring_fenced = team.ring_fenced, 0
    ledger.transfer(
        session,
        Purpose.UNFENCE,
        _fence(team.race),
        _uncommitted(team.race),
        kept,
        move,
        key=f"unfence-team-{team.id}-{move.history.id}",
    )
    return kept


def settle(session: Session, team: Team, move: Move) -> None:
    """Whoever leaves keeps what it has spent; what is committed and not ordered returns, what is
    on its way is called back by its own moves, and what is in hand is refunded."""
    if team.ring_fenced:
        lift_fence(session, team, move)
    team.share = 0
    project = project_of(session, team)
    if project is not None:
        funds.release(session, project, move)


def order_prize(session: Session, team: Team, amount: int, move: Move) -> None:
    if not amount:
        return
    project = _project(session, team)
    ledger.transfer(
        session,
        Purpose.COMMIT,
        Account(AccountKind.PRIZE, team.race_id),
        Account(AccountKind.COMMITTED, project.id),
        amount,
        move,
        key=f"prize-team-{team.id}",
    )
    payments.order(
        session,
        project,
        basis="prize",
        case=team.race,
        amount=amount,
        move=move,
        label=_PRIZE.format(lane=team.lane).zh,
    )


def give_back(session: Session, race: Race, move: Move) -> None:
    """Everything no team has got goes back to the treasury."""
    treasury = Account(AccountKind.TREASURY, race.call.year)
    for kind in _OF_RACE:
        account = Account(kind, race.id)
        ledger.transfer(
            session,
            Purpose.RETURN,
            account,
            treasury,
            ledger.balance(session, account),
            move,
            key=f"return-{kind}-race-{race.id}-{move.history.id}",
        )


def given_back(session: Session, race: Race) -> int:
    """分 that have gone back to the treasury."""
    total = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerEntry.account_id == LedgerAccount.id)
        .join(LedgerTransaction, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            LedgerTransaction.purpose == Purpose.RETURN.value,
            LedgerAccount.kind.in_([kind.value for kind in _OF_RACE]),
            LedgerAccount.owner_id == race.id,
        )
    )
    return -int(total or 0)


def move_commitment(session: Session, source: Team, target: Team, move: Move) -> None:
    """What one team was promised and has not been ordered goes to the team it merges into."""
    gives, takes = _project(session, source), _project(session, target)
    promised = ledger.balance(session, Account(AccountKind.COMMITTED, gives.id))
    funds.release(session, gives, move)
    funds.commit(session, takes, promised, move)


def payments_of(session: Session, team: Team) -> list[Payment]:
    project = project_of(session, team)
    if project is None:
        return []
    rows = session.scalars(
        select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
    )
    return list(rows)


def _project(session: Session, team: Team) -> Project:
    project = project_of(session, team)
    assert project is not None, "a team that races has signed for its project"
    return project


def _uncommitted(race: Race) -> Account:
    return Account(AccountKind.UNCOMMITTED, race.id)


def _fence(race: Race) -> Account:
    return Account(AccountKind.RING_FENCED, race.id)


_FIRST = Text("任务书签订：第1节点经费（{lane}）", "stage 1 ({lane})")
_SHARE = Text("赛段结果生效：第{stage}节点经费（{lane}）", "stage {stage} ({lane})")
_NEWCOMER = Text("任务书签订：补入团队经费（{lane}）", "newcomer ({lane})")
_PRIZE = Text("冲线奖励：冲线奖励（{lane}）", "prize ({lane})")
