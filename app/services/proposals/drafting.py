"""Start a proposal and save its form, part by part; nobody overwrites what another has saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AvoidedExpert,
    BudgetLine,
    Call,
    Metric,
    Milestone,
    Organisation,
    Person,
    Proposal,
    ProposalUnit,
)
from app.services.door.turns import take_turn
from app.services.editing import Overtaken, count_edit_of_part, part_overtaken
from app.services.moves import begin
from app.services.problems import NO_UNIT, Problems, alone
from app.services.races import supplementing
from workflows.engine.text import Text

PARTS: dict[str, Text] = {
    "basics": Text("基本信息", "Basic information"),
    "sections": Text("正文", "Body"),
    "metrics": Text("考核指标", "Metrics"),
    "milestones": Text("节点安排", "Milestones"),
    "budget": Text("经费预算", "Budget"),
    "units": Text("参加单位", "Participating units"),
    "members": Text("成员", "Members"),
    "avoided": Text("申请回避专家", "Experts to avoid"),
    "attachments": Text("附件", "Attachments"),
    "pledge": Text("诚信承诺", "Integrity pledge"),
}
"""Parts of the form in the order of its pages; `Proposal.flagged` names some of them."""

BASICS = (
    *("title", "title_en", "technology_field_id", "plan_task_id", "starts_on", "ends_on"),
    "leader_months",
)


def start(session: Session, call: Call, person: Person, now: datetime) -> Proposal | Problems:
    """A new draft led by this person for the unit of the account."""
    is_open = call.state == "open" and call.close_at is not None and now < call.close_at
    is_late = not is_open and supplementing.is_open_for(session, call, now)
    if not (is_open or is_late):
        return alone(
            Text(
                "该指南未在申报期内，不能新建申报书。",
                "This call is not open for applications, so you cannot start a proposal.",
            )
        )
    if person.organisation_id is None:
        return alone(NO_UNIT)
    take_turn(session)
    if draft_of(session, call, person):
        return alone(
            Text(
                "您在本指南下已有一份草稿，请继续编辑。",
                "You already have a draft for this call. Continue editing it.",
            )
        )
    proposal = Proposal(
        call_id=call.id,
        pi_id=person.id,
        lead_unit_id=person.organisation_id,
        plan_task_id=only_task(call),
        sections={},
    )
    proposal.call, proposal.pi = call, person
    proposal.lead_unit = session.get_one(Organisation, person.organisation_id)
    begin(session, proposal, person, now)
    if is_late:
        supplementing.mark(session, proposal, now)
    return proposal


def draft_of(session: Session, call: Call, person: Person) -> Proposal | None:
    """The draft this person has begun under the call; nobody has two."""
    mine = select(Proposal).where(
        Proposal.call_id == call.id, Proposal.pi_id == person.id, Proposal.state == "draft"
    )
    return session.scalar(mine)


def only_task(call: Call) -> int | None:
    """The task of the plan a call serves, when there is no choice."""
    return call.tasks[0].id if len(call.tasks) == 1 else None


def may_edit(proposal: Proposal, part: str) -> bool:
    """A draft is open altogether; under correction only the flagged parts are (P5)."""
    return proposal.state == "draft" or (
        proposal.state == "correction" and part in proposal.flagged
    )


def save(
    session: Session,
    proposal: Proposal,
    part: str,
    values: Mapping[str, Any],
    *,
    edition: int | None,
    by: Person,
    now: datetime,
) -> Problems | Overtaken | None:
    """Write one part; `values` as the writer of that part describes. None when it is saved.

    Raises KeyError: no such part.
    """
    if not may_edit(proposal, part):
        return alone(
            Text(
                "申报书已提交，这一部分不能再修改。",
                "The proposal has been submitted, so this section can no longer be edited.",
            )
        )
    if part == "metrics" and proposal.item_id is not None:
        return alone(
            Text(
                "揭榜申请须对榜单指标逐项作答，不能另列指标。",
                "A bid must answer each posted metric and cannot list others.",
            )
        )
    if faster := part_overtaken(proposal, part, edition):
        return faster
    if problems := WRITERS[part](session, proposal, values):
        return Problems(problems)
    count_edit_of_part(proposal, part, by, now)
    session.flush()
    return None


def _basics(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """title, title_en, technology_field_id, plan_task_id, starts_on, ends_on, leader_months."""
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if starts_on and ends_on and ends_on <= starts_on:
        return {
            "ends_on": Text("结束日期须晚于开始日期", "The end date must be after the start date"),
        }
    chosen = values.get("plan_task_id")
    if chosen is not None and chosen not in {task.id for task in proposal.call.tasks}:
        return {
            "plan_task_id": Text(
                "请选择本指南对应的规划任务", "Choose a plan task served by this call"
            )
        }
    for name in BASICS:
        if name in values:
            setattr(proposal, name, values[name])
    return {}


def _sections(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    proposal.sections = {**proposal.sections, **values}
    return {}


def _metrics(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """rows: name, unit, direction, target, test_method, is_core."""
    proposal.metrics = [Metric(position=n, **row) for n, row in enumerate(values["rows"])]
    return {}


def _milestones(
    _session: Session, proposal: Proposal, values: Mapping[str, Any]
) -> dict[str, Text]:
    """rows: title, due_on, deliverable."""
    rows = in_order(values["rows"])
    proposal.milestones = [Milestone(position=n, **row) for n, row in enumerate(rows)]
    return {}


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Milestones are kept by their days."""
    return sorted(rows, key=lambda row: _day(row["due_on"]))


