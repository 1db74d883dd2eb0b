"""The accounts a demo shows on its sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

from app.demo.cast import DOMAIN, OFFICIALS, PASSWORD
from workflows.engine.text import Text
from workflows.roles import ROLE_LABELS


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    role: Text
    password: str = PASSWORD


def demo_accounts() -> tuple[DemoAccount, ...]:
    return tuple(DemoAccount(f"{o.login}@{DOMAIN}", o.name, ROLE_LABELS[o.role]) for o in OFFICIALS)
