"""What people are told reads well whatever was typed into it."""

from __future__ import annotations

import pytest

from workflows.parts.messages import MESSAGES


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_reason_brings_its_own_stop(kind: str) -> None:
    body = MESSAGES[kind].body
    for said, stops in ((body.zh, "。；，"), (body.en, ".;,")):
        _before, reason, after = said.partition("{reason}")
        assert not reason or not after or after[0] not in stops
