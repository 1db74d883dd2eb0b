"""The chain over the record of moves: what it catches, and which link it names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.chain import START, Link, Mark, link, verify
from app.canonical import canonical_json

pytestmark = pytest.mark.each_database

KEY = b"a key for tests"


def _chain(count: int, key: bytes = KEY) -> list[Link]:
    links: list[Link] = []
    for number in range(1, count + 1):
        record = {"transition": "submit", "actor_id": number, "given": {"reason": "理由"}}
        previous = links[-1].mac if links else START
        links.append(Link(100 + number, record, previous, link(key, previous, record)))
    return links


def test_an_untouched_chain_verifies() -> None:
    assert verify([KEY], _chain(5)) is None
    assert verify([KEY], []) is None


def test_the_code_is_the_hmac_of_previous_code_and_canonical_record() -> None:
    assert link(b"k", START, {"b": 1, "a": "é"}) == (
        "907c952d9369b3f79d90b146a33c2298bfb943710708c1f9c2f5dfe00fade129"
    )


@given(st.integers(0, 6))
def test_a_changed_record_is_named_exactly(position: int) -> None:
    links = _chain(7)
    links[position] = replace(links[position], record={"transition": "approve"})
    broken = verify([KEY], links)
    assert broken is not None
    assert (broken.id, broken.row) == (101 + position, position + 1)
    assert "被改动" in broken.reason.zh


@given(st.integers(0, 5))
def test_a_removed_record_is_noticed_at_the_one_after_it(position: int) -> None:
    links = _chain(7)
    del links[position]
    broken = verify([KEY], links)
    assert broken is not None
    assert broken.id == 102 + position
    assert "删除" in broken.reason.zh


def test_two_exchanged_records_are_noticed_at_the_first_of_them() -> None:
    links = _chain(4)
    links[1], links[2] = links[2], links[1]
    broken = verify([KEY], links)
    assert broken is not None
    assert broken.row == 2


def test_a_chain_rebuilt_with_another_key_does_not_verify() -> None:
    broken = verify([KEY], _chain(3, b"another key"))
    assert broken is not None
    assert broken.row == 1


def test_a_cut_end_is_noticed_by_the_checkpoint_and_only_by_it() -> None:
    links = _chain(5)
    mark = Mark(5, links[-1].id, links[-1].mac)
    assert verify([KEY], links, [mark]) is None
    assert verify([KEY], links[:3]) is None
    broken = verify([KEY], links[:3], [mark])
    assert broken is not None
    assert (broken.id, broken.row) == (105, 5)
    assert "3" in broken.reason.en


def test_a_chain_rewritten_by_somebody_who_has_the_key_differs_from_the_checkpoint() -> None:
    links = _chain(3)
    mark = Mark(3, links[-1].id, links[-1].mac)
    first = replace(links[0], record={"other": 1}, mac=link(KEY, START, {"other": 1}))
    rewritten = [first]
    for entry in links[1:]:
        previous = rewritten[-1].mac
        rewritten.append(
            replace(entry, previous_mac=previous, mac=link(KEY, previous, entry.record))
        )
    assert verify([KEY], rewritten) is None
    broken = verify([KEY], rewritten, [mark])
    assert broken is not None
    assert "存证" in broken.reason.zh


def test_the_order_of_keys_does_not_matter_and_the_value_does() -> None:
    assert canonical_json({"a": 1, "b": [True, None]}) == canonical_json(
        {"b": [True, None], "a": 1}
    )
    assert canonical_json({"a": 1}) != canonical_json({"a": "1"})


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": [b"x"]}, {1: "a"}, {"a": {"b": {2}}}])
def test_a_value_without_one_fixed_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="value"):
        canonical_json(value)


def test_a_chain_without_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        link(b"", START, {})
