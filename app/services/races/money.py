"""What moves the money of a race: pool, stage shares, ring fence, prize, what returns."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Project, Race, Stage, Team
from app.services.money import funds, ledger, payments
from app.services.money.ledger import Account
from app.services.moves import Move
from app.services.races.books import payments_of
from app.services.races.finding import project_of
from workflows.engine.text import Text
from workflows.money.books import OF_RACE, AccountKind, Purpose


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
        label=_FIRST.format(lane=team.lane),
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
        label=_SHARE.format(stage=basis.number + 1, lane=team.lane),
    )


def held_by(session: Session, team: Team) -> int:
    """分 committed to the team and not yet ordered."""
    return ledger.balance(session, Account(AccountKind.COMMITTED, _project(session, team).id))


def order_newcomer(session: Session, team: Team, amount: int, move: Move) -> None:
    """The share of a team that joins a running race: on its contract, or for one that has raced
    before on the last decision."""
    project = _project(session, team)
    held = held_by(session, team)
    paid_before = any(p.basis == "contract" for p in payments_of(session, team))
    decided = team.race.last_decided
    basis, case = ("stage", decided) if paid_before and decided else ("contract", project)
    funds.commit(session, project, max(0, amount - held), move)
    payments.order(
        session,
        project,
        basis=basis,
        case=case,
        amount=max(amount, held),
        move=move,
        label=_NEWCOMER[basis].format(lane=team.lane),
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
        label=_PRIZE.format(lane=team.lane),
    )


def give_back(session: Session, race: Race, move: Move, keep: int) -> None:
    """Everything no team has got goes back to the treasury, but for what appeals may win back."""
    treasury = Account(AccountKind.TREASURY, race.call.year)
    for kind in OF_RACE:
        account = Account(kind, race.id)
        kept = keep if account == _uncommitted(race) else 0
        ledger.transfer(
            session,
            Purpose.RETURN,
            account,
            treasury,
            max(0, ledger.balance(session, account) - kept),
            move,
            key=f"return-{kind}-race-{race.id}-{move.history.id}",
        )


def hand_over(session: Session, source: Team, target: Team, move: Move) -> int:
    """What one team was promised and not paid is ordered for the team it merges into (R12);
    returns the amount in 分."""
    gives, takes = _project(session, source), _project(session, target)
    promised = ledger.balance(session, Account(AccountKind.COMMITTED, gives.id))
    funds.release(session, gives, move)
    funds.commit(session, takes, promised, move)
    payments.order(
        session,
        takes,
        basis="merger",
        case=source,
        amount=promised,
        move=move,
        label=_MERGER.format(source=source.lane, lane=target.lane),
    )
    return promised


def _project(session: Session, team: Team) -> Project:
    project = project_of(session, team)
    assert project is not None, "a team that races has signed for its project"
    return project


def _uncommitted(race: Race) -> Account:
    return Account(AccountKind.UNCOMMITTED, race.id)


def _fence(race: Race) -> Account:
    return Account(AccountKind.RING_FENCED, race.id)


_FIRST = Text("任务书签订：第1节点经费（{lane}队）", "Contract signed: stage 1 funds (team {lane})")
_SHARE = Text(
    "节点结论生效：第{stage}节点经费（{lane}队）",
    "Stage outcome in force: stage {stage} funds (team {lane})",
)
_NEWCOMER = {
    "contract": Text(
        "任务书签订：补入团队经费（{lane}队）",
        "Contract signed: funds for joining team ({lane})",
    ),
    "stage": Text("恢复参赛：补入团队经费（{lane}队）", "Revived: funds for joining team ({lane})"),
}
_MERGER = Text(
    "团队并入：{source}队结转经费（{lane}队）",
    "Team merged: funds carried over from team {source} (team {lane})",
)
_PRIZE = Text("冲线奖励（{lane}队）", "Finish-line prize (team {lane})")
