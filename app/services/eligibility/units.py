"""Conditions and limits of the unit that leads: how old it is, and what it won the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.models import Call, Organisation, Project, Proposal
from app.services.eligibility.mergers import answering
from app.services.eligibility.record import LOST
from app.services.months import whole_years
from workflows.engine.text import Text


def unit_age_unknown(unit: Organisation, rules: Mapping[str, int]) -> tuple[Text, ...]:
    """A unit whose date of registration nobody has entered passes no rule on its age by that: the
    formal check looks into it."""
    least = rules["unit_age_years_least"]
    if not least or unit.registered_on is not None:
        return ()
    return (
        Text(
            f"{unit.name}未登记注册日期，系统无法核对是否注册满 {least} 年：请凭证照核对，"
            "并由系统管理员在“单位”中补登",
            f"{unit.name} has no date of registration on record, so the system cannot check "
            f"whether it has been registered for {least} years. Check its certificate and have "
            "the system administrator add the date under “Units”",
        ),
    )


def too_young(unit: Organisation, rules: Mapping[str, int], today: date) -> Iterable[Text]:
    least = rules["unit_age_years_least"]
    if unit.registered_on and whole_years(unit.registered_on, today) < least:
        yield Text(
            f"{unit.name}注册未满 {least} 年",
            f"{unit.name} has been registered for less than {least} years",
        )


def won_last_year(session: Session, proposal: Proposal, rules: Mapping[str, int]) -> Iterable[Text]:
    """Whoever won in calls of the year before sends in fewer this year (S11). Bids for items are
    not counted, and not limited: before the close nobody is told of one (B4)."""
    most, year = rules["unit_after_award_most"], proposal.call.year
    if not most or proposal.item_id is not None:
        return
    given = {"unit": proposal.lead_unit_id, "year": year, "this": proposal.id, "last": year - 1}
    sent = session.scalar(_SENT, given) or 0
    if sent < most or not session.scalar(_WON, given):
        return
    yield Text(
        f"{proposal.lead_unit.name}{year - 1} 年度已获立项，{year} 年度限申报 {most} 项，"
        f"已提交 {sent} 项",
        f"{proposal.lead_unit.name} was awarded a project in {year - 1}, so it may submit "
        f"at most {most} in {year} and has submitted {sent}",
    )


_GIVEN_UP = ("lapsed", "revoked")
_OF_UNIT = Proposal.lead_unit_id.in_(answering((bindparam("unit"),)))
_SENT = (
    select(func.count(Proposal.id))
    .join(Proposal.call)
    .where(
        _OF_UNIT,
        Call.year == bindparam("year"),
        Proposal.id != bindparam("this"),
        Proposal.item_id.is_(None),
        Proposal.state.not_in(LOST),
    )
)
_WON = (
    select(func.count(Project.id))
    .join(Project.proposal)
    .join(Proposal.call)
    .where(_OF_UNIT, Call.year == bindparam("last"), Project.state.not_in(_GIVEN_UP))
)
