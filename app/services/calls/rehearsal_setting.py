"""What a rehearsal starts from: the call as it stands, and panels drawn out of the real pool."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from app.experts.draw import Infeasible, draw
from app.experts.draw import Panel as Drawn
from app.experts.pool import SEED_BYTES, Exclusion, Snapshot
from app.models import Call, Expert, Rehearsal, ReviewGroup
from app.numbers import share_of
from app.services.calls.rehearsing import items_of
from app.services.experts.pool import pool_for
from app.services.experts.standing import standing_of
from app.services.facts import facts_of
from app.services.races.finding import race_of_call
from app.services.sampling.choosing import LUMP_SUM
from workflows.facts import CallFacts
from workflows.race.rules import RaceRules
from workflows.rehearsal import Item, Panel, Race, Seated, Setting
from workflows.rehearsal.model import PlannedStage


def setting_of(session: Session, row: Rehearsal, pool: RealPool, now: datetime) -> Setting:
    call = row.call
    facts = facts_of(session, call, now, {})
    known = {field.name: getattr(facts, field.name) for field in fields(CallFacts)}
    return Setting(
        mechanism=call.mechanism,
        state=call.state,
        facts=CallFacts(**known),
        seed=row.seed,
        applicants=row.asked["applicants"],
        panel_most=row.asked["panel_most"],
        award_most=call.award_most,
        planned_awards=call.planned_awards,
        payment_mode=call.payment_mode,
        lump_sum=call.budget_mode == LUMP_SUM,
        fields=tuple(row.asked["fields"]),
        draw=pool.seat,
        items=tuple(Item(item.title, item.ceiling) for item in items_of(session, call)),
        race=_race(session, call, known["parameters"]),
    )


def _race(session: Session, call: Call, parameters: dict[str, int]) -> Race | None:
    race = race_of_call(session, call)
    if race is None:
        return None
    stages = tuple(PlannedStage(stage.pool, stage.quota, stage.due_on) for stage in race.stages)
    return Race(stages, race.pool, race.prize, race.converge_at, RaceRules.of(parameters))


class RealPool:
    """The experts as they stand now, with what they have to read already; nobody's work is touched.
    `read` counts what the rehearsal gives them beside that."""

    def __init__(self, session: Session, call: Call, seed: str, now: datetime) -> None:
        self._group = _group(call)
        self._seed = seed
        self._snapshot = pool_for(session, self._group, now).strict
        numbers = [candidate.id for candidate in self._snapshot.candidates]
        experts = [session.get_one(Expert, number) for number in numbers]
        self.most = {expert.id: expert.load_most for expert in experts}
        self.loads = dict(standing_of(session, self._group, numbers, now).loads)
        self.read: dict[int, int] = {}

    @property
    def snapshot(self) -> Snapshot:
        return self._snapshot

    def seat(self, panel: Panel) -> Seated:
        drawn = draw(self._of(panel), self._bytes(panel))
        if isinstance(drawn, Infeasible):
            return Seated(problem=drawn.reason)
        self._reads(panel, drawn)
        return Seated(drawn.members, drawn.missing_substitutes)

    def _reads(self, panel: Panel, drawn: Drawn) -> None:
        for number in drawn.members:
            self.read[number] = self.read.get(number, 0) + panel.proposals

    def _of(self, panel: Panel) -> Snapshot:
        """By the call's own rules, without those who would have too much to read."""
        rules = self._snapshot.rules
        asked = self._field_match if panel.fields else 0
        rules = replace(rules, fields=panel.fields, field_match_percent=asked)
        barred = {exclusion.id for exclusion in self._snapshot.excluded}
        full = (Exclusion(n, ("load",)) for n in self.full_for(panel.proposals) if n not in barred)
        return replace(
            self._snapshot,
            group=f"rehearsal-{panel.number}",
            excluded=(*self._snapshot.excluded, *full),
            rules=rules,
        )

    def full_for(self, proposals: int) -> list[int]:
        """Who cannot read so many more."""
        return [
            number
            for number, most in self.most.items()
            if self.loads.get(number, 0) + self.read.get(number, 0) + proposals > most
        ]

    @property
    def _field_match(self) -> int:
        return self._group.call.parameters["field_match_percent"]

    @property
    def field_least(self) -> int:
        """How many of a panel are of the fields of its proposals."""
        return share_of(self.snapshot.rules.panel_size, self._field_match)

    def _bytes(self, panel: Panel) -> bytes:
        return sha256(f"{self._seed}/{panel.number}".encode()).digest()[:SEED_BYTES]


def _group(call: Call) -> ReviewGroup:
    """A panel that is nowhere stored."""
    purpose = "item" if call.mechanism == "open_call" else "selection"
    return ReviewGroup(call=call, purpose=purpose, round=1, items=[], seats=[])
