"""The rule set in words: what a number stands for, and how sure its default is."""

from __future__ import annotations

import pytest

from workflows.engine.text import Text
from workflows.guards import defence
from workflows.parameters import PARAMETERS, PARTS, parameters_of
from workflows.parameters.model import DAYS, NO_LIMIT, NO_YES, Parameter, choice
from workflows.registry import MECHANISMS

LIMIT = Parameter("age", Text("年龄", "Age"), DAYS, 60, 0, 100, "K · S12", zero=NO_LIMIT)
SWITCH = choice("switch", Text("开关", "Switch"), NO_YES, 0, "D")


def test_every_parameter_is_set_in_one_place_and_keeps_within_its_range() -> None:
    keys = [p.key for part in PARTS for p in part.parameters]
    assert len(keys) == len(set(keys))
    assert all(p.least <= p.default <= p.most for p in PARAMETERS)


def test_a_choice_names_each_value_it_may_take() -> None:
    chosen = [p for p in PARAMETERS if p.names]
    assert [p.key for p in chosen if len(p.names) != p.most - p.least + 1] == []
    assert "lottery_inside_line" in {p.key for p in chosen}


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [(LIMIT, 60, "60 天"), (LIMIT, 0, "不限"), (SWITCH, 0, "否"), (SWITCH, 1, "是")],
)
def test_a_value_is_read_in_words(parameter: Parameter, value: int, words: str) -> None:
    assert parameter.worded(value).zh == words


@pytest.mark.parametrize(
    ("source", "basis"),
    [
        ("S4 · C7", "有公开文件依据"),
        ("K · S12", "通行做法"),
        ("D · P8", "系统默认"),
        ("R4", "系统默认"),
    ],
)
def test_a_default_claims_no_more_than_its_source(source: str, basis: str) -> None:
    assert Parameter("n", LIMIT.label, DAYS, 1, 0, 9, source).basis.zh == basis


def test_what_concerns_other_mechanisms_is_not_asked_for() -> None:
    of = {key: {p.key for p in parameters_of(key)} for key in MECHANISMS}
    assert "need_days" in of["open_call"]
    assert "need_days" not in of["open_competition"]


@pytest.mark.parametrize(
    ("mechanism", "defended"),
    [("open_competition", True), ("parallel_teams", True), ("open_call", False)],
)
def test_a_defence_is_set_where_proposals_are_defended_and_no_bid_waits_for_one(
    mechanism: str, *, defended: bool
) -> None:
    keys = {p.key for p in parameters_of(mechanism)}
    assert {"defence_round", "shortlist_times", "presentation_minutes"} & keys == (
        {"defence_round", "shortlist_times", "presentation_minutes"} if defended else set()
    )
    locking = next(t for t in MECHANISMS[mechanism].transitions if t.name == "lock_scores")
    assert (defence.has_no_defence in locking.guards) == defended
