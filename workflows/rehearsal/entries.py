"""Synthetic applicants, from their draft to what becomes of it (P1-P18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.registry import MECHANISMS
from workflows.rehearsal.model import Setting
from workflows.rehearsal.playing import Play, Played, within

_FAILING = 0.1
"""Part of the proposals that fail their formal check: 5 to 15 per cent do (domain §5)."""
_AUTHORITIES = 12
_WAN = 10_000_00


@dataclass
class Entry:
    """`merit` in points decides the rank, `requested` in 分; `known` is what its facts have beside
    those of the call."""

    case: Played
    number: int
    merit: int
    requested: int
    field_id: int | None
    known: dict[str, Any] = field(default_factory=dict)


def enter(setting: Setting, begin: datetime) -> list[Entry]:
    return [_entry(setting, number, begin) for number in range(1, setting.applicants + 1)]


def _entry(setting: Setting, number: int, begin: datetime) -> Entry:
    workflow = MECHANISMS[setting.mechanism]
    asked = setting.award_most * (60 + int(41 * setting.luck("asks", number))) // 100
    return Entry(
        Played(workflow, _PROPOSAL, workflow.start.key, begin, quiet=True),
        number,
        merit=55 + int(45 * setting.luck("merit", number)),
        requested=max(asked // _WAN * _WAN, min(asked, _WAN)),
        field_id=setting.chosen(setting.fields, "field", number) if setting.fields else None,
    )


@dataclass
class Field:
    """All entries of a call, moved together; `common` is what of the call their facts show."""

    setting: Setting
    play: Play
    entries: list[Entry]
    common: dict[str, Any] = field(default_factory=dict)
    recommended: dict[int, int] = field(default_factory=dict)

    def facts_of(self, entry: Entry) -> Any:
        call = self.setting.facts

        def at(now: datetime, entered_at: datetime) -> ProposalFacts:
            return ProposalFacts(
                now=now,
                entered_at=entered_at,
                calendar=call.calendar,
                parameters=call.parameters,
                planned_awards=self.setting.planned_awards,
                **(self.common | entry.known),
            )

        return at

    def take(self, entry: Entry, name: str, at: datetime) -> bool:
        """Whether the move was made at that moment; nobody tries again."""
        return not entry.case.take(name, self.facts_of(entry)(at, entry.case.entered_at))

    def move(self, entry: Entry, name: str, since: datetime) -> datetime | None:
        return self.play.move(entry.case, name, self.facts_of(entry), since)

    def of_state(self, *states: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.case.state in states]

    def apply(self, opens: datetime, closes: datetime) -> None:
        """Half of all in the last two days. The unit seals within a day, or at the last moment."""
        days = self.setting.facts.parameters["internal_publicity_working_days"]
        for entry in self.entries:
            begins = opens + timedelta(hours=1)
            luck = self.setting.luck("applies", entry.number)
            submitted = max(begins, closes - (closes - opens) * luck**4 - timedelta(minutes=5))
            entry.case.entered_at = begins
            if self.move(entry, "submit", submitted) is None:
                continue
            sealed = self._sealed_at(submitted, closes, days, entry)
            self.take(entry, "unit_seal", sealed)

    def expire(self, closes: datetime) -> None:
        for entry in self.of_state("draft", "unit_review"):
            self.move(entry, "expire", closes)

    def _sealed_at(
        self, submitted: datetime, closes: datetime, days: int, entry: Entry
    ) -> datetime:
        latest = closes - timedelta(minutes=1)
        if not days:
            return min(submitted + timedelta(days=1), latest)
        calendar = self.setting.facts.calendar
        over = calendar.add_working_days(local_date(submitted), days)
        given = days if over < local_date(closes) else 0
        entry.known["publicity_working_days"] = given
        return min(submitted + (over - local_date(submitted)) + timedelta(days=1), latest)

    def recommend(self, since: datetime, until: datetime) -> None:
        for entry in self.of_state("recommend_review"):
            authority = int(_AUTHORITIES * self.setting.luck("authority", entry.number))
            entry.known["recommended"] = self.recommended.get(authority, 0)
            at = since + (until - since) * 0.9 * self.setting.luck("recommends", entry.number)
            if self.take(entry, "recommend", at):
                self.recommended[authority] = entry.known["recommended"] + 1
            else:
                self.move(entry, "miss_recommendation", until)

    def check(self, since: datetime) -> datetime:
        """When the last formal check is over, those that failed and did not appeal included."""
        over = since
        for entry in self.of_state("formal_check"):
            share = 0.3 + 0.6 * self.setting.luck("checks", entry.number)
            at = within(entry.case, self.facts_of(entry), share, self.play, since)
            if self.setting.luck("fails", entry.number) < _FAILING:
                over = max(over, self._fail(entry, at))
            else:
                over = max(over, self.move(entry, "pass_formal_check", at) or over)
        return over

    def _fail(self, entry: Entry, at: datetime) -> datetime:
        entry.known |= {"not_met_items": (_NOT_MET,), "served_at": at}
        if self.move(entry, "fail_formal_check", at) is None:
            return at
        return self.move(entry, "close_formal", at) or at

    def all_move(self, among: Sequence[Entry], name: str, at: datetime) -> None:
        for entry in among:
            self.move(entry, name, at)

    def outcomes(self) -> list[tuple[Text, int]]:
        counts: dict[str, int] = {}
        for entry in self.entries:
            counts[entry.case.state] = counts.get(entry.case.state, 0) + 1
        workflow = MECHANISMS[self.setting.mechanism]
        return [(s.label, counts[s.key]) for s in workflow.states if s.key in counts]


_PROPOSAL = Text("申报书", "Proposal")
_NOT_MET = Text("一项形式要求", "a formal requirement")
