"""`flask files scan`: what no scanner has called clean is looked at again."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.cli.context import own_context
from app.files.places import files_of
from app.files.scanner import ScanState
from app.services.files.scanning import scan_store

files_cli = AppGroup("files", help="Uploaded files.")


@files_cli.command("scan")
def scan() -> None:
    """Ask the scanner about every file it has not called clean; put infected ones away."""
    context = own_context()
    scanner = context.settings.scanner
    if scanner is None:
        raise click.ClickException("未设置 CHONGXIAN_SCANNER，没有查毒服务可用。")
    with context.transaction() as session:
        counted = scan_store(session, files_of(context.settings), scanner, context.clock.now())
    click.echo(
        "，".join(f"{state.value} {n}" for state, n in sorted(counted.items())) or "没有文件"
    )
    if counted[ScanState.INFECTED]:
        raise click.ClickException("发现染毒文件，已移入隔离目录。")
