"""`flask plan load`: the plan an installation runs on."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.plan.seeding import seed_plan
from app.worker.context import context_for

plan_cli = AppGroup("plan", help="The plan that calls serve.")


@plan_cli.command("load")
def load() -> None:
    """Programmes with their tasks, catalogues, platforms and units; once there, left alone."""
    with context_for(current_app.config["SETTINGS"]).transaction() as session:
        data = seed_plan(session)
    click.echo(f"{data.plan.title}: {len(data.programmes)} programmes")
