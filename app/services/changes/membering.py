"""A member joins the team of a project or leaves it (§3.9): named, so that the rules about people
can see it. Whoever is to join counts only after confirming in person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.models import ChangeRequest, FormerParty, Person, Project
from app.services.contracts.terms import Terms
from app.services.eligibility.engaged import least_asked
from app.services.identity.accounts import by_email
from app.services.moves import Move
from app.services.problems import Problems
from app.services.proposals.members import name_later, tell_who_left
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

CORE = 5
"""The leader and the first of the list together (前五名)."""


def proposed_members(
    session: Session, project: Project, kind: str, joins: str, leaves: str, months: int | None
) -> dict[str, Any] | Problems:
    """By the addresses of their accounts; the ids of who `joins` and who `leaves`, at least one.
    Whoever joins gives `months` a year, where the call asks for it."""
    proposal = project.proposal
    takes_part = (member for member in proposal.members if member.declined_at is None)
    places = {member.person_id: n for n, member in enumerate(takes_part, start=2)}
    found: dict[str, int] = {}
    for field, typed in (("member_joins", joins), ("member_leaves", leaves)):
        if not typed.strip():
            continue
        person = by_email(session, typed)
        if person is None:
            return Problems({field: _NO_ACCOUNT})
        if field == "member_joins" and person.id in {*places, proposal.pi_id}:
            return Problems({field: _PRESENT})
        if field == "member_leaves" and person.id not in places:
            return Problems({field: _ABSENT})
        found[field.removeprefix("member_")] = person.id
    if not found:
        return Problems({"member_joins": NOBODY_NAMED})
    if kind == "members" and min(_places(found, places)) <= CORE:
        return Problems({"kind": _IS_CORE})
    if "joins" not in found or not least_asked(proposal.call):
        return {"members": found}
    if months is None:
        return Problems({"member_months": _MONTHS})
    return {"members": found, "months_a_year": months}


def _places(named: dict[str, int], places: dict[int | None, int]) -> Iterator[int]:
    """Which places on the list it is about: whoever joins comes last."""
    if "leaves" in named:
        yield places[named["leaves"]]
    if "joins" in named:
        yield len(places) + 2 - ("leaves" in named)


def change_members(session: Session, case: ChangeRequest, terms: Terms, move: Move) -> Terms:
    """They take part from now on, or no more; a party of the contract they are not."""
    proposal, named = case.project.proposal, case.proposed["members"]
    left = next((m for m in proposal.members if m.person_id == named.get("leaves")), None)
    if left is not None and left.person is not None:
        proposal.former.append(FormerParty(person=left.person, until=local_date(move.now)))
        tell_who_left(session, proposal, left, move.now)
        proposal.members.remove(left)
    if "joins" in named:
        joining = session.get_one(Person, named["joins"])
        name_later(session, proposal, joining, case.proposed.get("months_a_year"), move.now)
    return terms


NOBODY_NAMED = Text(
    "请写明加入或退出的成员（账户邮箱）", "Enter the member joining or leaving (account email)"
)
_MONTHS = Text("请填写加入成员每年投入月数", "Enter the months a year the new member commits")
_NO_ACCOUNT = Text(
    "没有使用这个邮箱的账户，请本人先注册",
    "No account uses this email address. Ask them to register first",
)
_PRESENT = Text("该人已是项目成员", "That person is already a member")
_ABSENT = Text("该人不是项目成员", "That person is not a member")
_IS_CORE = Text(
    "涉及核心成员（负责人和名单前列，共五人），请按“核心成员”变更报批",
    "This affects core members (the project leader and the first on the list, five in "
    "all): request a change of “core members” instead",
)
