"""The calibrated ranking of a call, kept as it was at the lock; and the seed of its lottery."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session, undefer

from app.asked import Listed
from app.models import Call, CallRanking, Proposal, Review
from app.ranking.lottery import commitment

if TYPE_CHECKING:
    from app.ranking.calibrate import Calibrated

SEED_BYTES = 32


def ranking_of(session: Session, call: Call) -> CallRanking | None:
    return next(iter(RANKING.of(session, call=call.id)), None)


RANKING = Listed(CallRanking, CallRanking.call_id == bindparam("call"))
CALIBRATED = Listed(CallRanking, *RANKING.conditions, options=(undefer(CallRanking.calibrated),))
"""The same with what was calibrated, which is long."""


def commit_to_lottery(session: Session, call: Call) -> CallRanking:
    """Fix the seed before the first score is opened; once for a call."""
    found = ranking_of(session, call)
    if found is None:
        seed = secrets.token_bytes(SEED_BYTES)
        found = CallRanking(
            call_id=call.id, lottery_seed=seed.hex(), lottery_commitment=commitment(seed)
        )
        session.add(found)
        session.flush()
    return found


def record(
    session: Session,
    call: Call,
    reviews: Mapping[int, Sequence[Review]],
    totals: Mapping[int, Fraction | None],
) -> None:
    """Calibrate these reviews, by proposal, with their totals as they count; keep the result."""
    commit_to_lottery(session, call).calibrated = _calibrated(call, reviews, totals)
    count_change(session, call)


def count_change(session: Session, call: Call) -> None:
    """What is kept of the results of this call no longer holds."""
    commit_to_lottery(session, call).edition += 1


def expected_ranks(kept: CallRanking | None) -> dict[int, float]:
    """By proposal; empty before the lock."""
    proposals = kept.calibrated.get("proposals", {}) if kept else {}
    return {int(number): figures["expected_rank"] for number, figures in proposals.items()}


def told_of(calibrated: Mapping[str, Any], proposals: Sequence[Proposal]) -> dict[str, Any]:
    """What was calibrated, as far as it speaks of these."""
    if not calibrated:
        return {}
    numbers, labels = {one.id for one in proposals}, {_label(one) for one in proposals}
    groups = ([n for n in group if n in numbers] for group in calibrated["components"])
    return {
        **calibrated,
        "proposals": {n: f for n, f in calibrated["proposals"].items() if int(n) in numbers},
        "moves": [m for m in calibrated["moves"] if m["en"].partition(":")[0] in labels],
        "flags": [flag for flag in calibrated["flags"] if flag["proposal"] in numbers],
        "components": [group for group in groups if group],
    }


def _calibrated(
    call: Call,
    reviews: Mapping[int, Sequence[Review]],
    totals: Mapping[int, Fraction | None],
) -> dict[str, Any]:
    # Heavy, and only the lock of a call reckons: no web process carries it before.
    from app.ranking.calibrate import calibrate
    from app.ranking.calibrate.case import read_case

    labels = {_label(found[0].proposal): number for number, found in reviews.items()}
    scores = [
        [label, review.expert_id, None if (t := totals[review.id]) is None else float(t / 100)]
        for label, number in labels.items()
        for review in reviews[number]
    ]
    scale = {"min": 0, "max": 100, "better": "higher"}
    case = {"scores": scores, "scale": scale, "places": call.planned_awards}
    by_pair = {
        (label, review.expert_id): review.id
        for label, number in labels.items()
        for review in reviews[number]
    }
    return _as_json(calibrate(read_case(case)), labels, by_pair)


def _label(proposal: Proposal) -> str:
    return proposal.number or f"#{proposal.id}"


def _as_json(
    done: Calibrated, labels: Mapping[Any, int], by_pair: Mapping[tuple[Any, Any], int]
) -> dict[str, Any]:
    """Proposals and reviews by their ids; figures in points and ranks."""
    line = asdict(done.line) if done.line else {}
    return {
        "proposals": {
            str(labels[one.id]): {
                "expected_rank": one.expected_rank,
                "low": one.rank_interval[0],
                "high": one.rank_interval[1],
                "effect": one.effect,
                "sd": one.sd,
                "p_funded": one.p_funded,
            }
            for one in done.proposals
        },
        "moves": [asdict(move.reason) for move in done.moves],
        "flags": [
            {
                "kind": flag.kind,
                "proposal": labels[flag.proposal],
                "review": by_pair[flag.proposal, flag.reviewer],
                "residual": flag.residual,
            }
            for flag in done.flags
        ],
        "components": [[labels[id] for id in group] for group in done.components],
        "warnings": [asdict(warning) for warning in done.warnings],
        "line": {part: [labels[id] for id in ids] for part, ids in line.items()},
    }
