"""I3, I6 and I7: money is conserved, the dead are not paid, what is pending is protected."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.state import RaceState
from workflows.race.words import Appeal, TeamIs


def money_leaks(state: RaceState) -> Iterator[Text]:
    """I3."""
    committed = sum(team.money.committed for team in state.teams)
    if state.pool != state.uncommitted + committed:
        yield _SUM.format(
            pool=amount_text(state.pool),
            uncommitted=amount_text(state.uncommitted),
            committed=amount_text(committed),
            total=amount_text(state.uncommitted + committed),
        )
    if state.free < 0 or state.uncommitted < 0:
        yield _OVERDRAWN.format(
            uncommitted=amount_text(state.uncommitted), fenced=amount_text(state.ring_fenced)
        )
    for team in state.teams:
        money = team.money
        if min(money.paid, money.ordered, money.spent, money.ring_fenced, money.unspent) < 0:
            yield _NEGATIVE.format(
                team=team.name,
                paid=amount_text(money.paid),
                ordered=amount_text(money.ordered),
                spent=amount_text(money.spent),
                fenced=amount_text(money.ring_fenced),
            )


def orders_to_the_dead(state: RaceState) -> Iterator[Text]:
    """I6."""
    for team in state.teams:
        if team.money.after_end:
            yield _AFTER_END.format(team=team.name, amount=amount_text(team.money.after_end))


def pending_unprotected(state: RaceState) -> Iterator[Text]:
    """I7: the slot as long as the appeal is open, the share as long as the team is pending."""
    for team in state.teams:
        pending = team.state is TeamIs.ELIM_PENDING
        if team.appeal is Appeal.OPEN and not pending:
            yield _SLOT_LOST.format(team=team.name)
        shared = pending and state.paid_through > team.stood_at
        due = team.share if shared else 0
        if team.money.ring_fenced != due:
            yield _SHARE_LOST.format(
                team=team.name, fenced=amount_text(team.money.ring_fenced), due=amount_text(due)
            )


_SUM = Text(
    "账不平：总额 {pool}，未分配 {uncommitted} + 已安排 {committed} = {total}",
    "the account does not balance: total {pool}, uncommitted {uncommitted} + committed {committed}"
    " = {total}",
)
_OVERDRAWN = Text(
    "未分配 {uncommitted}，少于申诉期留存 {fenced}",
    "uncommitted {uncommitted} is less than ring-fenced {fenced}",
)
_NEGATIVE = Text(
    "{team} 队账上出现负数：已付 {paid}、在途 {ordered}、已用 {spent}、预留 {fenced}",
    "an amount for {team} is negative: paid {paid}, ordered {ordered}, spent {spent}, ring-fenced "
    "{fenced}",
)
_AFTER_END = Text(
    "{team} 队退出后仍被安排 {amount}", "{amount} was ordered for {team} after it had left"
)
_SLOT_LOST = Text(
    "{team} 队申诉未决，名额却未保留", "{team} has an open appeal but its place was not kept"
)
_SHARE_LOST = Text(
    "{team} 队申诉期留存 {fenced}，应为 {due}",
    "{fenced} is ring-fenced for {team}; it should be {due}",
)
