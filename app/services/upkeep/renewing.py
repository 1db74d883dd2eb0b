"""Everything that is encrypted with a key of the server, encrypted anew with its newest key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ExpertAccount, Factor, Item, Webhook
from app.sealing import wrapped_anew
from app.services.fees import accounts
from app.services.identity import totp
from app.services.webhooks import secrets
from config import Settings


def renew(session: Session, settings: Settings) -> tuple[int, int, int, int]:
    """How many authenticators, keys of items, webhooks and accounts of experts.

    Raises app.keys.NoKeyFits, app.sealing.BrokenSeal: something is under a key that is not among
    the settings; nothing is changed then.
    """
    factors = session.scalars(select(Factor).where(Factor.kind == "totp")).all()
    for factor in factors:
        totp.encrypt_anew(factor, settings)
    items = session.scalars(select(Item).where(Item.wrapped_key != "")).all()
    for item in items:
        item.wrapped_key = wrapped_anew(settings.sealing_keys, item.wrapped_key)
    webhooks = session.scalars(select(Webhook)).all()
    for webhook in webhooks:
        secrets.encrypt_anew(webhook, settings)
    of_experts = session.scalars(select(ExpertAccount)).all()
    for account in of_experts:
        accounts.encrypt_anew(account, settings)
    return len(factors), len(items), len(webhooks), len(of_experts)
