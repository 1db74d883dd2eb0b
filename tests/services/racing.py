"""A race on the stage: three teams on three routes, the plan of §3.7, and what moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.models import (
    Decision,
    DecisionItem,
    History,
    Letter,
    Message,
    Project,
    Race,
    RaceEntry,
    Team,
)
from app.models import Stage as RaceStage
from app.services.acts.projects import open_project
from app.services.files import evidence as proofs
from app.services.moves import Move
from app.services.races import planning, refocusing
from app.services.races.planning import RacePlan, StagePlan
from app.services.races.snapshot import snapshot
from tests.played import played_once
from tests.services.stage import MINUTES, Applied, Stage, a_page
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.race.invariants import violations
from workflows.roles import Role

WAN = 10_000_00
LINE = [{"name": "能量密度", "unit": "Wh/kg", "direction": "at_least", "target": "400"}]
ROUTES = ("硫化物", "氧化物", "聚合物", "卤化物", "复合")


@dataclass(frozen=True)
class Racing:
    """A race with the people of its teams, in the order of their lanes."""

    stage: Stage
    race: Race
    applied: Sequence[Applied]

    @property
    def officer(self) -> Any:
        return self.race.call.drafted_by

    @property
    def decision_maker(self) -> Any:
        return self.stage.holder(Role.DECISION_MAKER)

    def refresh(self) -> None:
        self.stage.session.flush()
        self.stage.session.expire_all()

    def team(self, lane: str) -> Team:
        self.refresh()
        return next(team for team in self.race.teams if team.lane == lane)

    def project(self, lane: str) -> Project:
        number = self.team(lane).proposal_id
        return self.stage.session.scalars(
            select(Project).where(Project.proposal_id == number)
        ).one()

    def pi(self, lane: str) -> Any:
        return self.team(lane).proposal.pi

    def unit(self, lane: str) -> Any:
        return next(a.unit for a in self.applied if a.proposal.id == self.team(lane).proposal_id)

    @property
    def race_stage(self) -> RaceStage:
        self.refresh()
        assert self.race.current is not None
        return self.race.current

    @property
    def states(self) -> str:
        self.refresh()
        return " ".join(f"{team.lane}:{team.state}" for team in self.race.teams)

    def told(self, message: str, body: str = "") -> str:
        """Lanes whose leader and unit's administrator have both been told of the race itself."""
        words = select(Message.person_id).where(
            Message.message_kind == message, Message.body.contains(body)
        )
        to = set(self.stage.session.scalars(words.where(Message.about_kind == "race")))
        lanes = [t.lane for t in self.race.teams]
        return "".join(n for n in lanes if {self.pi(n).id, self.unit(n).id} <= to)


def plan(
    stage: Stage,
    *,
    pools: Sequence[int] = (360, 480, 240),
    prize: int = 120,
    quotas: Sequence[int] = (2, 1, 1),
    converge_at: int = 1,
) -> RacePlan:
    """Stages of 120 days each, money in 万元."""
    first = local_date(stage.now) + timedelta(days=120)
    return RacePlan(
        target="固态电池单体能量密度达到 400 Wh/kg 并通过第三方检测。",
        finish_line=LINE,
        loser_rule="未胜出团队的知识产权归其所有，数据按规定汇交。",
        formula="base_merit",
        prize=prize * WAN,
        converge_at=converge_at,
        ends_on=first + timedelta(days=120 * len(pools)),
        stages=[
            StagePlan(
                pool=pool * WAN,
                quota=quota,
                due_on=first + timedelta(days=120 * number),
                indicators=[{**LINE[0], "target": str(300 + 25 * number)}],
                protocol="同一测试台，25℃，0.1C 充放。",
            )
            for number, (pool, quota) in enumerate(zip(pools, quotas, strict=True))
        ],
    )


def drafted(stage: Stage, written: RacePlan | None = None, **fields: Any) -> Race:
    """A race whose plan is written, with its call still a draft."""
    written = written or plan(stage)
    budget = sum(one.pool for one in written.stages) + written.prize
    call = stage.call(
        "draft",
        **{"mechanism_key": "parallel_teams", "budget": budget, "rules": dict(DEFAULTS)} | fields,
    )
    race = planning.begin_race(stage.session, call, call.drafted_by, stage.now)
    assert planning.save(stage.session, race, written, call.drafted_by, stage.now) is None
    stage.session.expire_all()
    return race


