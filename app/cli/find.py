"""`flask find rebuild`: the words of the search anew."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.services.finding.keeping import rebuild

find_cli = Family("find", help="What the search finds by.")


@find_cli.command("rebuild")
def rebuild_words() -> None:
    """From what the database holds: after a migration, or after rows were loaded past the house."""
    with own_context().transaction() as session:
        click.echo(f"{rebuild(session)} cases can be found")
