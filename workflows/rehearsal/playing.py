"""A case without a database, moved by the same `decide` as at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from workflows.engine.calendar import SHANGHAI, WorkingCalendar, last_day, local_date
from workflows.engine.decide import Awaiting, Refusal, Refusals, decide, has_moved_on
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
        found: tuple[Refusal, ...] = (has_moved_on(self.workflow.state(self.state)),)
        for transition in leaving:
            found = self._signed(transition, facts)
            if not found:
                return ()
        return found

    def suppose(self, name: str, facts: Facts) -> bool:
        """The move made as though nothing were lacking; not where the case goes another way, which
        no help changes."""
        open_ways = [
            transition
            for transition in self.workflow.leaving(self.state)
            if transition.name == name
            and all(guard.holds(facts) for guard in transition.guards if guard.marks_path)
        ]
        if not open_ways:
            return False
        made = min(open_ways, key=lambda t: sum(not guard.holds(facts) for guard in t.guards))
        for actor in _signers(made):
            if actor.person_id is not None:
                self.actors.setdefault(name, set()).add(actor.person_id)
        self.state, self.entered_at = made.target, facts.now
        return True

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
class Play:
    """In which cases move: what happens is told in the report. `_supposed` are the reasons that
    are thought done with, by the move they were told of."""

    calendar: WorkingCalendar
    report: Report
    _supposed: dict[Text, str] = field(default_factory=dict)

    def move(self, case: Played, name: str, facts_at: FactsAt, since: datetime) -> datetime | None:
        """The moment the move was made: the first try at `since`, then one every working day. Where
        nobody could make it, the report says what stood in the way all the time, and not what only
        comes of trying so long; then that is thought supplied, and the move is made as soon as
        nothing else stands in the way. None where the case goes another way."""
        label, tried = case.workflow.named(name)[0].label, []
        for moment in self._tries(case, name, facts_at, since):
            refused = self._try(case, name, facts_at(moment, case.entered_at))
            if not refused:
                self.tell(case, label, moment)
                return moment
            tried.append((moment, refused))
        at, standing = _standing(tried)
        state = case.label
        is_supposed = case.suppose(name, facts_at(at, case.entered_at))
        self.stuck(_stuck(case.name, state, label, standing, at, is_supposed), case.quiet)
        if not is_supposed:
            return None
        for refusal in standing:
            self._supposed.setdefault(refusal.reason, name)
        self.tell(case, label, at)
        return at

    def _try(self, case: Played, name: str, facts: Facts) -> tuple[Refusal, ...]:
        """What stands in the way beside what was told of an earlier move already."""
        refused = case.take(name, facts)
        new = tuple(r for r in refused if self._supposed.get(r.reason, name) == name)
        return new or (() if not refused or case.suppose(name, facts) else refused)

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
            self.report.course.append(self.step(at, case.name, what, case.label))

    def step(self, at: datetime, case: Text, what: Text, state: Text) -> Step:
        day = last_day(at)
        is_day_off = not self.calendar.is_working_day(day)
        return Step(at, case, what, state, is_day_off, not self.calendar.is_announced(day))

    def stuck(self, new: Stuck, is_one_of_many: bool) -> None:
        """Cases of one kind that lack the same are told of once, from the first of them on."""
        for n, one in enumerate(self.report.course):
            if not is_one_of_many or not isinstance(one, Stuck):
                continue
            if replace(new, count=one.count, case=one.case, at=one.at) == one:
                found = replace(one, count=one.count + 1, at=min(one.at, new.at))
                self.report.course[n] = found
                return
        self.report.course.append(new)

    def office_hour(self, moment: datetime) -> datetime:
        """Ten in the morning of that day, or of the next working day."""
        day = self.calendar.next_working_day(local_date(moment))
        at = datetime.combine(day, time(10), SHANGHAI).astimezone(UTC)
        if at >= moment:
            return at
        return self.office_hour(at + timedelta(hours=14))


def _standing(
    tried: Sequence[tuple[datetime, tuple[Refusal, ...]]],
) -> tuple[datetime, tuple[Refusal, ...]]:
    """What stood in the way at every try, and when nothing else did first."""
    last = tried[-1][1]
    always = frozenset.intersection(*(_keys(refused) for _, refused in tried)) or _keys(last)
    at, _ = next((one for one in tried if _keys(one[1]) <= always), tried[0])
    return at, tuple(refusal for refusal in last if refusal.key in always)


def _keys(refused: Sequence[Refusal]) -> frozenset[str]:
    return frozenset(refusal.key for refusal in refused)


def _stuck(
    case: Text,
    state: Text,
    move: Text,
    standing: Sequence[Refusal],
    at: datetime,
    is_supposed: bool,
) -> Stuck:
    people = tuple(sorted({role.value for one in standing for role in one.supplied_by}))
    return Stuck(case, state, move, tuple(r.reason for r in standing), people, at, is_supposed)


def within(case: Played, facts_at: FactsAt, share: float, play: Play, since: datetime) -> datetime:
    """When those awaited act, who take that share of the time they have."""
    due = case.workflow.state(case.state).due
    end = due.moment(facts_at(since, case.entered_at)) if due else None
    if end is None or end <= since:
        return play.office_hour(since)
    return play.office_hour(since + (end - since) * share)


def _signers(transition: Transition[Any]) -> Iterator[Actor]:
    """One person for each signature, everybody of one role only; a witness comes last."""
    for number, role in enumerate((min(transition.roles), *transition.approvals)):
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