def retarget(racing: Racing, target: str, line: list[dict[str, Any]]) -> None:
    """Drafted by the officer; a decision puts it into force."""
    session, by, now = racing.stage.session, racing.officer, racing.stage.now
    assert refocusing.write(session, racing.race, target, line, by, now) is None


@played_once
def entered(
    stage: Stage,
    routes: Sequence[str] = ROUTES[:3],
    *,
    reserves: int = 1,
    race: Race | None = None,
    cost: int = 600,
) -> Racing:
    """Reviewed entries, the best ones proposed, the others in reserve; costs in 万元. The race may
    be a draft or posted."""
    race = race or drafted(stage)
    call = race.call
    moves = ("post", "close_entries", "review_entries")
    for move in moves if race.state == "draft" else moves[1:]:
        stage.moved(race, move, Role.SYSTEM_CLOCK)
    call.state = "deliberation"
    decision = Decision(call_id=call.id, drafted_by_id=call.drafted_by_id)
    applied = []
    part = race.stages[0].pool // len(routes)
    for place, route in enumerate((*routes, *ROUTES[:reserves])):
        one = stage.applied(call=call, state="scored", score=9000 - place, rank=place + 1)
        stage.session.add(
            RaceEntry(
                proposal_id=one.proposal.id,
                route_name=route,
                cost_to_finish=cost * WAN,
                plan_days=300,
                accepts_loser_rule=True,
            )
        )
        outcome = "propose" if place < len(routes) else "reserve"
        decision.items.append(
            DecisionItem(proposal_id=one.proposal.id, outcome=outcome, amount=part)
        )
        applied.append(one)
    stage.session.add(decision)
    stage.session.flush()
    return Racing(stage, race, applied)


@played_once
def signed(racing: Racing) -> Racing:
    """Selected, approved and under contract."""
    stage, race = racing.stage, racing.race
    moved = stage.moved(race, "select_teams", Role.SYSTEM_CLOCK)
    race.call.state = "decided"
    decision = stage.session.scalars(select(Decision).where(Decision.call_id == race.call_id)).one()
    decision.minutes_number, decision.decided_at = MINUTES["minutes_number"], stage.now
    for one in racing.applied:
        proposed = next(t for t in race.teams if t.proposal_id == one.proposal.id).state
        one.proposal.state = "approved" if proposed == "entered" else "reserve"
        if proposed == "entered":
            sign(racing, one, moved.history_id)
    stage.session.commit()
    return racing


def sign(racing: Racing, one: Applied, history_id: int) -> None:
    """The award, the proof of the unit's own money and the three signatures of the contract."""
    proven(racing, one, awarded(racing, one, history_id))


def awarded(racing: Racing, one: Applied, history_id: int) -> Project:
    session, now = racing.stage.session, racing.stage.now
    row = session.get_one(History, history_id)
    open_project(session, one.proposal, Move(row, Role.SYSTEM_CLOCK, None, now, {}))
    return session.query(Project).filter_by(proposal_id=one.proposal.id).one()


def proven(racing: Racing, one: Applied, project: Project) -> None:
    """The proof of the unit's own money, and the three signatures."""
    stage, name = racing.stage, "配套资金证明.pdf"
    proofs.add(stage.session, project, "matching", a_page(), name, by=one.unit, now=stage.now)
    stage.signed(project, "sign_contract", one.pi)
    stage.signed(project, "sign_contract", one.unit)
    stage.moved(project, "sign_contract", stage.holder(Role.PLANNING_OFFICER))


@played_once
def started(stage: Stage, routes: Sequence[str] = ROUTES[:3], **fields: Any) -> Racing:
    racing = signed(entered(stage, routes, **fields))
    stage.moved(racing.race, "start", racing.officer)
    stage.session.commit()
    return racing


def kept(racing: Racing) -> None:
    """I1-I10 hold as the race is committed."""
    racing.refresh()
    assert violations(snapshot(racing.stage.session, racing.race, racing.stage.now)) == ()


def letters(racing: Racing, kind: str) -> int:
    query = select(func.count(Letter.id)).where(Letter.letter_kind == kind)
    return racing.stage.session.scalar(query) or 0
