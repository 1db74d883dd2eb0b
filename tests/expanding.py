"""What a migration does, by its operations, and which of it code of the version before cannot bear.

While an upgrade rolls over the machines, old and new code work on the new tables at once. So a
migration only expands: new tables, columns that may be empty or fill themselves, indexes. What
takes away or narrows comes in a later migration, when no code uses it any more, and says so in its
file:

    CONTRACTION = {"unused_since": "0042", "why": "Nobody reads … since that revision."}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from alembic.operations import ops
from alembic.operations.base import AbstractOperations
from alembic.operations.batch import BatchOperationsImpl
from sqlalchemy import Column, Connection, event

_FIRST_WORDS = {"insert", "update", "select", "with", "create", "savepoint", "release", "pragma"}
_WHY_LEAST = 20

Added = Mapping[tuple[str, str], Column[Any]]
"""New columns by table and name."""


@dataclass
class Recorded:
    operations: list[Any] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    """Those that no operation stands for."""


@contextmanager
def recording(connection: Connection) -> Iterator[Recorded]:
    """Everything that migrations do in the block, which they really do."""
    found, depth = Recorded(), 0
    invoke, flush = AbstractOperations.invoke, BatchOperationsImpl.flush

    def invoked(self: Any, operation: Any) -> Any:
        nonlocal depth
        found.operations.append(operation)
        depth += 1
        try:
            return invoke(self, operation)
        finally:
            depth -= 1

    def flushed(self: Any) -> None:
        nonlocal depth
        depth += 1
        try:
            flush(self)
        finally:
            depth -= 1

    def executed(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not depth:
            found.statements.append(statement)

    event.listen(connection, "before_cursor_execute", executed)
    AbstractOperations.invoke = invoked  # type: ignore[method-assign]
    BatchOperationsImpl.flush = flushed  # type: ignore[method-assign]
    try:
        yield found
    finally:
        AbstractOperations.invoke = invoke  # type: ignore[method-assign]
        BatchOperationsImpl.flush = flush  # type: ignore[method-assign]
        event.remove(connection, "before_cursor_execute", executed)


def contractions(found: Recorded) -> list[str]:
    """In words; empty when old code goes on as before. A CHECK is taken to be wider when it takes
    the place of one of the same name, and to be about new columns only when it names one: what is
    not seen here `bin/bench upgrade` tells."""
    made = {op.table_name for op in found.operations if isinstance(op, ops.CreateTableOp)}
    dropped = {
        op.constraint_name for op in found.operations if isinstance(op, ops.DropConstraintOp)
    }
    added = {
        (op.table_name, op.column.name): op.column
        for op in found.operations
        if isinstance(op, ops.AddColumnOp)
    }
    wrong = [
        words
        for op in found.operations
        if getattr(op, "table_name", None) not in made
        if (words := _against(op, dropped, added))
    ]
    executed = [str(op.sqltext) for op in found.operations if isinstance(op, ops.ExecuteSQLOp)]
    return wrong + [
        f"executes {sql.strip()[:60]}"
        for sql in executed + found.statements
        if sql.split()[0].lower() not in _FIRST_WORDS
    ]


def _against(op: Any, dropped: set[Any], added: Added) -> str:
    match op:
        case ops.DropTableOp() | ops.RenameTableOp() | ops.DropColumnOp():
            named = getattr(op, "column_name", "")
            return f"{type(op).__name__} {op.table_name} {named}".strip()
        case ops.AddColumnOp(column=column):
            fills = column.nullable or column.server_default is not None
            return "" if fills else f"new column {op.table_name}.{column.name} must be given"
        case ops.AlterColumnOp():
            return _altered(op)
        case ops.CreateIndexOp(unique=True):
            return _narrower(op, [getattr(c, "name", c) for c in op.columns], added)
        case ops.CreateUniqueConstraintOp():
            return _narrower(op, op.columns, added)
        case ops.CreateForeignKeyOp():
            return "" if _all_new(op.source_table, op.local_cols, added) else "a new foreign key"
        case ops.CreateCheckConstraintOp():
            words = set(re.findall(r"\w+", str(op.condition)))
            is_new = any(name in words for table, name in added if table == op.table_name)
            is_free = is_new or op.constraint_name in dropped
            return "" if is_free else f"a new check {op.constraint_name}"
    return ""


def _altered(op: ops.AlterColumnOp) -> str:
    what = f"{op.table_name}.{op.column_name}"
    if op.modify_name:
        return f"{what} is renamed"
    if op.modify_nullable is False:
        return f"{what} must be given"
    if op.modify_server_default is None:
        return f"{what} no longer fills itself"
    return f"{what} is of another type" if op.modify_type is not None else ""


def _narrower(op: Any, columns: Any, added: Added) -> str:
    """What old code leaves empty is like nothing else, and so is whatever stands beside it."""
    mine = [added.get((op.table_name, str(column))) for column in columns]
    new = [column for column in mine if column is not None]
    is_left_empty = any(column.server_default is None for column in new)
    is_free = is_left_empty or len(new) == len(mine)
    return "" if is_free else f"{op.table_name}: {', '.join(map(str, columns))} must be unique"


def _all_new(table: str, columns: Any, added: Added) -> bool:
    return {(table, str(column)) for column in columns} <= added.keys()


def undeclared(revision: ModuleType, found: Recorded, before: set[str]) -> list[str]:
    """What is wrong with one migration file; `before` are the revisions that came before it."""
    wrong, said = contractions(found), getattr(revision, "CONTRACTION", None)
    if said is None or not wrong:
        return wrong if said is None else ["it declares a contraction and only expands"]
    if said.get("unused_since") not in before:
        return [f"unused_since {said.get('unused_since')!r} is no earlier revision"]
    return [] if len(said.get("why", "")) >= _WHY_LEAST else ["it does not say why"]
