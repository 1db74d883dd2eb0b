"""The places of boxes and lines: rows, ways, distances, for any graph."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workflows.engine.layout import Edge, Lane, Layout, lay_out

KEYS = "abcdefgh"
widths = st.lists(st.integers(60, 240), min_size=len(KEYS), max_size=len(KEYS))
graphs = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda e: e[0] != e[1]),
    min_size=1,
    max_size=20,
)


def laid_out(edges: list[Edge], wide: list[int] | None = None) -> Layout:
    return lay_out(dict(zip(KEYS, wide or [100] * len(KEYS), strict=True)), edges, "a")


def test_a_chain_stands_straight_below_its_start() -> None:
    layout = lay_out({"a": 90, "b": 200, "c": 60}, [("a", "b"), ("b", "c")], "a")
    assert [layout.rank[key] for key in "abc"] == [0, 1, 2]
    assert [round(layout.x[key]) for key in "abc"] == [100, 100, 100]


def test_a_state_stands_below_all_that_lead_to_it() -> None:
    layout = laid_out([("a", "c"), ("a", "b"), ("b", "c")])
    assert layout.rank["c"] == 2
    assert layout.ways["a", "c"] == ("a", Lane("c", 1, up=False), "c")


def test_a_line_back_runs_up() -> None:
    layout = laid_out([("a", "b"), ("b", "c"), ("c", "a")])
    assert layout.ways["c", "a"] == ("c", Lane("a", 1, up=True), "a")


def test_lines_to_one_state_share_their_lane() -> None:
    layout = laid_out(
        [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("d", "e"), ("b", "e"), ("c", "e")]
    )
    (_, over_b, _), (_, over_c, _) = layout.ways["b", "e"], layout.ways["c", "e"]
    assert over_b == over_c == Lane("e", 2, up=False)


def test_what_no_line_reaches_stands_in_the_last_row() -> None:
    layout = laid_out([("a", "b"), ("b", "c")])
    assert {layout.rank[key] for key in "defgh"} == {2}


def test_lines_that_need_not_cross_do_not() -> None:
    layout = laid_out([("a", "b"), ("a", "c"), ("b", "e"), ("c", "d")])
    assert (layout.x["b"] < layout.x["c"]) is (layout.x["e"] < layout.x["d"])


@given(graphs, widths)
def test_every_line_goes_row_by_row_from_its_source_to_its_target(
    edges: list[Edge], wide: list[int]
) -> None:
    layout = laid_out(edges, wide)
    assert set(layout.ways) == set(edges)
    for (source, target), way in layout.ways.items():
        assert (way[0], way[-1]) == (source, target)
        steps = {layout.rank[b] - layout.rank[a] for a, b in pairwise(way)}
        assert steps in ({1}, {-1})


@given(graphs, widths)
def test_no_two_things_in_a_row_touch(edges: list[Edge], wide: list[int]) -> None:
    layout = laid_out(edges, wide)
    half = {key: w / 2 for key, w in zip(KEYS, wide, strict=True)}
    rows: dict[int, list[tuple[float, float]]] = {}
    for node, x in layout.x.items():
        reach = 0.0 if isinstance(node, Lane) else half[node]
        rows.setdefault(layout.rank[node], []).append((x - reach, x + reach))
    for row in rows.values():
        for (_, right), (left, _) in pairwise(sorted(row)):
            assert right < left
        assert min(row)[0] >= -0.001
        assert max(end for _, end in row) <= layout.width + 0.001
