"""What the guards of the year's pool look at, and what those of a call look at in it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import AnnualPool, Call
from app.services.facts import Common
from app.services.facts.lazily import lazily, of_row
from app.services.money.annual_pools import pool_in_force
from app.services.money.funds import drawn_from_pool
from workflows.facts import AnnualPoolFacts


def drawn(session: Session, case: Call | AnnualPool, _common: Common) -> int:
    return drawn_from_pool(session, case.year)


def in_force(session: Session, call: Call, _common: Common) -> int | None:
    pool = pool_in_force(session, call.year)
    return pool.amount if pool else None


build = lazily(AnnualPoolFacts, **of_row("amount"), drawn=drawn)
