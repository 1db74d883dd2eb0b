"""What speaks against an extension or a new leader (J9, J11), and which metrics would sink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ChangeRequest, Organisation, Person, Project, ProposalMember, Sanction
from app.services.changes import membering
from app.services.changes.joining import NOBODY_NAMED
from app.services.changes.sharing import gains
from app.services.contracts.drafting import in_force
from app.services.contracts.lowering import lowered
from app.services.eligibility.engaged import beyond_a_year
from app.services.eligibility.integrity import barred_on, barred_unit
from app.services.eligibility.joining import joining_problems
from app.services.eligibility.limits import leader_findings
from app.services.identity.accounts import by_email
from app.services.money.leading import leading_problems
from app.services.months import months_later
from app.services.open_call import users
from app.services.open_call.relations import path_between
from app.services.open_call.thresholds import contracted_below
from app.services.races.entering import rivals_of, rivals_with
from workflows.changes import CHANGE_KINDS
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

BEFORE_THE_OFFICE = ("drafted", "unit_review", "joining_review", "recommender_review")
_TIME_CRITICAL = ("open_call", "parallel_teams")
Phrases = tuple[Text, ...]


def extension_problems(
    session: Session, case: ChangeRequest, rules: Mapping[str, int], now: datetime
) -> Phrases:
    return tuple(_against_extension(session, case, rules, local_date(now)))


def _against_extension(
    session: Session, case: ChangeRequest, rules: Mapping[str, int], today: date
) -> Iterator[Text]:
    project, new_end = case.project, date.fromisoformat(case.proposed["new_end"])
    if project.mechanism in _TIME_CRITICAL and not rules["extensions_allowed"]:
        yield Text(
            "揭榜挂帅和赛马争先项目原则上不予延期",
            "open call and race projects are not normally extended",
        )
    if _extended_before(session, case):
        yield Text(
            f"每个项目只延期一次，已延至 {project.ends_on}；请按期申请验收，确实无法完成的建议终止",
            "a project can be extended only once, and this one was extended to "
            f"{project.ends_on}. Apply for acceptance on time or, if it cannot be completed, "
            "propose termination",
        )
    most = rules["extension_months_most"]
    if new_end > months_later(project.ends_on, most):
        yield Text(f"延期不超过 {most} 个月", f"an extension must not exceed {most} months")
    ahead = rules["extension_ask_months"]
    if case.state in ("drafted", "unit_review") and today > months_later(project.ends_on, -ahead):
        yield Text(
            f"须在期满 {ahead} 个月前提出",
            f"must be requested at least {ahead} months before the end",
        )


def _extended_before(session: Session, case: ChangeRequest) -> bool:
    granted = select(ChangeRequest.id).where(
        ChangeRequest.project_id == case.project_id,
        ChangeRequest.id != case.id,
        ChangeRequest.change_kind == "term",
        ChangeRequest.state == "granted",
    )
    return session.scalar(granted.limit(1)) is not None


NEW_PARTY = ("new_pi", "new_unit", "new_user", "units", "members", "shares", "total")


def new_party_problems(
    session: Session, case: ChangeRequest, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """What speaks against the leader, lead unit, end user or partners that are to follow."""
    match case.proposed:
        case {"new_pi": _}:
            return _new_pi_problems(session, case, rules, now)
        case {"new_unit": number}:
            return _new_lead_problems(session, case.project, number, now)
        case {"new_user": int(number)}:
            contact = session.get_one(Person, number)
            return users.contact_problems(session, case.project, contact, rules)
        case {"new_user": _}:
            return _new_user_problems(session, case, rules)
        case {"units": {"joins": number}}:
            return _new_unit_problems(session, case.project, number, now)
        case {"members": {"joins": _}}:
            return _new_member_problems(session, case, now)
        case {"shares": rows}:
            return (
                *_lead_gains(session, case, now),
                *(
                    words
                    for row in rows
                    if gains(row)
                    for words in _new_unit_problems(session, case.project, row["unit"], now)
                ),
            )
    needs = CHANGE_KINDS[case.change_kind].needs
    return (_UNNAMED[needs],) if needs in _UNNAMED and needs not in case.proposed else ()


_UNNAMED = {"units": NOBODY_NAMED, "members": membering.NOBODY_NAMED}
"""Of changes that were drafted when words were enough."""


def _new_member_problems(session: Session, case: ChangeRequest, now: datetime) -> Phrases:
    """For the office; whoever joins is told when they confirm, and whoever names them is not."""
    newcomer = membering.newcomer_of(session, case)
    person = by_email(session, newcomer.email) if newcomer else None
    if person is None or case.state in BEFORE_THE_OFFICE:
        return ()
    months = case.proposed.get("months_a_year")
    return joining_problems(session, case.project.proposal, person, months, now)


def _new_user_problems(session: Session, case: ChangeRequest, rules: Mapping[str, int]) -> Phrases:
    """Whether the contact is of the unit is for the office."""
    proposed = case.proposed["new_user"]
    unit = session.get_one(Organisation, proposed["unit"])
    is_looked_at = case.state not in BEFORE_THE_OFFICE
    unknown = is_looked_at and users.contact_of(session, proposed) is None
    return (
        *users.problems(session, case.project, unit, rules),
        *((users.NOT_OF_THE_UNIT.format(unit=unit.name),) if unknown else ()),
    )


def _lead_gains(session: Session, case: ChangeRequest, now: datetime) -> Phrases:
    """What bars the lead unit from more: it has what the award has more, and its partners less."""
    total, rows = case.proposed.get("total"), case.proposed["shares"]
    more = total["fiscal"] - total["was_fiscal"] if total else 0
    if more <= sum(row["fiscal"] - row["was_fiscal"] for row in rows):
        return ()
    return barred_unit(session, case.project.proposal.lead_unit, local_date(now))


def _new_lead_problems(session: Session, project: Project, number: int, now: datetime) -> Phrases:
    """Money may have been sent on its way to it since the change was drafted."""
    return (
        *leading_problems(session, project, number),
        *_new_unit_problems(session, project, number, now),
    )


def _new_unit_problems(session: Session, project: Project, number: int, now: datetime) -> Phrases:
    """A bidder of 揭榜 stays unrelated to the demand side, a team of a race to its rivals."""
    unit, item = session.get_one(Organisation, number), project.proposal.item
    path = path_between(session, unit, item.demander) if item else ""
    related = Text(f"与发榜单位有关联：{path}", f"related to the demand side: {path}")
    barred = barred_unit(session, unit, local_date(now))
    rivals = rivals_with(session, unit, project.proposal)
    return (*((related,) if path else ()), *rivals, *barred)


def _new_pi_problems(
    session: Session, case: ChangeRequest, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """The new leader meets what the first one had to meet, and knows the project."""
    person, proposal = session.get_one(Person, case.proposed["new_pi"]), case.project.proposal
    months = rules["new_pi_months_least"]
    known = _on_team_since(session, case.project, person)
    late = known is None or local_date(known) > months_later(local_date(now), -months)
    stranger = Text(
        f"{person.name}在本项目团队不满 {months} 个月",
        f"{person.name} has been on the team for less than {months} months",
    )
    return (
        *((stranger,) if late else ()),
        *rivals_of(session, person, proposal),
        *beyond_a_year(session, proposal, person, proposal.leader_months),
        *leader_findings(session, person, proposal, rules, now),
        *barred_on(session, Sanction.person_id == person.id, local_date(now)),
    )


def _on_team_since(session: Session, project: Project, person: Person) -> datetime | None:
    return session.scalar(
        select(ProposalMember.confirmed_at).where(
            ProposalMember.proposal_id == project.proposal_id,
            ProposalMember.person_id == person.id,
        )
    )


def lowered_by(session: Session, case: ChangeRequest) -> Phrases:
    """The metrics that this change would set below the contract in force."""
    contract = in_force(session, case.project)
    changed = _rows_changed(session, case)
    return lowered(contract.terms["metrics"], {"metrics": changed}) if contract and changed else ()


def below_posting_by(session: Session, case: ChangeRequest) -> Phrases:
    """The metrics that this change would set below what the list posted."""
    changed = _rows_changed(session, case)
    targets = {int(row["metric_id"]): str(row["target"]) for row in changed}
    return contracted_below(case.project.proposal, targets) if changed else ()


def _rows_changed(session: Session, case: ChangeRequest) -> list[dict[str, Any]]:
    """The metrics of the contract in force with the targets proposed; empty without any."""
    contract = in_force(session, case.project)
    targets = case.proposed.get("targets", {})
    if contract is None or not targets:
        return []
    rows = contract.terms["metrics"]
    return [r | {"target": targets.get(str(r["metric_id"]), r["target"])} for r in rows]
