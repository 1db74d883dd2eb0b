"""A call from its draft to its opening."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.demo.cast import WAN
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.stage import Stage, must
from app.models import Call, Programme
from app.services.calls import drafting
from app.services.calls.call_drafts import CallDraft, RequiredFile
from app.services.calls.criteria import USUAL
from workflows.engine.calendar import SHANGHAI
from workflows.money.modes import LEAD, NODES
from workflows.parameters import DEFAULTS, defaults_of

_FEASIBILITY = RequiredFile("feasibility", "可行性研究报告", "Feasibility study")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """`programme` as the plan numbers it; `budget` and `most` (of one award) in 万元. It opens at
    9:00 and closes at 17:00. `tasks` by their numbers in the programme; none named:
    all. `rules` that are not the usual ones."""

    programme: int = 8
    mechanism: str = "open_competition"
    year: int
    title: str
    title_en: str
    guide: str = "支持方向：\n{focus}\n组织方式：公开竞争，以同行评议为主，择优支持。"
    guide_en: str = "Open competition; selection by peer review."
    conditions: str = "牵头单位须为省内独立法人单位。\n项目负责人同期只能主持申报 1 项。"
    budget: int
    most: int = 500
    awards: int
    opens: date
    closes: date
    rules: dict[str, int] = field(default_factory=dict)
    files: tuple[RequiredFile, ...] = (_FEASIBILITY,)
    tasks: tuple[int, ...] = ()
    payment_mode: str = NODES
    payee_mode: str = LEAD

    @property
    def close_at(self) -> datetime:
        return _at(self.closes, 17)

    def of(self, programme: Programme) -> CallDraft:
        return CallDraft(
            year=self.year,
            title=self.title,
            title_en=self.title_en,
            guide=self.guide.format(focus=programme.focus),
            guide_en=self.guide_en,
            conditions=self.conditions,
            contact="高新处 林知远",
            contact_phone="0000-88888888（演示）",
            budget=self.budget * WAN,
            award_most=self.most * WAN,
            planned_awards=self.awards,
            payment_mode=self.payment_mode,
            payee_mode=self.payee_mode,
            open_at=_at(self.opens, 9),
            close_at=self.close_at,
            recommend_until=self.close_at + timedelta(days=DEFAULTS["recommend_days"]),
            rules=DEFAULTS | defaults_of(self.mechanism) | self.rules,
            criteria=USUAL[self.mechanism],
            required_files=self.files,
            tasks=tuple(t for t in programme.tasks if not self.tasks or t.number in self.tasks),
        )


def draft(stage: Stage, planned: Planned) -> Call:
    with stage.scene() as session:
        by_number = select(Programme).where(Programme.number == planned.programme)
        programme = session.scalars(by_number).one()
        officer, written = person(session, OFFICER), planned.of(programme)
        return must(
            drafting.draft(session, programme, planned.mechanism, written, officer, stage.now)
        )


def consult(stage: Stage, planned: Planned, drafted: date) -> Call:
    """Drafted, and open for comments of everybody."""
    stage.at_moment(_at(drafted, 9))
    call = draft(stage, planned)
    stage.move(call, "submit_for_consult", OFFICER)
    return call


def approve_and_publish(stage: Stage, call: Call, minutes: str, on: str) -> None:
    stage.move(call, "approve", DECISION, **matched(stage, call, minutes, on))
    stage.move(call, "publish", OFFICER)


def publish(stage: Stage, planned: Planned, drafted: date, minutes: str, approved: date) -> Call:
    call = consult(stage, planned, drafted)
    stage.at_moment(_at(approved, 10))
    approve_and_publish(stage, call, minutes, approved.isoformat())
    stage.tell(f"发布《{planned.title}》申报通知，{planned.closes} 17:00 截止")
    return call


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
