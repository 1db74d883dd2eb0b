"""What the panel of an acceptance holds, in numbers (§3.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.models import Acceptance, Metric, Opinion, Project
from app.services.assessing import opinions
from app.services.history import rows_of

_UPHELD = ("uphold_to_repeat", "uphold_to_fail")
_WORTH = {"met": 2, "partly": 1, "not_met": 0}
_TEN_THOUSAND_YUAN = 10_000_00


def opinions_least(project: Project, rules: Mapping[str, int]) -> int:
    """How many must judge: more when much public money was spent (§3.1)."""
    if project.amount >= rules["accept_large_wan"] * _TEN_THOUSAND_YUAN:
        return rules["accept_large_panel_least"]
    return rules["accept_panel_least"]


def tasks_percent(signed: Sequence[Opinion], metrics: Sequence[Metric]) -> int:
    """The share of metrics that are met; one that is partly met counts half. Rounded down."""
    verdicts = [opinions.verdicts_of(signed, str(metric.id)) for metric in metrics]
    if not metrics or not all(verdicts):
        return 0
    return sum(_WORTH[v] for v in verdicts) * 100 // (2 * len(metrics))


def is_set_aside(session: Session, case: Acceptance) -> bool:
    """Whether an objection to what the panel found was upheld (P17)."""
    return any(row.transition in _UPHELD for row in rows_of(session, case))
