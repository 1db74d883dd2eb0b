"""The accounts a demo shows on its sign-in page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from app.demo.cast import DOMAIN, OFFICIALS, PASSWORD
from app.queries.review.reviews import busiest_reviewers
from workflows.engine.text import Text
from workflows.roles import ROLE_LABELS, Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    email: str
    name: str
    role: Text
    password: str = PASSWORD


_OUTSIDE = {
    "pi01": ROLE_LABELS[Role.APPLICANT],
    "unit08": ROLE_LABELS[Role.UNIT_ADMIN],
    "purse08": ROLE_LABELS[Role.UNIT_FINANCE],
    "rec02": ROLE_LABELS[Role.RECOMMENDER],
    "need-fibre": ROLE_LABELS[Role.DEMANDER],
    "tandem-pi02": Text("赛马团队负责人", "Race team leader"),
}


def demo_accounts() -> tuple[DemoAccount, ...]:
    """One of each kind of person from outside, then the office. The reviewer is one who has work:
    panels are drawn at random."""
    outside = [DemoAccount(f"{login}@{DOMAIN}", "", role) for login, role in _OUTSIDE.items()]
    reviewer = [
        DemoAccount(drawn.email, drawn.name, ROLE_LABELS[Role.EXPERT])
        for drawn in busiest_reviewers(g.db, 1)
    ]
    office = (DemoAccount(f"{o.login}@{DOMAIN}", o.name, ROLE_LABELS[o.role]) for o in OFFICIALS)
    return (*outside, *reviewer, *office)
