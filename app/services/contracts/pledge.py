"""The pledge (军令状): made from the rows of the contract, with reward, penalty and way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PledgeTerms:
    """What the list or the race announced: what success brings, what failure costs, and when one
    may leave."""

    target: str
    rewards: Sequence[str]
    penalties: Sequence[str]
    exits: Sequence[str]


def with_pledge(terms: Mapping[str, Any], pledge: PledgeTerms) -> dict[str, Any]:
    """The terms of a contract with its pledge; signing the contract signs both. Metrics and
    milestones are not repeated: the pledge reads the rows of the contract."""
    return {
        **terms,
        "pledge": {
            "target": pledge.target,
            "rewards": list(pledge.rewards),
            "penalties": list(pledge.penalties),
            "exits": list(pledge.exits),
        },
    }
