"""The rules a panel of assessors keeps, and how large it has to be (§3.1-3.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.experts.pool import EXPERT_TYPES
from app.models import Assessment, AssessmentSeat, Case, Expert, Project
from app.services.accepting.judging import opinions_least
from app.services.assessing.pool import least_of_types, newcomers_least, project_assessed, selectors
from app.services.cases import panel_of
from app.services.experts.profiles import present_unit
from app.services.review.recusal import findings_of
from workflows.engine.calendar import local_date
from workflows.engine.text import Text, listed


def problems(session: Session, case: Case, now: datetime) -> tuple[Text, ...]:
    """Every rule the panel breaks today, in words; none means it may be convened."""
    panel = panel_of(session, case)
    if panel is None or not panel.members:
        return (
            Text(
                "尚未抽取，须先提请抽取专家组", "not drawn yet: ask for a panel to be drawn first"
            ),
        )
    project = panel.project
    experts = [seat.expert for seat in panel.members]
    return (
        *_of_size(least_members(case), len(experts)),
        *_of_types(case, experts),
        *_of_newcomers(session, case, experts),
        *_of_units(project, experts, now),
        *_of_conflicts(session, project, experts, now),
        *_of_recusals(panel, experts),
    )


def least_members(case: Case) -> int:
    """An acceptance of much public money takes a larger panel (§3.1); a re-check fewer (J6)."""
    project = project_assessed(case)
    rules = project.proposal.call.parameters
    match case.kind:
        case "acceptance":
            return opinions_least(project, rules)
        case "project":
            return rules["fault_panel_least"]
        case "change":
            return rules["change_panel_least"]
    return rules["recheck_members" if case.state == "rechecking" else "node_panel_least"]


def full_size(session: Session, case: Case) -> int:
    """The least, and what the officer asked for beyond it; of a re-check the least."""
    panel = panel_of(session, case)
    beyond = panel.members_beyond if panel and case.state != "rechecking" else 0
    return least_members(case) + beyond


def empty_seats(
    session: Session, case: Case, staying: Sequence[AssessmentSeat]
) -> tuple[int, dict[str, int]]:
    """How many experts beside these, and of which types at least; where rules want an odd number
    in all, an odd number."""
    seated = Counter(seat.expert.type for seat in staying)
    least = {key: max(0, n - seated[key]) for key, n in least_of_types(case).items()}
    empty = max(0, full_size(session, case) - len(staying), sum(least.values()))
    if case.kind in _ODD and case.state != "rechecking":
        empty += (len(staying) + empty + 1) % 2
    return empty, least


def newcomers_wanted(
    session: Session, case: Case, staying: Sequence[AssessmentSeat], more: int
) -> int:
    """How many of so many more members must not have selected the project."""
    known = selectors(session, project_assessed(case))
    new = sum(seat.expert_id not in known for seat in staying)
    return max(0, newcomers_least(case, len(staying) + more) - new)


def fitting(
    session: Session, case: Case, seats: Sequence[AssessmentSeat], now: datetime
) -> list[AssessmentSeat]:
    """Those of them, in the order of their seats, whom the rules let sit together on a panel of
    full size: not too many of one unit, nor of those who selected the project."""
    project, today = project_assessed(case), local_date(now)
    size = max(full_size(session, case), len(seats))
    known, units = selectors(session, project), Counter[int | None]()
    most, places = (
        project.proposal.call.parameters["panel_same_unit_most"],
        size - newcomers_least(case, size),
    )
    found = []
    for seat in seats:
        unit, selected = present_unit(seat.expert, today), seat.expert_id in known
        if (unit is not None and units[unit] >= most) or (selected and not places):
            continue
        units[unit] += 1
        places -= selected
        found.append(seat)
    return found


def preside(panel: Assessment) -> None:
    """The first of those who sit, where nobody of them does."""
    members = [seat.expert_id for seat in panel.members]
    if panel.chair_id not in members:
        panel.chair_id = members[0]


_ODD = ("milestone", "acceptance")


def _of_size(least: int, size: int) -> tuple[Text, ...]:
    if size < least:
        return (
            Text(
                f"人数不足 {least} 人（现 {size} 人）", f"fewer than {least} members (now {size})"
            ),
        )
    return () if size % 2 else (Text("人数须为单数", "the number of members must be odd"),)


def _of_types(case: Case, experts: Sequence[Expert]) -> tuple[Text, ...]:
    seated = Counter(expert.type for expert in experts)
    return tuple(
        Text("{type}不足 {least} 人", "{type}: fewer than {least}").format(
            type=EXPERT_TYPES[key], least=str(least)
        )
        for key, least in least_of_types(case).items()
        if seated[key] < least
    )


def _of_newcomers(session: Session, case: Case, experts: Sequence[Expert]) -> tuple[Text, ...]:
    """Whoever selected a project is not left to say alone how well it went."""
    known = selectors(session, project_assessed(case))
    new, least = sum(e.id not in known for e in experts), newcomers_least(case, len(experts))
    if new >= least:
        return ()
    words = Text(
        "未评审过本项目的专家应不少于 {least} 人（现 {new} 人）",
        "at least {least} experts who have not reviewed this project are needed (now {new})",
    )
    return (words.format(least=str(least), new=str(new)),)


def _of_units(project: Project, experts: Sequence[Expert], now: datetime) -> tuple[Text, ...]:
    most = project.proposal.call.parameters["panel_same_unit_most"]
    units = Counter(present_unit(expert, local_date(now)) for expert in experts)
    crowded = [unit for unit, count in units.items() if unit is not None and count > most]
    words = Text(f"同一单位超过 {most} 人", f"more than {most} from one unit")
    return (words,) if crowded else ()


def _of_conflicts(
    session: Session, project: Project, experts: Sequence[Expert], now: datetime
) -> tuple[Text, ...]:
    found = findings_of(session, experts, project.proposal, now)
    words = Text("{name}须回避（{why}）", "{name} must stand aside ({why})")
    return tuple(
        words.format(name=one.person.name, why=listed(f.evidence for f in found[one.id]))
        for one in experts
        if found[one.id]
    )


def _of_recusals(panel: Assessment, experts: Sequence[Expert]) -> tuple[Text, ...]:
    aside = stood_aside(panel)
    words = Text("{name}已回避，不得再任", "{name} has stood aside and cannot serve again")
    return tuple(words.format(name=e.person.name) for e in experts if e.id in aside)


def stood_aside(panel: Assessment) -> set[int]:
    return {opinion.expert_id for opinion in panel.opinions if opinion.state == "recused"}
