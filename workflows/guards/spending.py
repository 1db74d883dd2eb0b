"""What the lead unit and its partners have in common when they account for money (§3.6): each rule
is made for the facts of a fund or of a share."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import FundFacts, ShareFacts
from workflows.hands import FINANCE
from workflows.money.budget import LABOUR, LUMP
from workflows.roles import Role

F = TypeVar("F", FundFacts, ShareFacts)


def heading_fits(key: str, example: F, who: frozenset[Role]) -> Guard[F]:
    """A lump sum has no headings."""
    return Guard[F](
        key=key,
        reason=Text(
            "包干制项目不分科目列支，按科目编制预算的项目须选科目。",
            "A lump-sum project does not report by heading. A project with a budget by heading "
            "must select one.",
        ),
        supplied_by=who,
        holds=lambda f: "heading" not in f.given or (f.given["heading"] == LUMP) == f.is_lump_sum,
        passing=replace(example, given={"heading": LABOUR}),
        failing=replace(example, given={"heading": LUMP}),
    )


def was_spent(key: str, reason: Text, example: F) -> Guard[F]:
    """Only what was accounted for is disallowed, under the heading where it stands."""
    return Guard[F](
        key=key,
        reason=reason,
        supplied_by=FINANCE,
        holds=lambda f: typed_amount(f) <= f.spent,
        passing=replace(example, spent=100, given={"amount": "100"}),
        failing=replace(example, spent=100, given={"amount": "101"}),
        missing=lambda f: (amount_text(f.spent),),
    )


def typed_amount(facts: FundFacts | ShareFacts) -> int:
    """The amount typed with the move, in 分; 0 while nothing is typed."""
    amount = facts.given.get("amount", "")
    return int(amount) if amount.isascii() and amount.isdigit() else 0
