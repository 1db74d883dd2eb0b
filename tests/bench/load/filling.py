"""Everything that belongs to so many proposals, in the order of their numbers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.canonical import canonical_json
from app.models import Base
from app.models.proposals import SECTIONS
from tests.bench.load import wording
from tests.bench.load.copying import Copied, Sender, Words
from tests.bench.load.shape import (
    GROUPS_OF_EXPERT,
    PROPOSALS_IN_GROUP,
    PROPOSALS_OF_UNIT,
    SEATS,
    SLOTS,
    Slot,
    clocked,
    step_of,
)
from tests.bench.load.trail import COLUMNS, Trail
from tests.factories import CRITERIA
from workflows.registry import workflow_for

_CASE = ("state", "state_entered_at", "workflow_version", "due_at", "revision")
_SECTIONS = canonical_json(dict.fromkeys(SECTIONS, "内容充实。" * 20)).decode()
_SCORES = json.dumps({c["key"]: 8000 for c in CRITERIA})
_COMMENTS = json.dumps({c["key"]: "依据充分，路线可行。" for c in CRITERIA}, ensure_ascii=False)
_NO_PASSWORD = "!"
_SEASON = timedelta(days=28)
"""In which everything moved, one after the other, as a history is written."""
_PROPOSED = ("approved", "notice")

TABLES = (
    *("search_word", "history", "review", "search_entry", "timer", "message"),
    *("organisation", "person", "role_grant", "expert", "expert_unit"),
    *("proposal", "metric", "milestone", "budget_line", "proposal_version"),
    *("review_group", "panel_seat", "group_proposal"),
    *("decision_item", "notice_item", "project"),
)
"""What is filled, the largest first; only these go without indexes meanwhile."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What was there before: ids to go on from, and whose the loaded rows are."""

    now: datetime
    calls: list[int]
    officer: int
    task: int
    field: int
    decisions: dict[int, int]
    notices: dict[int, int]
    first: dict[str, int]
    audit_key: bytes
    last_mac: str


