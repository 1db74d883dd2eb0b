"""`flask keys renew`: what is kept under an older key is put under the newest one."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family
from app.services.upkeep.renewing import renew

keys_cli = Family("keys", help="Replacing keys; see docs/trust.md.")


@keys_cli.command("renew")
def renew_all() -> None:
    """Encrypt anew what an older key still holds; afterwards that key may go."""
    context = own_context()
    with context.transaction() as session:
        authenticators, items, webhooks = renew(session, context.settings)
    click.echo(f"已换新密钥：验证器 {authenticators} 个，榜题密钥 {items} 个，推送 {webhooks} 个")
    click.echo(
        f"under the newest key: authenticators {authenticators}, items {items}, webhooks {webhooks}"
    )
