"""`flask office open`: the first day of an installation."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from app.cli.context import own_context
from app.services.identity.opening import open_office
from app.services.problems import Problems

office_cli = AppGroup("office", help="The office this installation serves.")


@office_cli.command("open")
@click.option("--name", required=True, help="Of the first administrator.")
@click.option("--email", required=True, help="Where that person reads mail.")
def open_it(name: str, email: str) -> None:
    """Print the link by which the first administrator chooses a password."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    context = own_context()
    with context.transaction() as session:
        answer = open_office(session, name, address, context.clock.now())
    if isinstance(answer, Problems):
        words = next(iter(answer.by_field.values()))
        raise click.ClickException(f"{words.zh} / {words.en}")
    click.echo(answer)
