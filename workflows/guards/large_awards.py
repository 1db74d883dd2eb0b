"""Whether an award is so large that the provincial government has to agree first (domain §1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from workflows.engine.facts import Facts
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.guards.shapes import nothing_in, requires
from workflows.hands import DECIDES, OFFICER

F = TypeVar("F", bound=Facts)


def no_large_award(of: F) -> Guard[F]:
    """Names the awards that have to be reported, and what the move lacks without the reply."""
    found = nothing_in(
        "large_awards",
        of=of,
        key="no_large_award",
        reason=Text(
            "超出报批标准，须先报省政府，并填写批复文号和日期：{missing}。",
            "These exceed the amount that needs provincial government approval: {missing}. Get "
            "the approval first and enter its number and date.",
        ),
        supplied_by=DECIDES | OFFICER,
    )
    return replace(found, marks_path=True)


def some_large_award(of: F) -> Guard[F]:
    return requires(
        "large_awards",
        of=of,
        key="some_large_award",
        reason=Text(
            "没有须报省政府的项目。", "No award has to be submitted to the provincial government."
        ),
        supplied_by=DECIDES,
        marks_path=True,
    )
