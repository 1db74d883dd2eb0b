"""The panel of one assessment: appointed or drawn, and whether it keeps the rules (§3.1-3.2)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.experts.draw import Infeasible, draw
from app.experts.pool import SEED_BYTES, Snapshot, commitment
from app.models import Assessment, AssessmentSeat, Case, Expert, Person, Project
from app.services import history
from app.services.assessing.panel_rules import least_members, problems, stood_aside
from app.services.assessing.pool import (
    available,
    full_units,
    least_of_types,
    newcomers_least,
    project_assessed,
    rules_of,
    selectors,
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
    was drawn before and stays is on it by the draw; whoever has signed stays (§3.1).
    """
    if refusal := why_closed(case):
        return alone(refusal)
    if not experts:
        return alone(Text("请选择专家", "Choose experts"))
    known = panel_of(session, case)
    members = known.members if known else []
    if dropped := (_signed(known) if known else set()) - set(experts):
        names = listed(s.expert.person.name for s in members if s.expert_id in dropped)
        return alone(_SIGNED_STAY.format(names=names))
    drawn = {seat.expert_id for seat in members if seat.how == "drawn"}
    panel = _fresh(session, case, by, now)
    _seat(session, panel, experts, drawn)
    panel.chair_id = chair if chair in experts else experts[0]
    if drawn.isdisjoint(experts):
        panel.draw = {}
    return _kept(session, case, panel, by, now)


def draw_panel(session: Session, case: Case, by: Person, now: datetime) -> Assessment | Problems:
    """Draw whom the least panel by the rules lacks; snapshot and seed are kept for anybody to
    replay, with those of the draw `before`. Whoever was drawn or has signed keeps the seat: no
    panel is drawn again until it suits (§3.1)."""
    if refusal := why_closed(case) or why_not_drawn(session, case, now):
        return alone(refusal)
    staying = _staying(session, case, now)
    snapshot = _snapshot(session, case, now, staying)
    if not snapshot.rules.panel_size:
        return alone(_NO_SEAT_IS_EMPTY)
    seed = secrets.token_bytes(SEED_BYTES)
    drawn = draw(snapshot, seed)
    if isinstance(drawn, Infeasible):
        return alone(drawn.reason)
    known = panel_of(session, case)
    chair, before = (known.chair_id, known.draw) if known else (None, {})
    hows = {seat.expert_id: seat.how for seat in staying} | dict.fromkeys(drawn.members, "drawn")
    panel = _fresh(session, case, by, now)
    _seat(session, panel, list(hows), {expert for expert, how in hows.items() if how == "drawn"})
    panel.chair_id = chair if chair in hows else next(iter(hows))
    panel.draw = {
        "snapshot": snapshot.as_json(),
        "seed": seed.hex(),
        "commitment": commitment(snapshot, seed),
        "before": before,
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


def _snapshot(
    session: Session, case: Case, now: datetime, staying: Sequence[AssessmentSeat] = ()
) -> Snapshot:
    """For the seats of the least panel beside those who stay; whoever has stood aside from this
    case is not called again (§3.2)."""
    panel, project = panel_of(session, case), project_assessed(case)
    size, least = _empty_seats(case, project, staying)
    known = selectors(session, project)
    new = sum(seat.expert_id not in known for seat in staying)
    most = rules_of(project)["panel_same_unit_most"]
    return snapshot_of(
        session,
        project,
        f"{case.kind}-{case_id(case)}",
        now,
        size,
        least=least,
        former=frozenset(seat.expert_id for seat in staying),
        aside=frozenset(stood_aside(panel)) if panel else frozenset(),
        full=full_units([seat.expert for seat in staying], most, local_date(now)),
        newcomers=min(size, max(0, newcomers_least(case, size + len(staying)) - new)),
    )


def _staying(session: Session, case: Case, now: datetime) -> list[AssessmentSeat]:
    """Who keeps the seat when the others are drawn."""
    panel, proposal = panel_of(session, case), project_assessed(case).proposal
    if panel is None:
        return []
    signed = _signed(panel)
    return [
        seat
        for seat in panel.members
        if (seat.how == "drawn" or seat.expert_id in signed)
        and not findings(session, seat.expert, proposal, now)
    ]


def _signed(panel: Assessment) -> set[int]:
    sitting = {seat.expert_id for seat in panel.members}
    return {o.expert_id for o in panel.opinions if o.state == "signed"} & sitting


def _empty_seats(
    case: Case, project: Project, staying: Sequence[AssessmentSeat]
) -> tuple[int, dict[str, int]]:
    """How many the least panel of an odd number lacks, and of which types at least."""
    seated = Counter(seat.expert.type for seat in staying)
    least = {key: max(0, n - seated[key]) for key, n in least_of_types(project).items()}
    empty = max(0, least_members(case, project) - len(staying), sum(least.values()))
    return empty + (len(staying) + empty + 1) % 2, least


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


_SIGNED_STAY = Text(
    "{names}已签署意见，不得撤换。", "{names} signed an opinion and cannot be replaced."
)
_NO_SEAT_IS_EMPTY = Text(
    "专家组没有空缺席位，不再抽取；请在下面的名单中调整。",
    "No seat is empty, so nobody is drawn; change the panel in the list below.",
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
