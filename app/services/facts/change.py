"""What the guards of changes, suspensions and appeals look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.models import Appeal, ChangeRequest, Suspension
from app.services.assessing import calling
from app.services.changes.appealing import appeals_close
from app.services.changes.budgeting import budget_problems
from app.services.changes.checking import (
    NEW_PARTY,
    below_posting_by,
    extension_problems,
    lowered_by,
    new_party_problems,
)
from app.services.changes.sharing import share_problems
from app.services.facts import Common
from app.services.months import months_later
from app.services.races.finding import MECHANISM, in_checkpoint, is_racing
from workflows.changes import CHANGE_KINDS, MOVES_OF_THE_RACE
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import AppealFacts, ChangeFacts, SuspensionFacts

_IN_OFFICE = ("office_review", "escalated", "deciding")
_OVER = ("filed", "granted", "refused", "withdrawn")


def build(session: Session, case: ChangeRequest, common: Common) -> ChangeFacts:
    kind, project, rules = CHANGE_KINDS[case.change_kind], case.project, common.parameters
    if case.state in _OVER:
        return ChangeFacts(**common.as_dict(), chain=kind.chain.value)
    today = local_date(common.now)
    closed_from = months_later(project.ends_on, -rules["change_before_end_months"])
    extends, replaces = kind.needs == "new_end", kind.needs in NEW_PARTY
    races = project.mechanism == MECHANISM
    return ChangeFacts(
        **common.as_dict(),
        chain=kind.chain.value,
        is_extension=extends,
        project_state=_state(session, case, races=races),
        days_left=(project.ends_on - today).days,
        closed_days=(project.ends_on - closed_from).days,
        force_majeure=case.force_majeure,
        gaps=tuple(_gaps(case)),
        lowers=lowered_by(session, case),
        below_posting=below_posting_by(session, case),
        **(_of_panel(session, case, common) if kind.needs == "targets" else {}),
        extension_problems=extension_problems(session, case, rules, common.now) if extends else (),
        new_party_problems=new_party_problems(session, case, rules, common.now) if replaces else (),
        share_problems=share_problems(session, case) if kind.needs == "shares" else (),
        budget_problems=budget_problems(session, case, rules) if kind.needs == "budget" else (),
        moves_of_the_race=_of_the_race(case) if races else (),
    )


def _of_the_race(case: ChangeRequest) -> tuple[Text, ...]:
    move = MOVES_OF_THE_RACE.get(case.change_kind)
    return (move,) if move else ()


def _state(session: Session, case: ChangeRequest, *, races: bool) -> str:
    """A suspended project may get another leader, and nothing else (J11). The milestones of a
    racing team are the stages of its race: one of them open counts as a milestone open."""
    project = case.project
    if races and project.state == "active" and in_checkpoint(session, project.proposal):
        return "node_check"
    replaces = CHANGE_KINDS[case.change_kind].needs == "new_pi"
    return "active" if replaces and project.state == "suspended" else project.state


def _of_panel(session: Session, case: ChangeRequest, common: Common) -> dict[str, Any]:
    if case.state not in _IN_OFFICE:
        return {}
    return {
        "panel_draw_problems": calling.draw_problems(session, case, common.now),
        "panel_opinions_missing": calling.missing(session, case),
        "panel_verdict": calling.verdict(session, case),
    }


def _gaps(case: ChangeRequest) -> Iterator[Text]:
    if not case.content:
        yield Text("变更内容", "what changes")
    if not case.reason:
        yield Text("变更理由", "the reason")


def build_suspension(session: Session, case: Suspension, common: Common) -> SuspensionFacts:
    months = common.parameters["suspension_months_most"]
    last = months_later(local_date(common.entered_at), months)
    return SuspensionFacts(
        **common.as_dict(),
        project_state=case.project.state,
        ends_at=end_of_day(last) if case.state == "in_force" else None,
        races=is_racing(session, case.project.proposal),
    )


def build_appeal(_session: Session, case: Appeal, common: Common) -> AppealFacts:
    days = common.parameters["appeal_working_days"]
    close = appeals_close(case.served_at, common.calendar, days)
    return AppealFacts(**common.as_dict(), filed_in_time=case.filed_at < close)
