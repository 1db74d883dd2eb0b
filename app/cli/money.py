"""`flask money check`: the books prove themselves."""

from __future__ import annotations

import click
from flask import current_app
from sqlalchemy import func, select

from app.cli.refused import Family
from app.models import LedgerTransaction, Payment
from app.services.money.verifying import verify

money_cli = Family("money", help="The books.")


@money_cli.command("check")
def check() -> None:
    """Check every transaction and every payment; name the first that does not hold."""
    with current_app.extensions["database"].session(writing=False) as session:
        session.info["settings"] = current_app.config["SETTINGS"]
        broken = verify(session)
        transactions = session.scalar(select(func.count(LedgerTransaction.id)))
        payments = session.scalar(select(func.count(Payment.id)))
    if broken is not None:
        raise click.ClickException(f"{broken.where}：{broken.reason.zh}")
    click.echo(f"台账 {transactions} 笔，拨付单 {payments} 张：借贷相抵，笔笔有据。")
