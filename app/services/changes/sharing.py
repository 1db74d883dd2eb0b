"""Another division of the money between the units of a project (§3.9): the whole stays what it is,
and nobody's share falls below what it has had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, Organisation, Project, ProposalUnit, Share
from app.services.contracts.terms import Terms, with_shares
from app.services.identity.registering import find_unit
from app.services.money.parts import ordered_by_unit
from app.services.money.positions import position
from app.services.money.shares import are_proportions, open_share, shares_of, standings
from app.services.moves import Move
from app.services.problems import Problems, alone
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.money.modes import EACH


@dataclass(frozen=True, slots=True)
class ShareDraft:
    """One partner as typed; `unit` by its full name or its credit code, money in 分."""

    unit: str
    fiscal: int
    own: int
    tasks: str = ""


def proposed_shares(
    session: Session, project: Project, typed: Sequence[ShareDraft]
) -> dict[str, Any] | Problems:
    rows = share_rows(session, project, typed)
    if isinstance(rows, Problems):
        return rows
    if all((r["fiscal"], r["own"]) == (r["was_fiscal"], r["was_own"]) for r in rows):
        return alone(_SAME)
    return {"shares": rows}


def share_rows(
    session: Session, project: Project, typed: Sequence[ShareDraft]
) -> list[dict[str, Any]] | Problems:
    """Every partner as the change keeps it, with what it has today (`was_`); whom nobody mentions
    stays as it is."""
    rows = {share.unit_id: _as_it_is(share) for share in shares_of(session, project)}
    named: set[int] = set()
    for draft in typed:
        unit = find_unit(session, draft.unit)
        if isinstance(unit, Text):
            return Problems({"new_partner": unit})
        if unit.id == project.proposal.lead_unit_id or unit.id in named:
            return Problems({"new_partner": _LISTED})
        named.add(unit.id)
        new = {"unit": unit.id, "tasks": draft.tasks.strip(), "was_fiscal": 0, "was_own": 0}
        money = {"fiscal": draft.fiscal, "own": draft.own}
        rows[unit.id] = rows.get(unit.id, new) | money
    return list(rows.values())


def _as_it_is(share: Share) -> dict[str, Any]:
    money = {"fiscal": share.fiscal, "own": share.own}
    was = {f"was_{key}": amount for key, amount in money.items()}
    return {"unit": share.unit_id, "tasks": share.tasks, **money, **was}


def gains(row: Mapping[str, int]) -> bool:
    """Whether the change gives this unit public money it has not, or takes it in: what is lowered,
    or stays, asks nothing of the unit."""
    joins = not (row["was_fiscal"] or row["was_own"]) and bool(row["fiscal"] or row["own"])
    return joins or row["fiscal"] > row["was_fiscal"]


def share_problems(session: Session, case: ChangeRequest) -> tuple[Text, ...]:
    """Looked at again at every step: money may have been paid since the change was drafted, and a
    partner may have taken the lead."""
    if "shares" not in case.proposed:
        return ()
    project, rows = case.project, case.proposed["shares"]
    lead, (award, own) = project.proposal.lead_unit_id, whole_of(case)
    if any(row["unit"] == lead for row in rows):
        return (_LEADS.format(unit=project.proposal.lead_unit.name),)
    shares = {lead: award - sum(row["fiscal"] for row in rows)}
    shares |= {row["unit"]: row["fiscal"] for row in rows}
    had_by = had_by_unit(session, project)
    if had_by.keys() - shares.keys():
        return (_OUTDATED,)
    if are_proportions(project):
        found = [_BEYOND] * (shares[lead] < 0)
    else:
        found = [
            _BELOW.format(unit=session.get_one(Organisation, unit).name, had=amount_text(had))
            for unit, had in had_by.items()
            if shares[unit] < had
        ]
    if sum(row["own"] for row in rows) > own:
        found.append(_OWN)
    return tuple(found)


def whole_of(case: ChangeRequest) -> tuple[int, int]:
    """The award and the own money that this change divides; in 分."""
    total = case.proposed.get("total")
    if total is not None:
        return total["fiscal"], total["own"]
    return case.project.amount, case.project.matching


def had_by_unit(session: Session, project: Project) -> dict[int, int]:
    """By the id of the unit, the lead unit first: what it has had of the award, with what is
    ordered for it; of the lead unit that forwards, what it is not to pass on."""
    lead, shares = project.proposal.lead_unit_id, shares_of(session, project)
    if project.proposal.call.payee_mode == EACH:
        return ordered_by_unit(session, project)
    each, stands = standings(session, shares), position(session, project)
    to_pass_on = sum(standing.to_forward + standing.on_its_way for standing in each.values())
    partners = {s.unit_id: each[s.id].received + each[s.id].on_its_way for s in shares}
    return {lead: stands.in_hand + stands.spent - to_pass_on, **partners}


def set_shares(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """The shares become those of the change; a new partner gets one of its own. Whoever gets more
    than it had counts as a unit of the project, also where it had left."""
    project = case.project
    present = {share.unit_id: share for share in shares_of(session, project)}
    known = {unit.organisation_id for unit in project.proposal.units}
    for row in case.proposed["shares"]:
        unit, share = session.get_one(Organisation, row["unit"]), present.get(row["unit"])
        if share is None:
            open_share(session, project, unit, row["tasks"], (row["fiscal"], row["own"]), move)
        else:
            share.fiscal, share.own = row["fiscal"], row["own"]
        if gains(row) and unit.id not in known:
            project.proposal.units.append(ProposalUnit(organisation=unit, tasks=row["tasks"]))
    session.flush()
    rows = [(share.unit.name, share.fiscal, share.own) for share in shares_of(session, project)]
    return with_shares(terms, project, rows)


_LISTED = Text(
    "该单位即牵头单位，或已在所列单位之中", "That is the lead unit, or a unit already listed"
)
_SAME = Text("各单位份额与现在相同，没有变更。", "The shares are the same as now: nothing changes.")
_LEADS = Text(
    "{unit}现为牵头单位，请退回按现在的单位重新填报",
    "{unit} is now the lead unit. Have this returned and fill it in again for the current units",
)
_OUTDATED = Text(
    "起草之后参加单位已有变更，请按现在的单位修改",
    "the participating units have changed since this was drafted: edit it to match the "
    "current units",
)
_BELOW = Text("{unit}已得 {had}", "{unit} has received {had}")
_BEYOND = Text(
    "参加单位份额合计超出立项经费",
    "participating units' shares together exceed the award",
)
_OWN = Text(
    "参加单位自筹合计超出项目自筹资金",
    "participating units' own funds exceed the project's own funds",
)
