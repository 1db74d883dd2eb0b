"""The plan of a race, published before anybody enters: R1."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from app.canonical import canonical_json
from app.models import Call, Person, Race, Stage
from app.services.edits import changed_parts, note_edit
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.races import indicators
from workflows.engine.calendar import local_date
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.formulas import FORMULAS

STAGES_LEAST, STAGES_MOST = 2, 4


@dataclass(frozen=True, slots=True)
class StagePlan:
    """Money in 分; `indicators` as rows of {name, unit, direction, target}."""

    pool: int
    quota: int
    due_on: date
    indicators: Sequence[dict[str, Any]]
    protocol: str


@dataclass(frozen=True, slots=True)
class RacePlan:
    """All that R1 wants published."""

    target: str
    finish_line: Sequence[dict[str, Any]]
    loser_rule: str
    formula: str
    prize: int
    converge_at: int
    ends_on: date | None
    stages: Sequence[StagePlan]


PLAN = "race."
PLAN_PARTS: dict[str, Text] = {
    f"{PLAN}target": Text("最终目标", "final target"),
    f"{PLAN}finish_line": Text("冲线标准", "finish-line standard"),
    f"{PLAN}loser_rule": Text(
        "未胜出团队的知识产权与数据规则", "IP and data rule for teams that do not win"
    ),
    f"{PLAN}formula": Text("再分配公式", "re-allocation formula"),
    f"{PLAN}prize": Text("冲线奖励", "finish-line prize"),
    f"{PLAN}converge_at": Text("最后一个并行节点", "last parallel stage"),
    f"{PLAN}ends_on": Text("冲线日期", "finish date"),
    f"{PLAN}stages": Text("各节点安排", "stages"),
}
"""What is said of an edit to have been changed."""


def begin_race(session: Session, call: Call, by: Person, now: datetime) -> Race:
    """The race of a new call; its plan is still empty."""
    race = Race(call_id=call.id, pool=call.budget)
    race.call = call
    begin(session, race, by, now)
    return race


def save(
    session: Session, race: Race, plan: RacePlan, by: Person, now: datetime
) -> Problems | None:
    """Rewrite the plan while its call is a draft."""
    if closed := closed_to(race):
        return alone(closed)
    if problems := dict(_problems(plan)):
        return Problems(problems)
    race.pool = race.call.budget
    new = asdict(plan) | {"finish_line": list(plan.finish_line)}
    changed = changed_parts(_plan_of(race), new, PLAN)
    if not changed:
        return None
    for name in new.keys() - {"stages"}:
        setattr(race, name, new[name])
    race.stages.clear()
    session.flush()
    for number, one in enumerate(plan.stages, start=1):
        stage = Stage(
            race_id=race.id,
            number=number,
            pool=one.pool,
            quota=one.quota,
            due_on=one.due_on,
            indicators=list(one.indicators),
            protocol=one.protocol,
        )
        stage.race = race
        begin(session, stage, by, now)
    note_edit(session, race.call, changed, by, now)
    session.flush()
    return None


def closed_to(race: Race) -> Text | None:
    """Why its plan is not to be edited now, if it is not."""
    if race.state == race.call.state == "draft":
        return None
    return Text(
        "赛题已离开草拟状态，不能再修改；目标调整须按程序办理",
        "The race is no longer a draft and cannot be edited. The target can be changed "
        "only through the procedure",
    )


def _plan_of(race: Race) -> dict[str, Any]:
    """As `RacePlan` has it."""
    stages = [
        {field.name: getattr(stage, field.name) for field in fields(StagePlan)}
        for stage in race.stages
    ]
    return {field.name: getattr(race, field.name) for field in fields(RacePlan)} | {
        "stages": stages
    }


def _problems(plan: RacePlan) -> Iterator[tuple[str, Text]]:
    """What makes a plan nonsense; what it still lacks is said when it is posted."""
    if len(plan.stages) > STAGES_MOST:
        yield "stages", Text("节点最多 4 个", "There can be at most 4 stages")
    if plan.formula not in FORMULAS:
        yield "formula", Text("请选择分配公式", "Choose an allocation formula")
    if any(one.pool <= 0 or one.quota < 1 for one in plan.stages):
        yield (
            "stages",
            Text(
                "每个节点须有经费，最后一个之前的还须有晋级名额",
                "Every stage needs funds; all but the last also need an advancement quota",
            ),
        )
    if any(a.due_on >= b.due_on for a, b in pairwise(plan.stages)):
        yield "stages", Text("节点日期须依次推后", "Stage dates must be in order")


def plan_problems(race: Race) -> tuple[Text, ...]:
    """What R1 wants and the plan lacks."""
    return tuple(_lacking(race))


def _lacking(race: Race) -> Iterator[Text]:
    count = len(race.stages)
    if not race.target.strip():
        yield Text("最终目标", "the final target")
    if faults := indicators.faults(race.finish_line):
        yield Text("冲线标准：{what}", "the finish-line standard: {what}").format(what=faults[0])
    if not STAGES_LEAST <= count <= STAGES_MOST:
        yield Text("2 至 4 个节点", "two to four stages")
    for stage in race.stages:
        if faults := indicators.faults(stage.indicators):
            words = Text("第 {n} 节点指标：{what}", "the metrics of stage {n}: {what}")
            yield words.format(n=stage.number, what=faults[0])
        if not stage.protocol.strip():
            yield Text(
                f"第 {stage.number} 节点测试规程", f"the test protocol of stage {stage.number}"
            )
    if not race.loser_rule.strip():
        yield Text(
            "未胜出团队的知识产权与数据规则", "the IP and data rule for teams that do not win"
        )
    if not 1 <= race.converge_at < max(count, 2):
        yield Text(
            "并行节点数（小于节点总数）",
            "the last parallel stage (lower than the number of stages)",
        )
    if race.ends_on is None or (race.stages and race.ends_on < race.stages[-1].due_on):
        yield Text("冲线日期（不早于最后节点）", "the finish date (not before the last stage)")
    if (total := _planned(race)) != race.call.budget:
        yield Text(
            "经费方案：节点合计与奖励共 {total}，应等于经费总额 {pool}",
            "the funding plan: stages and prize add up to {total}, but the total budget is {pool}",
        ).format(total=amount_text(total), pool=amount_text(race.call.budget))


def is_due_before_close(race: Race) -> bool:
    """Whether evidence of the first stage is due while teams may still apply. Asked for as long as
    one of the two dates may be set: once the call is published it would only stop the race."""
    closes = race.call.close_at
    return bool(race.stages and closes and race.stages[0].due_on <= local_date(closes))


def _planned(race: Race) -> int:
    return sum(stage.pool for stage in race.stages) + race.prize


def terms_digest(race: Race) -> str:
    """What every team signs alike: target, line, stages, money and the rule for losers (R3)."""
    terms = {
        "target": race.target,
        "version": race.target_version,
        "finish_line": race.finish_line,
        "loser_rule": race.loser_rule,
        "stages": [
            {
                "number": stage.number,
                "indicators": stage.indicators,
                "protocol": stage.protocol,
                "quota": stage.quota,
                "pool": str(stage.pool),
            }
            for stage in race.stages
        ],
    }
    return hashlib.sha256(canonical_json(terms)).hexdigest()
