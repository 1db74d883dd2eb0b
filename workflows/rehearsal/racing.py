"""The race of a call, by the rules that the door keeps it by (§2.3): once from the start to its
end, and how many teams may leave before it needs a rescue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from workflows.engine.calendar import end_of_day, last_day
from workflows.engine.text import Text
from workflows.hands import OFFICER
from workflows.race import stage_terms
from workflows.race.course import Event, NotAllowed, apply, refusals
from workflows.race.explore.offers import ordinary
from workflows.race.explore.world import World
from workflows.race.state import RaceState, Route, Stage
from workflows.race.words import RaceIs, TeamIs
from workflows.registry import PARTS
from workflows.rehearsal.following import Case, pay
from workflows.rehearsal.model import Part, PlannedStage, Race, Report, Setting, Stuck
from workflows.rehearsal.playing import Play

_EVENTS_MOST = 200
_A_MOMENT = timedelta(microseconds=1)
"""Before the end of a term, whose day is the last on which somebody acts in time."""
ROUTES = 3


@dataclass(frozen=True)
class _CallRace(World):
    """With the pools of the call's own plan."""

    smallest_pool: int = 0

    @property
    def stage_pool(self) -> int:
        return self.smallest_pool


def race(setting: Setting, teams: int, play: Play, since: datetime) -> None:
    """From the contracts to the last checkpoint that is reached. Adds what the stages pay to the
    money of the report."""
    plan, report = setting.race, play.report
    assert plan is not None, "a race has its plan"
    if teams < 2 or len(plan.stages) < 2:
        reason = _TOO_FEW.format(teams=teams, stages=len(plan.stages))
        report.course.append(_stuck(PARTS["race"].state("notice").label, (reason,), since))
        report.money.append(Part(_UNALLOCATED, setting.facts.budget))
        return
    world = _CallRace(
        teams=teams,
        stages=len(plan.stages),
        merit_percent=plan.rules.merit_percent,
        scores=(5500, 6800, 7800, 9000),
        smallest_pool=min(stage.pool for stage in plan.stages),
    )
    start = _start(world, plan)
    report.findings.append(_withdrawals(start))
    if not refusals(start, Event("start")):
        _begin(setting, play, since)
    end = _run(setting, world, start, play, since)
    _dates(setting, plan.stages[: end.stage], play, since, _label(end))
    report.findings.append(_END.format(state=_label(end), teams=_crossed(end)))


def _begin(setting: Setting, play: Play, since: datetime) -> None:
    """Stage 1 is paid to every team alike."""
    begun = Case(setting, play, PARTS["race"], since)
    begun.played.state = "notice"
    started = begun.move_on("start", since)
    if started is not None:
        pay(setting, play, 1, started)


def _dates(
    setting: Setting, reached: Sequence[PlannedStage], play: Play, begins: datetime, end: Text
) -> None:
    """When each stage that is reached is called, its evidence due, and its result decided at the
    latest."""
    rules, label = setting.facts.parameters, PARTS["race"].label
    before = timedelta(days=rules["race_call_days"])
    if begins >= end_of_day(reached[0].due_on) - before:
        play.report.findings.append(_TOO_EARLY.format(on=reached[0].due_on))
    for number, planned in enumerate(reached, start=1):
        due = end_of_day(planned.due_on)
        is_last = number == len(reached)
        result = _FINAL if is_last else _DECIDED
        steps = (
            (due - before, _CALLED, _RUNS),
            (due, _DUE, PARTS["race"].state("checkpoint").label),
            (_decided(setting, planned.due_on, is_last=is_last), result, end if is_last else _RUNS),
        )
        for at, what, state in steps:
            named = what.format(stage=number)
            play.report.course.append(play.step(at, label, named, state))


def _decided(setting: Setting, due_on: date, *, is_last: bool) -> datetime:
    """Evidence that comes late awaited, assessed, drafted, on notice, open to appeals and decided;
    of the last stage, which waits for nobody, the final review."""
    rules, calendar = setting.facts.parameters, setting.facts.calendar
    if is_last:
        return _due(setting, "race", "final", end_of_day(due_on))
    closes = stage_terms.evidence_closes(calendar, rules, due_on)
    assessed = _due(setting, "stage", "assessing", closes)
    drafted = _due(setting, "stage", "result_draft", assessed - _A_MOMENT)
    noticed_to = stage_terms.notice_to(calendar, rules, last_day(drafted))
    return stage_terms.decide_until(calendar, rules, noticed_to)


def _due(setting: Setting, kind: str, state: str, since: datetime) -> datetime:
    workflow, given = PARTS[kind], setting.facts
    facts = workflow.facts(
        now=since, entered_at=since, calendar=given.calendar, parameters=given.parameters
    )
    term = workflow.state(state).due
    due: datetime | None = term.moment(facts) if term else None
    assert due is not None, "it is dated from the day it is entered"
    return due


def _start(world: World, plan: Race) -> RaceState:
    stages = tuple(
        Stage(n, stage.pool, stage.quota, days=(stage.due_on - plan.stages[0].due_on).days + 1)
        for n, stage in enumerate(plan.stages, start=1)
    )
    routes = min(ROUTES, world.teams)
    return replace(
        world.start(),
        stages=stages,
        pool=plan.pool,
        uncommitted=plan.pool,
        prize=plan.prize,
        converge_at=plan.converge_at,
        routes=tuple(Route(f"route {n}", f"route {n}") for n in range(routes)),
        rules=plan.rules,
    )


