"""Approved proposals of one call, each with its project, and the letters of their awards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from app.models import Call, Decision, Organisation, Project, Proposal
from app.services import history
from app.services.letters import draft
from app.services.moves import Move, begin
from tests.factories import call, organisation, person, proposal
from workflows.engine.effects import SendLetter
from workflows.roles import Role

_UNITS = 40
_SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪邱曾廖赖徐"
_FIELDS = ("固态电池", "海上风电", "智能网联汽车", "生物育种", "新型显示", "高端装备", "海洋药物")
_TASKS = ("关键材料", "核心器件", "成套工艺", "可靠性评价", "规模化制备", "检测方法")


def settle(session: Session, count: int) -> list[Proposal]:
    of_call = call(session, state="concluded")
    session.add(
        Decision(
            call_id=of_call.id,
            drafted_by_id=of_call.drafted_by_id,
            minutes_number="第9次厅务会纪要",
            minutes_on=date(2026, 11, 20),
        )
    )
    units = [organisation(session, name=f"海峡先进材料研究院第{n}研究所") for n in range(_UNITS)]
    return [_approved(session, of_call, units[n % _UNITS], n) for n in range(count)]


def _approved(session: Session, of_call: Call, unit: Organisation, number: int) -> Proposal:
    """Of a leader of its own; its title is like no other."""
    made = proposal(
        session,
        call=of_call,
        lead_unit=unit,
        pi=person(session, name=f"{_SURNAMES[number % len(_SURNAMES)]}明远"),
        state="approved",
        title=f"{_FIELDS[number % len(_FIELDS)]}{_TASKS[number % len(_TASKS)]}研究（{number}）",
    )
    project = Project(
        proposal_id=made.id,
        proposal=made,
        number=f"2026H{number:05}",
        amount=made.requested,
        starts_on=date(2027, 1, 1),
        ends_on=date(2029, 12, 31),
    )
    begin(session, project, Role.SYSTEM_WORKER, datetime.now(UTC))
    return made


def award(session: Session, proposals: Sequence[Proposal]) -> None:
    """One letter each, in the order of the list."""
    for one in proposals:
        now = datetime.now(UTC)
        row = history.note(
            session, one, "award", actor_id=None, role=Role.SYSTEM_WORKER, now=now, given={}
        )
        draft(
            session,
            one,
            SendLetter("award_letter"),
            Move(row, Role.SYSTEM_WORKER, None, now, {}),
            0,
        )
    session.flush()
