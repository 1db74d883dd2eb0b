"""The state of a case is where its last recorded move led: no other hand has moved it, or removed
it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.models import History
from app.services.cases import CASES
from workflows.engine.text import Text
from workflows.registry import WORKFLOWS


def faults(session: Session) -> Iterator[Fault | None]:
    """For each case that has a history: a fault, or None."""
    for kind, model in CASES.items():
        newest = (
            select(func.max(History.id)).where(History.case_kind == kind).group_by(History.case_id)
        )
        rows = session.execute(
            select(
                History.case_id,
                *(model.state, History.target, History.workflow, History.workflow_version),
            )
            .select_from(History)
            .outerjoin(model, model.id == History.case_id)
            .where(History.id.in_(newest))
            .order_by(History.case_id)
        )
        for number, state, target, workflow, version in rows:
            known = {target, _today(workflow, version).get(target, target)}
            yield None if state in known else _fault(kind, number, state, target)


def _today(workflow: str, version: int) -> Mapping[str, Any]:
    """What the states of an earlier version of a workflow are called now."""
    former = next((w.former for w in WORKFLOWS if w.key == workflow), ())
    return {old: new for since, old, new in former if since == version}


def _fault(kind: str, number: int, state: str | None, target: str) -> Fault:
    name = Text(f"{kind} {number}", f"{kind} {number}")
    if state is None:
        return Fault(name, _GONE)
    return Fault(
        name,
        Text(
            f"现为“{state}”，而记录中最后一步到“{target}”：状态被直接改动",
            f"state is “{state}”, but the last recorded move leads to “{target}”: the state was "
            "changed directly",
        ),
    )


_GONE = Text(
    "有办理记录而事项已不在：被直接删除",
    "moves are on record but the case is not there: it was deleted directly",
)
