"""Letters of a race: from the notice of the race to the certificate of the finish (domain §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.documents.kinds.races.finish import (
    crossing_certificate,
    no_finish_report,
    race_cancellation_notice,
)
from app.documents.kinds.races.outcomes import (
    elimination_letter,
    merger_notice,
    revival_notice,
    stage_decision,
)
from app.documents.kinds.races.rules import checkpoint_notice, race_notice, target_adjustment
from app.documents.kinds.wording import Wording

RACES: dict[str, Callable[[Any], Wording]] = {
    "race_notice": race_notice,
    "checkpoint_notice": checkpoint_notice,
    "stage_decision": stage_decision,
    "elimination_letter": elimination_letter,
    "revival_notice": revival_notice,
    "merger_notice": merger_notice,
    "target_adjustment": target_adjustment,
    "crossing_certificate": crossing_certificate,
    "no_finish_report": no_finish_report,
    "race_cancellation_notice": race_cancellation_notice,
}
