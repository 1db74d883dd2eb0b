"""`flask similarity rebuild`: marks of what was sent before comparisons were made."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.models import Proposal
from app.services.similarity.comparing import came_to_its_check, mark
from app.services.similarity.content import newly_read

similarity_cli = Family("similarity", help="What proposals are compared by.")


@similarity_cli.command("rebuild")
def rebuild_marks() -> None:
    """Of every proposal that ever came to its formal check; later ones are compared with them."""
    context = own_context()
    with context.database.session(writing=False) as session:
        numbers = came_to_its_check(session)
    for number in numbers:
        with context.database.session(writing=False) as session:
            read = newly_read(session, session.get_one(Proposal, number), context.settings)
        with context.transaction() as session:
            mark(session, session.get_one(Proposal, number), read)
    click.echo(f"{len(numbers)} proposals can be found")
