"""`flask migrate`: bring the database up to date, and note at the first time what is under seal;
`--new "…"` writes a migration for developers."""

from __future__ import annotations

import click
from alembic import command
from flask.cli import with_appcontext
from sqlalchemy import Connection

from app.cli.context import own_context
from app.cli.refused import Command, Refused
from app.migrating import TablesBusy, alembic_config, downgrade, drift, patiently, upgrade
from app.services.seals.keeping import begin_known
from app.services.upkeep.years_of_one import carry_over
from workflows.engine.text import Text

_GIVEN_UP = Text(
    "表一直被占用，数据库未作任何改变。请等下列事务结束（或由数据库管理员结束），在清静时再运行。",
    "The tables stayed in use and nothing was changed. Wait for these transactions, or have the "
    "database's administrator end them, and run this again in a quiet hour.",
)


@click.command("migrate", cls=Command)
@click.option("--down", metavar="REVISION", help="Go back to this revision (base: empty).")
@click.option("--new", metavar="MESSAGE", help="Write a migration from what the models changed.")
@click.option("--number", metavar="NNNN", help="Revision number for --new.")
@click.option("--check", is_flag=True, help="Fail when models and database disagree.")
@with_appcontext
def migrate(down: str | None, new: str | None, number: str | None, check: bool) -> None:
    """Bring the database to the newest revision."""

    def change(connection: Connection) -> None:
        _require_utf8(connection)
        if down:
            downgrade(connection, down)
            return
        upgrade(connection)
        if new:
            command.revision(
                alembic_config(connection), message=new, autogenerate=True, rev_id=number
            )
        elif check and (found := drift(connection)):
            raise click.ClickException(f"models and migrations disagree: {found}")

    context = own_context()
    try:
        patiently(
            context.database.engine, change, context.settings.migrate_lock_seconds, click.echo
        )
    except TablesBusy as busy:
        held_by = "\n  ".join(busy.held_by)
        told = f"{_GIVEN_UP.zh}\n{_GIVEN_UP.en}\n  {held_by}"
        raise click.ClickException(told) from None
    if down:
        return
    with context.transaction() as session:
        begin_known(session, context.clock.now())
        carry_over(session)


def _require_utf8(connection: Connection) -> None:
    """Raises Refused: made by the defaults of a system without a locale, say."""
    if connection.dialect.name != "postgresql":
        return
    found = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if found != "UTF8":
        raise Refused(_NOT_UTF8.format(found=found))


_NOT_UTF8 = Text(
    "数据库的编码是 {found}，须为 UTF8。请另建："
    "createdb --encoding=UTF8 --template=template0 --owner=用户 数据库",
    "the database is in {found} and must be in UTF8: make another one with createdb "
    "--encoding=UTF8 --template=template0 --owner=USER DATABASE",
)
