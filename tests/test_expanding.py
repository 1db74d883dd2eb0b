"""Old and new code work on the new tables at once: a migration expands, or says why it need not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.migration import MigrationContext
from alembic.operations import BatchOperations, Operations, ops
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from app.migrating import alembic_config, upgrade
from app.services.seals.kinds import KINDS
from tests.expanding import Recorded, contractions, recording, undeclared

SINCE = "0041"
"""The rule holds for what comes after this revision."""


SEALED_SINCE = "0055"
"""By then every sealed table was."""


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


class Migration(NamedTuple):
    revision: str
    module: ModuleType
    before: set[str]
    does: Recorded


@pytest.fixture(scope="module")
def migrations() -> list[Migration]:
    """All since then, in their order, carried out once."""
    found = []
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        in_order = [script.revision for script in scripts.walk_revisions()][::-1]
        upgrade(connection, SINCE)
        place = in_order.index(SINCE) + 1
        for number, revision in enumerate(in_order[place:], place):
            with recording(connection) as does:
                upgrade(connection, revision)
            module = scripts.get_revision(revision).module
            found.append(Migration(revision, module, set(in_order[:number]), does))
    engine.dispose()
    return found


def test_every_migration_expands_or_declares_its_contraction(migrations: list[Migration]) -> None:
    wrong = {
        one.revision: said
        for one in migrations
        if (said := undeclared(one.module, one.does, one.before))
    }
    assert wrong == {}


def test_a_column_added_to_a_sealed_table_stands_under_no_seal(migrations: list[Migration]) -> None:
    """While both versions write, the one before would seal its rows without it."""
    added = {
        (step.table_name, step.column.name)
        for one in migrations
        if SEALED_SINCE in one.before
        for step in one.does.operations
        if isinstance(step, ops.AddColumnOp)
    }
    sealed = {(kind.table, column.key) for kind in KINDS for column in kind.columns()}
    assert ("payment", "basis_label_en") in added
    assert added & sealed == set()


def planted(connection: Connection, migrate: Callable[[], object]) -> Recorded:
    sa.Table(
        "letter",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String(20), nullable=True, server_default=""),
        sa.CheckConstraint("id > 0", name="id_known"),
    ).create(connection)
    with Operations.context(MigrationContext.configure(connection)), recording(connection) as found:
        migrate()
    return found


def batched(*steps: Callable[[BatchOperations], object]) -> Callable[[], None]:
    def migrate() -> None:
        with op.batch_alter_table("letter") as table:
            for step in steps:
                step(table)

    return migrate


def add_given_column(table: BatchOperations) -> None:
    table.add_column(sa.Column("number", sa.Integer, nullable=False, server_default="0"))


def given_and_unique() -> None:
    """Old code writes the same number into every row."""
    with op.batch_alter_table("letter") as table:
        add_given_column(table)
        table.create_unique_constraint("once", ["title", "number"])


CONTRACTING: dict[str, Callable[[], object]] = {
    "DropTableOp letter": lambda: op.drop_table("letter"),
    "RenameTableOp letter": lambda: op.rename_table("letter", "mail"),
    "DropColumnOp letter title": batched(lambda table: table.drop_column("title")),
    "letter.title is renamed": batched(
        lambda table: table.alter_column("title", new_column_name="name")
    ),
    "letter.title must be given": batched(
        lambda table: table.alter_column("title", nullable=False)
    ),
    "letter.title no longer fills itself": batched(
        lambda table: table.alter_column("title", server_default=None)
    ),
    "letter.title is of another type": batched(
        lambda table: table.alter_column("title", type_=sa.Integer())
    ),
    "new column letter.number must be given": lambda: op.add_column(
        "letter", sa.Column("number", sa.Integer, nullable=False)
    ),
    "letter: title must be unique": lambda: op.create_index(
        "ix_letter", "letter", ["title"], unique=True
    ),
    "letter: title, number must be unique": given_and_unique,
    "a new check long_enough": batched(
        lambda table: table.create_check_constraint("long_enough", "length(title) > 1")
    ),
    "executes DROP TABLE letter": lambda: op.execute("DROP TABLE letter"),
    "executes DELETE FROM letter": lambda: op.get_bind().exec_driver_sql("DELETE FROM letter"),
}


@pytest.mark.parametrize("said", CONTRACTING)
def test_what_old_code_cannot_bear_is_found(connection: Connection, said: str) -> None:
    assert contractions(planted(connection, CONTRACTING[said])) == [said]


def expand() -> None:
    op.create_table(
        "stamp", sa.Column("id", sa.Integer, primary_key=True), sa.Column("of", sa.Integer)
    )
    op.create_index("ix_stamp_of", "stamp", ["of"], unique=True)
    op.create_index("ix_letter_title", "letter", ["title"])
    op.add_column("letter", sa.Column("note", sa.Text, nullable=True))
    op.execute("UPDATE letter SET note = title")
    with op.batch_alter_table("letter") as table:
        add_given_column(table)
        table.drop_constraint("id_known", type_="check")
        table.create_check_constraint("id_known", "id > 1")
        table.create_unique_constraint("number_once", ["number"])
        table.create_unique_constraint("note_once", ["title", "note"])
        table.create_check_constraint("number_not_negative", "number >= 0")


def test_what_old_code_does_not_notice_is_free(connection: Connection) -> None:
    found = planted(connection, expand)
    assert len(found.operations) >= 9
    assert contractions(found) == []


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (None, ["DropTableOp letter"]),
        ({"unused_since": "0002", "why": "Nobody has read letters since 0002."}, []),
        ({"unused_since": "0003", "why": "Nobody has read letters since 0003."}, ["is no earlier"]),
        ({"unused_since": "0002", "why": "old"}, ["does not say why"]),
    ],
)
def test_a_contraction_says_since_when_nobody_uses_it_and_why(
    connection: Connection, declared: dict[str, str] | None, said: list[str]
) -> None:
    found = planted(connection, lambda: op.drop_table("letter"))
    file = ModuleType("0003_no_letters")
    if declared is not None:
        file.CONTRACTION = declared  # type: ignore[attr-defined]
    wrong = undeclared(file, found, {"0001", "0002"})
    assert len(wrong) == len(said)
    assert all(part in whole for part, whole in zip(said, wrong, strict=True))
