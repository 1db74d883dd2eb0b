"""The short lists that the pages of a case show and its guards look at, read by one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.asked import Listed, ask_together, hang, hanging_on
from app.models import (
    Acceptance,
    Case,
    ChangeRequest,
    Invitation,
    Item,
    Opinion,
    Project,
    ProjectMilestone,
    Proposal,
)
from app.queries import letters
from app.queries.attention import falling
from app.queries.calls import items
from app.queries.calls import results as awards
from app.queries.project import accepting, milestones
from app.queries.review import panels
from app.queries.review.reviews import parties_of_proposal, units_of_expert
from app.services import calendars, cases, history
from app.services.accepting import results
from app.services.assessing import opinions
from app.services.cases import case_id, panel_of, project_of, proposal_of
from app.services.changes import tolerating
from app.services.contracts import drafting
from app.services.door import pending_signatures
from app.services.experts import profiles
from app.services.files import evidence
from app.services.milestones import reporting, targets, visiting
from app.services.money import funds, shares
from app.services.open_call import testing
from app.services.plan import platforms
from app.services.races import finding
from app.services.review import recusal
from app.services.sampling import choosing

_OF_ANY = (history.ROWS, pending_signatures.SIGNATURES, letters.ABOUT, *calendars.CALENDAR)
_ASSESSED = (cases.PANEL, *opinions.OF_PANEL.values(), targets.METRICS)
_MONEY = (funds.FUND, funds.PAYMENTS, funds.MATCHING, shares.SHARES)

_OF_KIND: Mapping[str, tuple[Listed[Any], ...]] = {
    "project": (
        *(*_ASSESSED, *_MONEY, *accepting.COURSE, targets.READINGS, drafting.VERSIONS),
        *(milestones.OF_PROJECT, tolerating.TOLERANCE, finding.TEAM, testing.USER_TEST),
        *(choosing.AUDIT, platforms.USED, falling.TIMERS, awards.PUBLISHED),
    ),
    "milestone": (
        *(*_ASSESSED, targets.READINGS, reporting.FILES, visiting.VISIT),
        falling.TIMERS,
    ),
    "acceptance": (*_ASSESSED, drafting.VERSIONS, results.RESULTS, shares.SHARES),
    "change": (*_ASSESSED, drafting.VERSIONS, evidence.ABOUT),
    "opinion": (
        *profiles.ON_RECORD,
        recusal.WAIVED,
        targets.METRICS,
        targets.READINGS,
        drafting.VERSIONS,
    ),
    "fund": (*_MONEY, falling.TIMERS),
    "payment": (*_MONEY, drafting.VERSIONS, evidence.ABOUT),
    "share": (*_MONEY, cases.PANEL),
    "invitation": profiles.ON_RECORD,
}

Hanging = tuple[Any, Mapping[str, Listed[Any]], Mapping[str, Any]]
"""Whose lists they are, the lists by their attributes, and what is given to ask for them."""


def read_parts(session: Session, case: Case) -> None:
    """Whoever asks for one of them has it; what belongs to a row hangs there."""
    hanging, given = tuple(_hanging(case)), _given(case)
    lists = [one for _, hung, _ in hanging for one in hung.values()]
    for _, _, asked_by in hanging:
        given |= asked_by
    ask_together(session, *_OF_ANY, *_OF_KIND.get(case.kind, ()), *lists, **given)
    for owner, hung, asked_by in hanging:
        hang(session, owner, hung, **asked_by)
    if opinions.OF_PANEL["seats"] in _OF_KIND.get(case.kind, ()):
        _hang_on_panel(session, case)


def _given(case: Case) -> dict[str, Any]:
    """What the lists are asked by that hang on no one row."""
    given: dict[str, Any] = {"kind": case.kind, "case": case_id(case)}
    if (project := project_of(case)) is not None:
        given["project"] = project.id
    if (proposal := proposal_of(case)) is not None:
        given |= {"proposal": proposal.id, "proposals": (proposal.id,)}
    match case:
        case ProjectMilestone():
            given["milestone"] = case.id
        case Opinion() | Invitation():
            given["experts"] = (case.expert_id,)
    return given


def _hanging(case: Case) -> Iterator[Hanging]:
    """At the members of a proposal the question for the roles of a reader looks; at an expert and
    those who are judged, that for conflicts and whether a panel can be drawn."""
    match case:
        case Item():
            yield case, items.parts(), {"item": case.id}
        case Project():
            yield case.proposal, _of_award(), {"proposal": case.proposal_id}
        case ProjectMilestone() | Acceptance() | ChangeRequest():
            proposal = case.project.proposal
            yield proposal, parties_of_proposal(), {"proposal": proposal.id}
        case Opinion():
            proposal = case.assessment.project.proposal
            yield proposal, parties_of_proposal(), {"proposal": proposal.id}
            yield case.expert, units_of_expert(), {"expert": case.expert_id}
        case Invitation():
            yield case.group, panels.parts(), {"group": case.group_id}
            yield case.expert, units_of_expert(), {"expert": case.expert_id}


def _hang_on_panel(session: Session, case: Case) -> None:
    """The seats and opinions of the panel that assesses the case."""
    panel = panel_of(session, case)
    if isinstance(case, ProjectMilestone | Acceptance):
        set_committed_value(case, "assessment", panel)
    if panel is not None:
        hang(session, panel, opinions.OF_PANEL, kind=case.kind, case=case_id(case))


@cache
def _of_award() -> Mapping[str, Listed[Any]]:
    lists = Proposal.members, Proposal.budget_lines
    return {one.key: hanging_on(one, "proposal") for one in lists}
