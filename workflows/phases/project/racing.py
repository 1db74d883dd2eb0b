"""The project of a team in a race: it runs and ends with its team, never by a decision of its own.

A team's milestones are the stages of its race, so the project has none; the office can end it only
where a rule of the race allows it (R10, R12, R15), which is what keeps the last runner running.
"""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.effects import Apply, Cascade, Effect, Notify, SendLetter
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.hands import CLOCK, OFFICER, SUPERVISOR, TEAM
from workflows.phases.fault import NO_MORE_FAULT_OPINIONS
from workflows.phases.project.ending import REINSTATED

_TEAM_LEAVES = (Cascade("team", "leave"),)
_NOT_FOR_A_TEAM = (Apply("plan_milestones"), Apply("order_payment"))
"""Stages take the place of milestones, and stage 1 is paid to all teams at the start, equally."""
_NOTHING_RUNS_ON = (Cascade("change", "lapse"), Cascade("suspension", "end"))
_UNDER_WAY = ("active", "suspended")
_ENDED = ("passed", "concluded", "failed", "terminated")


def in_a_race(
    contracting: tuple[Transition[ProjectFacts], ...],
) -> tuple[Transition[ProjectFacts], ...]:
    """The usual contract with the pledge, on the indicators every other team signs too (R3);
    whoever does not sign is not in the race."""
    return tuple(_in_a_race(t) for t in contracting)


def _in_a_race(t: Transition[ProjectFacts]) -> Transition[ProjectFacts]:
    if t.name == "sign_contract":
        return replace(
            t,
            label=Text("签订任务书和军令状", "Sign the contract and the pledge"),
            effects=(
                *_without(t.effects, _NOT_FOR_A_TEAM),
                Apply("agree_to_terms"),
                SendLetter("pledge"),
            ),
            moves_money=False,
            clause=Text(
                "R3 · 各队签订任务书和军令状，节点指标一致",
                "R3 · every team signs the contract and the pledge with the same stage metrics",
            ),
        )
    if t.target == "lapsed":
        return replace(t, effects=(*t.effects, *_TEAM_LEAVES))
    return t


def _without(effects: tuple[Effect, ...], dropped: tuple[Effect, ...]) -> tuple[Effect, ...]:
    return tuple(effect for effect in effects if effect not in dropped)


def with_its_team(
    suspending: tuple[Transition[ProjectFacts], ...],
) -> tuple[Transition[ProjectFacts], ...]:
    """It stands still and goes on with its team or by order; no meeting lets it go on apart."""
    return tuple(t for t in suspending if t.name in ("suspend", "resume"))


def after_the_race(
    ending: tuple[Transition[ProjectFacts], ...],
) -> tuple[Transition[ProjectFacts], ...]:
    """What may still come when the team has left: misconduct, an appeal, the archive. A team that
    races is disqualified first (R15)."""
    return tuple(_after_the_race(t) for t in ending if t.name not in _OF_RUNNING_PROJECTS)


_OF_RUNNING_PROJECTS = ("propose_termination", "decline_termination", "terminate")


def _after_the_race(t: Transition[ProjectFacts]) -> Transition[ProjectFacts]:
    if t.name == "revoke":
        kept = tuple(e for e in t.effects if e not in _OF_OTHER_PROJECTS)
        effects = (*kept, NO_MORE_FAULT_OPINIONS)
        return replace(t, source=("fault_review", *_ENDED), effects=effects)
    if t.name == "reopen_by_appeal":
        return replace(
            t,
            label=Text("复查改正，重新认定责任", "Corrected on appeal: new finding of fault"),
            target="fault_review",
            effects=(
                REINSTATED,
                Apply("begin_anew"),
                Notify("fault_to_find", SUPERVISOR | TEAM | OFFICER),
            ),
        )
    return t


_OF_OTHER_PROJECTS = (Cascade("milestone", "cancel"), Cascade("acceptance", "lapse"))

RACING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="end_with_team",
        label=Text("随团队终止支持", "End support with the team"),
        source=_UNDER_WAY,
        target="terminated",
        roles=CLOCK,
        effects=(
            *_NOTHING_RUNS_ON,
            Cascade("fund", "end_progress_hold"),
            Cascade("fund", "await_balance"),
        ),
        clause=Text(
            "R10 R12 R15 · 淘汰、并入、退赛即终止，审计退结余，资料归档，不记失信",
            "R10 R12 R15 · terminated if the team is eliminated, merged or withdrawn: audited, "
            "balance refunded, records archived, no mark of dishonesty",
        ),
    ),
    Transition(
        name="leave_with_team",
        label=Text("随团队失效", "Lapse with the team"),
        source=("contracting",),
        target="lapsed",
        roles=CLOCK,
        effects=(Apply("release_commitment"),),
        clause=Text("R15 · 签约前离开", "R15 · left before signing"),
    ),
    Transition(
        name="race_again",
        label=Text("随团队复活", "Revive with the team"),
        source=("terminated",),
        target="active",
        roles=CLOCK,
        effects=(Cascade("fund", "go_on_after_balance"),),
        clause=Text(
            "R17 · 最近一节点淘汰的团队复活",
            "R17 · a team eliminated at the latest stage is revived",
        ),
    ),
    Transition(
        name="pass_with_team",
        label=Text("随团队冲线通过", "Pass with the team"),
        source=_UNDER_WAY,
        target="passed",
        roles=CLOCK,
        effects=_NOTHING_RUNS_ON,
        clause=Text(
            "R20 · 核心指标全部达到，胜出与完成未胜出同为通过",
            "R20 · every core metric met; the winner and later finishers both pass",
        ),
    ),
    Transition(
        name="fall_short_with_team",
        label=Text("未冲线，待责任认定", "Did not finish, finding of fault due"),
        source=_UNDER_WAY,
        target="fault_review",
        roles=CLOCK,
        effects=(*_NOTHING_RUNS_ON, Notify("fault_to_find", SUPERVISOR | TEAM | OFFICER)),
        clause=Text(
            "R21、B18 · 逐队作责任认定", "R21, B18 · a finding of fault is made for each team"
        ),
    ),
)
