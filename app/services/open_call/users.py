"""Another end user in the place of the one who left: a registered unit, with somebody to speak for
it, that takes over what the demand side does (B15, §3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.models import Organisation, Person, Project
from app.services.identity.accounts import by_email
from app.services.identity.affiliations import is_waiting
from app.services.open_call.needs import demander_findings
from app.services.open_call.relations import path_between
from workflows.engine.text import Text


def contact_of(session: Session, proposed: int | dict[str, Any]) -> Person | None:
    """Whom a change names, if its unit has confirmed such an account. Earlier changes name the
    account alone."""
    if isinstance(proposed, int):
        return session.get_one(Person, proposed)
    found = by_email(session, proposed["email"])
    if found is None or not found.is_active or found.organisation_id != proposed["unit"]:
        return None
    return None if is_waiting(found) else found


def contact_problems(
    session: Session, project: Project, contact: Person, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """What speaks against this account, and its unit, as the end user."""
    unit = contact.organisation
    if unit is None:
        return (Text(f"{contact.name}的账户未加入单位", f"{contact.name} has not joined a unit"),)
    if is_waiting(contact):
        return (NOT_OF_THE_UNIT.format(unit=unit.name),)
    return problems(session, project, unit, rules)


def problems(
    session: Session, project: Project, unit: Organisation, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """What speaks against this unit as the end user."""
    bid = project.proposal
    if bid.item is None:
        return (Text("本项目没有最终用户", "this project has no end user"),)
    if unit.id == bid.item.demander_id:
        return (Text(f"{unit.name}即现最终用户", f"{unit.name} is already the end user"),)
    bidders = (bid.lead_unit, *(row.organisation for row in bid.units))
    paths = (path_between(session, one, unit) for one in bidders)
    return (
        *demander_findings(unit, rules),
        *(Text(f"与揭榜方有关联：{p}", f"related to the bidder: {p}") for p in paths if p),
    )


def hand_over(project: Project, contact: Person) -> Organisation:
    """The unit of this account is the demand side from now on; what was posted stays as it was."""
    item, unit = project.proposal.item, contact.organisation
    assert item is not None, "a guard has found the item"
    assert unit is not None, "a guard has found the unit"
    item.demander, item.contact, item.end_user = unit, contact, unit.name
    return unit


NOT_OF_THE_UNIT = Text(
    "{unit}没有经其确认、使用这个邮箱的账户，请联系人注册并加入该单位，由单位在“单位人员”中确认",
    "{unit} has confirmed no account with this email. The contact registers and joins the unit, "
    "which confirms it under “People of the unit”",
)
