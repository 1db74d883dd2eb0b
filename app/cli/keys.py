"""`flask keys renew`: what is kept under an older key is put under the newest one."""

from __future__ import annotations

import click

from app.cli.context import own_context
from app.cli.refused import Family, Refused
from app.keys import NoKeyFits
from app.sealing import BrokenSeal
from app.services.upkeep.renewing import renew
from workflows.engine.text import Text

keys_cli = Family("keys", help="Replacing keys; see docs/trust.md.")


@keys_cli.command("renew")
def renew_all() -> None:
    """Encrypt anew what an older key still holds; afterwards that key may go."""
    context = own_context()
    try:
        with context.transaction() as session:
            authenticators, items, webhooks, accounts = renew(session, context.settings)
    except NoKeyFits as missing:
        raise Refused(_NO_KEY.format(name="CHONGXIAN_SECRET_KEY")) from missing
    except BrokenSeal as missing:
        raise Refused(_NO_KEY.format(name="CHONGXIAN_SEALING_KEY")) from missing
    click.echo(
        f"已换新密钥：验证器 {authenticators} 个，榜题密钥 {items} 个，推送 {webhooks} 个，"
        f"专家账户 {accounts} 个"
    )
    click.echo(
        f"under the newest key: authenticators {authenticators}, items {items}, "
        f"webhooks {webhooks}, accounts of experts {accounts}"
    )


_NO_KEY = Text(
    "有内容须用 {name} 中没有的密钥才能打开，未作任何改动。请把原来的密钥补在逗号之后，再重新运行",
    "something is under a key that {name} does not hold, and nothing was changed: put the key that "
    "was there before behind a comma, then run this again",
)
