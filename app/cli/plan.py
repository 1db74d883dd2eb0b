"""`flask plan load`: the plan an installation runs on."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.plan.seeding import seed_plan

plan_cli = Family("plan", help="The plan that calls serve.")


@plan_cli.command("load")
def load() -> None:
    """Programmes with their tasks, catalogues, platforms and units; once there, left alone."""
    with own_context().transaction() as session:
        data = seed_plan(session)
    click.echo(f"{data.plan.title}: {len(data.programmes)} programmes")
