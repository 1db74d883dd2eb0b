"""Appeals against a proposed elimination, before and after the decision (R9-R11, I7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.course.model import Answers, Event, Move
from workflows.race.course.needs import find, team_in
from workflows.race.effect import GOES_ON, changed, held, ordered, settled
from workflows.race.keeping import lacks
from workflows.race.state import RaceState, Team
from workflows.race.words import Appeal, Outcome, RaceIs, TeamIs

_RULED_IN = frozenset({RaceIs.RESULT_NOTICE, RaceIs.REALLOC, RaceIs.RUNNING, RaceIs.RESCUE})


def _appeal_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.ELIM_PENDING,))
    team = find(state, event.team)
    if team is not None and team.appeal is not Appeal.NONE:
        yield _APPEALED


def _appeal(state: RaceState, event: Event) -> RaceState:
    return changed(state, event.team, appeal=Appeal.OPEN)


def _ruling_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.ELIM_PENDING,))
    team = find(state, event.team)
    if team is not None and team.appeal is not Appeal.OPEN:
        yield _NO_APPEAL


def _uphold_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from _ruling_needs(state, event)
    if event.outcome not in (Outcome.HOLD, Outcome.ADVANCE):
        yield _NO_OUTCOME


def _uphold(state: RaceState, event: Event) -> RaceState:
    """The ring-fenced money is used; nobody else's share is cut."""
    assert event.outcome is not None
    team = state.team(event.team)
    if not _is_decided(team):
        return changed(
            state,
            event.team,
            state=TeamIs.AT_CHECKPOINT,
            proposed=event.outcome,
            appeal=Appeal.UPHELD,
        )
    return _stays(state, team, event.outcome, Appeal.UPHELD)


def _dismiss(state: RaceState, event: Event) -> RaceState:
    """The elimination takes effect as decided, unless the race would lose its last runner by it."""
    team = state.team(event.team)
    if not _is_decided(team):
        return changed(state, event.team, appeal=Appeal.DISMISSED)
    if lost_by_dismissal(state, event.team):
        return _stays(state, team, Outcome.HOLD, Appeal.DISMISSED)
    return _gone(state, event.team)


def lost_by_dismissal(state: RaceState, key: str) -> tuple[Text, ...]:
    """What the race would lack without this team, whose elimination is decided and under appeal."""
    return tuple(lack.reason for lack in lacks(_gone(state, key)))


def _gone(state: RaceState, key: str) -> RaceState:
    state = changed(state, key, appeal=Appeal.DISMISSED)
    return settled(state, key, TeamIs.ELIMINATED)


def _is_decided(team: Team) -> bool:
    return team.decided is not None and team.decided.stage == team.stood_at


def _stays(state: RaceState, team: Team, outcome: Outcome, appeal: Appeal) -> RaceState:
    """After the decision: the outcome is another one, and its share is ordered out of the ring."""
    assert team.decided is not None
    advances = outcome is Outcome.ADVANCE
    if team.money.ring_fenced:
        state = ordered(state, team.key, team.share if advances else team.base_share)
    return changed(
        state,
        team.key,
        decided=replace(team.decided, outcome=outcome),
        appeal=appeal,
        money=replace(state.team(team.key).money, ring_fenced=0),
        **(GOES_ON if advances else held(state, team)),
    )


MOVES = (
    Move(
        "appeal",
        "R9",
        Text("申诉", "appeal"),
        Answers.STEP,
        frozenset({RaceIs.RESULT_NOTICE}),
        _appeal,
        _appeal_needs,
        is_ordinary=False,
    ),
    Move(
        "uphold_appeal",
        "R11",
        Text("申诉成立", "uphold the appeal"),
        Answers.STEP,
        _RULED_IN,
        _uphold,
        _uphold_needs,
    ),
    Move(
        "dismiss_appeal",
        "R10",
        Text("驳回申诉", "dismiss the appeal"),
        Answers.STEP,
        _RULED_IN,
        _dismiss,
        _ruling_needs,
    ),
)

_APPEALED = Text("只能申诉一次", "only one appeal is allowed")
_NO_APPEAL = Text("没有未决申诉", "there is no undecided appeal")
_NO_OUTCOME = Text(
    "申诉成立后为晋级或保持观察", "after an appeal is upheld, the team is advanced or held"
)