class Filling:
    def __init__(self, sender: Sender, ground: Ground, words: Words) -> None:
        self._sender, self._ground, self._words = sender, ground, words
        self._tables: dict[str, Copied] = {}
        self._next = dict(ground.first)
        self._trail = Trail(self._of("history", *COLUMNS), ground.audit_key, ground.last_mac)
        self._seats: list[int] = []
        self._done = 0.0
        self.expert_person = 0

    @property
    def counts(self) -> dict[str, int]:
        return {name: copied.count for name, copied in self._tables.items()}

    def fill(self, proposals: int) -> None:
        now = self._ground.now.isoformat()
        units = self._units(max(10, proposals // PROPOSALS_OF_UNIT), now)
        reviewed = sum(bool(slot.review) for slot in SLOTS) / len(SLOTS)
        groups = int(proposals * reviewed) // PROPOSALS_IN_GROUP
        experts = self._experts(max(SEATS, groups * SEATS // GROUPS_OF_EXPERT), units, now)
        in_call = proposals // len(self._ground.calls)
        for n, call in enumerate(self._ground.calls):
            slot, group = SLOTS[n % len(SLOTS)], 0
            opened = _moment(self._ground.now - timedelta(days=300))
            self._trail.bring("call", call, slot.call, self._ground.officer, opened, begun=True)
            for place in range(in_call):
                self._done = (n * in_call + place) / proposals
                if slot.group and place % PROPOSALS_IN_GROUP == 0:
                    group = self._group(call, slot, place // PROPOSALS_IN_GROUP + 1, experts)
                self._proposal(call, slot, place, n * in_call + place, units, group)
        self._words.write(self._of("search_word", "kind", "word", "case_id"))
        for copied in self._tables.values():
            copied.flush()
        self._sender.finish()

    def _of(self, table: str, *columns: str) -> Copied:
        if table not in self._tables:
            made = Copied(self._sender, Base.metadata.tables[table], *columns)
            self._tables[table] = made
        return self._tables[table]

    def _id(self, table: str) -> int:
        self._next[table] = self._next.get(table, 0) + 1
        return self._next[table]

    def _units(self, count: int, now: str) -> list[int]:
        rows = self._of("organisation", "id", "name", "kind", "city", "registered_on")
        grants = self._of("role_grant", "person_id", "role", "organisation_id", "granted_at")
        made = []
        for n in range(count):
            unit, name = self._id("organisation"), wording.unit_name(n)
            rows.add(unit, name, "institute", "福州市", "2000-01-01")
            self._find("unit", unit, [wording.by_sound(name)])
            grants.add(self._person(n, unit, now), "unit_admin", unit, now)
            made.append(unit)
        return made

    def _person(self, n: int, unit: int, now: str) -> int:
        columns = ("id", "name", "email", "password_hash", "email_confirmed_at", "created_at")
        rows = self._of("person", *columns, "organisation_id")
        number = self._id("person")
        mail = f"p{number}@example.org"
        rows.add(number, wording.name(n), mail, _NO_PASSWORD, now, now, unit)
        return number

    def _experts(self, count: int, units: list[int], now: str) -> list[int]:
        rows = self._of("expert", "id", "person_id", "type", "region")
        seats = self._of("expert_unit", "expert_id", "organisation_id", "since")
        made = []
        for n in range(count):
            expert, unit = self._id("expert"), units[n % len(units)]
            person = self._person(n, unit, now)
            self.expert_person = self.expert_person or person
            rows.add(expert, person, "academic", "福建")
            seats.add(expert, unit, "2015-01-01")
            self._find("expert", expert, [wording.by_sound(wording.name(n))])
            made.append(expert)
        return made

    def _group(self, call: int, slot: Slot, number: int, experts: list[int]) -> int:
        ground, group = self._ground, self._id("review_group")
        columns = ("id", "call_id", "name", "formed_by_id", "seed", "seed_commitment", *_CASE)
        first = (group * SEATS) % len(experts)
        self._seats = [experts[(first + seat) % len(experts)] for seat in range(SEATS)]
        self._of("review_group", *columns, "chair_id").add(
            *(group, call, f"第{number}组", ground.officer, "0" * 64, "0" * 64),
            *self._case("review_group", group, slot.group, ground.officer),
            self._seats[0],
        )
        for seat, expert in enumerate(self._seats, start=1):
            self._of("panel_seat", "group_id", "expert_id", "seat").add(group, expert, seat)
        return group

    def _proposal(
        self, call: int, slot: Slot, place: int, n: int, units: list[int], group: int
    ) -> None:
        ground, number = self._ground, self._id("proposal")
        state = slot.proposals[place % len(slot.proposals)]
        unit, now = units[n % len(units)], ground.now.isoformat()
        leader = self._person(n, unit, now)
        title, amount = wording.title(n * 7 + n // 2000), 2_000_000_00
        code = None if state == "draft" else f"2026-{call:03d}-{number:05d}"
        score = 9900 - n % 3000 if slot.group == "locked" else None
        columns = (
            *("id", "call_id", "number", "title", "pi_id", "lead_unit_id"),
            *("technology_field_id", "plan_task_id", "sections", "starts_on", "ends_on"),
            *("requested", "matching", "pledged_at", "score", "rank", "came_to"),
        )
        self._of("proposal", *columns, *_CASE).add(
            *(number, call, code, title, leader, unit, ground.field, ground.task, _SECTIONS),
            *("2026-07-01", "2029-06-30", amount, amount, now),
            *(score, place + 1 if score else None, step_of(state)),
            *self._case("proposal", number, state, leader),
        )
        self._parts(number, amount)
        words = [wording.by_sound(title), wording.by_sound(wording.name(n))]
        words += [wording.of_code(code)] if code else []
        words.append(wording.by_sight(wording.unit_name(n % len(units))))
        self._find("proposal", number, words)
        if code:
            self._submitted(number, code, title, leader)
        if group:
            self._reviews(group, number, slot)
        if state in _PROPOSED or state == "not_selected":
            self._decided(call, number, state, amount)
        if state == "approved":
            self._project(number, amount, leader, words)

    def _case(self, kind: str, number: int, state: str, person: int) -> tuple[object, ...]:
        ground = self._ground
        at = _moment(ground.now - _SEASON * (1 - self._done))
        self._trail.bring(kind, number, state, person, at)
        timers = self._of("timer", "case_kind", "case_id", "transition", "due_at")
        moves = clocked(kind, state)
        due = ground.now + timedelta(days=20, minutes=number % 40_000) if moves else None
        for move in moves:
            timers.add(kind, number, move, due)
        version = workflow_for(kind, "open_competition").version
        return state, at, version, due, 1

    def _parts(self, number: int, amount: int) -> None:
        self._of("metric", "proposal_id", "name", "unit", "direction", "target").add(
            number, "能量密度", "Wh/kg", "at_least", "400"
        )
        self._of("milestone", "proposal_id", "title", "due_on").add(number, "样机", "2027-12-31")
        self._of("budget_line", "proposal_id", "heading", "fiscal", "own").add(
            number, "业务费", amount, amount
        )

    def _submitted(self, number: int, code: str, title: str, leader: int) -> None:
        columns = ("proposal_id", "version", "content", "digest", "receipt_number")
        now = self._ground.now.isoformat()
        content = f'{{"sections":{_SECTIONS},"title":"{title}"}}'
        digest = hashlib.sha256(content.encode()).hexdigest()
        self._of("proposal_version", *columns, "submitted_at", "submitted_by_id").add(
            number, 1, content, digest, f"{code}-V1", now, leader
        )
        told = ("key", "person_id", "message_kind", "subject", "body", "about_kind", "about_id")
        subject = f"待单位审核：{title}"
        self._of("message", *told, "created_at").add(
            *(
                f"loaded-{number}",
                leader,
                "sealing_wanted",
                subject,
                subject,
                "proposal",
                number,
                now,
            )
        )

    def _reviews(self, group: int, number: int, slot: Slot) -> None:
        self._of("group_proposal", "group_id", "proposal_id").add(group, number)
        columns = ("id", "group_id", "proposal_id", "expert_id", "scores", "comments", "total")
        for expert in self._seats:
            review = self._id("review")
            self._of("review", *columns, *_CASE).add(
                *(review, group, number, expert, _SCORES, _COMMENTS, 8000),
                *self._case("review", review, slot.review, self._ground.officer),
            )

    def _decided(self, call: int, number: int, state: str, amount: int) -> None:
        proposed = state in _PROPOSED
        columns = ("decision_id", "proposal_id", "outcome", "amount")
        self._of("decision_item", *columns).add(
            self._ground.decisions[call],
            number,
            "propose" if proposed else "drop",
            amount if proposed else 0,
        )
        if proposed:
            self._of("notice_item", "notice_id", "proposal_id", "amount").add(
                self._ground.notices[call], number, amount
            )

    def _project(self, proposal: int, amount: int, leader: int, words: list[Any]) -> None:
        project = self._id("project")
        code = f"2026HZ{project:06d}"
        columns = ("id", "proposal_id", "number", "amount", "starts_on", "ends_on", *_CASE)
        self._of("project", *columns).add(
            *(project, proposal, code, amount, "2026-07-01", "2029-06-30"),
            *self._case("project", project, "active", leader),
        )
        title, name, unit = words[0], words[1], words[-1]
        self._find("project", project, [title, name, wording.of_code(code), unit])
        self._find("result", project, [title, wording.of_code(code), unit])

    def _find(self, kind: str, number: int, parts: list[Any]) -> None:
        found = wording.together(parts)
        self._words.add(kind, found.words, number)
        text = found.text.replace("\n", r"\n")
        self._of("search_entry", "kind", "case_id", "text", "words").add(
            kind, number, text, " ".join(found.words)
        )


def _moment(at: datetime) -> str:
    """As the history's links are made of it."""
    return at.isoformat(timespec="microseconds")
