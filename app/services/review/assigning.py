"""Who reads what: the best assignment of a group's proposals to its drawn experts (ADR 0006).

The lot decides who serves, the assignment who reads which proposal; nobody picks either by hand.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AssignmentRun,
    Outbox,
    PanelSeat,
    Person,
    Proposal,
    Review,
    ReviewGroup,
)
from app.services.problems import Problems, alone
from workflows.engine.text import Text

if TYPE_CHECKING:  # what computes is loaded by whoever has something computed
    from app.experts.assignment.answer import Answer
    from app.experts.assignment.case import Pair
    from app.services.review.assignment_case import Task

AT_ONCE_MOST = 2_000
"""Pairs of proposal and expert up to which a case is solved while the page waits."""

STEPS: tuple[Text, ...] = (
    Text("等待计算", "Waiting"),
    Text("核对回避", "Checking conflicts"),
    Text("计算匹配度", "Calculating matches"),
    Text("求最优指派", "Finding the best assignment"),
    Text("说明理由", "Explaining the results"),
    Text("完成", "Done"),
)
_LIVE = ("assigned", "reading", "signed", "revising")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is sought beside the greatest total: that the worst served proposal fares best, or a
    draw in which no pair is likelier than `cap` percent, so that nobody can count on a reader."""

    fair: bool = False
    cap: int | None = None

    def as_json(self) -> dict[str, Any]:
        if self.cap is not None:
            return {"cap": self.cap, "seed": secrets.randbits(31)}
        return {"fair": True} if self.fair else {}


TOTAL = Aim()


def ask(
    session: Session,
    group: ReviewGroup,
    locked: Sequence[Pair],
    by: Person,
    now: datetime,
    aim: Aim = TOTAL,
) -> AssignmentRun | Problems:
    """Solve, at once or, when the case is large, as a job. `locked` are (proposal, expert)."""
    if group.state != "drawn" or group.reviews_each is None:
        return alone(_NOT_NOW)
    if aim.cap is not None and not 1 <= aim.cap <= 100:
        return Problems(
            {"cap": Text("请填写 1 至 100 的整数", "Enter a whole number from 1 to 100")}
        )
    run = AssignmentRun(
        group_id=group.id,
        locked=[list(pair) for pair in locked],
        aims=aim.as_json(),
        asked_by_id=by.id,
        asked_at=now,
    )
    run.group = group
    session.add(run)
    session.flush()
    if len(group.items) * len(group.seats) <= AT_ONCE_MOST:
        keep(run, answer(session, run, now, lambda _step: None), now)
    else:
        session.add(
            Outbox(key=f"assign-{run.id}", job="assign", payload={"run_id": run.id}, not_before=now)
        )
    return run


def answer(
    session: Session, run: AssignmentRun, now: datetime, progress: Progress
) -> dict[str, Any]:
    """The result of the run, without writing anything; what the applicants ask to avoid is honoured
    when an assignment exists that way."""
    from app.experts.assignment.case import CaseFault
    from app.experts.assignment.solve import assign
    from app.services.review.assignment_case import task_of

    group = run.group
    progress(1)
    task = task_of(session, group, group.sitting, now)
    progress(3)
    task = task.keeping(
        locked=[(int(p), int(e)) for p, e in run.locked], previous=_pairs(latest(session, group))
    )
    try:
        task = task.aiming(run.aims)
    except CaseFault as fault:
        return {"feasible": False, "fault": asdict(fault.what)}
    found = assign(task.case)
    honoured = found.is_feasible
    if not honoured and task.wishes.any():
        task = task.without_wishes()
        found = assign(task.case)
    progress(4)
    return _result(task, found, honoured)


def keep(run: AssignmentRun, result: dict[str, Any], now: datetime) -> None:
    run.result = result
    run.status, run.step, run.done_at = "done", len(STEPS) - 1, now


def latest(session: Session, group: ReviewGroup) -> AssignmentRun | None:
    """The newest run that was answered."""
    return session.scalars(
        select(AssignmentRun)
        .where(AssignmentRun.group_id == group.id, AssignmentRun.status == "done")
        .order_by(AssignmentRun.id.desc())
        .limit(1)
    ).first()


