"""`flask personal retention`: personal data that nobody has needed for years goes."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.services.upkeep.retention import Report, retain
from workflows.engine.text import Text

personal_cli = Family("personal", help="Personal data.")


@personal_cli.command("retention")
@click.option(
    "--years",
    type=click.IntRange(min=1),
    envvar="CHONGXIAN_RETENTION_YEARS",
    required=True,
    help="Whole years without a sign-in or a move (CHONGXIAN_RETENTION_YEARS).",
)
@click.option("--dry-run", is_flag=True, help="Report and change nothing.")
def retention(years: int, dry_run: bool) -> None:
    """Anonymise people whose years are over; say whom by their ids, and what was removed."""
    context = own_context()
    now = context.clock.now()
    since = now.replace(year=now.year - years, day=min(now.day, 28))
    with context.transaction() as session:
        report = retain(session, since, now)
        if dry_run:
            session.rollback()
    _say(report)
    if dry_run:
        words = Text("仅试算，未作改动", "Trial run; nothing was changed")
        click.echo(f"{words.zh} / {words.en}")


def _say(report: Report) -> None:
    for words in (
        Text(f"匿名账户 {report.people}", f"accounts anonymised {report.people}"),
        Text(
            f"其中姓名一并去除 {report.nameless}", f"of which names also removed {report.nameless}"
        ),
        Text(f"登录记录 {report.sign_ins}", f"sign-in records {report.sign_ins}"),
        Text(f"消息 {report.messages}", f"messages {report.messages}"),
        Text(f"意见提出人 {report.senders}", f"comment senders {report.senders}"),
        Text(f"登录失败计数 {report.wrong_tries}", f"failed sign-in counts {report.wrong_tries}"),
    ):
        click.echo(f"{words.zh} / {words.en}")
