"""The panel of one assessment: appointed or drawn, and whether it keeps the rules (§3.1-3.2)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.experts.draw import Infeasible, draw
from app.experts.pool import EXPERT_TYPES, SEED_BYTES, Snapshot, commitment
from app.models import Assessment, AssessmentSeat, Case, Expert, Person, Project
from app.services import history
from app.services.accepting.judging import opinions_least
from app.services.assessing.pool import (
    available,
    least_of_types,
    project_assessed,
    rules_of,
    snapshot_of,
)
from app.services.cases import case_id, panel_of
from app.services.experts.pool import EXCLUSION_LABELS
from app.services.experts.profiles import present_unit
from app.services.problems import Problems, alone
from app.services.review.recusal import findings
from workflows.engine.calendar import local_date
from workflows.engine.text import Text, listed
from workflows.roles import Role

PANEL_FORMED = "panel_formed"
"""In the history: every time a panel is drawn or appointed, also the one that is replaced."""

FORMING: dict[str, tuple[str, ...]] = {
    "milestone": ("submitted",),
    "acceptance": ("material_check",),
}
"""States in which the panel of a case of this kind may be formed and changed."""


def appoint(
    session: Session,
    case: Case,
    experts: Sequence[int],
    chair: int | None,
    by: Person,
    now: datetime,
) -> Assessment | Problems:
    """Seat these experts in this order; without a chair named, the first one takes the chair.

    A panel that breaks the rules may be put down, but not convened: `problems` says why. Whoever
    was drawn before and stays is on it by the draw.
    """
    if refusal := why_closed(case):
        return alone(refusal)
    if not experts:
        return alone(Text("请选择专家", "Choose experts"))
    known = panel_of(session, case)
    drawn = {seat.expert_id for seat in known.members if seat.how == "drawn"} if known else set()
    panel = _fresh(session, case, by, now)
    _seat(session, panel, experts, drawn)
    panel.chair_id = chair if chair in experts else experts[0]
    if drawn.isdisjoint(experts):
        panel.draw = {}
    return _kept(session, case, panel, by, now)


def draw_panel(session: Session, case: Case, by: Person, now: datetime) -> Assessment | Problems:
    """Draw the least panel the rules allow; snapshot and seed are kept for anybody to replay. One
    that was drawn and keeps the rules is not drawn again until it suits (§3.1)."""
    if refusal := why_closed(case) or why_not_drawn(session, case, now):
        return alone(refusal)
    snapshot = _snapshot(session, case, now)
    seed = secrets.token_bytes(SEED_BYTES)
    drawn = draw(snapshot, seed)
    if isinstance(drawn, Infeasible):
        return alone(drawn.reason)
    panel = _fresh(session, case, by, now)
    _seat(session, panel, drawn.members, set(drawn.members))
    panel.chair_id = drawn.members[0]
    panel.draw = {
        "snapshot": snapshot.as_json(),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
    }
    return _kept(session, case, panel, by, now)


def why_not_drawn(session: Session, case: Case, now: datetime) -> Text | None:
    """Why the panel is not drawn again; None while nobody was drawn, or it breaks a rule now."""
    panel = panel_of(session, case)
    if panel is None or not panel.draw or problems(session, case, now):
        return None
    return Text(
        "专家组已随机抽取且符合规则，不再重抽；有人回避或缺席的，在下面的名单中补足。",
        "The panel has been drawn and keeps the rules, so it is not drawn again; whoever stands "
        "aside or is absent is replaced in the list below.",
    )


def candidates(
    session: Session, case: Case, now: datetime
) -> list[tuple[Expert, str, tuple[Text, ...]]]:
    """Everybody available, with the present unit's name and what keeps them from this case."""
    today, snapshot = local_date(now), _snapshot(session, case, now)
    barred = {row.id: row.reasons for row in snapshot.excluded}
    found = []
    for expert in available(session):
        unit = present_unit(expert, today)
        name = next((j.organisation.name for j in expert.units if j.organisation_id == unit), "")
        why = tuple(EXCLUSION_LABELS[reason] for reason in barred.get(expert.id, ()))
        found.append((expert, name, why))
    return found


def _snapshot(session: Session, case: Case, now: datetime) -> Snapshot:
    """For the least panel; whoever has stood aside from this case is not called again (§3.2)."""
    panel, project = panel_of(session, case), project_assessed(case)
    name, size = f"{case.kind}-{case_id(case)}", least_members(case, project)
    aside = frozenset(_aside(panel)) if panel else frozenset()
    return snapshot_of(session, project, name, now, size, aside=aside)


def _aside(panel: Assessment) -> set[int]:
    return {opinion.expert_id for opinion in panel.opinions if opinion.state == "recused"}


