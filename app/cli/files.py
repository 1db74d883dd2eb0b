"""`flask files scan`: what no scanner has called clean is looked at again."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family, Refused
from app.files.places import files_of
from app.files.scanner import ScanState
from app.services.files.scanning import scan_store
from workflows.engine.text import Text

files_cli = Family("files", help="Uploaded files.")


@files_cli.command("scan")
def scan() -> None:
    """Ask the scanner about every file it has not called clean; put infected ones away."""
    context = own_context()
    scanner = context.settings.scanner
    if scanner is None:
        raise Refused(_NO_SCANNER)
    with context.transaction() as session:
        counted = scan_store(session, files_of(context.settings), scanner, context.clock.now())
    counts = (f"{state.value} {n}" for state, n in sorted(counted.items()))
    click.echo(", ".join(counts) or "没有文件 / no files")
    if counted[ScanState.INFECTED]:
        raise Refused(_INFECTED)


_NO_SCANNER = Text(
    "未设置 CHONGXIAN_SCANNER，没有查毒服务可用", "CHONGXIAN_SCANNER is not set: nobody can look"
)
_INFECTED = Text(
    "发现染毒文件，已移入 quarantine 目录", "infected files were found and moved to quarantine"
)
