"""A call whose proposals are ranked against each other, from where it stands to its decision: open
competition, and the entries of a race (C1-C12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workflows.engine.calendar import end_of_day, local_date
from workflows.facts import CallFacts, NoticeFacts, ProjectFacts
from workflows.hands import OFFICER
from workflows.registry import PARTS, workflow_for
from workflows.rehearsal import panels
from workflows.rehearsal.entries import Entry, Field, enter
from workflows.rehearsal.model import Setting
from workflows.rehearsal.playing import Played, Stage, within
from workflows.roles import Role

_RESERVES = 2
_PREPARATION = (("draft", "submit_for_consult"), ("consulting", "approve"), ("approved", "publish"))
_CLOCK = ("open", "close", "end_recommend")


class Season:
    """`awarded` are the entries that ended as awards, in the order of their ranks."""

    def __init__(self, setting: Setting, stage: Stage) -> None:
        self.setting, self.stage = setting, stage
        self.call = begun_call(setting)
        self.known: dict[str, Any] = {"comments_unanswered": 0, "unrehearsed": ()}
        self.field = Field(setting, stage, enter(setting, setting.facts.now))
        self.awarded: list[Entry] = []

    def play(self) -> None:
        at: datetime | None = self.setting.facts.now
        for act in (self._prepare, self._apply, self._check, self._review, self._decide):
            at = act(at) if at is not None else None
        if at is not None:
            self._award(at)

    def facts(self, now: datetime, entered_at: datetime) -> CallFacts:
        return replace(self.setting.facts, now=now, entered_at=entered_at, **self.known)

    def _move(self, name: str, since: datetime) -> datetime | None:
        at = self.stage.move(self.call, name, self.facts, since)
        self.field.common["call_state"] = self.call.state
        return at

    def _act(self, name: str, since: datetime, share: float = 0.8) -> datetime | None:
        return self._move(name, within(self.call, self.facts, share, self.stage, since))

    def _prepare(self, at: datetime) -> datetime | None:
        """Whoever is late for the opening has it told by the guard of `publish`."""
        for state, name in _PREPARATION:
            if self.call.state != state:
                continue
            moved = self._move(name, self._prepared(at))
            if moved is None:
                return None
            at = moved
            if name == "submit_for_consult":
                days = self.setting.facts.parameters["consult_days"]
                ends = self.setting.facts.calendar.end_of_term(local_date(at), days)
                self.known["consulted_until"] = ends
        return at

    def _prepared(self, at: datetime) -> datetime:
        over = self.known.get("consulted_until") or self.setting.facts.consulted_until
        return self.stage.office_hour(max(at + timedelta(hours=1), over or at))

    def _apply(self, at: datetime) -> datetime | None:
        facts = self.setting.facts
        for name in _CLOCK:
            moved = self._move(name, at)
            if moved is None or facts.close_at is None or facts.open_at is None:
                return None
            at = moved
            self.field.common |= {
                "close_at": facts.close_at,
                "recommend_until": facts.recommend_until,
            }
            if name == "open":
                self.field.apply(facts.open_at, facts.close_at)
            if name == "close":
                self.field.expire(facts.close_at)
                self.field.recommend(facts.close_at, facts.recommend_until or facts.close_at)
        return at

    def _check(self, at: datetime) -> datetime | None:
        over = self.field.check(at)
        self.known |= {"in_formal_check": (), "valid_count": len(self.field.of_state("accepted"))}
        least = self.setting.facts.parameters["min_valid"]
        if self.known["valid_count"] < least:
            self._move("no_qualified", self.stage.office_hour(over))
            return None
        return self._move("finish_formal", self.stage.office_hour(over))

    def _review(self, at: datetime) -> datetime | None:
        ends = within(self.call, self.facts, 0.8, self.stage, at)
        panels.review(self.field, at, ends)
        waiting = self.field.of_state("accepted", "online_review", "shortlisted", "defence")
        self.known["not_reviewed"] = tuple(f"{entry.number}" for entry in waiting)
        return self._move("finish_review", ends)

    def _decide(self, at: datetime) -> datetime | None:
        proposed = self._proposed()
        self.known |= {
            "decision_drafted": True,
            "undecided": (),
            "proposed": tuple(f"{entry.number}" for entry in proposed),
            "awards_sum": sum(entry.requested for entry in proposed),
        }
        return self._act("decide_list", at)

    def _proposed(self) -> list[Entry]:
        """By rank, as long as places and money last; the teams of a race share its pool."""
        budget, threshold = self.setting.facts.budget, self._threshold()
        proposed: list[Entry] = []
        for entry in panels.ranked(self.field.of_state("scored")):
            asked = 0 if self.setting.race else entry.requested
            fits = len(proposed) < self.setting.planned_awards and asked <= budget
            if fits and entry.merit >= threshold:
                proposed.append(entry)
                budget -= asked
                entry.known["decided_outcome"] = "propose"
        left = [e for e in panels.ranked(self.field.of_state("scored")) if e not in proposed]
        for number, entry in enumerate(left):
            held = number < _RESERVES and entry.merit >= threshold
            entry.known["decided_outcome"] = "reserve" if held else "drop"
        if self.setting.race:
            for entry in proposed:
                entry.requested = budget // max(1, len(proposed))
        return proposed

    def _threshold(self) -> int:
        return self.setting.facts.parameters["pass_score"]

    def _award(self, at: datetime) -> None:
        """One public notice for the whole list."""
        field, calendar = self.field, self.setting.facts.calendar
        field.all_move(field.of_state("scored"), "await_notice", at)
        on = self.stage.office_hour(at + timedelta(days=3))
        days = self.setting.facts.parameters["notice_working_days"]
        ends = end_of_day(calendar.add_working_days(local_date(on), days))
        field.common |= {"notice_ends_at": ends, "on_published_notice": True}
        for entry in field.of_state("awaiting_notice"):
            self._announce(entry, on)
        self._notice(on, ends)
        self.known |= {
            "notices_ended": 1,
            "waiting_for_notice": (),
            "notice_ends_at": ends,
            "notice_until": ends,
        }
        field.all_move(field.of_state("notice"), "approve", ends)
        self.awarded = panels.ranked(field.of_state("approved"))
        self._move("end_notice", ends)
        self._sign(ends)

    def _notice(self, on: datetime, ends: datetime) -> None:
        notice = Played(PARTS["notice"], PARTS["notice"].label, "draft", on)
        facts = self.setting.facts
        items = len(self.field.of_state("notice"))

        def at(now: datetime, entered_at: datetime) -> NoticeFacts:
            return NoticeFacts(
                now=now,
                entered_at=entered_at,
                calendar=facts.calendar,
                parameters=facts.parameters,
                items=items,
                ends_at=ends,
            )

        for name in ("publish", "end"):
            self.stage.move(notice, name, at, on)

    def _announce(self, entry: Entry, on: datetime) -> None:
        outcome = entry.known["decided_outcome"]
        moves = {
            "propose": ("propose", "publish_notice"),
            "reserve": ("hold_in_reserve",),
            "drop": ("drop",),
        }
        for name in moves[outcome]:
            self.field.move(entry, name, on)

    def _sign(self, since: datetime) -> None:
        """The contract of the first award."""
        if not self.awarded:
            return
        workflow = workflow_for("project", self.setting.mechanism)
        project = Played(workflow, workflow.label, workflow.start.key, since)
        facts = self.setting.facts

        def at(now: datetime, entered_at: datetime) -> ProjectFacts:
            return ProjectFacts(
                now=now,
                entered_at=entered_at,
                calendar=facts.calendar,
                parameters=facts.parameters,
                contract_version=1,
            )

        days = facts.parameters["contract_days"]
        self.stage.move(
            project, "sign_contract", at, self.stage.office_hour(since + timedelta(days))
        )


def begun_call(setting: Setting) -> Played:
    """As it stands, drafted by an officer."""
    workflow = workflow_for("call", setting.mechanism)
    call = Played(workflow, workflow.label, setting.state, setting.facts.entered_at)
    role = min(OFFICER)
    call.actors["draft"] = {100 * (1 + list(Role).index(role))}
    return call
