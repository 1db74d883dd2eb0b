"""A panel called through the door: drawn before a witness, and its opinions asked for at once.

Such a panel finds the fault in a project that failed (B18), or says whether metrics may be lowered
(§3.9). A case that comes back gets another panel with a round of its own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.experts.draw import Infeasible, draw
from app.experts.pool import SEED_BYTES, Snapshot, commitment
from app.models import Assessment, AssessmentSeat, Case, Expert, History, Opinion
from app.services.assessing.opinions import ask, of_round, verdict_of
from app.services.assessing.pool import full_units, project_assessed, rules_of, snapshot_of
from app.services.cases import case_id, panel_of
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Calling:
    """`begins` is the state whose entering begins a round; sizes are keys of parameters."""

    begins: str
    size: str
    finance: str = ""


CALLINGS: dict[str, Calling] = {
    "project": Calling("fault_review", "fault_panel_least", "fault_finance_least"),
    "change": Calling("office_review", "change_panel_least"),
}


def round_of(session: Session, case: Case) -> int:
    """How often the case has come to where such a panel is called."""
    begins = CALLINGS[case.kind].begins
    entered = select(func.count(History.id)).where(
        History.case_kind == case.kind,
        History.case_id == case_id(case),
        History.target == begins,
        History.source != begins,
        History.source != "escalated",
    )
    return session.scalar(entered) or 0


def signed(session: Session, case: Case) -> list[Opinion]:
    """What the members who sit on the panel of this round have signed."""
    panel = panel_of(session, case)
    given = of_round(panel, round_of(session, case)) if panel else []
    return [opinion for opinion in given if opinion.signed_at is not None]


def verdict(session: Session, case: Case) -> str:
    return verdict_of([opinion.proposes for opinion in signed(session, case)])


def missing(session: Session, case: Case) -> tuple[Text, ...]:
    """What lacks until the panel of this round has spoken."""
    seated = len(_sitting(session, case))
    if not seated:
        return (Text("尚未抽取专家", "no experts are drawn"),)
    found = []
    if short := _size(case) - seated:
        found.append(Text(f"缺 {short} 名专家，待抽取递补", f"{short} to be drawn in place"))
    if writing := seated - len(signed(session, case)):
        found.append(Text(f"{writing} 名专家尚未签名", f"{writing} have not signed"))
    return tuple(found)


def draw_problems(session: Session, case: Case, now: datetime) -> tuple[Text, ...]:
    if len(_sitting(session, case)) >= _size(case):
        return (Text("专家已经抽取", "they are drawn already"),)
    result = draw(_snapshot(session, case, now), bytes(SEED_BYTES))
    return (result.reason,) if isinstance(result, Infeasible) else ()


def seat(session: Session, case: Case, by_id: int, now: datetime) -> None:
    """Draw whoever lacks; snapshot and seed of every draw are kept for anybody to replay."""
    snapshot, seed = _snapshot(session, case, now), secrets.token_bytes(SEED_BYTES)
    drawn = draw(snapshot, seed)
    assert not isinstance(drawn, Infeasible), "a guard has checked that a panel exists"
    panel, round_ = _panel(session, case, by_id, now), round_of(session, case)
    first = len(panel.seats) + 1
    for number, expert in enumerate(drawn.members, start=first):
        panel.seats.append(
            AssessmentSeat(
                expert_id=expert,
                expert=session.get_one(Expert, expert),
                seat=number,
                how="drawn",
            )
        )
    panel.chair_id = panel.members[0].expert_id
    record = {
        "round": round_,
        "snapshot": snapshot.as_json(),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
    }
    panel.draw = {"draws": [*panel.draw.get("draws", ()), record]}
    session.flush()
    ask(session, panel, panel.members, round_, now)
    session.expire(panel)


def _panel(session: Session, case: Case, by_id: int, now: datetime) -> Assessment:
    """The panel of this case; whoever sat in an earlier round has left it."""
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
    sitting = {s.expert_id for s in _sitting(session, case)}
    for one in panel.members:
        if one.expert_id not in sitting:
            one.left_reason = "former_panel"
    session.flush()
    return panel


def _sitting(session: Session, case: Case) -> list[AssessmentSeat]:
    """Members who were asked in this round and have not left."""
    panel = panel_of(session, case)
    if panel is None:
        return []
    asked = {o.expert_id for o in of_round(panel, round_of(session, case))}
    return [one for one in panel.members if one.expert_id in asked]


def _size(case: Case) -> int:
    return rules_of(project_assessed(case))[CALLINGS[case.kind].size]


def _snapshot(session: Session, case: Case, now: datetime) -> Snapshot:
    """Everybody available but those of earlier panels of this case, for the seats still empty."""
    calling, project = CALLINGS[case.kind], project_assessed(case)
    rules, sitting = rules_of(project), _sitting(session, case)
    panel = panel_of(session, case)
    most = rules["panel_same_unit_most"]
    have = sum(s.expert.type == "finance" for s in sitting)
    want = rules[calling.finance] if calling.finance else 0
    return snapshot_of(
        session,
        project,
        f"{case.kind}-{case_id(case)}-round-{round_of(session, case)}-{len(sitting)}",
        now,
        max(1, _size(case) - len(sitting)),
        least={"finance": max(0, want - have)},
        former=frozenset(s.expert_id for s in panel.seats) if panel else frozenset(),
        full=full_units([s.expert for s in sitting], most, local_date(now)),
    )
