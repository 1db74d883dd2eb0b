"""What is made through the services before rows are copied: people, calls and one race."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Base, Call, Decision, History, Notice, TechnologyField
from app.services.moves import begin
from app.worker.context import Context
from tests.bench.load.filling import Ground
from tests.bench.load.shape import CALLS, SLOTS
from tests.factories import call, official, programme, technology_field
from tests.services.racing import started
from tests.services.stage import Stage
from workflows.roles import Role


def settle(context: Context, now: datetime) -> tuple[Ground, int]:
    """The ground to load upon, and the number of the race."""
    with context.database.session(writing=True) as session:
        key = context.settings.audit_key.encode()
        session.info.update(audit_key=key, settings=context.settings)
        race = started(Stage(session, context.clock, context)).race  # type: ignore[arg-type]
        officer = official(session, Role.PROGRAMME_OFFICER, name="林敏")
        of_programme = programme(session)
        calls = [_call(session, n, officer, of_programme.id, now) for n in range(CALLS)]
        decisions = {c.id: _decision(session, c, now) for c in calls}
        notices = {c.id: _notice(session, c, now) for c in calls}
        field: TechnologyField = technology_field(session)
        session.commit()
        return Ground(
            now=now,
            calls=[c.id for c in calls],
            officer=officer.id,
            task=of_programme.tasks[0].id,
            field=field.id,
            decisions=decisions,
            notices=notices,
            first=_newest(session),
            audit_key=key,
            last_mac=session.scalars(
                select(History.mac).order_by(History.id.desc()).limit(1)
            ).one(),
        ), race.id


def _call(session: Session, n: int, officer: Any, of_programme: int, now: datetime) -> Call:
    state = SLOTS[n % len(SLOTS)].call
    opened = now - timedelta(days=30 if state == "open" else 300)
    return call(
        session,
        drafted_by=officer,
        programme_id=of_programme,
        state=state,
        title=f"2026年度重点专项第{n + 1}批申报指南",
        open_at=opened,
        close_at=opened + timedelta(days=60),
        recommend_until=opened + timedelta(days=66),
    )


def _decision(session: Session, of: Call, now: datetime) -> int:
    decided_at = now if of.state in ("decided", "notice") else None
    row = Decision(call_id=of.id, drafted_by_id=of.drafted_by_id, decided_at=decided_at)
    session.add(row)
    session.flush()
    return row.id


def _notice(session: Session, of: Call, now: datetime) -> int:
    row = Notice(call=of, title=f"{of.title}拟立项公示", drafted_by_id=of.drafted_by_id)
    begin(session, row, of.drafted_by, now)
    row.state = {"decided": "ended", "notice": "published"}.get(of.state, "draft")
    row.starts_on, row.ends_on = now.date(), now.date() + timedelta(days=9)
    row.ends_at = now + timedelta(days=9)
    session.flush()
    return row.id


def _newest(session: Session) -> dict[str, int]:
    return {
        name: session.scalar(select(func.max(table.c.id))) or 0
        for name, table in Base.metadata.tables.items()
        if "id" in table.c
    }
