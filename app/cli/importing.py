"""`flask import projects`: projects of earlier years from a sheet; `flask import template`."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.services.earlier.sheet import template
from app.services.earlier.taking import Report, take_sheet
from workflows.engine.text import Text

import_cli = Family("import", help="Taking over from another system; see docs/import.md.")


@import_cli.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def write_template(file: Path) -> None:
    """Write the sheet to fill in to FILE (.xlsx)."""
    file.write_bytes(template())
    click.echo(f"{file}")


@import_cli.command("projects")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done and do nothing.")
def import_projects(file: Path, dry_run: bool) -> None:
    """Take over the projects of FILE (.xlsx, or .csv in UTF-8), all of them or none.

    Fails where any row has a fault; all faults are told.
    """
    context = own_context()
    with context.database.session(writing=True) as session, file.open("rb") as opened:
        session.info.update(
            audit_key=context.settings.audit_key.encode(), settings=context.settings
        )
        report = take_sheet(session, opened, context.clock.now())
        if dry_run or report.faults:
            session.rollback()
        else:
            session.commit()
    _tell(report, dry_run)
    if report.faults:
        raise SystemExit(1)


def _tell(report: Report, dry_run: bool) -> None:
    for fault in report.faults:
        click.echo(f"{fault.zh} / {fault.en}")
    counts = {"entered": report.entered, "changed": report.changed, "unchanged": report.unchanged}
    for key, numbers in counts.items():
        words = _COUNTS[key].format(count=str(len(numbers)))
        click.echo(f"{words.zh} / {words.en}")
    ending = _FAULTY if report.faults else _DRY if dry_run else _DONE
    click.echo(f"{ending.zh} / {ending.en}")


_COUNTS = {
    "entered": Text("新增 {count} 项", "{count} new"),
    "changed": Text("更新 {count} 项", "{count} updated"),
    "unchanged": Text("未变 {count} 项", "{count} unchanged"),
}
_FAULTY = Text("有差错，未导入任何项目", "There are errors; no projects were imported")
_DRY = Text("试运行，未写入", "Dry run; nothing was written")
_DONE = Text("已导入", "Imported")
