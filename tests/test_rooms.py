"""What `workflows` may lean on: the standard library, less what makes two runs differ.

The other walls between the rooms are import-linter's contracts in pyproject.toml.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT

RULES = sorted((ROOT / "workflows").rglob("*.py"))
UNSTEADY = {"random", "secrets", "time", "os", "socket", "threading", "asyncio", "subprocess"}
CLOCK = {"now", "utcnow", "today"}


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level names of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else (node.module or "").partition(".")[0]


def clock_readings(tree: ast.AST) -> Iterator[str]:
    """Calls of datetime.now() and its like."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCK
            and ast.unparse(node.func.value) in {"datetime", "date", "datetime.datetime"}
        ):
            yield ast.unparse(node)


@pytest.mark.parametrize("file", RULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_rules_import_only_rules_and_the_standard_library(file: Path) -> None:
    allowed = sys.stdlib_module_names | {"workflows"}
    assert set(imported(ast.parse(file.read_text()))) - allowed == set()


@pytest.mark.parametrize("file", RULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_rules_read_no_clock_and_draw_no_lots(file: Path) -> None:
    tree = ast.parse(file.read_text())
    assert set(imported(tree)) & UNSTEADY == set()
    assert list(clock_readings(tree)) == []


def test_the_search_finds_what_it_looks_for() -> None:
    tree = ast.parse("import random\nfrom flask import g\nmoment = datetime.now(UTC)")
    assert set(imported(tree)) == {"random", "flask"}
    assert list(clock_readings(tree)) == ["datetime.now(UTC)"]
    assert len(RULES) > 10
