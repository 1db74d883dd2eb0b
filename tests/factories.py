"""Rows for tests, each valid on its own; what a test is about is passed in."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from app.models import (
    AnnualPool,
    BudgetLine,
    Call,
    Expert,
    ExpertUnit,
    Metric,
    Milestone,
    Organisation,
    Person,
    Plan,
    PlanTask,
    Programme,
    Proposal,
    RoleGrant,
    TechnologyField,
)
from app.models.proposals import SECTIONS
from app.services.cases import place_at_start
from app.services.money.annual_pools import pool_in_force
from app.services.moves import begin
from tests.conftest import START
from workflows.parameters import DEFAULTS
from workflows.roles import Role

# What one process of a run has played another may find in its database (tests/played.py): each has
# numbers of its own.
_numbers = count(
    1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")),
    int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
)

CRITERIA = [
    {
        "key": "fit",
        "zh": "指南符合度与必要性",
        "en": "Fit and need",
        "weight": 15,
        "technical": False,
    },
    {"key": "novelty", "zh": "创新性与先进性", "en": "Novelty", "weight": 25, "technical": True},
    {
        "key": "route",
        "zh": "技术路线与考核指标",
        "en": "Route and metrics",
        "weight": 25,
        "technical": True,
    },
    {"key": "team", "zh": "团队与基础", "en": "Team", "weight": 15, "technical": False},
    {
        "key": "prospects",
        "zh": "应用前景与效益",
        "en": "Prospects",
        "weight": 15,
        "technical": False,
    },
    {"key": "budget", "zh": "经费合理性", "en": "Budget", "weight": 5, "technical": False},
]


def organisation(session: Session, **fields: Any) -> Organisation:
    number = next(_numbers)
    row = Organisation(
        **{
            "name": f"测试单位{number}",
            "kind": "institute",
            "city": "福州市",
            "registered_on": date(2000, 1, 1),
        }
        | fields
    )
    session.add(row)
    session.flush()
    return row


def person(session: Session, **fields: Any) -> Person:
    number = next(_numbers)
    row = Person(
        **{
            "name": f"测试人{number}",
            "email": f"person{number}@example.org",
            "password_hash": "!",
            "email_confirmed_at": START,
            "created_at": START,
            "unit_confirmed_at": START,
            "born_on": date(1980, 1, 1),
            "title": "研究员",
        }
        | fields
    )
    session.add(row)
    session.flush()
    return row


def grant(session: Session, someone: Person, role: Role, **scope: Any) -> RoleGrant:
    row = RoleGrant(person_id=someone.id, role=role.value, granted_at=START, **scope)
    session.add(row)
    session.flush()
    return row


def official(session: Session, role: Role, **fields: Any) -> Person:
    """A person who holds an office-wide role."""
    someone = person(session, **fields)
    grant(session, someone, role)
    return someone


def programme(session: Session, **fields: Any) -> Programme:
    number = next(_numbers)
    plan = Plan(
        title=f"测试规划{number}",
        document_number="测政办〔2021〕1号",
        issuer="测试",
        first_year=2021,
        last_year=2025,
    )
    session.add(plan)
    session.flush()
    row = Programme(
        **{
            "plan_id": plan.id,
            "number": 8,
            "domain": "高新技术",
            "name": f"测试专项{number}",
            "focus": "测试",
            "tasks": [PlanTask(number=1, text="突破测试关键技术")],
        }
        | fields
    )
    session.add(row)
    session.flush()
    return row


def technology_field(session: Session, **fields: Any) -> TechnologyField:
    number = next(_numbers)
    row = TechnologyField(
        **{
            "catalogue_number": "6-3",
            "catalogue_name": "新能源",
            "name": f"方向{number}",
            "text": "",
        }
        | fields
    )
    session.add(row)
    session.flush()
    return row


def call(session: Session, **fields: Any) -> Call:
    """An open call: opened yesterday, closes in 30 days; pass `state=` for another state. Its
    year has money without end, unless it is not `pooled`."""
    officer = fields.pop("drafted_by", None) or official(session, Role.PROGRAMME_OFFICER)
    state, pooled = fields.pop("state", "open"), fields.pop("pooled", True)
    programme_id = fields.pop("programme_id", None) or programme(session).id
    row = Call(
        **{
            "programme_id": programme_id,
            "tasks": session.get_one(Programme, programme_id).tasks[:1],
            "mechanism_key": "open_competition",
            "year": 2026,
            "title": f"测试指南{next(_numbers)}",
            "guide": "支持方向：测试。",
            "budget": 2_000_000_00 * 10,
            "award_most": 5_000_000_00,
            "planned_awards": 4,
            "open_at": START - timedelta(days=1),
            "close_at": START + timedelta(days=30),
            "recommend_until": START + timedelta(days=35),
            "rules": dict(DEFAULTS),
            "criteria": CRITERIA,
            "required_files": [],
            "drafted_by_id": officer.id,
        }
        | fields
    )
    if pooled:
        annual_pool(session, row.year)
    begin(session, row, officer, START - timedelta(days=60))
    row.state = state
    session.flush()
    return row


def annual_pool(session: Session, year: int, amount: int = 10_000_000_000_00) -> None:
    """Confirmed, of that year, unless it has one."""
    if pool_in_force(session, year) is not None:
        return
    row = AnnualPool(
        year=year, amount=amount, document_number="财预〔2026〕1号", document_date=START.date()
    )
    place_at_start(row, START - timedelta(days=90))
    row.state = "confirmed"
    session.add(row)
    session.flush()


def proposal(session: Session, **fields: Any) -> Proposal:
    """A complete draft; pass `state=` for another state."""
    of_call = fields.pop("call", None) or call(session)
    unit = fields.pop("lead_unit", None) or organisation(session)
    pi = fields.pop("pi", None) or person(session, organisation_id=unit.id)
    state = fields.pop("state", "draft")
    title = fields.pop("title", f"测试项目{next(_numbers)}")
    row = Proposal(
        **{
            "call_id": of_call.id,
            "title": title,
            "pi_id": pi.id,
            "lead_unit_id": unit.id,
            "technology_field_id": technology_field(session).id,
            "plan_task_id": of_call.tasks[0].id if of_call.tasks else None,
            "sections": dict.fromkeys(SECTIONS, f"{title}内容充实。" * 10),
            "starts_on": date(2026, 7, 1),
            "ends_on": date(2029, 6, 30),
            "requested": 2_000_000_00,
            "matching": 2_000_000_00,
            "pledged_at": START,
        }
        | fields
    )
    row.call, row.pi, row.lead_unit = of_call, pi, unit
    row.metrics = [
        Metric(
            position=0,
            name="能量密度",
            unit="Wh/kg",
            direction="at_least",
            target="400",
            test_method="第三方检测",
        )
    ]
    row.milestones = [
        Milestone(position=0, title="样机", due_on=date(2027, 12, 31), deliverable="样机一台")
    ]
    row.budget_lines = [
        BudgetLine(position=0, heading="业务费", fiscal=2_000_000_00, own=2_000_000_00)
    ]
    begin(session, row, pi, START)
    row.state = state
    session.flush()
    return row


def expert(session: Session, **fields: Any) -> Expert:
    unit = fields.pop("unit", None) or organisation(session)
    someone = fields.pop("person", None) or person(session, organisation_id=unit.id)
    row = Expert(person_id=someone.id, **({"type": "academic", "region": "福建"} | fields))
    row.units = [ExpertUnit(organisation_id=unit.id, since=date(2015, 1, 1))]
    session.add(row)
    session.flush()
    return row