def _budget(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """requested, matching, rows: heading, fiscal, own, note; money in 分."""
    amounts = [values["requested"], values["matching"]]
    amounts += [row[key] for row in values["rows"] for key in ("fiscal", "own")]
    if any(amount < 0 for amount in amounts):
        return {"": Text("金额不能为负数", "Amounts cannot be negative")}
    proposal.requested, proposal.matching = values["requested"], values["matching"]
    proposal.budget_lines = [BudgetLine(position=n, **row) for n, row in enumerate(values["rows"])]
    return {}


def _units(session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """rows: name, tasks, fiscal, own (分); only registered organisations take part, each once."""
    found: dict[int, ProposalUnit] = {}
    for number, row in enumerate(values["rows"]):
        unit = session.scalars(select(Organisation).where(Organisation.name == row["name"])).first()
        if unit is None:
            return {
                f"rows-{number}-name": Text(
                    f"未找到单位“{row['name']}”，请核对全称或先注册",
                    f"We cannot find the unit “{row['name']}”. Check its full name or register it",
                )
            }
        if unit.id != proposal.lead_unit_id:
            found[unit.id] = ProposalUnit(
                organisation_id=unit.id,
                tasks=row["tasks"],
                fiscal=row.get("fiscal", 0),
                own=row.get("own", 0),
            )
    if any(unit.fiscal < 0 or unit.own < 0 for unit in found.values()):
        return {"": Text("金额不能为负数", "Amounts cannot be negative")}
    proposal.units.clear()
    session.flush()
    proposal.units.extend(found.values())
    return {}


def _avoided(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """rows: name, unit_name, reason; as many as the call allows."""
    most = proposal.call.rules["avoid_experts_most"]
    if len(values["rows"]) > most:
        return {
            "": Text(f"最多申请回避 {most} 名专家", f"You can ask to avoid at most {most} experts")
        }
    proposal.avoided = [AvoidedExpert(**row) for row in values["rows"]]
    return {}


def _pledge(_session: Session, proposal: Proposal, values: Mapping[str, Any]) -> dict[str, Text]:
    """agreed, at: the leader's own pledge of integrity; withdrawn when not agreed."""
    proposal.pledged_at = values["at"] if values["agreed"] else None
    return {}


def _day(value: Any) -> date:
    day: date = value
    return day


WRITERS: dict[str, Callable[[Session, Proposal, Mapping[str, Any]], dict[str, Text]]] = {
    "basics": _basics,
    "sections": _sections,
    "metrics": _metrics,
    "milestones": _milestones,
    "budget": _budget,
    "units": _units,
    "avoided": _avoided,
    "pledge": _pledge,
}
