"""`flask similarity rebuild`: marks of what was sent before comparisons were made."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.cli.context import own_context
from app.services.similarity.comparing import came_to_its_check, mark

similarity_cli = AppGroup("similarity", help="What proposals are compared by.")


@similarity_cli.command("rebuild")
def rebuild_marks() -> None:
    """Of every proposal that ever came to its formal check; later ones are compared with them."""
    context = own_context()
    with context.database.session(writing=False) as session:
        numbers = came_to_its_check(session)
    for number in numbers:
        with context.transaction() as session:
            mark(session, number)
    click.echo(f"{len(numbers)} proposals can be found")
