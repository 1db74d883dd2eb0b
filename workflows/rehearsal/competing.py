"""A call whose proposals are ranked against each other, from where it stands to its decision: open
competition, and the entries of a race (C1-C12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from workflows.engine.calendar import deadline_words, end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import CallFacts, RaceFacts
from workflows.hands import OFFICER
from workflows.race.selection import wrong_numbers
from workflows.registry import PARTS, workflow_for
from workflows.rehearsal import panels
from workflows.rehearsal.entries import Entry, Field, enter
from workflows.rehearsal.following import follow
from workflows.rehearsal.model import Setting
from workflows.rehearsal.noticing import give_notice
from workflows.rehearsal.playing import Play, Played, within
from workflows.rehearsal.racing import ROUTES
from workflows.rehearsal.reported import above, counted, foretold
from workflows.roles import Role

_RESERVES = 2
_PREPARATION = (("draft", "submit_for_consult"), ("consulting", "approve"), ("approved", "publish"))
_CLOCK = ("open", "close", "end_recommend")


class Season:
    """`awarded` are the entries that ended as awards, in the order of their ranks; `signed_at` is
    when the first of them had its contract."""

    def __init__(self, setting: Setting, play: Play) -> None:
        self.setting, self.play = setting, play
        self.call = begun_call(setting)
        play.report.findings.extend(foretold(setting, (setting.award_most,)))
        self.known: dict[str, Any] = {"comments_unanswered": 0, "unrehearsed": ()}
        self.field = Field(setting, play, enter(setting, setting.facts.now))
        self.awarded: list[Entry] = []
        self.signed_at: datetime | None = None

    def run(self) -> None:
        at: datetime | None = self.setting.facts.now
        for act in (self._prepare, self._apply, self._check, self._review, self._decide):
            at = act(at) if at is not None else None
        if at is not None:
            self._award(at)

    def facts(self, now: datetime, entered_at: datetime) -> CallFacts:
        return replace(self.setting.facts, now=now, entered_at=entered_at, **self.known)

    def _move(self, name: str, since: datetime) -> datetime | None:
        at = self.play.move(self.call, name, self.facts, since)
        self.field.common["call_state"] = self.call.state
        return at

    def _act(self, name: str, since: datetime, share: float = 0.8) -> datetime | None:
        return self._move(name, within(self.call, self.facts, share, self.play, since))

    def _prepare(self, at: datetime) -> datetime | None:
        """Whoever is late for the opening has it told by the guard of `publish`."""
        facts = self.setting.facts
        for state, name in _PREPARATION:
            if self.call.state != state:
                continue
            on = self._prepared(at)
            if name == "publish" and None in (facts.open_at, facts.close_at):
                self._suppose_window(on)  # which its guide was said to lack
            moved = self._move(name, on)
            if moved is None:
                return None
            at = moved
            if name == "submit_for_consult":
                days = facts.parameters["consult_days"]
                ends = facts.calendar.end_of_term(local_date(at), days)
                self.known["consulted_until"] = ends
        return at

    def _prepared(self, at: datetime) -> datetime:
        over = self.known.get("consulted_until") or self.setting.facts.consulted_until
        return self.play.office_hour(max(at + timedelta(hours=1), over or at))

    def _apply(self, at: datetime) -> datetime | None:
        facts = self.facts(at, at)
        if facts.open_at is None or facts.open_at < at:  # it is published too late
            self._suppose_window(at)
            facts = self.facts(at, at)
        opens, closes = facts.open_at, facts.close_at
        assert opens is not None, "the window is supposed where there is none"
        assert closes is not None, "the window is supposed where there is none"
        until = facts.recommend_until or closes
        self.field.common |= {"close_at": closes, "recommend_until": until}
        for name in _CLOCK:
            moved = self._move(name, at)
            if moved is None:
                return None
            at = moved
            if name == "open":
                self.field.apply(opens, closes)
            if name == "close":
                self.field.expire(closes)
                self.field.recommend(closes, until)
        return at

    def _suppose_window(self, at: datetime) -> None:
        """The shortest that the rules allow, from the next day on."""
        calendar, rules = self.setting.facts.calendar, self.setting.facts.parameters
        opens = self.play.office_hour(at + timedelta(days=1))
        closes = calendar.later(opens, rules["apply_days"])
        self.known |= {
            "open_at": opens,
            "close_at": closes,
            "recommend_until": calendar.later(closes, rules["recommend_days"]),
            "window_days": (closes - opens).days,
        }
        days = (deadline_words(opens), deadline_words(closes))
        self.play.report.findings.append(_WINDOW.format(opens=days[0], closes=days[1]))

    def _check(self, at: datetime) -> datetime | None:
        over = self.field.check(at)
        self.known |= {"in_formal_check": (), "valid_count": len(self.field.of_state("accepted"))}
        least = self.setting.facts.parameters["min_valid"]
        if self.known["valid_count"] < least:
            self._end("no_qualified", "end_with_call", self.play.office_hour(over))
            return None
        return self._move("finish_formal", self.play.office_hour(over))

    def _review(self, at: datetime) -> datetime | None:
        ends = within(self.call, self.facts, 0.8, self.play, at)
        panels.review(self.field, at, ends)
        waiting = self.field.of_state("accepted", "online_review", "shortlisted", "defence")
        self.known["not_reviewed"] = tuple(f"{entry.number}" for entry in waiting)
        return self._move("finish_review", ends)

    def _decide(self, at: datetime) -> datetime | None:
        proposed = self._proposed()
        large = above(self.setting, [entry.requested for entry in proposed])
        self.known |= {
            "decision_drafted": True,
            "undecided": (),
            "proposed": tuple(f"{entry.number}" for entry in proposed),
            "awards_sum": sum(entry.requested for entry in proposed),
            "large_awards": large,
        }
        if not proposed:
            on = within(self.call, self.facts, 0.8, self.play, at)
            self._end("award_nothing", "refuse_award", on)
            return None
        self.play.report.findings.extend(counted(large))
        if self.setting.race:
            at = self._teams(len(proposed), at)
        return self._act("decide_list", at)

    def _teams(self, teams: int, at: datetime) -> datetime:
        """The door asks the race too before the list is decided (R2)."""
        parameters = self.setting.facts.parameters
        reserves = sum(e.known.get("decided_outcome") == "reserve" for e in self.field.entries)
        wrong = tuple(wrong_numbers(parameters, teams, min(ROUTES, teams), reserves))
        race = Played(PARTS["race"], PARTS["race"].label, "entry_review", at, quiet=True)

        def facts(now: datetime, entered_at: datetime) -> RaceFacts:
            return RaceFacts(
                now=now, entered_at=entered_at, parameters=parameters, entry_problems=wrong
            )

        return self.play.move(race, "check_selection", facts, at) or at

    def _end(self, name: str, with_it: str, at: datetime) -> None:
        """By the regulation's own end, with every proposal that is still in it."""
        if self._move(name, at) is not None:
            for entry in self.field.entries:
                self.field.take(entry, with_it, at)

    def _proposed(self) -> list[Entry]:
        """By rank, as long as places and money last; the teams of a race share its pool."""
        budget, threshold = self.setting.facts.budget, self._threshold()
        most = self.setting.planned_awards
        if self.setting.race:
            most = min(most, self.setting.facts.parameters["race_teams_most"])
        proposed: list[Entry] = []
        for entry in panels.ranked(self.field.of_state("scored")):
            asked = 0 if self.setting.race else entry.requested
            fits = len(proposed) < most and asked <= budget
            if fits and entry.merit >= threshold:
                proposed.append(entry)
                budget -= asked
                entry.known["decided_outcome"] = "propose"
        left = [e for e in panels.ranked(self.field.of_state("scored")) if e not in proposed]
        for number, entry in enumerate(left):
            held = bool(proposed) and number < _RESERVES and entry.merit >= threshold
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
        on = self.play.office_hour(at + timedelta(days=3))
        days = self.setting.facts.parameters["notice_working_days"]
        ends = end_of_day(calendar.add_working_days(local_date(on), days))
        field.common |= {"notice_ends_at": ends, "on_published_notice": True}
        for entry in field.of_state("awaiting_notice"):
            self._announce(entry, on)
        give_notice(self.setting, self.play, len(field.of_state("notice")), on, ends)
        self.known |= {
            "notices_ended": 1,
            "waiting_for_notice": (),
            "notice_ends_at": ends,
            "notice_until": ends,
        }
        field.all_move(field.of_state("notice"), "approve", ends)
        self.awarded = panels.ranked(field.of_state("approved"))
        self._move("end_notice", ends)
        if self.awarded:
            first = self.awarded[0].requested
            self.signed_at = follow(self.setting, self.play, first, ends)

    def _announce(self, entry: Entry, on: datetime) -> None:
        outcome = entry.known["decided_outcome"]
        moves = {
            "propose": ("propose", "publish_notice"),
            "reserve": ("hold_in_reserve",),
            "drop": ("drop",),
        }
        for name in moves[outcome]:
            self.field.move(entry, name, on)


def begun_call(setting: Setting) -> Played:
    """As it stands, drafted by an officer."""
    workflow = workflow_for("call", setting.mechanism)
    call = Played(workflow, workflow.label, setting.state, setting.facts.entered_at)
    role = min(OFFICER)
    call.actors["draft"] = {100 * (1 + list(Role).index(role))}
    return call


_WINDOW = Text(
    "没有可用的申报时间，演练假设 {opens} 开始、{closes} 截止（规定的最短申报期）。",
    "There is no usable application window. The rehearsal assumes {opens} to {closes}, the "
    "shortest the rules allow.",
)
