"""Random histories of a small race at the door: whatever is offered and taken, I1-I10 hold."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from app.models import Case, Person
from app.services.door.offering import offers
from app.services.races.evidence import result_of
from app.services.races.snapshot import snapshot
from tests.services.race_course import hand_in, measured, panel
from tests.services.racing import ROUTES, Racing, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.model import Ask, AskKind
from workflows.race.invariants import violations
from workflows.roles import Role

STEPS = 24
LEAVING = (
    *("find_solved", "withdraw", "disqualify", "suspend", "find_infeasible", "pause", "halt"),
    "propose_refocus",
)
"""Moves that would end most histories early, and are made now and then."""
OVER = ("finished", "no_finish", "solved_elsewhere", "cancelled")


class Walk:
    """Somebody who may, makes a move that is offered; evidence and scores come at random."""

    def __init__(self, racing: Racing, seed: int) -> None:
        self.racing, self.stage, self.luck = racing, racing.stage, Random(seed)
        self.made: list[str] = []

    def step(self) -> None:
        self._bring_what_is_due()
        if self.luck.random() < 0.4 or not self._move():
            self.stage.at(self.stage.now + timedelta(days=self.luck.choice((2, 9, 25, 45))))
            self.made.append("time")

    def _move(self) -> bool:
        open_moves = [
            (case, offer.transition, person)
            for person in self._people()
            for case in self._cases()
            for offer in offers(self.stage.session, case, person, self.stage.now)
            if offer.is_open
        ]
        if self.luck.random() < 0.85:
            open_moves = [one for one in open_moves if one[1].name not in LEAVING]
        if not open_moves:
            return False
        case, transition, person = self.luck.choice(open_moves)
        given = {ask.key: self._answer(ask) for ask in transition.asks}
        answer = self.stage.take(case, transition.name, person, **given)
        self.stage.session.commit()
        self.made.append(f"{case.kind}.{transition.name}: {type(answer).__name__}")
        return True

    def _cases(self) -> list[Case]:
        race = self.racing.race
        self.racing.refresh()
        stage = [race.current] if race.current else []
        return [race, *stage, *race.teams, *race.routes]

    def _people(self) -> list[Person]:
        office = (Role.DECISION_MAKER, Role.SUPERVISOR, Role.FINANCE)
        applied = self.luck.choice(self.racing.applied)
        everybody = [
            self.racing.officer,
            *(self.stage.holder(role) for role in office),
            applied.pi,
            applied.unit,
        ]
        return self.luck.sample(everybody, 3)

    def _answer(self, ask: Ask) -> str:
        match ask.kind:
            case AskKind.CHOICE:
                return ask.choices[0][0]
            case AskKind.DATE:
                return MINUTES["minutes_date"]
        words: dict[str, Any] = {"days": "20", "partner": self.luck.choice("ABC")}
        return str(words.get(ask.key, "理由充分。"))

    def _bring_what_is_due(self) -> None:
        race, session = self.racing.race, self.stage.session
        self.racing.refresh()
        race_stage = race.current
        if race_stage is None:
            return
        for team in list(race.teams):
            lane = team.lane
            racing = team.state in ("racing", "held") and race_stage.state == "evidence_due"
            if racing and self.luck.random() < 0.7:
                hand_in(self.racing, lane, cost=self.luck.choice((100, 400, 2500)))
        if (
            race_stage.state == "assessing"
            and race.state == "checkpoint"
            and race_stage.group is None
        ):
            lanes = [t.lane for t in race.teams if t.state == "at_checkpoint"]
            for lane in lanes:
                measured(self.racing, lane, self.luck.choice(("290", "360")))
            if lanes:
                panel(self.racing, {lane: self.luck.randint(40, 95) for lane in lanes})
        if race.state == "final":
            for team in list(race.teams):
                kept = result_of(session, race_stage, team)
                if team.state == "at_checkpoint" and (kept is None or kept.tested_on is None):
                    measured(self.racing, team.lane, self.luck.choice(("300", "390", "410")))
        session.commit()


@pytest.mark.parametrize("seed", range(5))
def test_a_random_history_of_a_race_keeps_every_invariant(stage: Stage, seed: int) -> None:
    racing = started(stage, ROUTES[: 2 + seed % 2])
    walk = Walk(racing, seed)
    for _ in range(STEPS):
        walk.step()
        racing.refresh()
        found = violations(snapshot(stage.session, racing.race, stage.now))
        assert found == (), walk.made
        if racing.race.state in OVER:
            break
    assert walk.made
