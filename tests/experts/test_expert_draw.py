"""The draw: repeatable, exact, explained."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.draw import (
    Infeasible,
    NotAsCommitted,
    Panel,
    draw,
    infeasibility,
    replay,
    ticket,
)
from app.experts.pool import Candidate, Exclusion, Rules, Snapshot, commitment, snapshot_from_json
from tests.experts.pools import HOME, SEED, a_pool, keeps, panel_of, snapshot_of


def test_a_draw_is_the_same_on_every_machine_and_version() -> None:
    panel = panel_of(snapshot_of(out_of_region_least=2, type_least=(("enterprise", 1),)))
    assert panel.members == (34, 19, 13, 3, 21)
    assert ticket(SEED, "review_group:1", 7) == (
        "89873e1e19e20e598ef83ccd8f15788b64b3c708ce0808c4f4bc990df0c23f85"
    )


def test_a_commitment_of_before_there_were_newcomers_stays_good() -> None:
    snapshot = snapshot_of(out_of_region_least=2, type_least=(("enterprise", 1),))
    assert commitment(snapshot, SEED) == (
        "391d5c77564579a9e9bb309160d1e7effc387c56c52052e61c6f357eec687ab0"
    )
    former = (replace(a_pool()[0], is_new=False), *a_pool()[1:])
    later = snapshot_of(former, newcomers_least=2)
    assert snapshot_from_json(json.loads(json.dumps(later.as_json()))).as_json() == later.as_json()
    assert commitment(later, SEED) != commitment(snapshot_of(), SEED)


def test_a_large_panel_under_every_rule_is_drawn_and_keeps_them() -> None:
    pool = [replace(c, is_new=bool(c.id % 5)) for c in a_pool(240)]
    rules: dict[str, Any] = {
        "panel_size": 40,
        "out_of_region_least": 14,
        "type_least": (("enterprise", 14), ("finance", 2)),
        "fields": frozenset({1, 2, 3}),
        "field_match_percent": 70,
        "newcomers_least": 14,
    }
    snapshot = snapshot_of(pool, **rules)
    by_id = {c.id: c for c in pool}
    assert keeps(snapshot.rules, [by_id[number] for number in panel_of(snapshot).members])


def test_the_order_of_the_pool_does_not_matter() -> None:
    reversed_pool = snapshot_of(tuple(reversed(a_pool())))
    assert panel_of(reversed_pool) == panel_of(snapshot_of())
    assert commitment(reversed_pool, SEED) == commitment(snapshot_of(), SEED)


def test_another_seed_or_another_group_draws_others() -> None:
    here = snapshot_of()
    assert panel_of(here, bytes(32)).members != panel_of(here).members
    assert panel_of(replace(here, group="review_group:2")).members != panel_of(here).members


def test_an_excluded_expert_is_never_drawn_nor_a_substitute() -> None:
    free = panel_of(snapshot_of())
    first = free.members[0]
    barred = panel_of(replace(snapshot_of(), excluded=(Exclusion(first, ("same_unit",)),)))
    assert first not in barred.order
    assert first not in barred.members
    assert barred.members[0] == free.order[1]


def test_every_rule_of_composition_is_kept() -> None:
    rules: dict[str, Any] = {
        "panel_size": 7,
        "out_of_region_least": 3,
        "type_least": (("finance", 1), ("enterprise", 2)),
        "fields": frozenset({1, 2}),
        "field_match_percent": 70,
    }
    panel = panel_of(snapshot_of(**rules))
    chosen = [c for c in a_pool() if c.id in panel.members]
    assert len(chosen) == 7
    assert max(Counter(c.unit for c in chosen).values()) == 1
    assert sum(c.region != HOME for c in chosen) >= 3
    assert sum(c.type == "enterprise" for c in chosen) >= 2
    assert sum(c.type == "finance" for c in chosen) >= 1
    assert sum(bool(c.fields & {1, 2}) for c in chosen) >= 5


@st.composite
def _small_draws(generate: st.DrawFn) -> Snapshot:
    people = generate(st.integers(3, 9))
    candidates = tuple(
        Candidate(
            n,
            generate(st.integers(1, 4)),
            generate(st.sampled_from([HOME, "江西"])),
            generate(st.sampled_from(["academic", "enterprise", "finance"])),
            frozenset({generate(st.integers(1, 2))}),
            generate(st.booleans()),
        )
        for n in range(people)
    )
    rules = Rules(
        panel_size=generate(st.integers(1, 5)),
        same_unit_most=generate(st.integers(1, 2)),
        home_region=HOME,
        out_of_region_least=generate(st.integers(0, 2)),
        type_least=(
            ("enterprise", generate(st.integers(0, 2))),
            ("finance", generate(st.integers(0, 1))),
        ),
        fields=frozenset({1}),
        field_match_percent=generate(st.sampled_from([0, 34, 70])),
        newcomers_least=generate(st.integers(0, 2)),
        type_most=(("academic", generate(st.integers(0, 5))),),
    )
    return Snapshot("g", candidates, (), rules)


@settings(max_examples=60)
@given(_small_draws(), st.binary(min_size=32, max_size=32))
def test_the_first_panel_in_ticket_order_is_found_whenever_there_is_one(
    snapshot: Snapshot, seed: bytes
) -> None:
    rules = snapshot.rules
    order = sorted(snapshot.candidates, key=lambda c: ticket(seed, "g", c.id))
    panels = [p for p in combinations(order, rules.panel_size) if keeps(rules, p)]
    drawn = draw(snapshot, seed)
    if panels:
        assert isinstance(drawn, Panel)
        assert drawn.members == tuple(c.id for c in panels[0])
    else:
        assert isinstance(drawn, Infeasible)


@settings(max_examples=60)
@given(_small_draws())
def test_an_impossible_draw_names_exactly_the_smallest_relaxations(snapshot: Snapshot) -> None:
    drawn = draw(snapshot, SEED)
    if isinstance(drawn, Panel):
        return
    rules = snapshot.rules
    panels = list(combinations(snapshot.candidates, rules.panel_size))
    if not panels:
        assert [[limit.key for limit in choice] for choice in drawn.choices] == [["panel_size"]]
        return
    keys = ["same_unit_most", "out_of_region_least", "field_match_percent", "newcomers_least"]
    keys += [f"type_least:{key}" for key, _ in rules.type_least]
    keys += [f"type_most:{key}" for key, _ in rules.type_most]
    possible = [
        set(subset)
        for size in range(len(keys) + 1)
        for subset in combinations(keys, size)
        if any(keeps(rules, panel, subset) for panel in panels)
    ]
    smallest = [subset for subset in possible if len(subset) == len(possible[0])]
    named = [{limit.key for limit in choice} for choice in drawn.choices]
    assert sorted(map(sorted, named)) == sorted(map(sorted, smallest))


def test_an_impossible_draw_says_what_to_relax_in_words() -> None:
    drawn = draw(snapshot_of([replace(c, unit=1) for c in a_pool()]), SEED)
    assert isinstance(drawn, Infeasible)
    assert [[limit.key for limit in choice] for choice in drawn.choices] == [["same_unit_most"]]
    assert "同一单位专家上限" in drawn.reason.zh
    assert "40" in drawn.reason.en


def test_whether_a_panel_can_be_drawn_is_told_without_drawing_a_ticket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    possible, impossible = snapshot_of(a_pool()), snapshot_of(a_pool(3))
    drawn = draw(impossible, SEED)
    monkeypatch.delattr("app.experts.draw.ticket")
    assert infeasibility(possible) is None
    assert infeasibility(impossible) == drawn


def test_a_pool_smaller_than_the_panel_says_so() -> None:
    drawn = draw(snapshot_of(a_pool(3)), SEED)
    assert isinstance(drawn, Infeasible)
    assert drawn.eligible == 3
    assert drawn.choices[0][0].key == "panel_size"


def test_a_ceiling_that_no_panel_can_keep_is_named() -> None:
    only_users = [replace(c, type="end_user", unit=c.id) for c in a_pool(9)]
    drawn = draw(snapshot_of(only_users, type_most=(("end_user", 1),)), SEED)
    assert isinstance(drawn, Infeasible)
    assert [[limit.key for limit in choice] for choice in drawn.choices] == [["type_most:end_user"]]
    assert "用户方专家上限" in drawn.reason.zh
    assert "end-user" in drawn.reason.en


def test_every_candidate_considered_is_explained() -> None:
    panel = panel_of(snapshot_of(a_pool(15), out_of_region_least=3))
    assert [step.place for step in panel.steps] == list(range(1, len(panel.steps) + 1))
    assert tuple(s.candidate for s in panel.steps if s.seat) == panel.members
    assert [s.seat for s in panel.steps if s.seat] == [1, 2, 3, 4, 5]
    passed = [step.reason.zh for step in panel.steps if step.seat is None]
    assert any("同一单位" in reason for reason in passed)
    assert all("上限" in reason or "下限" in reason for reason in passed)
    assert [step.ticket for step in panel.steps] == sorted(step.ticket for step in panel.steps)


def test_a_stored_snapshot_replays_to_the_same_panel() -> None:
    snapshot = snapshot_of(
        type_least=(("finance", 1),),
        type_most=(("academic", 3),),
        fields=frozenset({3}),
        field_match_percent=20,
    )
    snapshot = replace(snapshot, excluded=(Exclusion(4, ("in_call", "same_unit")),))
    stored = json.loads(json.dumps(snapshot.as_json()))
    assert snapshot_from_json(stored) == snapshot
    assert replay(stored, SEED, commitment(snapshot, SEED)) == draw(snapshot, SEED)


@pytest.mark.parametrize("fault", ["seed", "pool", "exclusion", "rules"])
def test_what_differs_from_the_commitment_is_refused(fault: str) -> None:
    snapshot = snapshot_of()
    committed, stored, seed = commitment(snapshot, SEED), snapshot.as_json(), SEED
    if fault == "seed":
        seed = bytes(32)
    elif fault == "pool":
        stored["candidates"] = stored["candidates"][1:]
    elif fault == "exclusion":
        stored["excluded"] = [[3, ["same_unit"]]]
    else:
        stored["rules"] = {**stored["rules"], "same_unit_most": 2}
    with pytest.raises(NotAsCommitted):
        replay(stored, seed, committed)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        draw(snapshot_of(), b"short")


@pytest.mark.parametrize(
    "rules",
    [
        {"panel_size": 0},
        {"same_unit_most": 0},
        {"home_region": "", "out_of_region_least": 1},
        {"field_match_percent": 70},
        {"fields": frozenset({1}), "field_match_percent": 101},
        {"type_least": (("friend", 1),)},
        {"type_most": (("friend", 1),)},
        {"type_most": (("academic", -1),)},
    ],
)
def test_rules_that_say_nothing_definite_are_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        snapshot_of(**rules)


def test_a_pool_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        snapshot_of([*a_pool(3), *a_pool(1)])
    with pytest.raises(ValueError, match="not in the pool"):
        replace(snapshot_of(), excluded=(Exclusion(999, ("same_unit",)),))


def test_every_candidate_is_drawn_about_equally_often() -> None:
    snapshot = snapshot_of([Candidate(n, n, HOME, "academic") for n in range(10)], panel_size=3)
    times = Counter(
        id for round in range(300) for id in panel_of(snapshot, round.to_bytes(32, "big")).members
    )
    assert len(times) == 10
    assert all(55 <= count <= 125 for count in times.values())
