"""The draw of a panel that assesses: committed to, carried out before a witness, and gone on with
in its own order when somebody leaves (§3.1)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.asked import once
from app.canonical import canonical_json
from app.experts.draw import Infeasible, Panel, draw, infeasibility
from app.experts.pool import SEED_BYTES, Snapshot, commitment, snapshot_from_json
from app.models import Assessment, AssessmentSeat, Case, Expert, Opinion
from app.services import history
from app.services.assessing import calling
from app.services.assessing.opinions import RUNNING, ask
from app.services.assessing.panel_rules import (
    empty_seats,
    fitting,
    newcomers_wanted,
    preside,
    stood_aside,
)
from app.services.assessing.pool import full_units, project_assessed, snapshot_of
from app.services.cases import case_id, panel_of
from app.services.review.recusal import findings, findings_of
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role


def commit(session: Session, case: Case, by_id: int, now: datetime) -> None:
    """Fix the pool as it stands and commit to it and a fresh secret seed; the chained history keeps
    the commitment, so that nobody can put another in its place."""
    panel = panel_to_fill(session, case, by_id, now)
    snapshot, seed = snapshot_now(session, case, now), secrets.token_bytes(SEED_BYTES)
    pool = {"fixed_at": now.isoformat(), **_record(snapshot, seed)}
    panel.draw = {**panel.draw, "pool": pool}
    session.flush()
    history.note(
        session,
        case,
        "commit",
        actor_id=None,
        role=Role.SYSTEM_CLOCK,
        now=now,
        given={
            "commitment": pool["commitment"],
            "snapshot": hashlib.sha256(canonical_json(snapshot.as_json())).hexdigest(),
        },
    )


def problems(session: Session, case: Case, now: datetime) -> tuple[Text, ...]:
    """Why the seats that are empty cannot be drawn now."""
    panel = panel_of(session, case)
    pool = panel.draw.get("pool") if panel else None
    if pool is None:
        return (_NOT_COMMITTED,)
    snapshot = snapshot_now(session, case, now)
    if pool["snapshot"] != snapshot.as_json():
        return (_POOL_CHANGED,)
    found = infeasibility(snapshot)
    return (found.reason,) if found else ()


def seats_empty(session: Session, case: Case, now: datetime) -> int:
    return empty_seats(session, case, _staying(session, case, now))[0]


def is_impossible(session: Session, case: Case, now: datetime) -> bool:
    """Whether no draw from the pool of today keeps the rules."""
    return infeasibility(snapshot_now(session, case, now)) is not None


def seat_drawn(session: Session, case: Case, by_id: int, now: datetime) -> list[Opinion]:
    """Carry out the draw that was committed to; its seed is published with it from now on."""
    panel = panel_to_fill(session, case, by_id, now)
    pool = panel.draw["pool"]
    drawn = draw(snapshot_from_json(pool["snapshot"]), bytes.fromhex(pool["seed"]))
    assert isinstance(drawn, Panel), "a guard has checked that a panel exists"
    _leave(session, case, panel, now)
    kept = {key: value for key, value in panel.draw.items() if key != "pool"}
    panel.draw = {
        **kept,
        "draws": [*kept.get("draws", ()), {"round": calling.round_of(session, case), **pool}],
    }
    return _seat(session, case, panel, drawn.members, "drawn", now)


def call_substitute(session: Session, case: Case, left: int, now: datetime) -> list[Opinion]:
    """The next in the order of the last draw who keeps the rules and has no conflict takes the
    seat of the expert who `left`; nobody where the draw has no more to give.

    The seed gives everybody the same ticket again, so the draw goes on where it stood.
    """
    panel = panel_of(session, case)
    draws = panel.draw.get("draws") if panel else None
    if panel is None or not draws or not seats_empty(session, case, now):
        return []
    last = draws[-1]
    of_draw = snapshot_from_json(last["snapshot"])
    snapshot = _going_on(of_draw, snapshot_now(session, case, now))
    seed = bytes.fromhex(last["seed"])
    found = draw(snapshot, seed)
    if isinstance(found, Infeasible):
        return []
    record = {"round": calling.round_of(session, case), **_record(snapshot, seed)}
    panel.draw = {**panel.draw, "draws": [*draws, {**record, "in_place_of": left}]}
    return _seat(session, case, panel, found.members, "drawn", now)


def appoint(
    session: Session, case: Case, expert: Expert, by_id: int, now: datetime
) -> list[Opinion]:
    panel = panel_to_fill(session, case, by_id, now)
    _leave(session, case, panel, now)
    return _seat(session, case, panel, [expert.id], "appointed", now)


def appointee_problems(
    session: Session, case: Case, expert: Expert | None, now: datetime
) -> tuple[Text, ...]:
    """What speaks against seating this expert; whoever is not of the pool is no expert."""
    if expert is None:
        return (Text("不是专家库中的专家", "not an expert in the pool"),)
    panel, project = panel_of(session, case), project_assessed(case)
    seated = [seat.expert for seat in _staying(session, case, now)]
    most, today = project.proposal.call.parameters["panel_same_unit_most"], local_date(now)
    found = [f.evidence for f in findings(session, expert, project.proposal, now)]
    if panel is not None and expert.id in {seat.expert_id for seat in panel.seats}:
        found.append(Text("已在专家组或曾退出", "already on the panel, or has left it"))
    elif full_units([*seated, expert], most + 1, today):
        found.append(
            Text("所在单位名额已满", "their unit already has the maximum number of experts")
        )
    return tuple(found)


def snapshot_now(session: Session, case: Case, now: datetime) -> Snapshot:
    """Everybody available but whoever sat on this panel before, for the seats still empty."""
    question = "drawn from", case.kind, case_id(case), now
    return once(session, question, lambda: _snapshot(session, case, now))


def _snapshot(session: Session, case: Case, now: datetime) -> Snapshot:
    panel, project = panel_of(session, case), project_assessed(case)
    staying = _staying(session, case, now)
    empty, least = empty_seats(session, case, staying)
    size = max(1, empty)
    round_, seats = calling.round_of(session, case), panel.seats if panel else []
    most = project.proposal.call.parameters["panel_same_unit_most"]
    return snapshot_of(
        session,
        project,
        f"{case.kind}-{case_id(case)}-round-{round_}-{len(seats)}",
        now,
        size,
        least=least,
        former=frozenset(seat.expert_id for seat in seats),
        aside=frozenset(stood_aside(panel)) if panel else frozenset(),
        full=full_units([seat.expert for seat in staying], most, local_date(now)),
        newcomers=min(size, newcomers_wanted(session, case, staying, size)),
    )


def panel_to_fill(session: Session, case: Case, by_id: int, now: datetime) -> Assessment:
    """The panel of this case; whoever sat in an earlier round of another panel has left it."""
    panel = panel_of(session, case)
    if panel is None:
        panel = Assessment(
            about_kind=case.kind,
            about_id=case_id(case),
            project_id=project_assessed(case).id,
            draw={},
        )
        panel.project = project_assessed(case)
        session.add(panel)
    panel.formed_by_id, panel.formed_at = by_id, now
    if case.kind in calling.BEGINS:
        here = {seat.expert_id for seat in calling.sitting(session, case)}
        for one in panel.members:
            if one.expert_id not in here:
                one.left_reason = "former_panel"
    session.flush()
    session.expire(case)
    return panel


def _record(snapshot: Snapshot, seed: bytes) -> Mapping[str, Any]:
    return {
        "snapshot": snapshot.as_json(),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
    }


def _going_on(of_draw: Snapshot, today: Snapshot) -> Snapshot:
    """Those of today whom the draw could have found too, under its name: so their tickets stay."""
    known = {candidate.id for candidate in of_draw.eligible}
    return replace(
        today,
        group=of_draw.group,
        candidates=tuple(c for c in today.candidates if c.id in known),
        excluded=tuple(x for x in today.excluded if x.id in known),
    )


def _staying(session: Session, case: Case, now: datetime) -> list[AssessmentSeat]:
    """Who keeps the seat when the others are filled: nobody whom a conflict keeps off it, and
    before opinions are asked for no more than the rules let sit together."""
    question = "staying", case.kind, case_id(case), now
    return once(session, question, lambda: _fit_to_stay(session, case, now))


def _fit_to_stay(session: Session, case: Case, now: datetime) -> list[AssessmentSeat]:
    proposal = project_assessed(case).proposal
    seats = calling.sitting(session, case)
    found = findings_of(session, [seat.expert for seat in seats], proposal, now)
    free = [seat for seat in seats if not found[seat.expert_id]]
    return free if case.state in RUNNING[case.kind] else fitting(session, case, free, now)


def _leave(session: Session, case: Case, panel: Assessment, now: datetime) -> None:
    """Before opinions are asked for there is none that could be void: the seat alone is left."""
    if case.state in RUNNING[case.kind]:
        return
    proposal = project_assessed(case).proposal
    staying = {seat.expert_id for seat in _staying(session, case, now)}
    for seat in panel.members:
        if seat.expert_id not in staying:
            is_barred = bool(findings(session, seat.expert, proposal, now))
            seat.left_reason = LEFT["recused" if is_barred else "beyond_rules"].zh


def _seat(
    session: Session,
    case: Case,
    panel: Assessment,
    experts: Iterable[int],
    how: str,
    now: datetime,
) -> list[Opinion]:
    """Seated in the order of the draw; the first of those who sit presides. Asked at once where the
    others were asked already."""
    first, new = len(panel.seats) + 1, []
    for number, expert in enumerate(experts, start=first):
        one = AssessmentSeat(
            expert_id=expert, expert=session.get_one(Expert, expert), seat=number, how=how
        )
        panel.seats.append(one)
        new.append(one)
    session.flush()
    round_ = calling.round_of(session, case)
    asked = ask(session, panel, new, round_, now) if case.state in RUNNING[case.kind] else []
    preside(panel)
    session.flush()
    session.expire(panel)
    session.expire(case)
    return asked


LEFT: dict[str, Text] = {
    "recused": Text("回避", "stood aside"),
    "declined": Text("谢绝", "declined"),
    "replaced": Text("更换", "replaced"),
    "beyond_rules": Text(
        "同单位或曾评审本项目的人数超限",
        "too many from one unit, or who have reviewed this project before",
    ),
}
"""By the state of the opinion of whoever leaves, or `beyond_rules` before there is one: the code of
substitution kept with the seat."""

_NOT_COMMITTED = Text(
    "尚未固定候选名单并公布抽取承诺",
    "the candidate list has not been fixed and the draw commitment not published",
)
_POOL_CHANGED = Text(
    "专家库或回避情况在承诺之后有变化，请重新固定候选名单",
    "the expert pool or conflicts have changed since the commitment: fix the candidate list again",
)
