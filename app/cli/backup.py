"""`flask backup create`, `verify` and `restore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app

from app.audit.proving import Checked
from app.backup import restoring
from app.backup.archive import BadArchive, read_manifest
from app.backup.creating import create
from app.backup.postgres import DumpFailed
from app.backup.restoring import CannotRestore
from app.cli.audit import say_all
from app.cli.context import own_context
from app.cli.refused import Family, Refused
from app.services.seals.keeping import begin
from app.worker.children import MissingProgram
from config import Settings
from workflows.engine.text import Text

backup_cli = Family("backup", help="One archive of database and files.")
_archive = click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@backup_cli.command("create")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def create_archive(folder: Path) -> None:
    """Write an archive into FOLDER; the site may go on."""
    context = own_context()
    try:
        made = create(context.database, context.settings, folder, context.clock.wall())
    except (DumpFailed, MissingProgram) as failed:
        raise click.ClickException(str(failed)) from failed
    manifest = read_manifest(made)
    click.echo(made)
    files, rows = len(manifest.members), manifest.rows
    _say(Text(f"文件 {files} 个，流转记录 {rows} 条", f"{files} files, {rows} records of history"))
    if manifest.missing:
        raise Refused(
            Text(
                f"数据库列有而找不到的文件：{manifest.missing}",
                f"named by the database and not there: {manifest.missing}",
            )
        )


@backup_cli.command("verify")
@_archive
@click.option("--scratch", metavar="URL", help="An empty PostgreSQL database to restore into.")
def verify_archive(archive: Path, scratch: str | None) -> None:
    """Check every byte of ARCHIVE, and prove what it restores to."""
    checked = _answered(lambda: restoring.verify(archive, _settings(), scratch))
    if not checked:
        _say(
            Text(
                "各文件与清单相符；流转记录、台账等未核验，请用 --scratch 指定一个空数据库",
                "every byte is as the manifest says; nothing else was proved: "
                "name an empty database with --scratch",
            )
        )


@backup_cli.command("restore")
@_archive
@click.option("--overwrite", is_flag=True, help="Replace what this installation holds.")
def restore_archive(archive: Path, overwrite: bool) -> None:
    """Restore ARCHIVE into this installation, whose programs are stopped, and prove it."""
    _answered(lambda: restoring.restore(archive, _settings(), overwrite=overwrite))
    context = own_context()
    with context.transaction() as session:
        begin(session, context.clock.now())


def _answered(work: Callable[[], list[Checked]]) -> list[Checked]:
    try:
        checked = work()
    except (BadArchive, CannotRestore) as refused:
        raise Refused(refused.reason) from refused
    except (DumpFailed, MissingProgram) as failed:
        raise click.ClickException(str(failed)) from failed
    say_all(checked)
    return checked


def _say(words: Text) -> None:
    click.echo(f"{words.zh} / {words.en}")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
