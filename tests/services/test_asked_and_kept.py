"""What may be typed with a move fits the column in which the move keeps it: PostgreSQL takes no
longer text, and SQLite does not say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import String

from app.models import Base, DocumentNumber, Expenditure, ProjectEnding, Sanction
from app.web.shared.asking import most_of
from workflows.engine.model import Ask, AskKind
from workflows.parts.asks import MINUTES_NUMBER
from workflows.phases.fund.spending import NOTE
from workflows.phases.integrity.deciding import ARTICLE, RULE_SET
from workflows.phases.project import ending
from workflows.registry import WORKFLOWS


def asked(kind: AskKind) -> Iterator[tuple[str, Ask]]:
    for workflow in WORKFLOWS:
        for transition in workflow.transitions:
            for ask in transition.asks:
                if ask.kind is kind:
                    yield f"{workflow.key}: {transition.name}", ask


def lengths() -> dict[str, int]:
    """The shortest column of each name; long texts have no length."""
    found: dict[str, int] = {}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String) and column.type.length:
                length = min(column.type.length, found.get(column.key, column.type.length))
                found[column.key] = length
    return found


def test_a_line_that_is_asked_for_fits_each_column_of_its_name() -> None:
    kept = lengths()
    both = [(where, ask) for where, ask in asked(AskKind.LINE) if ask.key in kept]
    assert {ask.key for _, ask in both} >= {"minutes_number", "article", "reference", "auditor"}
    assert [(where, ask.key) for where, ask in both if most_of(ask) > kept[ask.key]] == []


@pytest.mark.parametrize(
    ("most", "column"),
    [
        (most_of(MINUTES_NUMBER), Sanction.decided_by),
        (most_of(RULE_SET), Sanction.basis),
        (most_of(ARTICLE), Sanction.article),
        (most_of(ending.RULE_SET) + most_of(ending.ARTICLE), ProjectEnding.basis),
        (most_of(NOTE), Expenditure.note),
    ],
)
def test_what_is_kept_under_another_name_fits_as_well(most: int, column: object) -> None:
    assert most <= column.type.length  # type: ignore[attr-defined]


def test_why_a_letter_is_void_fits_beside_its_number() -> None:
    reasons = [ask for where, ask in asked(AskKind.PARAGRAPH) if where == "letter: void"]
    assert [most_of(ask) for ask in reasons] == [DocumentNumber.void_reason.type.length]
