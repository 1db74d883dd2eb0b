"""`flask demo play`: a whole season on the real plan; only where a demo is meant to run."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from app.demo.ending import closing_words
from app.demo.season import play
from app.demo.stage import StoryBroken
from app.worker.context import context_for

demo_cli = AppGroup("demo", help="A season played on the real plan.")


@demo_cli.command("play")
@click.option("--fresh", is_flag=True, help="Play again from the beginning.")
@click.option("--exit", "leave", is_flag=True, help="Play afresh, verify, and leave.")
def play_season(fresh: bool, leave: bool) -> None:
    """Exit 0 only if every expected letter exists, verifies and is the only one of its key."""
    settings = current_app.config["SETTINGS"]
    if not settings.is_demo:
        raise click.ClickException("CHONGXIAN_MODE=demo 才能演示；正式库不会被触动。")
    try:
        ending = play(context_for(settings), click.echo, fresh=fresh or leave)
    except StoryBroken as broken:
        raise click.ClickException(str(broken)) from broken
    for line in closing_words(ending, settings):
        click.echo(line)
    if ending.faults:
        raise click.ClickException("；".join(ending.faults))
