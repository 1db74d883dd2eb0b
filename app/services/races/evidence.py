"""What a team hands in at a checkpoint, and what the third party measured: R5, R6, R19."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Person, Review, Stage, StageResult, Team
from app.services import history
from app.services.calendars import working_calendar
from app.services.edits import Editor, last_noted
from app.services.metric_values import number
from app.services.problems import Problems, alone
from app.services.races import indicators
from app.services.review.recusal import is_race
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.race import stage_terms
from workflows.roles import Role

_CLOSED = Text(
    "现在不能填写节点佐证：考核通知尚未发出，或佐证提交已截止",
    "Stage evidence cannot be entered now: notice of the assessment has not been given, or the "
    "time to hand in evidence has ended",
)
_HANDED_IN = Text(
    "佐证已提交，不能再改；截止之前可先“撤回佐证修改”，改后重新提交",
    "The evidence has been submitted and cannot be changed. Before the deadline you can withdraw "
    "it, change it and submit it again",
)
TESTABLE = ("evidence_due", "assessing")
_FINAL = "begin_final"
_TURNS = (_FINAL, "call_checkpoint", "reopen")
_JUDGES = ("reviewing", "discussing", "locked")
_NOT_NOW = Text("现在不能登记检测结果", "Test results cannot be recorded now")
_JUDGED = Text(
    "专家组已依据本检测结果评审，不能再改；有误的，在结果公示期内提出异议，异议成立后更正",
    "The panel judges by these test results, so they cannot be changed. If they are wrong, an "
    "objection can be made during the public notice of the outcomes; they are corrected if it is "
    "upheld",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Money in 分: what finishing still costs; `plan_days` what the plan still needs."""

    text: str
    cost_to_finish: int
    plan_days: int


@dataclass(frozen=True, slots=True)
class MeasurementReport:
    """`tester` is the third party, `measured` by the name of the indicator, as printed in the
    report."""

    tester: str
    number: str
    tested_on: date
    measured: Mapping[str, str]


def result_of(session: Session, stage: Stage | None, team: Team) -> StageResult | None:
    if stage is None:
        return None
    return next(iter(RESULT.of(session, stage=stage.id, team=team.id)), None)


RESULT = Listed(
    StageResult,
    StageResult.stage_id == bindparam("stage"),
    StageResult.team_id == bindparam("team"),
)


def judged_in(session: Session, review: Review) -> StageResult | None:
    """What an expert of a checkpoint panel reads of a team; None on any other panel."""
    if not is_race(review.group):
        return None
    return session.scalars(
        select(StageResult)
        .join(Stage, Stage.id == StageResult.stage_id)
        .join(Team, Team.id == StageResult.team_id)
        .where(Stage.group_id == review.group_id, Team.proposal_id == review.proposal_id)
    ).first()


def stand(session: Session, stage: Stage, team: Team, terms: dict[str, Any]) -> StageResult:
    """The team stands at the checkpoint under these terms, fixed now."""
    result = result_of(session, stage, team) or StageResult(stage_id=stage.id, team_id=team.id)
    result.terms = terms
    session.add(result)
    return result


def is_open(team: Team) -> bool:
    """The team may still write and attach: its checkpoint is called, it has not handed in, and the
    evidence of all has not closed."""
    stage = team.race.current
    return stage is not None and stage.state == "evidence_due" and team.state in ("racing", "held")


def why_closed(team: Team) -> Text:
    """Of a team that may not write."""
    return _HANDED_IN if team.state == "at_checkpoint" else _CLOSED


def save(session: Session, team: Team, written: Evidence) -> Problems | None:
    """Keep what the team has written; it counts once it is handed in."""
    result = result_of(session, team.race.current, team)
    if result is None or not is_open(team):
        return alone(why_closed(team))
    if written.cost_to_finish < 0 or written.plan_days < 0:
        return Problems({"plan_days": Text("不能为负数", "Cannot be negative")})
    result.evidence = written.text.strip()
    result.cost_to_finish, result.plan_days = written.cost_to_finish, written.plan_days
    return None


