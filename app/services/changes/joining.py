"""A unit joins a project or leaves it (§3.9): named, so that the rules about units can see it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, FormerParty, Organisation, Project, ProposalUnit, Share
from app.services.changes.sharing import gains
from app.services.contracts.terms import UNIT, Terms
from app.services.identity.registering import find_unit
from app.services.money.shares import are_proportions, share_of, standing
from app.services.moves import Move
from app.services.problems import Problems
from workflows.engine.calendar import local_date
from workflows.engine.money import amount_text
from workflows.engine.text import Text


def proposed_units(
    session: Session, project: Project, joins: str, leaves: str
) -> dict[str, Any] | Problems:
    """By full name or credit code; the ids of who `joins` and who `leaves`, at least one."""
    present = {unit.organisation_id for unit in project.proposal.units}
    found: dict[str, int] = {}
    for field, typed in (("joins", joins), ("leaves", leaves)):
        if not typed.strip():
            continue
        unit = find_unit(session, typed)
        if isinstance(unit, Text):
            return Problems({field: unit})
        if field == "joins" and unit.id in present | {project.proposal.lead_unit_id}:
            return Problems({field: _PRESENT})
        if field == "leaves" and unit.id not in present:
            return Problems({field: _ABSENT})
        found[field] = unit.id
    if not found:
        return Problems({"joins": NOBODY_NAMED})
    share = share_of(session, project, found["leaves"]) if "leaves" in found else None
    if share is not None and (lacking := _keeps_it(session, share)):
        return Problems({"leaves": lacking})
    return {"units": found}


def joining_unit(project: Project, proposed: dict[str, Any]) -> int | Problems | None:
    """Whom the change takes in beside the units of today, by naming it or by giving it a share;
    each is asked by a change of its own."""
    proposal = project.proposal
    present = {unit.organisation_id for unit in proposal.units} | {proposal.lead_unit_id}
    shares = (row for row in proposed.get("shares", ()) if gains(row))
    named = {row["unit"] for row in shares} - present
    if "joins" in proposed.get("units", {}):
        named.add(proposed["units"]["joins"])
    if len(named) > 1:
        return Problems({"new_partner": _ONE_AT_A_TIME})
    return next(iter(named), None)


def _keeps_it(session: Session, share: Share) -> Text | None:
    """What it got and accounted for stays with a unit that leaves; nothing else may be open."""
    stands = standing(session, share)
    had = stands.received + stands.on_its_way
    if are_proportions(share.project) and (share.fiscal or share.own):
        return _HAS_SHARE
    if share.fiscal > had or share.own:
        return _HAS_MONEY.format(had=amount_text(had))
    if left := stands.held + stands.on_its_way:
        return _HOLDS_MONEY.format(left=amount_text(left))
    return None


def change_units(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """They count as units of the project from now on, or no more; so do the contract's parties."""
    proposal, named = case.project.proposal, case.proposed["units"]
    parties = list(terms["parties"])
    if "leaves" in named:
        left = next(u for u in proposal.units if u.organisation_id == named["leaves"])
        proposal.units.remove(left)
        until = local_date(move.now)
        proposal.former.append(FormerParty(organisation=left.organisation, until=until))
        gone = {"role": UNIT, "name": left.organisation.name}
        parties = [party for party in parties if party != gone]
    if "joins" in named:
        unit = session.get_one(Organisation, named["joins"])
        proposal.units.append(ProposalUnit(organisation=unit, tasks=case.content[:300]))
        parties.append({"role": UNIT, "name": unit.name})
    return terms | {"parties": parties}


NOBODY_NAMED = Text(
    "请写明加入或退出的单位（全称或信用代码）",
    "Enter the unit joining or leaving (full name or credit code)",
)
_ONE_AT_A_TIME = Text(
    "一次变更只增加一个参加单位，由该单位确认",
    "Each change can add only one participating unit, and that unit must confirm",
)
_PRESENT = Text("该单位已是项目单位", "That unit is already in the project")
_ABSENT = Text("该单位不是项目的参加单位", "That unit is not a participating unit of the project")
_HAS_MONEY = Text(
    "该单位还有经费份额，请先办理经费份额变更：财政资金减至已得的 {had}，自筹资金减至 0",
    "That unit still has a share of funds. First change the shares: reduce its public "
    "funds to the {had} it has received, and its own funds to 0",
)
_HAS_SHARE = Text(
    "该单位还有经费份额，以后各节点经费也按此分配，请先办理经费份额变更：财政资金、自筹资金均减至 0"
    "，已得的经费不受影响",
    "That unit still has a share of funds, which divides the money of later stages too. First "
    "change the shares: reduce its public and own funds to 0. What it has received stays with it",
)
_HOLDS_MONEY = Text(
    "该单位尚有 {left} 未列支：由其财务据实报告列支，全部列支后方可退出；"
    "牵头单位转拨的款项整笔未动用的，可撤回到账确认，退回牵头单位",
    "That unit has {left} not accounted for. Its finance team must report the "
    "spending, and it can leave only when all is accounted for. If a forwarded sum is "
    "wholly unspent, the receipt can be withdrawn and the sum returned to the lead unit",
)
