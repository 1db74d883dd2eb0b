"""`flask audit verify` and `flask audit checkpoint`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from app.audit.checkpoint import take_checkpoint, verify_history
from app.models import History
from app.worker.context import context_for
from workflows.engine.calendar import SHANGHAI

audit_cli = AppGroup("audit", help="The history chain and its checkpoints.")


@audit_cli.command("verify")
def verify() -> None:
    """Check every link of the history; name the first broken one."""
    with current_app.extensions["database"].session(writing=False) as session:
        broken = verify_history(session, current_app.config["SETTINGS"].audit_keys)
        rows = session.scalar(select(func.count(History.id)))
    if broken is not None:
        raise click.ClickException(f"第 {broken.row} 条（编号 {broken.id}）：{broken.reason.zh}")
    click.echo(f"流转记录 {rows} 条，逐条相接，未被改动。")


@audit_cli.command("checkpoint")
def checkpoint() -> None:
    """Note the end of the chain and print it, to be kept somewhere else."""
    context = context_for(current_app.config["SETTINGS"])
    with context.transaction() as session:
        taken = take_checkpoint(session, context.clock.now())
        if taken is None:
            click.echo("没有新的流转记录。")
            return
        at = taken.taken_at.astimezone(SHANGHAI).isoformat(timespec="seconds")
        click.echo(f"{at} {taken.rows} {taken.history_id} {taken.mac}")
