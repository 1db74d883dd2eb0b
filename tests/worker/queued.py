"""A queue of the tests."""

from __future__ import annotations

from redis.exceptions import ConnectionError as RedisAway


class Line:
    """Takes what it is given and does nothing with it; `is_away` answers nobody."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.connection, self.is_away = self, is_away

    def ping(self) -> None:
        if self.is_away:
            raise RedisAway

    def enqueue_call(self, *_given: object, **_named: object) -> None:
        self.ping()