def _run(
    setting: Setting, world: World, state: RaceState, play: Play, since: datetime
) -> RaceState:
    """Of what the rules allow, luck says which; each stage tells who goes on and what it paid."""
    for number in range(_EVENTS_MOST):
        if state.is_over:
            break
        tried = list(ordinary(state, world))
        allowed = [event for event in tried if not refusals(state, event)]
        if not allowed:
            reasons = {reason for event in tried for reason in refusals(state, event)}
            told = tuple(sorted(reasons, key=str))
            play.report.course.append(_stuck(_label(state), told, since))
            break
        before, state = state, apply(state, _preferred(setting, allowed, number))
        play.report.findings.extend(_told(before, state))
    _account(state, play.report)
    return state


def _preferred(setting: Setting, allowed: Sequence[Event], number: int) -> Event:
    """A race is not given up while it may still end with a winner."""
    last = {"no_finish", "claim_fails", "extend_final", "rescue_fail"}
    better = [event for event in allowed if event.name not in last] or list(allowed)
    return better[int(setting.luck("race", number) * len(better))]


def _told(before: RaceState, after: RaceState) -> Iterator[Text]:
    if after.decided_stage > before.decided_stage and not after.is_over:
        yield _STAGE.format(
            stage=after.decided_stage,
            left=len(after.active),
            floor=after.floor,
            routes=len({team.route for team in after.active}),
        )
    if after.state is RaceIs.RESCUE and before.state is not RaceIs.RESCUE:
        yield _INTO_RESCUE.format(stage=after.stage)


def _account(state: RaceState, report: Report) -> None:
    paid = sum(team.money.committed for team in state.teams)
    report.money += [
        Part(Text("各节点和奖励拨付", "Paid by stage and as prize"), paid),
        Part(_UNALLOCATED, state.pool - paid),
    ]


def _withdrawals(start: RaceState) -> Text:
    """After the start, team after team."""
    try:
        state = apply(start, Event("start"))
    except NotAllowed as refused:
        return _NO_START.format(reasons=_joined(refused.reasons))
    left = 0
    for team in [t.key for t in state.active]:
        state = apply(state, Event("withdraw", team))
        left += 1
        if state.state is RaceIs.RESCUE:
            break
    reserves = sum(team.state is TeamIs.RESERVE for team in state.teams)
    return _RESCUE.format(left=left, reserves=reserves, rescues=state.rules.rescues_most)


def _stuck(state: Text, reasons: tuple[Text, ...], at: datetime) -> Stuck:
    """Nothing is supposed of a race: which teams run it is what it is about."""
    move, officer = Text("继续赛事", "Continue the race"), tuple(role.value for role in OFFICER)
    return Stuck(PARTS["race"].label, state, move, reasons, officer, at, is_supposed=False)


def _label(state: RaceState) -> Text:
    return PARTS["race"].state(state.state).label


def _crossed(state: RaceState) -> int:
    return sum(team.crossed > 0 for team in state.teams)


def _joined(reasons: Sequence[Text]) -> Text:
    return Text("；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons))


_UNALLOCATED = Text("未分配，结余退回", "Not allocated, balance returned")
_CALLED = Text("第 {stage} 节点考核通知", "Stage {stage} checkpoint notice")
_DUE = Text("第 {stage} 节点佐证截止", "Stage {stage} evidence deadline")
_DECIDED = Text("第 {stage} 节点结论（最迟）", "Stage {stage} outcome (latest)")
_FINAL = Text("第 {stage} 节点冲线评审（最迟）", "Stage {stage} final review (latest)")
_TOO_EARLY = Text(
    "签约完成时已过第 1 节点考核通知的日期（佐证截止 {on}），团队没有攻关时间。",
    "When the contracts are signed, the stage 1 checkpoint notice date has passed (evidence due "
    "{on}), so teams have no time to work.",
)
_RUNS = PARTS["race"].state("running").label
_TOO_FEW = Text(
    "只有 {teams} 支团队、{stages} 个节点，赛事无法起跑。",
    "With only {teams} teams and {stages} stages, the race cannot start.",
)
_NO_START = Text("赛事不能起跑：{reasons}", "The race cannot start: {reasons}")
_STAGE = Text(
    "第 {stage} 节点后余 {left} 支团队、{routes} 条路线（下限 {floor} 支）。",
    "After stage {stage}, {left} teams and {routes} routes are left (floor {floor}).",
)
_INTO_RESCUE = Text("第 {stage} 节点进入保底救援。", "The race enters rescue in stage {stage}.")
_RESCUE = Text(
    "起跑后第 {left} 支团队退出时进入保底救援；可启用候补 {reserves} 支，救援上限 {rescues} 次。",
    "After the start, the race enters rescue when team number {left} leaves. Reserves available: "
    "{reserves}. Maximum rescues: {rescues}.",
)
_END = Text(
    "赛事终于“{state}”，冲线 {teams} 支。", "The race ends as “{state}”; teams finishing: {teams}."
)
