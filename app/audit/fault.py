"""What an audit names."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` names the record, `reason` says what about it does not hold."""

    where: Text
    reason: Text
