"""What a rehearsal came to, as it is kept with the call: every text in both languages, moments
as they are read, money in 分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.pool import EXPERT_TYPES, Candidate
from app.models import TechnologyField
from app.plan.fields import placed
from app.services.calls.rehearsal_gaps import Gap
from app.services.calls.rehearsal_setting import RealPool
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.rehearsal import Report, Setting
from workflows.rehearsal.model import Step, Stuck
from workflows.roles import ROLE_LABELS, SYSTEM_ROLES, Role


def as_json(
    session: Session, setting: Setting, report: Report, pool: RealPool, gaps: Iterable[Gap]
) -> dict[str, Any]:
    return {
        "ends_in": _said(report.ends_in),
        "course": list(_course(report)),
        "gaps": [{"what": _said(g.what), "people": _people(sorted(g.supplied_by))} for g in gaps],
        "supposed": [_said(one) for one in report.supposed],
        "outcomes": [[_said(label), count] for label, count in report.outcomes],
        "panels": [
            {
                "number": panel.number,
                "proposals": panel.proposals,
                "experts": len(seated.experts),
                "missing_substitutes": seated.missing_substitutes,
                "problem": _said(seated.problem) if seated.problem else None,
            }
            for panel, seated in report.panels
        ],
        "experts": [*_by_type(report, pool), *_by_field(session, report, pool)],
        "load": _load(pool),
        "budget": setting.facts.budget,
        "money": [[_said(part.label), part.amount] for part in report.money],
        "findings": [_said(finding) for finding in report.findings],
    }


def _course(report: Report) -> Iterator[dict[str, Any]]:
    """Standstills are numbered; a step has no number."""
    number = 0
    for one in report.course:
        if isinstance(one, Stuck):
            number += 1
            yield _standstill(one) | {"number": number}
        else:
            yield _step(one)


def _step(step: Step) -> dict[str, Any]:
    return {
        "at": deadline_words(step.at),
        "case": _said(step.case),
        "what": _said(step.what),
        "state": _said(step.state),
        "is_day_off": step.is_day_off,
        "is_guess": step.is_guess,
    }


def _standstill(one: Stuck) -> dict[str, Any]:
    return {
        "at": deadline_words(one.at),
        "case": _said(one.case),
        "state": _said(one.state),
        "move": _said(one.move),
        "reasons": [_said(reason) for reason in one.reasons],
        "people": _people(one.supplied_by),
        "count": one.count,
        "is_supposed": one.is_supposed,
    }


def _said(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _people(roles: Iterable[str]) -> list[dict[str, str]]:
    """Where it only takes time, nobody."""
    return [_said(ROLE_LABELS[role]) for role in map(Role, roles) if role not in SYSTEM_ROLES]


def _by_type(report: Report, pool: RealPool) -> Iterator[dict[str, Any]]:
    """What all panels together need at least, one expert sitting on one panel."""
    there = Counter(candidate.type for candidate in pool.snapshot.eligible)
    least, count = dict(pool.snapshot.rules.type_least), len(report.panels)
    seats = pool.snapshot.rules.panel_size * count
    yield _row(Text("全部专家", "All experts"), seats, len(pool.snapshot.eligible))
    for key, label in EXPERT_TYPES.items():
        yield _row(label, least.get(key, 0) * count, there[key])


def _by_field(session: Session, report: Report, pool: RealPool) -> Iterator[dict[str, Any]]:
    """What the panels that read proposals of a field need of its experts, the fields sharing."""
    needed: Counter[int] = Counter()
    for panel, _ in report.panels:
        for number in panel.fields:
            needed[number] += -(-pool.field_least // len(panel.fields))
    named = select(TechnologyField).where(TechnologyField.id.in_(needed))
    for field in session.scalars(named.order_by(TechnologyField.id)):
        there = _of_field(pool.snapshot.eligible, field.id)
        yield _row(placed(field.catalogue_name, field.name), needed[field.id], there)


def _of_field(candidates: Iterable[Candidate], number: int) -> int:
    return sum(number in candidate.fields for candidate in candidates)


def _row(label: Text, needed: int, there: int) -> dict[str, Any]:
    return {"label": _said(label), "needed": needed, "available": there}


def _load(pool: RealPool) -> list[list[int]]:
    """How many reviewers have how much to read, and how many of them no more than that: nobody is
    named, for an officer picks no experts."""
    counted = Counter(pool.read.values())
    full = set(pool.full_for(1))
    return [
        [read, count, sum(e in full for e, much in pool.read.items() if much == read)]
        for read, count in sorted(counted.items(), reverse=True)
    ]
