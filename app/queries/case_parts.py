"""The short lists that the pages of a case show and its guards look at, read by one statement."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.asked import Listed, ask_together, hang, hanging_on
from app.models import Acceptance, Case, Item, Opinion, ProjectMilestone
from app.queries import letters
from app.queries.reviews import parties_of_proposal, units_of_expert
from app.services import calendars, cases, history, profiles, recusal
from app.services.accepting import results
from app.services.assessing import opinions
from app.services.cases import case_id, panel_of, project_of, proposal_of
from app.services.contracts import drafting
from app.services.milestones import reporting, targets, visiting
from app.services.money import funds, shares

_OF_ANY = (history.ROWS, letters.ABOUT, calendars.ENTERED)
_ASSESSED = (cases.PANEL, *opinions.OF_PANEL.values(), targets.METRICS)
_MONEY = (funds.FUND, funds.PAYMENTS, funds.MATCHING, shares.SHARES)

_OF_KIND: dict[str, tuple[Listed[Any], ...]] = {
    "milestone": (*_ASSESSED, targets.READINGS, reporting.FILES, visiting.VISIT),
    "acceptance": (*_ASSESSED, drafting.VERSIONS, results.RESULTS),
    "change": (*_ASSESSED, drafting.VERSIONS),
    "opinion": (targets.METRICS, targets.READINGS, drafting.VERSIONS),
    "fund": _MONEY,
    "payment": (*_MONEY, drafting.VERSIONS),
    "share": (*_MONEY, cases.PANEL),
}


def read_parts(session: Session, case: Case) -> None:
    """Whoever asks for one of them has it; those of a panel or an expert hang where they belong."""
    given: dict[str, Any] = {"kind": case.kind, "case": case_id(case)}
    if (project := project_of(case)) is not None:
        given["project"] = project.id
    if (proposal := proposal_of(case)) is not None:
        given["proposal"] = proposal.id
    if isinstance(case, ProjectMilestone):
        given["milestone"] = case.id
    match case:
        case ProjectMilestone() | Acceptance():
            _ask(session, case, given)
            set_committed_value(case, "assessment", panel_of(session, case))
            hang_on_panel(session, case)
        case Item():
            _ask(session, case, given | {"item": case.id}, *_of_item().values())
            hang(session, case, _of_item(), item=case.id)
        case Opinion():
            _read_recusal(session, case, given)
        case _:
            _ask(session, case, given)


def _ask(session: Session, case: Case, given: dict[str, Any], *more: Listed[Any]) -> None:
    ask_together(session, *_OF_ANY, *_OF_KIND.get(case.kind, ()), *more, **given)


def hang_on_panel(session: Session, case: Case) -> None:
    """The seats and opinions of the panel that assesses the case."""
    panel = panel_of(session, case)
    if panel is not None:
        hang(session, panel, opinions.OF_PANEL, kind=case.kind, case=case_id(case))


@cache
def _of_item() -> dict[str, Listed[Any]]:
    lists = Item.metrics, Item.nodes, Item.versions
    return {one.key: hanging_on(one, "item") for one in lists}


def _read_recusal(session: Session, case: Opinion, given: dict[str, Any]) -> None:
    """With what an expert's ties to a project are found by."""
    expert, proposal = case.expert, case.assessment.project.proposal
    work, parties = units_of_expert(), parties_of_proposal()
    given |= {"expert": expert.id, "experts": (expert.id,), "proposals": (proposal.id,)}
    lists = profiles.DECLARED, profiles.TIES, recusal.WAIVED
    _ask(session, case, given, *lists, *work.values(), *parties.values())
    hang(session, expert, work, expert=expert.id)
    hang(session, proposal, parties, proposal=proposal.id)
