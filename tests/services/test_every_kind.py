"""What definitions name by a key has exactly one function here."""

from __future__ import annotations

from app.services.cases import CASES
from app.services.door.wiring import ACTS
from app.services.facts import BUILDERS
from workflows.acts import ACTS as WORDS_OF_ACTS


def test_every_act_that_a_definition_may_name_is_done() -> None:
    assert ACTS.keys() == WORDS_OF_ACTS.keys()


def test_every_kind_of_case_has_its_facts() -> None:
    assert BUILDERS.keys() == CASES.keys()