def problems(session: Session, case: Case, now: datetime) -> tuple[Text, ...]:
    """Every rule the panel breaks today, in words; none means it may be convened."""
    panel = panel_of(session, case)
    if panel is None or not panel.members:
        return (Text("尚未组建", "it is not formed yet"),)
    project = panel.project
    experts = [seat.expert for seat in panel.members]
    return (
        *_of_size(least_members(case, project), len(experts)),
        *_of_types(project, experts),
        *_of_units(project, experts, now),
        *_of_conflicts(session, project, experts, now),
        *_of_recusals(panel, experts),
        *(() if panel.chair_id else (Text("未定组长", "it has no chair"),)),
    )


def least_members(case: Case, project: Project) -> int:
    """An acceptance of much public money takes a larger panel (§3.1)."""
    rules = rules_of(project)
    is_acceptance = case.kind == "acceptance"
    return opinions_least(project, rules) if is_acceptance else rules["node_panel_least"]


def _of_size(least: int, size: int) -> tuple[Text, ...]:
    if size < least:
        return (
            Text(f"人数不足 {least} 人（现 {size} 人）", f"{size} members, {least} are wanted"),
        )
    return () if size % 2 else (Text("人数须为单数", "the number of members must be odd"),)


def _of_types(project: Project, experts: Sequence[Expert]) -> tuple[Text, ...]:
    seated = Counter(expert.type for expert in experts)
    return tuple(
        Text("{type}不足 {least} 人", "{type}: fewer than {least}").format(
            type=EXPERT_TYPES[key], least=str(least)
        )
        for key, least in least_of_types(project).items()
        if seated[key] < least
    )


def _of_units(project: Project, experts: Sequence[Expert], now: datetime) -> tuple[Text, ...]:
    most = rules_of(project)["panel_same_unit_most"]
    units = Counter(present_unit(expert, local_date(now)) for expert in experts)
    crowded = [unit for unit, count in units.items() if unit is not None and count > most]
    words = Text(f"同一单位超过 {most} 人", f"more than {most} of one unit")
    return (words,) if crowded else ()


def _of_conflicts(
    session: Session, project: Project, experts: Sequence[Expert], now: datetime
) -> tuple[Text, ...]:
    found = []
    for expert in experts:
        reasons = [f.evidence for f in findings(session, expert, project.proposal, now)]
        if reasons:
            found.append(
                Text("{name}须回避（{why}）", "{name} is in conflict ({why})").format(
                    name=expert.person.name, why=listed(reasons)
                )
            )
    return tuple(found)


def _of_recusals(panel: Assessment, experts: Sequence[Expert]) -> tuple[Text, ...]:
    aside = _aside(panel)
    words = Text("{name}已回避，不得再任", "{name} has stood aside")
    return tuple(words.format(name=e.person.name) for e in experts if e.id in aside)


def why_closed(case: Case) -> Text | None:
    """Why the panel of this case stays as it is; None while it may be formed and changed."""
    if case.state in FORMING[case.kind]:
        return None
    return Text(
        "现在不能组建或调整专家组。", "The panel cannot be formed or changed at this point."
    )


def _fresh(session: Session, case: Case, by: Person, now: datetime) -> Assessment:
    """The panel of this case, emptied."""
    panel = panel_of(session, case)
    if panel is None:
        panel = Assessment(
            about_kind=case.kind, about_id=case_id(case), project_id=project_assessed(case).id
        )
        panel.project = project_assessed(case)
        session.add(panel)
    panel.formed_by_id, panel.formed_at = by.id, now
    panel.seats.clear()
    session.flush()
    return panel


def _seat(
    session: Session, panel: Assessment, experts: Sequence[int], drawn: Collection[int]
) -> None:
    for number, expert in enumerate(dict.fromkeys(experts), start=1):
        how = "drawn" if expert in drawn else "appointed"
        panel.seats.append(
            AssessmentSeat(
                expert_id=expert, expert=session.get_one(Expert, expert), seat=number, how=how
            )
        )


def _kept(session: Session, case: Case, panel: Assessment, by: Person, now: datetime) -> Assessment:
    """Written, known to the case from now on, and noted in its history, without names: those who
    are assessed read it too."""
    hows = Counter(seat.how for seat in panel.seats)
    given = {
        "drawn": str(hows["drawn"]),
        "appointed": str(hows["appointed"]),
        "commitment": panel.draw.get("commitment", ""),
    }
    role = Role.PROGRAMME_OFFICER
    history.note(session, case, PANEL_FORMED, actor_id=by.id, role=role, now=now, given=given)
    session.flush()
    session.expire(panel)
    session.expire(case)
    return panel
