"""A call of open competition from its draft to its opening, and proposals handed in to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.cast import Entry
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.open_competition.applying import mail_of, unit_mail, write
from app.demo.parallel_teams.entering import WAN, must
from app.demo.stage import Stage
from app.models import Call, Programme, Proposal
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft, RequiredFile
from app.services.calls.criteria import USUAL
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import DEFAULTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """`programme` as the plan numbers it, `budget` in 万元; opens at 9:00, closes at 17:00."""

    programme: int
    serves: str
    year: int
    title: str
    title_en: str
    budget: int
    awards: int
    drafted: date
    approved: date
    minutes: str
    opens: date
    closes: date


def consult(stage: Stage, planned: Round) -> Call:
    """Drafted, and open for comments of everybody."""
    stage.at_moment(_hour(planned.drafted, 9))
    with stage.scene() as session:
        programme = session.scalars(
            select(Programme).where(Programme.number == planned.programme)
        ).one()
        call = calls.draft(
            session,
            programme,
            "open_competition",
            _written(planned, programme),
            person(session, OFFICER),
            stage.now,
        )
        must(call)
    assert isinstance(call, Call)
    stage.move(call, "submit_for_consult", OFFICER)
    return call


def publish(stage: Stage, planned: Round) -> Call:
    call = consult(stage, planned)
    stage.at_moment(_hour(planned.approved, 10))
    approved = planned.approved.isoformat()
    agreed = matched(planned.minutes, approved, planned.serves, planned.programme)
    stage.move(call, "approve", DECISION, **agreed)
    stage.move(call, "publish", OFFICER)
    stage.tell(f"发布《{planned.title}》申报通知，{planned.closes} 17:00 截止")
    return call


def _written(planned: Round, programme: Programme) -> CallDraft:
    closes = _hour(planned.closes, 17)
    return CallDraft(
        year=planned.year,
        title=planned.title,
        title_en=planned.title_en,
        guide=f"支持方向：\n{programme.focus}\n组织方式：公开竞争，以同行评议为主，择优支持。",
        guide_en="Open competition; selection by peer review.",
        conditions="牵头单位须为省内独立法人单位。\n项目负责人同期只能主持申报 1 项。",
        contact="高新处 林知远",
        contact_phone="0000-88888888（演示）",
        budget=planned.budget * WAN,
        award_most=500 * WAN,
        planned_awards=planned.awards,
        open_at=_hour(planned.opens, 9),
        close_at=closes,
        recommend_until=closes + timedelta(days=DEFAULTS["recommend_days"]),
        rules=DEFAULTS,
        criteria=USUAL["open_competition"],
        required_files=(RequiredFile("feasibility", "可行性研究报告", "Feasibility study"),),
        tasks=tuple(programme.tasks),
    )


def hand_in(stage: Stage, call: Call, number: int, entry: Entry) -> Proposal:
    """Written, submitted and sealed; it waits for its recommender."""
    proposal = write(stage, call, number, entry)
    stage.move(proposal, "submit", mail_of(number, "pi"))
    stage.move(proposal, "unit_seal", unit_mail(entry))
    return proposal


def _hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
