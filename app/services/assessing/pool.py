"""The expert pool as a panel of assessors is taken from it; conflicts are those of a review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import once
from app.experts.conflicts import conflicts
from app.experts.pool import Candidate, Exclusion, Rules, Snapshot
from app.models import Case, Expert, Project, Review
from app.numbers import share_of
from app.services.cases import project_of
from app.services.experts.parties import parties_of
from app.services.experts.profiles import present_unit, profiles, whole_experts, years_of
from workflows.engine.calendar import local_date


def project_assessed(case: Case) -> Project:
    project = project_of(case)
    assert project is not None, "what is assessed belongs to a project"
    return project


def least_of_types(case: Case) -> dict[str, int]:
    """A finance expert at a milestone, an acceptance and where the fault is found; at the former
    two somebody of the user's side where there is an end user."""
    project = project_assessed(case)
    rules, call = project.proposal.call.parameters, project.proposal.call
    if case.kind == "project":
        return {"finance": rules["fault_finance_least"]}
    if case.kind == "change" or case.state == "rechecking":
        return {}
    least = {"finance": rules["node_finance_least"]}
    if call.mechanism_key == "open_call":
        least["end_user"] = rules["node_user_least"]
    return least


def selectors(session: Session, project: Project) -> frozenset[int]:
    """Experts on whose scores it was selected."""
    scored = select(Review.expert_id).where(
        Review.proposal_id == project.proposal_id, Review.state == "closed"
    )
    question = ("selectors", project.proposal_id)
    return once(session, question, lambda: frozenset(session.scalars(scored)))


def newcomers_least(case: Case, size: int) -> int:
    """How many of so many members did not select the project whose milestone they assess."""
    if case.kind != "milestone" or case.state == "rechecking":
        return 0
    return share_of(size, project_assessed(case).proposal.call.parameters["node_newcomers_percent"])


def snapshot_of(
    session: Session,
    project: Project,
    name: str,
    now: datetime,
    size: int,
    *,
    least: Mapping[str, int],
    former: frozenset[int] = frozenset(),
    aside: frozenset[int] = frozenset(),
    full: frozenset[int] = frozenset(),
    newcomers: int = 0,
) -> Snapshot:
    """Everybody available, with the reasons that keep some from this project.

    `least` of each type, and `newcomers` who did not select the project. `former` experts, those
    who stood `aside` from this case, and those of units that fill their seats, are out too.
    """
    today, rules, call = local_date(now), project.proposal.call.parameters, project.proposal.call
    experts = available(session)
    (parties,) = parties_of(session, call, [project.proposal], experts)
    candidates, excluded = [], []
    known = selectors(session, project)
    for expert, profile in profiles(session, experts):
        unit = present_unit(expert, today)
        is_new = expert.id not in known
        candidates.append(
            Candidate(expert.id, unit or 0, expert.region, expert.type, is_new=is_new)
        )
        found = conflicts(profile, parties, years_of(call), today)
        out_for = {
            "no_unit": unit is None,
            "former_panel": expert.id in former,
            "stood_aside": expert.id in aside,
            "unit_seated": unit in full,
        }
        reasons = {f.rule.value for f in found} | {why for why, is_so in out_for.items() if is_so}
        if reasons:
            excluded.append(Exclusion(expert.id, tuple(sorted(reasons))))
    return Snapshot(
        name,
        tuple(candidates),
        tuple(excluded),
        Rules(
            size,
            rules["panel_same_unit_most"],
            0,
            type_least=tuple((key, n) for key, n in least.items() if n),
            newcomers_least=newcomers,
        ),
    )


def full_units(seated: Iterable[Expert], most: int, today: date) -> frozenset[int]:
    """Units of whom `most` are seated."""
    units = Counter(present_unit(expert, today) for expert in seated)
    return frozenset(unit for unit, count in units.items() if unit is not None and count >= most)


def available(session: Session) -> list[Expert]:
    return list(
        session.scalars(
            select(Expert).where(Expert.is_available).options(*whole_experts()).order_by(Expert.id)
        )
    )
