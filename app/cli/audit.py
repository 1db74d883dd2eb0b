"""`flask audit verify`, `explain`, `seal` and `checkpoint`."""

from __future__ import annotations

from collections.abc import Iterable

import click
from flask import current_app

from app.audit.exported import export
from app.audit.proving import Checked, prove
from app.cli.context import own_context
from app.cli.refused import Family, Refused
from app.documents.stamps import CannotSign
from app.files.places import CHECKPOINTS, address_of, checkpoints_of
from app.services.seals.explaining import explain
from app.services.seals.keeping import begin

audit_cli = Family("audit", help="What is stored proves itself.")


@audit_cli.command("verify")
def verify() -> None:
    """Check history, checkpoints, states, letters, books, draws and files; name what is broken."""
    settings = current_app.config["SETTINGS"]
    with current_app.extensions["database"].session(writing=False) as session:
        say_all(prove(session, settings))


@audit_cli.command("explain")
@click.argument("rows", nargs=-1, required=True)
@click.option("--reason", required=True, help="What was found out, by whom, under which number.")
def explain_rows(rows: tuple[str, ...], reason: str) -> None:
    """Put on record why the succession of seals is broken at ROWS, named as `verify` names them."""
    context = own_context()
    with context.transaction() as session:
        refused = explain(session, rows, reason, context.clock.now())
        if refused is not None:
            raise Refused(refused.by_field[""])
    click.echo(f"已记录 {len(rows)} 行的原因 / why is on record of {len(rows)} rows")


@audit_cli.command("seal")
def seal() -> None:
    """Begin the seals of what an earlier version did not seal; no program of it may run any more.

    The clock does so when it starts, and is brought in last."""
    context = own_context()
    with context.transaction() as session:
        rows = begin(session, context.clock.now())
    click.echo(f"新封存 {rows} 行 / {rows} rows sealed anew")


@audit_cli.command("checkpoint")
def checkpoint() -> None:
    """Sign the end of the chain and say in which file, to be kept somewhere else."""
    context = own_context()
    try:
        with context.transaction() as session:
            name = export(session, context.settings, context.clock.now())
    except CannotSign as missing:
        raise click.ClickException(str(missing)) from missing
    if name is None:
        click.echo("没有流转记录 / no history")
        return
    content = checkpoints_of(context.settings).read(name) or b""
    click.echo(f"{address_of(context.settings, CHECKPOINTS)}/{name}\n{content.decode()}")


def say_all(checked: Iterable[Checked]) -> None:
    """Raises ClickException at the end: something does not hold."""
    holds = [_said(one) for one in checked]
    if not all(holds):
        raise click.ClickException("有记录被改动或缺失 / something was altered or is missing")


def _said(one: Checked) -> bool:
    """Whether it holds."""
    if one.fault is None:
        click.echo(f"{one.what.zh} / {one.what.en}: {one.count}")
        return True
    where, reason = one.fault.where, one.fault.reason
    click.echo(f"{one.what.zh}：{where.zh}：{reason.zh}", err=True)
    click.echo(f"{one.what.en}: {where.en}: {reason.en}", err=True)
    return False
