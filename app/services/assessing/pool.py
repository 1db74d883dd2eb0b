"""The expert pool as a panel of assessors is taken from it; conflicts are those of a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.experts.conflicts import conflicts
from app.experts.pool import Candidate, Exclusion, Rules, Snapshot
from app.models import Expert, ExpertUnit, Project
from app.services.pool import parties_of, present_unit, profiles, years_of
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS


def rules_of(project: Project) -> Mapping[str, int]:
    return DEFAULTS | project.proposal.call.rules


def least_of_types(project: Project) -> dict[str, int]:
    """A finance expert always; somebody of the user's side where there is an end user."""
    rules, call = rules_of(project), project.proposal.call
    least = {"finance": rules["node_finance_least"]}
    if call.mechanism_key == "open_call":
        least["end_user"] = rules["node_user_least"]
    return least


def snapshot_of(session: Session, project: Project, name: str, now: datetime) -> Snapshot:
    """Everybody available, with the reasons that keep some from this project."""
    today, rules, call = local_date(now), rules_of(project), project.proposal.call
    (parties,) = parties_of(session, call, [project.proposal])
    candidates, excluded = [], []
    for expert, profile in profiles(session, available(session)):
        unit = present_unit(expert, today)
        candidates.append(Candidate(expert.id, unit or 0, expert.region, expert.type))
        found = conflicts(profile, parties, years_of(call), today)
        reasons = {f.rule.value for f in found}
        if unit is None:
            reasons.add("no_unit")
        if reasons:
            excluded.append(Exclusion(expert.id, tuple(sorted(reasons))))
    least = tuple((key, n) for key, n in least_of_types(project).items() if n)
    return Snapshot(
        name,
        tuple(candidates),
        tuple(excluded),
        Rules(rules["node_panel_least"], rules["panel_same_unit_most"], 0, type_least=least),
    )


def available(session: Session) -> list[Expert]:
    return list(
        session.scalars(
            select(Expert)
            .where(Expert.is_available)
            .options(
                joinedload(Expert.person),
                selectinload(Expert.units).joinedload(ExpertUnit.organisation),
            )
            .order_by(Expert.id)
        )
    )
