"""Stories of the demonstration take turns on one timeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.demo.conductor import Conductor

BEGINNING = datetime(2025, 10, 9, tzinfo=UTC)


class Timeline:
    """The clock of a play, and every line told, in the order of telling."""

    def __init__(self) -> None:
        self.now = BEGINNING
        self.told: list[tuple[int, str]] = []
        self.conductor = Conductor(self._move_on)

    def _move_on(self, moment: datetime) -> None:
        assert moment >= self.now, "the clock never runs back"
        self.now = moment

    def story(self, name: str, *days: int) -> None:
        for day in days:
            self.conductor.wait_until(BEGINNING + timedelta(days=day))
            self.told.append(((self.now - BEGINNING).days, name))


def test_stories_are_told_in_the_order_of_their_moments() -> None:
    timeline = Timeline()
    timeline.conductor.play(
        BEGINNING,
        lambda: timeline.story("a", 1, 5, 9),
        lambda: timeline.story("b", 2, 3, 20),
        lambda: timeline.story("c", 4),
    )
    assert timeline.told == [(1, "a"), (2, "b"), (3, "b"), (4, "c"), (5, "a"), (9, "a"), (20, "b")]


def test_a_broken_story_ends_the_others_and_is_told_why() -> None:
    timeline = Timeline()

    def broken() -> None:
        timeline.story("broken", 2)
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        timeline.conductor.play(BEGINNING, lambda: timeline.story("long", 1, 3), broken)
    assert timeline.told == [(1, "long"), (2, "broken")]
