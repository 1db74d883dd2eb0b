"""Panels drawn out of the real pool, and what they score."""

from __future__ import annotations

from datetime import datetime

from workflows.rehearsal.entries import Entry, Field
from workflows.rehearsal.model import Panel


def review(field: Field, since: datetime, ends: datetime) -> datetime:
    """Every panel reads entries of neighbouring fields; when the last has locked its scores. What
    no panel could be drawn for stays where it is."""
    accepted = sorted(field.of_state("accepted"), key=lambda e: (e.field_id or 0, e.number))
    most = field.setting.panel_most
    count = -(-len(accepted) // most)
    for number in range(count):
        share = _part(accepted, number, count)
        _read(field, number + 1, share, since)
    _score(field, field.of_state("online_review"), ends)
    return ends


def _part(entries: list[Entry], number: int, count: int) -> list[Entry]:
    return entries[number * len(entries) // count : (number + 1) * len(entries) // count]


def _read(field: Field, number: int, share: list[Entry], at: datetime) -> None:
    fields = frozenset(e.field_id for e in share if e.field_id is not None)
    panel = Panel(number, len(share), fields)
    seated = field.setting.draw(panel)
    field.play.report.panels.append((panel, seated))
    for entry in share:
        entry.known["panel_problems"] = (seated.problem,) if seated.problem else ()
        field.move(entry, "start_online", at)


def _score(field: Field, read: list[Entry], at: datetime) -> None:
    field.common["group_locked"] = True
    for entry in read:
        entry.known |= {"defence_panel_ready": True}
    for rank, entry in enumerate(ranked(read), start=1):
        entry.known["rank"] = rank
    if field.setting.facts.parameters.get("defence_round", 0) and read[0].case.workflow.has(
        "defend"
    ):
        _defend(field, ranked(read), at)
    for entry in field.of_state("online_review", "defence"):
        field.move(entry, "lock_scores", at)


def _defend(field: Field, read: list[Entry], at: datetime) -> None:
    for entry in read:
        if not field.take(entry, "shortlist", at):
            field.move(entry, "not_shortlist", at)
    field.all_move(field.of_state("shortlisted"), "defend", at)


def ranked(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: (-e.merit, e.number))
