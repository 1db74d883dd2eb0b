"""A race is drafted with everything it promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.demo.calling import Planned, draft
from app.demo.cast import WAN
from app.demo.office import OFFICER, person
from app.demo.stage import Stage, must
from app.models import Call, Race
from app.services.races import finding, planning
from app.services.races.planning import RacePlan, StagePlan

CONDITIONS = "牵头单位须为省内独立法人单位。\n团队之间不得有共同成员、不得受同一主体控制。"


def draft_race(stage: Stage, planned: Planned, plan: RacePlan) -> tuple[Call, Race]:
    call = draft(stage, planned)
    with stage.scene() as session:
        race = finding.race_of_call(session, session.get_one(Call, call.id))
        assert race is not None, "a race begins with its call"
        must(planning.save(session, race, plan, person(session, OFFICER), stage.now))
    return call, race


def plan_of(
    target: str,
    line: list[dict[str, str]],
    stages: Sequence[tuple[int, int, date, int]],
    protocol: str,
    *,
    prize: int,
    ends_on: date,
) -> RacePlan:
    """`stages`: the pool of each in 万元, how many teams go on, when it is due, and what it asks of
    the first indicator of the finish line. `prize` in 万元."""
    return RacePlan(
        target=target,
        finish_line=line,
        loser_rule="未胜出团队的知识产权归其所有，试验数据汇交后可供后续项目使用。",
        formula="base_merit",
        prize=prize * WAN,
        converge_at=2,
        ends_on=ends_on,
        stages=[
            StagePlan(
                pool=pool * WAN,
                quota=quota,
                due_on=due_on,
                indicators=[{**line[0], "target": str(least)}],
                protocol=protocol,
            )
            for pool, quota, due_on, least in stages
        ],
    )
