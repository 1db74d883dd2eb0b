"""Everything that is encrypted with a key of the server, encrypted anew with its newest key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Factor, Item
from app.sealing import wrapped_anew
from app.services.identity import totp
from config import Settings


def renew(session: Session, settings: Settings) -> tuple[int, int]:
    """How many authenticators and how many keys of items.

    Raises app.keys.NoKeyFits, app.sealing.BrokenSeal: something is under a key that is not among
    the settings; nothing is changed then.
    """
    factors = session.scalars(select(Factor).where(Factor.kind == "totp")).all()
    for factor in factors:
        totp.encrypt_anew(factor, settings)
    items = session.scalars(select(Item).where(Item.wrapped_key != "")).all()
    for item in items:
        item.wrapped_key = wrapped_anew(settings.sealing_keys, item.wrapped_key)
    return len(factors), len(items)
