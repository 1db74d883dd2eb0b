"""The draw of an audit sample: what is committed to before, and how anybody repeats it after.

The list of projects, how many are drawn and the seed are bound by SHA-256 of the seed followed by
the canonical JSON of {call, nth, candidates, places}. The lots are those of `app.ranking.lottery`:
HMAC-SHA256(seed, "lottery:" + number of the project); the lowest tickets are drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from app.canonical import canonical_json
from app.models import AuditSample
from app.ranking.lottery import Drawn, draw_lots


def commitment(seed: bytes, *, call: int, nth: int, candidates: Sequence[str], places: int) -> str:
    content = {"call": call, "nth": nth, "candidates": list(candidates), "places": places}
    return hashlib.sha256(seed + canonical_json(content)).hexdigest()


def lots_of(sample: AuditSample) -> Drawn:
    return draw_lots(sample.candidates, sample.places, bytes.fromhex(sample.seed))


def is_as_committed(sample: AuditSample) -> bool:
    again = commitment(
        bytes.fromhex(sample.seed),
        call=sample.call_id,
        nth=sample.nth,
        candidates=sample.candidates,
        places=sample.places,
    )
    return again == sample.commitment
