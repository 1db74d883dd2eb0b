"""A refusal names those whom it helps to ask, and nobody where nothing can be supplied any more."""

from __future__ import annotations

import re
from typing import Any

from workflows.engine.model import Guard
from workflows.registry import WORKFLOWS
from workflows.roles import SYSTEM_ROLES

ONLY_ONCE = re.compile("只能(?!.*签署).*一次|以一次为限|只可.*一次|只有一次")


def guards() -> dict[str, Guard[Any]]:
    return {
        guard.reason.zh: guard
        for definition in WORKFLOWS
        for transition in definition.transitions
        for guard in transition.guards
    }


def test_what_is_had_once_is_asked_of_nobody_a_second_time() -> None:
    once = [guard for words, guard in guards().items() if ONLY_ONCE.search(words)]
    assert len(once) > 8
    assert {guard.key for guard in once if guard.supplied_by - SYSTEM_ROLES} == set()
