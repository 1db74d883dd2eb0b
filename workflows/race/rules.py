"""The rule set of a race: every number its call publishes, with the default of §2.3 and §3.7 [D].

The call's parameters are the source; a key here is the parameter's key without `race_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class RaceRules:
    """Lines are in points, shares in percent. `quota_inside_noise`: 1 lets the quota stop a team
    whose distance to the last one inside is smaller than the noise; 0 leaves that to people.
    `round_to` is the smallest step of a share, in 分."""

    pass_line: int = 75
    hold_line: int = 60
    holds_most: int = 1
    quota_inside_noise: int = 0
    base_percent: int = 40
    merit_percent: int = 60
    round_to: int = 1
    winner_percent: int = 70
    extensions_most: int = 1
    long_extensions_most: int = 1
    final_extensions_most: int = 1
    final_extension_percent: int = 70
    refocuses_most: int = 2
    rescues_most: int = 2
    halts_most: int = 2
    claims_most: int = 2
    extension_days: int = 30
    long_extension_days: int = 90
    final_extension_days: int = 180
    entry_days: int = 30

    @classmethod
    def of(cls, parameters: Mapping[str, int]) -> RaceRules:
        """The rules of a call's parameters; what it does not set is the default."""
        keys = {f"race_{field.name}": field.name for field in fields(cls)}
        return cls(**{name: parameters[key] for key, name in keys.items() if key in parameters})
