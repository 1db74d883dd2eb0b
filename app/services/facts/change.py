"""What the guards of changes, suspensions and appeals look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Appeal, ChangeRequest, Suspension
from app.services.assessing import calling, opinions
from app.services.awarding.large_awards import large_awards
from app.services.cases import panel_of
from app.services.changes.appealing import appeals_close
from app.services.changes.budgeting import budget_problems
from app.services.changes.checking import (
    NEW_PARTY,
    below_posting_by,
    extension_problems,
    lowered_by,
    new_party_problems,
)
from app.services.changes.joining import joining_unit
from app.services.changes.sharing import share_problems
from app.services.changes.totalling import total_problems
from app.services.facts import Common
from app.services.facts.course import order_ends
from app.services.facts.lazily import lazily, of_row
from app.services.facts.panel import of_appointee, of_drawing, of_seats
from app.services.facts.urgent import of_urgent
from app.services.months import months_later
from app.services.races.finding import MECHANISM, in_checkpoint, is_racing
from workflows.changes import CHANGE_KINDS, MOVES_OF_THE_RACE, ChangeKind
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import AppealFacts, ChangeFacts, Names, SuspensionFacts

_IN_OFFICE = ("office_review", "escalated", "deciding")


class TermPart(TypedDict):
    days_left: int
    closed_days: int


class PanelPart(TypedDict, total=False):
    unsigned_opinions: Names
    panel_opinions_missing: Names
    panel_verdict: str


class NeedPart(TypedDict, total=False):
    extension_problems: Names
    new_party_problems: Names
    share_problems: Names
    budget_problems: Names
    total_problems: Names


def _kind(case: ChangeRequest) -> ChangeKind:
    return CHANGE_KINDS[case.change_kind]


def _races(case: ChangeRequest) -> bool:
    return case.project.mechanism == MECHANISM


def _of_term(_session: Session, case: ChangeRequest, common: Common) -> TermPart:
    project, today = case.project, local_date(common.now)
    closed_from = months_later(project.ends_on, -common.parameters["change_before_end_months"])
    return {
        "days_left": (project.ends_on - today).days,
        "closed_days": (project.ends_on - closed_from).days,
    }


def _of_need(session: Session, case: ChangeRequest, common: Common) -> NeedPart:
    """What speaks against that which this kind of change sets anew."""
    needs, rules, found = _kind(case).needs, common.parameters, NeedPart()
    if needs == "new_end":
        found["extension_problems"] = extension_problems(session, case, rules, common.now)
    if needs in NEW_PARTY:
        found["new_party_problems"] = new_party_problems(session, case, rules, common.now)
    if needs in ("shares", "total"):
        found["share_problems"] = share_problems(session, case)
    if needs == "budget":
        found["budget_problems"] = budget_problems(session, case, rules)
    if needs == "total":
        found["total_problems"] = total_problems(session, case, rules)
    return found


def _raised(session: Session, case: ChangeRequest, common: Common) -> Names:
    """The award as the change makes it, where that is more of public money than now."""
    project, total = case.project, case.proposed.get("total")
    if total is None or total["fiscal"] <= project.amount:
        return ()
    award = (project.proposal.title, total["fiscal"])
    return large_awards(session, project.proposal.call, [award], common.parameters)


def _of_the_race(_session: Session, case: ChangeRequest, _common: Common) -> Names:
    move = MOVES_OF_THE_RACE.get(case.change_kind) if _races(case) else None
    return (move,) if move else ()


def _state(session: Session, case: ChangeRequest, _common: Common) -> str:
    """A suspended project may get another leader, and nothing else (J11). The milestones of a
    racing team are the stages of its race: one of them open counts as a milestone open."""
    project = case.project
    if _races(case) and project.state == "active" and in_checkpoint(session, project.proposal):
        return "node_check"
    replaces = _kind(case).needs == "new_pi"
    return "active" if replaces and project.state == "suspended" else project.state


def _of_panel(session: Session, case: ChangeRequest, _common: Common) -> PanelPart:
    if case.state not in _IN_OFFICE or _kind(case).needs != "targets":
        return {}
    return {
        "panel_opinions_missing": calling.missing(session, case),
        "unsigned_opinions": opinions.unsigned(panel_of(session, case)),
        "panel_verdict": calling.verdict(session, case),
    }


def _gaps(case: ChangeRequest) -> Iterator[Text]:
    if not case.content:
        yield Text("变更内容", "the details of the change")
    if not case.reason:
        yield Text("变更理由", "the reason for the change")


build = lazily(
    ChangeFacts,
    _of_term,
    _of_panel,
    of_seats,
    of_drawing,
    of_appointee,
    _of_need,
    chain=lambda _session, case, _common: _kind(case).chain.value,
    is_extension=lambda _session, case, _common: _kind(case).needs == "new_end",
    project_state=_state,
    gaps=lambda _session, case, _common: tuple(_gaps(case)),
    lowers=lambda session, case, _common: lowered_by(session, case),
    below_posting=lambda session, case, _common: below_posting_by(session, case),
    large_awards=_raised,
    moves_of_the_race=_of_the_race,
    unit_joins=lambda _session, case, _common: case.joining_unit_id is not None,
    units_changed=lambda _session, case, _common: (
        joining_unit(case.project, case.proposed) != case.joining_unit_id
    ),
    **of_row("force_majeure"),
)


def _suspension_ends(_session: Session, case: Suspension, common: Common) -> datetime | None:
    if case.state != "in_force":
        return None
    months = common.parameters["suspension_months_most"]
    return end_of_day(months_later(local_date(common.entered_at), months))


def _stands_until(session: Session, case: Suspension, common: Common) -> datetime | None:
    return order_ends(session, case, common) if case.state == "in_force" else None


def _of_its_project(case: Suspension) -> Select[int]:
    return select(Suspension.id).where(Suspension.project_id == case.project_id)


build_suspension = lazily(
    SuspensionFacts,
    of_urgent("order", _of_its_project),
    project_state=lambda _session, case, _common: case.project.state,
    ends_at=_suspension_ends,
    stands_until=_stands_until,
    races=lambda session, case, _common: is_racing(session, case.project.proposal),
)


def _is_in_time(_session: Session, case: Appeal, common: Common) -> bool:
    days = common.parameters["appeal_working_days"]
    return case.filed_at < appeals_close(case.served_at, common.calendar, days)


build_appeal = lazily(AppealFacts, filed_in_time=_is_in_time)
