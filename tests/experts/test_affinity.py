"""Affinity: explained in two parts, the same everywhere, and greatest where both sides agree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.experts.affinity import FIELD_POINTS, TEXT_POINTS, Subject, affinity, nearness

CATALOGUE = {1: "6-3", 2: "6-3", 3: "6-4", 4: "7-1"}


def subject(text: str = "", *fields: int) -> Subject:
    return Subject(frozenset(fields), text)


def test_the_nearer_field_of_the_catalogue_is_worth_more() -> None:
    worth = [nearness(1, other, CATALOGUE) for other in (1, 2, 3, 4, 99)]
    assert worth == [1.0, 0.7, 0.3, 0.0, 0.0]


def test_of_several_fields_the_nearest_counts() -> None:
    found = affinity([subject("", 1)], [subject("", 4, 2), subject("", 4)], CATALOGUE)
    assert found.field.tolist() == [[350, 0]]
    assert found.text.tolist() == [[0, 0]]


def test_the_same_words_are_worth_all_points_and_strange_ones_none() -> None:
    proposals = [subject("固态电解质界面调控")]
    experts = [subject("固态电解质界面调控"), subject("电解质界面"), subject("水稻育种")]
    (worth,) = affinity(proposals, experts, CATALOGUE).text.tolist()
    assert worth[0] == TEXT_POINTS
    assert worth[0] > worth[1] > worth[2] == 0


def test_width_case_and_punctuation_make_no_difference() -> None:
    proposals = [subject("AI 感知，芯片")]
    experts = [subject("ＡＩ感知 芯片"), subject("ai感知；芯片"), subject("AI感知、芯片")]
    (worth,) = affinity(proposals, experts, CATALOGUE).text.tolist()
    assert len(set(worth)) == 1


def test_whoever_wrote_nothing_is_like_nothing() -> None:
    assert affinity([subject()], [subject(), subject("电池")], {}).total.tolist() == [[0, 0]]
    assert affinity([], [subject("电池")], {}).total.shape == (0, 1)


TEXTS = st.text(alphabet="电池界面风氢膜ab ，", max_size=12)
SUBJECTS = st.lists(
    st.builds(Subject, st.frozensets(st.integers(1, 5), max_size=3), TEXTS), min_size=1, max_size=5
)


@settings(max_examples=60)
@given(proposals=SUBJECTS, experts=SUBJECTS)
def test_every_affinity_is_the_sum_of_its_parts_within_its_range(
    proposals: list[Subject], experts: list[Subject]
) -> None:
    found = affinity(proposals, experts, CATALOGUE)
    assert (found.total == found.field + found.text).all()
    assert found.field.min() >= 0
    assert found.field.max() <= FIELD_POINTS
    assert found.text.min() >= 0
    assert found.text.max() <= TEXT_POINTS
    assert found.total.max() <= FIELD_POINTS + TEXT_POINTS


@settings(max_examples=40)
@given(proposals=SUBJECTS, experts=SUBJECTS)
def test_the_order_of_the_experts_changes_no_figure(
    proposals: list[Subject], experts: list[Subject]
) -> None:
    here = affinity(proposals, experts, CATALOGUE).total
    there = affinity(proposals, experts[::-1], CATALOGUE).total[:, ::-1]
    assert (here == there).all()
