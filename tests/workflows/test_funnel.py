"""Funnels: every open state belongs to one step, and counts of the steps add up."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.effects import Apply
from workflows.funnel import DRAFTED, FUNNELS, came_to, place_of, reached, told_by_state
from workflows.registry import MECHANISMS

COMPETITION = MECHANISMS["open_competition"]
PLACES = len(FUNNELS["open_competition"])
rows = st.dictionaries(
    st.tuples(st.integers(0, PLACES - 1), st.sampled_from([s.key for s in COMPETITION.states])),
    st.integers(1, 50),
).map(lambda found: [(*key, count) for key, count in found.items()])


@pytest.mark.parametrize("key", MECHANISMS)
def test_every_open_state_of_a_mechanism_belongs_to_one_step_of_its_funnel(key: str) -> None:
    workflow = MECHANISMS[key]
    known = {state.key for state in workflow.states}
    placed = [state for step in FUNNELS[key] for state in step.states]
    assert len(placed) == len(set(placed))
    assert {s.key for s in workflow.states if not s.is_final} <= set(placed) <= known


@given(rows)
def test_who_reached_a_step_went_on_stands_there_or_left(found: list[tuple[int, str, int]]) -> None:
    steps = reached(COMPETITION, found)
    assert steps[0].count == sum(count for *_, count in found)
    for step, following in pairwise(steps):
        assert step.went_on == following.count
    assert sum(step.left + step.here for step in steps) == steps[0].count


def test_who_was_awarded_has_arrived_and_who_withdrew_has_left() -> None:
    *_, noticed, awarded = reached(
        COMPETITION, [(PLACES - 1, "approved", 3), (PLACES - 2, "withdrawn", 1)]
    )
    assert (noticed.left, noticed.count) == (1, 4)
    assert (awarded.left, awarded.here, awarded.count) == (0, 3, 3)


@pytest.mark.parametrize("mechanism", FUNNELS)
def test_a_state_tells_its_last_step_where_every_way_to_it_is_the_same(mechanism: str) -> None:
    told = told_by_state(MECHANISMS[mechanism])
    keys = [step.key for step in FUNNELS[mechanism]]
    assert keys[told["draft"]] == "drafted"
    assert keys[told["closed_formal"]] in ("opened", "forwarded")
    assert keys[told["approved"]] == "awarded"
    assert not {"withdrawn", "disqualified", "not_selected"} & told.keys()


@given(st.sampled_from(sorted(FUNNELS)), st.lists(st.integers(0, 99), max_size=25))
def test_the_step_noted_at_each_move_is_what_the_history_would_tell(
    mechanism: str, choices: list[int]
) -> None:
    workflow = MECHANISMS[mechanism]
    place = {s: n for n, step in enumerate(FUNNELS[mechanism]) for s in step.states}
    state, furthest = workflow.start.key, 0
    came: str | None = DRAFTED
    for choice in choices:
        if not (moves := workflow.leaving(state)):
            break
        target = moves[choice % len(moves)].target
        came = came_to(workflow, state, came, target)
        state, furthest = target, max(furthest, place.get(target, 0))
        assert place_of(workflow, state, came) == (0 if state == "draft" else furthest)


@pytest.mark.parametrize("mechanism", FUNNELS)
def test_of_what_nobody_noted_the_history_is_asked_until_a_state_tells(mechanism: str) -> None:
    workflow = MECHANISMS[mechanism]
    assert came_to(workflow, "draft", None, "withdrawn") is None
    assert place_of(workflow, "withdrawn", None) is None
    assert came_to(workflow, "formal_check", None, "withdrawn") in ("forwarded", "opened")


@pytest.mark.parametrize("mechanism", FUNNELS)
def test_every_move_of_a_mechanism_notes_how_far_the_proposal_came(mechanism: str) -> None:
    assert Apply("note_how_far_it_came") in MECHANISMS[mechanism].every_move
