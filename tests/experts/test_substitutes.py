"""Substitutes: who keeps the rules in the place of whoever leaves a panel."""

from __future__ import annotations

from app.experts.draw import (
    next_substitute,
)
from app.experts.pool import Candidate
from tests.experts.pools import HOME, keeps, panel_of, snapshot_of


def test_each_seat_has_two_substitutes_who_keep_the_rules_in_its_place() -> None:
    snapshot = snapshot_of(out_of_region_least=2)
    panel = panel_of(snapshot)
    by_id = {c.id: c for c in snapshot.candidates}
    everyone = [id for seat in panel.seats for id in (seat.member, *seat.substitutes)]
    assert len(everyone) == len(set(everyone)) == 15
    assert panel.missing_substitutes == 0
    for seat in panel.seats:
        for substitute in seat.substitutes:
            replaced = [by_id[id] for id in (set(panel.members) - {seat.member}) | {substitute}]
            assert keeps(snapshot.rules, replaced)


def test_missing_substitutes_are_counted_and_the_panel_still_stands() -> None:
    panel = panel_of(snapshot_of([Candidate(n, n, HOME, "academic") for n in range(7)]))
    assert len(panel.members) == 5
    assert panel.missing_substitutes == 8


def test_a_vacant_seat_goes_to_its_own_substitute_then_to_the_next_in_order() -> None:
    snapshot = snapshot_of()
    panel = panel_of(snapshot)
    seat, staying = panel.seats[0], panel.members[1:]
    first = next_substitute(snapshot, panel, 1, staying, {seat.member})
    assert first == seat.substitutes[0]
    second = next_substitute(snapshot, panel, 1, staying, {seat.member, first})
    assert second == seat.substitutes[1]
    third = next_substitute(snapshot, panel, 1, staying, {seat.member, first, second})
    assert third is not None
    assert third not in {*panel.members, *seat.substitutes}


def test_no_substitute_is_named_who_would_break_the_rules() -> None:
    snapshot = snapshot_of([Candidate(n, min(n, 5), HOME, "academic") for n in range(1, 9)])
    panel = panel_of(snapshot)
    lone = next(seat for seat in panel.seats if seat.member < 5)
    staying = [id for id in panel.members if id != lone.member]
    assert next_substitute(snapshot, panel, lone.number, staying, {lone.member}) is None


def test_two_vacant_seats_are_filled_one_after_the_other() -> None:
    snapshot = snapshot_of(out_of_region_least=3)
    panel = panel_of(snapshot)
    gone = set(panel.members[:2])
    first = next_substitute(snapshot, panel, 1, panel.members[2:], gone)
    assert first is not None
    second = next_substitute(snapshot, panel, 2, [*panel.members[2:], first], gone)
    assert second is not None
    by_id = {c.id: c for c in snapshot.candidates}
    assert keeps(snapshot.rules, [by_id[id] for id in [*panel.members[2:], first, second]])
