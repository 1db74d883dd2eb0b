"""赛马争先 (parallel teams): a race entry is a proposal until it is approved; then it is a team.

The phases are those of open competition; a race asks more of the form, keeps its reserves while it
runs, and moves with its call. Domain §2.3 R1-R3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.facts import Facts
from workflows.engine.model import State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import CallFacts, ProposalFacts
from workflows.guards.proposal import not_barred
from workflows.guards.race.entry import (
    entry_is_complete,
    leads_no_other_team,
    may_be_admitted,
    not_left_to_admission,
    pool_bears_the_award,
)
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM
from workflows.mechanisms.open_competition import OPEN_COMPETITION
from workflows.parts.asks import MINUTES
from workflows.parts.call import CALL
from workflows.parts.race.asks import FINDING

F = TypeVar("F", bound=Facts)

_CLAUSE = Text(
    "domain §2.3 · 闽政办〔2021〕58号 表5", "domain §2.3 · Min Zheng Ban (2021) No. 58, table 5"
)
_TEAM_LEAVES = Cascade("team", "leave")
_OUT = frozenset({"withdrawn", "disqualified", "not_selected"})
_LEAVING = frozenset({"withdraw", "disqualify", "uphold_objection", "resolve", "pass_over"})
"""Moves that may end an entry whose team was selected; a re-review or an amendment does not."""


def _causing(
    transitions: tuple[Transition[F], ...], effects: Mapping[str, tuple[Effect, ...]]
) -> tuple[Transition[F], ...]:
    """The same moves, some of which also move the race."""
    return tuple(replace(t, effects=(*t.effects, *effects.get(t.name, ()))) for t in transitions)


def _without(transitions: tuple[Transition[F], ...], effect: Effect) -> tuple[Transition[F], ...]:
    return tuple(
        replace(t, effects=tuple(e for e in t.effects if e != effect)) for t in transitions
    )


_ALSO = {
    "submit": (entry_is_complete,),
    "resubmit": (entry_is_complete,),
    "promote": (leads_no_other_team, pool_bears_the_award),
}
"""An entry names its route and plan, and accepts what becomes of a loser's data; a reserve is
called whose leader races nowhere else, into a race that can pay it."""


def _guarded(transition: Transition[ProposalFacts]) -> Transition[ProposalFacts]:
    more = _ALSO.get(transition.name, ())
    return replace(transition, guards=(*transition.guards, *more)) if more else transition


def _leaving(transition: Transition[ProposalFacts]) -> Transition[ProposalFacts]:
    if transition.name not in _LEAVING or transition.target not in _OUT:
        return transition
    return replace(transition, effects=(*transition.effects, _TEAM_LEAVES))


def _kept(state: State) -> State:
    """Reserves stay as long as the race runs; who entered late waits to become one."""
    if state.key == "accepted":
        return replace(state, first=(not_left_to_admission,))
    if state.key != "reserve":
        return state
    return replace(
        state, waits_on=CLOCK, due=None, undated=Text("随赛事进行", "until the race ends")
    )


ADMIT_LATER: Transition[ProposalFacts] = Transition(
    name="admit_to_race",
    label=Text("补充征集：列为候补", "Supplementary entry: list as a reserve"),
    source=("accepted",),
    target="reserve",
    roles=DECIDES,
    guards=(may_be_admitted, not_barred),
    asks=(*MINUTES, FINDING),
    effects=(
        Apply("admit_to_race"),
        Cascade("team", "hold_in_reserve"),
        Notify("admitted_to_race", TEAM | OFFICER),
    ),
    signature=True,
    clause=Text(
        "R17 · 补充征集的团队经专家组评议列为候补，与候补同样递补、公示、签约",
        "R17 · the panel lists a supplementary team as a reserve, which is then called, put on "
        "public notice and signed like any other",
    ),
)

_MOVES = tuple(
    replace(t, due=None) if t.name == "release_reserve" else t for t in OPEN_COMPETITION.transitions
)

PARALLEL_TEAMS = replace(
    OPEN_COMPETITION,
    key="parallel_teams",
    label=Text("赛马争先", "Parallel teams"),
    clause=_CLAUSE,
    states=tuple(_kept(state) for state in OPEN_COMPETITION.states),
    transitions=(*(_leaving(_guarded(t)) for t in _MOVES), ADMIT_LATER),
)

RACE_CALL: Workflow[CallFacts] = replace(
    CALL,
    key="race_call",
    kind="call",
    label=Text("赛题公告", "Race call"),
    clause=_CLAUSE,
    transitions=_causing(
        # The notice of the race takes the place of the call's.
        _without(CALL.transitions, SendLetter("call_notice")),
        {
            "publish": (Cascade("race", "post", strict=True),),
            "close": (Cascade("race", "close_entries", strict=True),),
            "finish_formal": (Cascade("race", "review_entries", strict=True),),
            "no_qualified": (Cascade("race", "cancel"),),
            "award_nothing": (Cascade("race", "cancel"),),
            "decide_list": (Cascade("race", "check_selection", strict=True),),
            "announce": (Cascade("race", "select_teams"),),
            "announce_without_notice": (Cascade("race", "select_teams"),),
            "cancel": (Cascade("race", "cancel"),),
        },
    ),
)
