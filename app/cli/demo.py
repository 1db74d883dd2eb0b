"""`flask demo play`: a whole season on the real plan; only where a demo is meant to run."""

from __future__ import annotations

from contextvars import Context

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, pass_script_info

from app.cli.context import own_context
from app.cli.refused import Family
from app.demo.cast import OFFICIALS
from app.demo.ending import closing_words
from app.demo.season import play
from app.demo.sitemap import PUBLIC, Page, walk
from app.demo.stage import StoryBroken
from config import Settings

demo_cli = Family("demo", help="A season played on the real plan.")


@demo_cli.command("play")
@click.option("--fresh", is_flag=True, help="Play again from the beginning.")
@click.option("--exit", "leave", is_flag=True, help="Play afresh, verify, and leave.")
def play_season(fresh: bool, leave: bool) -> None:
    """Exit 0 only if every expected letter exists, verifies and is the only one of its key."""
    settings = _demo_settings(current_app)
    try:
        ending = play(own_context(), click.echo, fresh=fresh or leave)
    except StoryBroken as broken:
        raise click.ClickException(str(broken)) from broken
    for line in closing_words(ending, settings):
        click.echo(line)
    if ending.faults:
        raise click.ClickException("；".join(ending.faults))


@demo_cli.command("look")
@click.option("--who", "logins", multiple=True, help="Only this account, e.g. officer.")
@click.option("--list", "listing", is_flag=True, help="Print every page.")
@pass_script_info
def look_around(info: ScriptInfo, logins: tuple[str, ...], listing: bool) -> None:
    """Open a linked page of each kind in everybody's place; exit 1 when one does not answer."""
    app = info.load_app()
    _demo_settings(app)
    number = 0
    broken: list[Page] = []
    seen: set[str] = set()
    for login in logins or EVERYBODY:
        # Outside of the command's own context, or all pages would share what one request keeps.
        for page in Context().run(list, walk(app, login, seen)):
            number += 1
            if page.status >= 400:
                broken.append(page)
            if listing:
                click.echo(f"{page.status} {page.login or '-'} {page.route} {page.path}")
    click.echo(f"看了 {number} 页")
    for page in broken:
        click.echo(f"{page.status} {page.login or '-'} {page.path}（见 {page.linked_from}）")
    if broken:
        raise click.ClickException(f"{len(broken)} 页打不开")


EVERYBODY = (
    PUBLIC,
    *{one.role: one.login for one in OFFICIALS}.values(),
    *("pi01", "pi05", "unit08", "purse08", "rec02", "expert01", "expert02"),
    *("need-fibre", "race-pi01", "race-unit01", "tandem-pi02", "observer"),
)
"""One of each kind of person, of each mechanism; those who lead different cases twice."""


def _demo_settings(app: Flask) -> Settings:
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_demo:
        raise click.ClickException("CHONGXIAN_MODE=demo 才能演示；正式库不会被触动。")
    return settings
