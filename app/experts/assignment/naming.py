"""What the answer names: why there is no assignment, and why somebody else does not read a
proposal. By itself, because pages need the names and not the numbers."""

from __future__ import annotations

from enum import StrEnum

from workflows.engine.text import Text


class Class(StrEnum):
    """Why there is no assignment, the first that applies."""

    CAPACITY = "capacity"
    CONFLICTS = "conflicts"
    MIN_LOAD = "min_load"
    RULES = "rules"
    LOCKED = "locked"


class Obstacle(StrEnum):
    CONFLICT = "conflict"
    LOAD_FULL = "load_full"
    RULE = "rule"
    NOT_BETTER = "not_better"


OBSTACLE_LABELS: dict[Obstacle, Text] = {
    Obstacle.CONFLICT: Text("须回避", "must stand aside"),
    Obstacle.LOAD_FULL: Text("工作量已满", "workload is full"),
    Obstacle.RULE: Text("组成规则不允许", "not allowed by the composition rules"),
    Obstacle.NOT_BETTER: Text("换人不会使整体更好", "a swap would not improve the whole"),
}