def grace_ends(session: Session, stage: Stage) -> datetime:
    """Aware UTC."""
    rules = stage.race.call.parameters
    return stage_terms.evidence_closes(working_calendar(session), rules, stage.due_on)


def evidence_problems(result: StageResult | None) -> tuple[Text, ...]:
    if result is None or not result.evidence.strip():
        return (Text("节点报告", "stage report"),)
    return ()


def is_final(session: Session, stage: Stage) -> bool:
    """Whether its teams stand, or stood at its end, in the final review and at no checkpoint."""
    turns = [row for row in history.rows_of(session, stage) if row.transition in _TURNS]
    return bool(turns) and max(turns, key=lambda row: row.id).transition == _FINAL


def lines_of(session: Session, stage: Stage) -> Sequence[Mapping[str, Any]]:
    """What the tests of this stage are held against: those of the final review are the finish
    line."""
    return stage.race.finish_line if is_final(session, stage) else stage.indicators


def test_of(result: StageResult) -> dict[str, object]:
    """What is recorded of the test now, for a page that two officers may have open at once."""
    return {
        "tester": result.tester,
        "report": result.test_report,
        "tested_on": str(result.tested_on or ""),
        "measured": result.measured,
    }


def why_not_recorded(session: Session, stage: Stage, result: StageResult) -> Text | None:
    """Why no figures of this team can be recorded now. Those by which its panel judges stay as they
    are, unless an objection to the outcomes is upheld (R6, P17)."""
    if stage.state not in TESTABLE:
        return _NOT_NOW
    is_judged = stage.group is not None and stage.group.state in _JUDGES and result.test_report
    if not is_judged:
        return None
    made = {row.transition for row in history.rows_of(session, stage)}
    return None if "uphold_objection" in made else _JUDGED


def record_test(
    session: Session,
    stage: Stage,
    result: StageResult,
    report: MeasurementReport,
    by: Person,
    now: datetime,
) -> Problems | None:
    """The third party's figures; whether the hard indicators are met follows from them. Figures
    recorded anew take the place of those before, which stay in the history of the stage."""
    if refusal := why_not_recorded(session, stage, result):
        return alone(refusal)
    rows = lines_of(session, stage)
    problems: dict[str, Text] = {}
    if not report.tester.strip():
        problems["tester"] = Text("请填写检测机构", "Enter the testing body")
    if not report.number.strip():
        problems["number"] = Text("请填写检测报告编号", "Enter the test report number")
    if report.tested_on > local_date(now):
        problems["tested_on"] = Text("检测日期不能晚于今天", "The test date cannot be after today")
    for place, row in enumerate(rows):
        if number(report.measured.get(row["name"], "")) is None:
            problems[f"measured-{place}"] = Text(
                f"请填写“{row['name']}”的实测值", f"Enter the measured value of “{row['name']}”"
            )
    if problems:
        return Problems(problems)
    before = test_of(result)
    result.measured = {row["name"]: report.measured[row["name"]].strip() for row in rows}
    result.tester, result.test_report = report.tester.strip(), report.number.strip()
    result.tested_on = report.tested_on
    result.hard_met = indicators.all_met(rows, result.measured)
    if test_of(result) == before:
        return None
    given = {
        "team": result.team.lane,
        "tester": result.tester,
        "report": result.test_report,
        "tested_on": report.tested_on.isoformat(),
        "measured": "；".join(f"{name} {value}" for name, value in result.measured.items()),
    }
    role = Role.PROGRAMME_OFFICER
    history.note(
        session, stage, history.TEST_RECORDED, actor_id=by.id, role=role, now=now, given=given
    )
    return None


def last_recorded(session: Session, stage: Stage, result: StageResult) -> Editor:
    """Who recorded the test of this team, and when."""
    lane = result.team.lane
    return last_noted(
        session,
        stage,
        lambda row: row.transition == history.TEST_RECORDED and row.given.get("team") == lane,
    )
