"""A member joins the team of a project or leaves it (§3.9): named, so that the rules about people
can see it. Whoever is to join counts only after confirming in person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, FormerParty, Person, Project, ProposalMember
from app.names import check_person_name, clean_line
from app.services.contracts.terms import Terms
from app.services.eligibility.engaged import least_asked
from app.services.moves import Move
from app.services.problems import Problems
from app.services.proposals.members import addresses_of, name_later, tell_who_left
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

CORE = 5
"""The leader and the first of the list together (前五名)."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whoever is to join, by name and mail address: the leader learns nothing of whether there is
    such an account."""

    name: str
    email: str


def newcomer_of(session: Session, case: ChangeRequest) -> Newcomer | None:
    joins = case.proposed.get("members", {}).get("joins")
    if isinstance(joins, int):  # of changes that were drafted when an account was asked for
        person = session.get_one(Person, joins)
        return Newcomer(person.name, person.email)
    return Newcomer(**joins) if joins else None


def proposed_members(
    project: Project, kind: str, joins: Newcomer, leaves: str, months: int | None
) -> dict[str, Any] | Problems:
    """Who `joins`, and by the address of the account the id of who `leaves`, at least one. Whoever
    joins gives `months` a year, where the call asks for it."""
    call = project.proposal.call
    takes_part = [m for m in project.proposal.members if m.declined_at is None]
    found: dict[str, Any] = {}
    if joins.name.strip() or joins.email.strip():
        newcomer = _newcomer(project, takes_part, joins)
        if isinstance(newcomer, Problems):
            return newcomer
        found["joins"] = {"name": newcomer.name, "email": newcomer.email}
    if typed := _address(leaves):
        left = next((m for m in takes_part if m.person_id and typed in addresses_of(m)), None)
        if left is None:
            return Problems({"member_leaves": _ABSENT})
        found["leaves"] = left.person_id
    if not found:
        return Problems({"member_joins": NOBODY_NAMED})
    if kind == "members" and min(_places(found, takes_part)) <= CORE:
        return Problems({"kind": _IS_CORE})
    if "joins" not in found or not least_asked(call):
        return {"members": found}
    if months is None:
        return Problems({"member_months": _MONTHS})
    return {"members": found, "months_a_year": months}


def _newcomer(
    project: Project, takes_part: list[ProposalMember], typed: Newcomer
) -> Newcomer | Problems:
    name, email = check_person_name(typed.name), _address(typed.email)
    if isinstance(name, Text):
        return Problems({"member_name": name})
    if not email:
        return Problems({"member_joins": NOBODY_NAMED})
    if email == project.proposal.pi.email or any(email in addresses_of(m) for m in takes_part):
        return Problems({"member_joins": _PRESENT})
    return Newcomer(name, email)


def _address(typed: str) -> str:
    return clean_line(typed).lower()


def _places(named: dict[str, Any], takes_part: list[ProposalMember]) -> Iterator[int]:
    """Which places on the list it is about: the leader has the first, whoever joins comes last."""
    if "leaves" in named:
        yield 2 + [m.person_id for m in takes_part].index(named["leaves"])
    if "joins" in named:
        yield 2 + len(takes_part) - ("leaves" in named)


def change_members(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """They take part from now on, or no more; a party of the contract they are not."""
    proposal, named = case.project.proposal, case.proposed["members"]
    left = next((m for m in proposal.members if m.person_id == named.get("leaves")), None)
    if left is not None and left.person is not None:
        proposal.former.append(FormerParty(person=left.person, until=local_date(move.now)))
        tell_who_left(session, proposal, left, move.now)
        proposal.members.remove(left)
    if newcomer := newcomer_of(session, case):
        months = case.proposed.get("months_a_year")
        member = ProposalMember(name=newcomer.name, email=newcomer.email, months_a_year=months)
        name_later(session, proposal, member, move.now)
    return terms


NOBODY_NAMED = Text(
    "请写明加入的成员（姓名和邮箱）或退出的成员（账户邮箱）",
    "Enter the member joining (name and email) or leaving (account email)",
)
_MONTHS = Text("请填写加入成员每年投入月数", "Enter the months a year the new member commits")
_PRESENT = Text("该人已是项目成员", "That person is already a member")
_ABSENT = Text("该人不是项目成员", "That person is not a member")
_IS_CORE = Text(
    "涉及核心成员（负责人和名单前列，共五人），请按“核心成员”变更报批",
    "This affects core members (the project leader and the first on the list, five in "
    "all): request a change of “core members” instead",
)
