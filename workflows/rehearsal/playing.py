"""A case without a database, moved by the same `decide` as at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from workflows.engine.calendar import SHANGHAI, WorkingCalendar, last_day, local_date
from workflows.engine.decide import Awaiting, Refusal, Refusals, decide
from workflows.engine.facts import Actor, Facts, Signature, Trail
from workflows.engine.model import Ask, AskKind, Transition, Workflow
from workflows.engine.text import Text
from workflows.rehearsal.model import Report, Step, Stuck
from workflows.roles import SYSTEM_ROLES, Role

PATIENCE = 60
"""Days somebody tries a move again and again before it is reported as stuck."""

FactsAt = Callable[[datetime, datetime], Facts]
"""The facts of a case at a moment, given since when it is in its state."""


@dataclass
class Played:
    """`quiet`: its steps are too many to be told one by one."""

    workflow: Workflow[Any]
    name: Text
    state: str
    entered_at: datetime
    quiet: bool = False
    actors: dict[str, set[int]] = field(default_factory=dict)

    @property
    def label(self) -> Text:
        return self.workflow.state(self.state).label

    def take(self, name: str, facts: Facts) -> tuple[Refusal, ...]:
        """Whoever has to sign signs; empty where the move is made, else why not."""
        leaving = [t for t in self.workflow.leaving(self.state) if t.name == name]
        found: tuple[Refusal, ...] = ()
        for transition in leaving:
            found = self._signed(transition, facts)
            if not found:
                return ()
        return found

    def _signed(self, transition: Transition[Any], facts: Facts) -> tuple[Refusal, ...]:
        asked = replace(facts, given=answers(transition, facts.now))
        signatures: tuple[Signature, ...] = ()
        for actor in _signers(transition):
            trail = Trail({k: frozenset(v) for k, v in self.actors.items()}, signatures)
            verdict = decide(self.workflow, self.state, transition.name, actor, asked, trail)
            if isinstance(verdict, Refusals):
                return verdict.reasons
            if actor.person_id is not None:
                self.actors.setdefault(transition.name, set()).add(actor.person_id)
            if isinstance(verdict, Awaiting):
                assert actor.person_id is not None
                signatures += (Signature(transition.name, actor.person_id, verdict.role),)
                continue
            self.state, self.entered_at = verdict.transition.target, facts.now
        return ()


@dataclass
class Stage:
    """Where cases are played: what happens is told in the report."""

    calendar: WorkingCalendar
    report: Report

    def move(self, case: Played, name: str, facts_at: FactsAt, since: datetime) -> datetime | None:
        """The moment the move was made: the first try at `since`, then one every working day; None
        where nobody could make it, which the report says: what stood in the way all the time, and
        not what only comes of trying so long."""
        standing: tuple[Refusal, ...] | None = None
        label = case.workflow.named(name)[0].label
        for moment in self._tries(case, name, facts_at, since):
            refused = case.take(name, facts_at(moment, case.entered_at))
            kept = {one.key for one in standing or refused} & {one.key for one in refused}
            standing = tuple(one for one in refused if one.key in kept) or refused
            if not refused:
                self.tell(case, label, moment)
                return moment
        self.stuck(case, label, standing or ())
        return None

    def _tries(
        self, case: Played, name: str, facts_at: FactsAt, since: datetime
    ) -> Iterator[datetime]:
        """The clock does not wait for a working day."""
        leaving = [t for t in case.workflow.leaving(case.state) if t.name == name]
        facts = facts_at(since, case.entered_at)
        if leaving and leaving[0].roles <= SYSTEM_ROLES:
            due = leaving[0].due.moment(facts) if leaving[0].due else None
            yield max(since, due) if due else since
            return
        yield since
        for n in range(1, PATIENCE):
            moment = since + timedelta(days=n)
            if self.calendar.is_working_day(local_date(moment)):
                yield moment

    def tell(self, case: Played, what: Text, at: datetime) -> None:
        if not case.quiet:
            self.report.steps.append(self.step(at, case.name, what, case.label))

    def step(self, at: datetime, case: Text, what: Text, state: Text) -> Step:
        day = last_day(at)
        is_day_off = not self.calendar.is_working_day(day)
        return Step(at, case, what, state, is_day_off, not self.calendar.is_announced(day))

    def stuck(self, case: Played, move: Text, refused: tuple[Refusal, ...]) -> None:
        """Cases of one kind that lack the same are told of once."""
        reasons = tuple(r.reason for r in refused)
        people = tuple(sorted({role.value for r in refused for role in r.supplied_by}))
        new = Stuck(case.name, case.label, move, reasons, people)
        for n, one in enumerate(self.report.stuck):
            if replace(one, count=1, case=new.case) == new and case.quiet:
                self.report.stuck[n] = replace(one, count=one.count + 1)
                return
        self.report.stuck.append(new)

    def office_hour(self, moment: datetime) -> datetime:
        """Ten in the morning of that day, or of the next working day."""
        day = self.calendar.next_working_day(local_date(moment))
        at = datetime.combine(day, time(10), SHANGHAI).astimezone(UTC)
        if at >= moment:
            return at
        return self.office_hour(at + timedelta(hours=14))


def within(
    case: Played, facts_at: FactsAt, share: float, stage: Stage, since: datetime
) -> datetime:
    """When those awaited act, who take that share of the time they have."""
    due = case.workflow.state(case.state).due
    end = due.moment(facts_at(since, case.entered_at)) if due else None
    if end is None or end <= since:
        return stage.office_hour(since)
    return stage.office_hour(since + (end - since) * share)


def _signers(transition: Transition[Any]) -> Iterator[Actor]:
    """One person for each signature, everybody of one role only."""
    for number, role in enumerate((*transition.approvals, min(transition.roles))):
        person = None if role in SYSTEM_ROLES else 100 * (1 + list(Role).index(role)) + number
        yield Actor(person, frozenset({role}), has_proven_identity=True)


def answers(transition: Transition[Any], now: datetime) -> dict[str, str]:
    """Something for whatever must be answered."""
    return {ask.key: _answer(ask, now) for ask in transition.asks if ask.required}


def _answer(ask: Ask, now: datetime) -> str:
    if ask.choices:
        return ask.choices[0][0]
    if ask.kind is AskKind.MOMENT:
        return (now + timedelta(days=60)).isoformat()
    return local_date(now).isoformat() if ask.kind is AskKind.DATE else "—"