def settled_pairs(session: Session, group: ReviewGroup) -> set[Pair] | None:
    """(proposal, expert) as assigned; None: everybody reads everything."""
    if group.reviews_each is None:
        return None
    return set(_pairs(latest(session, group)))


def assignment_problems(session: Session, group: ReviewGroup) -> tuple[Text, ...]:
    """Why the review cannot start with this assignment."""
    if group.reviews_each is None:
        return ()
    run = latest(session, group)
    if run is None:
        return (Text("尚未求解", "not solved yet"),)
    if not run.result["feasible"]:
        return (Text("最近一次求解无可行方案", "the last run found no feasible assignment"),)
    here = {seat.expert_id for seat in group.sitting}
    if any(expert not in here for _, expert in _pairs(run)):
        return (Text("专家有变动，请重新求解", "the experts have changed: solve again"),)
    return ()


def stand_in(
    session: Session,
    group: ReviewGroup,
    proposal: Proposal,
    seats: Sequence[PanelSeat],
    busy: Collection[int],
    now: datetime,
) -> int | None:
    """Who of the panel takes one more proposal with the fewest changes: every live pair stays as it
    is, and the best of those with room and without a conflict is added."""
    from app.experts.assignment.solve import assign
    from app.services.review.assignment_case import task_of

    task = task_of(session, group, seats, now)
    live = session.execute(
        select(Review.proposal_id, Review.expert_id).where(
            Review.group_id == group.id, Review.state.in_(_LIVE)
        )
    )
    places = dict.fromkeys(task.positions([(p, e) for p, e in live]))
    wanted = task.place_of(proposal.id)
    need = task.case.need.copy()
    need[:] = 0
    for place, _ in places:
        need[place] += 1
    need[wanted] += 1
    barred = task.case.coi.copy()
    for expert in busy:
        column = task.column_of(expert)
        if column is not None and (wanted, column) not in places:
            barred[wanted, column] = True
    found = assign(replace(task.case, need=need, coi=barred, locked=tuple(places), previous=()))
    new = [pair for pair in found.pairs if pair not in places]
    return task.experts[new[0][1]].id if new else None


def _pairs(run: AssignmentRun | None) -> list[Pair]:
    if run is None or not run.result.get("feasible"):
        return []
    return [(row["proposal"], row["expert"]) for row in run.result["pairs"]]


def _result(task: Task, answer: Answer, honoured: bool) -> dict[str, Any]:
    """By ids of proposals and experts, for the page and for good."""
    from app.experts.assignment.reasons import reasons

    case = task.case
    if answer.reason is not None:
        return {"feasible": False, "reason": answer.reason.as_json()}
    proof = answer.certificate
    return {
        "feasible": True,
        "honoured": honoured,
        "objective": answer.objective,
        "bound": proof["bound"],
        "method": proof["method"],
        "kept": proof.get("previous_kept", 0),
        "floor": proof.get("floor"),
        "expected": proof.get("expected_objective"),
        "likeliest": proof.get("highest_probability"),
        "previous": len(case.previous),
        "pairs": [
            {
                "proposal": task.proposals[one.proposal].id,
                "expert": task.experts[one.reviewer].id,
                "affinity": one.affinity,
                "field": int(task.affinity.field[one.proposal, one.reviewer]),
                "text": int(task.affinity.text[one.proposal, one.reviewer]),
                "rank": one.rank,
                "eligible": one.eligible,
                "locked": one.is_locked,
                "next": one.next_best
                and {
                    "expert": task.experts[one.next_best.reviewer].id,
                    "affinity": one.next_best.affinity,
                    "why": one.next_best.obstacle.value,
                    "rules": list(one.next_best.rules),
                },
            }
            for one in reasons(case, answer.pairs)
        ],
    }


_NOT_NOW = Text(
    "只有已抽取专家、按指派阅卷且尚未开始评审的评审组可以求解指派",
    "Assignment is only for panels that have been drawn, read by assignment and have "
    "not started reviewing",
)
