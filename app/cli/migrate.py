"""`flask migrate`: bring the database up to date, and note at the first time what is under seal;
`--new "…"` writes a migration for developers."""

from __future__ import annotations

import click
from alembic import command
from flask import current_app
from flask.cli import with_appcontext

from app.cli.context import own_context
from app.migrating import alembic_config, downgrade, drift, transaction, upgrade
from app.services.seals.keeping import begin_known


@click.command("migrate")
@click.option("--down", metavar="REVISION", help="Go back to this revision (base: empty).")
@click.option("--new", metavar="MESSAGE", help="Write a migration from what the models changed.")
@click.option("--number", metavar="NNNN", help="Revision number for --new.")
@click.option("--check", is_flag=True, help="Fail when models and database disagree.")
@with_appcontext
def migrate(down: str | None, new: str | None, number: str | None, check: bool) -> None:
    """Bring the database to the newest revision."""
    with transaction(current_app.extensions["database"].engine) as connection:
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
    with context.transaction() as session:
        begin_known(session, context.clock.now())
