"""`flask office`: the first day of an installation, and when nobody is left to confirm a role."""

from __future__ import annotations

import click
from email_validator import EmailNotValidError, validate_email

from app.cli.context import own_context
from app.cli.refused import Family
from app.services.identity.opening import open_office
from app.services.identity.proposing import confirm_as_operator
from app.services.problems import Problems

office_cli = Family("office", help="The office this installation serves.")


@office_cli.command("open")
@click.option("--name", required=True, help="Of the first administrator.")
@click.option("--email", required=True, help="Where that person reads mail.")
def open_it(name: str, email: str) -> None:
    """Print the link by which the first administrator chooses a password."""
    context = own_context()
    with context.transaction() as session:
        answer = open_office(session, name, _address(email), context.clock.now())
    if isinstance(answer, Problems):
        raise _refusal(answer)
    click.echo(answer)


@office_cli.command("confirm")
@click.option("--email", required=True, help="Of the person an administrator proposed.")
def confirm_it(email: str) -> None:
    """Confirm the role of an administrator or a supervisor that one administrator proposed, where
    nobody is left who may on the page."""
    context = own_context()
    with context.transaction() as session:
        problems = confirm_as_operator(session, _address(email), context.clock.now())
    if problems is not None:
        raise _refusal(problems)


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _refusal(problems: Problems) -> click.ClickException:
    words = next(iter(problems.by_field.values()))
    return click.ClickException(f"{words.zh} / {words.en}")
