"""The board of a race: lanes by team and stage, money, who can still finish, and alarms.

The lanes hold what the rules publish; the rest is for the office, and a team's own for the team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.models import Case, Race, Stage
from app.services.cases import state_of
from app.services.door.awaiting import turn_of
from app.services.door.pending_signatures import is_being_ended
from app.services.races import evidence, extending, retesting, supplementing
from app.services.races.claims import claim_until
from app.services.races.lanes import Cell, Lane, Reading, lanes_of, readings_of
from app.services.races.moments import Moment, present
from app.services.races.purse import Purse, purse_of
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import end_of_day
from workflows.engine.text import Text
from workflows.hands import CHAIR, CLOCK, HOUSE, OFFICER, PI
from workflows.race.alarms import alarms
from workflows.race.means import prospects_of
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Outlook:
    """What only the present knows: who can still finish, by id of the team; in 分 what is `free`,
    what of it the stages to come and the prize are promised (`ahead`), and what nobody is."""

    alarms: Sequence[Text]
    free: int
    ahead: int
    floor: int
    active: int
    prospects: Mapping[int, Text]

    @property
    def slack(self) -> int:
        return self.free - self.ahead


@dataclass(frozen=True, slots=True)
class Awaited:
    """What of the race (`label`) waits for what, by whom, and until when."""

    label: Text
    what: Text
    hands: frozenset[Role]
    due_at: datetime | None

    @property
    def is_of_itself(self) -> bool:
        """Nobody has to do anything: the time does it."""
        return self.hands == CLOCK


@dataclass(frozen=True, slots=True)
class Board:
    """At one moment; `outlook` only for the present one. `readings` by id of the team."""

    lanes: Sequence[Lane]
    purse: Purse
    readings: Mapping[int, Sequence[Reading]]
    alarms: Sequence[Text]
    outlook: Outlook | None

    def found(self, stage: int) -> list[tuple[Lane, Cell]]:
        """What that stage found of each team and why, as far as it is published."""
        cells = [(lane, cell) for lane in self.lanes for cell in lane.cells]
        return [(lane, cell) for lane, cell in cells if cell.number == stage and cell.reason]


def board_of(session: Session, race: Race, now: datetime, past: Moment | None = None) -> Board:
    moment = past or present(race)
    lanes = lanes_of(race, moment)
    outlook = None if past else outlook_of(session, race, now)
    return Board(
        lanes=lanes,
        purse=purse_of(session, race, moment.upto),
        readings={lane.team.id: readings_of(race, lane.team, moment) for lane in lanes},
        alarms=outlook.alarms if outlook else tuple(_alarms_then(race, lanes, moment)),
        outlook=outlook,
    )


def outlook_of(session: Session, race: Race, now: datetime) -> Outlook:
    state = snapshot(session, race, now)
    return Outlook(
        alarms=tuple(alarms(state)),
        free=state.free,
        ahead=0 if state.is_over else state.planned_ahead + state.prize,
        floor=state.floor,
        active=len(state.active),
        prospects={int(t.key): prospects_of(state, t) for t in state.active},
    )


def _alarms_then(race: Race, lanes: Sequence[Lane], moment: Moment) -> Iterator[Text]:
    """What could be seen from the states alone."""
    racing = [lane for lane in lanes if lane.is_racing]
    if moment.state(race) == "rescue":
        yield Text("赛题处于保底救援", "The race is in rescue")
    if len(racing) == 1:
        yield Text("只剩一个在赛团队", "Only one team is still racing")
    if len({lane.team.route_id for lane in racing}) == 1:
        yield Text("只剩一条技术路线", "Only one technical route is left")


def awaited(
    session: Session, race: Race, now: datetime, reader: frozenset[Role]
) -> tuple[Awaited, ...]:
    """What the race and its current stage wait for, the nearest deadline first. Before its teams
    are selected the race goes with its call; while it stands aside or is in its final, no stage
    goes on. `reader` holds these roles on the race: which teams ask for an extension, and which do
    not, is between them and the office; that it is about to be ended, between those who sign that
    and the house."""
    stage = race.current
    cases: list[tuple[Case, Text]] = [(race, Text("赛题", "The race"))]
    if race.state in _WITH_CALL:
        cases = [(race.call, Text("指南", "The call"))]
    if stage is not None and race.state not in _WITHOUT_STAGE:
        cases.append((stage, Text(f"第{stage.number}节点", f"Stage {stage.number}")))
    found = [
        _evidence_awaited(session, case, label, now)
        if isinstance(case, Stage) and case.state == "evidence_due"
        else _awaited(session, case, label, now, reader)
        for case, label in cases
    ]
    found = [one for one in found if one.hands and not (one.is_of_itself and one.due_at is None)]
    if race.state == "rescue" and supplementing.is_open(race, now):
        found.append(Awaited(_ENTRY, _NEW_TEAMS, PI, race.entry_until))
    if reader:
        found.extend(_extension_awaited(session, race, now))
    found.extend(_cards(session, race))
    if until := claim_until(session, race):
        found.append(Awaited(_CLAIM, _MAY_FOLLOW, PI, until))
    return tuple(sorted(found, key=lambda one: (one.due_at is None, one.due_at or _NEVER)))


def _evidence_awaited(session: Session, stage: Stage, label: Text, now: datetime) -> Awaited:
    """Who has still to hand in, and until when: late until the end of the grace."""
    lanes = "、".join(team.lane for team in stage.race.teams if evidence.is_open(team))
    due, closes = end_of_day(stage.due_on), evidence.grace_ends(session, stage)
    if not lanes:
        return Awaited(label, _ALL_IN, CLOCK, closes)
    if now < due:
        return Awaited(label, _HANDS_IN.format(lanes=lanes), PI, due)
    return Awaited(label, _IS_LATE.format(lanes=lanes), PI, closes)


def _cards(session: Session, race: Race) -> Iterator[Awaited]:
    """Yellow cards that are to be rectified, or to be tested again before the next checkpoint is
    called."""
    for team in race.teams:
        label = Text(f"{team.lane} 队黄牌", f"The yellow card of team {team.lane}")
        if team.state != "held":
            continue
        if team.rectify_until is not None:
            yield Awaited(label, _RECTIFIES, PI, end_of_day(team.rectify_until))
        elif retesting.is_awaited(team):
            hands = retesting.hands(session, team)
            what = _RETESTED if hands == OFFICER else _FOUND
            yield Awaited(label, what, hands, race.due_at if race.state == "running" else None)


def _extension_awaited(session: Session, race: Race, now: datetime) -> Iterator[Awaited]:
    """While teams ask for it and it can be granted: the other teams', then the office's answer.
    Once the evidence is due no other team can ask."""
    stage, asked, others = race.current, extending.asking(race), extending.not_asking(race)
    if stage is None or not (asked and extending.is_possible(race)):
        return
    until = end_of_day(stage.due_on)
    lanes, missing = "、".join(asked), "、".join(others)
    if others and not extending.may_be_asked_for(race, now):
        yield Awaited(
            _EXTENSION,
            Text(
                f"{missing} 队截止前未申请，本节点不再延期；{lanes} 队的申请届时失效",
                f"{missing} did not request it before the deadline, so this stage will not be "
                f"extended again; the requests by {lanes} lapse then",
            ),
            CLOCK,
            evidence.grace_ends(session, stage),
        )
    elif others:
        yield Awaited(
            _EXTENSION,
            Text(
                f"{lanes} 队已申请，{missing} 队也申请后方可批准",
                f"{lanes} have requested it; it can be approved only when {missing} also do",
            ),
            PI,
            until,
        )
    else:
        yield Awaited(_EXTENSION, _ALL_ASK, OFFICER, until)


def _awaited(
    session: Session, case: Case, label: Text, now: datetime, reader: frozenset[Role]
) -> Awaited:
    state = state_of(case)
    if not reader & (HOUSE | CHAIR) and is_being_ended(session, case):
        return Awaited(label, state.label, state.waits_on, case.due_at)
    hands = turn_of(session, case, now).hands or state.waits_on & CLOCK
    return Awaited(label, state.label, hands, case.due_at)


_WITH_CALL = ("posted", "entry_closed", "entry_review")
_WITHOUT_STAGE = ("rescue", "halted", "refocusing", "final")
_HANDS_IN = Text("{lanes} 队提交佐证", "{lanes} to submit evidence")
_IS_LATE = Text(
    "{lanes} 队逾期未提交佐证，宽限期满仍未提交的记零分",
    "{lanes} late with evidence; nothing by the end of the grace period scores zero",
)
_ALL_IN = Text("各队均已提交佐证，待考核", "All evidence is in; the assessment follows")
_RECTIFIES = Text("整改并提交整改报告", "rectify and submit a report")
_RETESTED = Text("已提交整改报告，待复测", "report submitted, awaiting re-test")
_FOUND = Text("复测结果已登记，待会签", "re-test result recorded, awaiting the other signature")
_ENTRY = Text("补充征集", "Supplementary entry")
_EXTENSION = Text("联合延期", "Joint extension")
_ALL_ASK = Text("全体在赛团队均已申请", "Every racing team has requested it")
_CLAIM = Text("提前冲线", "Early finish")
_MAY_FOLLOW = Text("已有团队申请，其他团队可跟进", "A team has applied; others may follow")
_NEW_TEAMS = Text("等待新的团队报名", "Waiting for new teams to enter")


_NEVER = datetime.max.replace(tzinfo=UTC)
