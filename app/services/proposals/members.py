"""Members are named by mail address, invited, and count only after confirming in person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, Proposal, ProposalMember
from app.names import check_person_name
from app.services.calls.programmes import title_of
from app.services.problems import Problems, alone
from app.services.proposals.drafting import may_edit
from app.services.proposals.inviting import invite
from app.services.telling.messages import mail_of, tell_person
from workflows.engine.text import Text
from workflows.parts.messages.topics import MEMBERSHIP
from workflows.parts.messages.wording import say

_ASKED = say(
    "请确认参加项目：{title}",
    "Please confirm your part in “{title}”",
    "{leader}将您列为《{title}》的参加人（{duty}）。请登录本系统本人确认或谢绝；未经本人确认不得提交。",
    "{leader} names you as a member of “{title}” ({duty}). Sign in to confirm or decline in "
    "person; without it the proposal cannot be submitted.",
)


def name_member(
    session: Session, proposal: Proposal, member: ProposalMember, now: datetime
) -> Problems | None:
    """Add a member; a known account is told at once, an unknown address is asked to register."""
    if not may_edit(proposal, "members"):
        return alone(_SUBMITTED)
    name = check_person_name(member.name)
    if isinstance(name, Text):
        return Problems({"name": name})
    member.name, member.email = name, member.email.strip().lower()
    if member.email == proposal.pi.email or any(m.email == member.email for m in proposal.members):
        return Problems({"email": Text("该成员已在名单中", "This member is listed already")})
    person = session.scalars(select(Person).where(Person.email == member.email)).first()
    member.person_id = person.id if person else None
    member.position = len(proposal.members)
    proposal.members.append(member)
    session.flush()
    if person is not None:
        _ask(session, proposal, member, person, now)
    else:
        invite(session, proposal, member, now)
    return None


def adopt(session: Session, person: Person, now: datetime) -> None:
    """A new account finds the memberships that were waiting for its (confirmed) address."""
    waiting = select(ProposalMember).where(
        ProposalMember.email == person.email, ProposalMember.person_id.is_(None)
    )
    for member in session.scalars(waiting):
        member.person_id = person.id
        proposal = session.get_one(Proposal, member.proposal_id)
        _ask(session, proposal, member, person, now)


def remove_member(session: Session, proposal: Proposal, member_id: int) -> Problems | None:
    if not may_edit(proposal, "members"):
        return alone(_SUBMITTED)
    proposal.members[:] = [m for m in proposal.members if m.id != member_id]
    session.flush()
    return None


def answer(member: ProposalMember, person: Person, joins: bool, now: datetime) -> Problems | None:
    """Only the named person answers, and only while the proposal is a draft."""
    if member.person_id != person.id:
        return alone(Text("只能由本人确认。", "Only the named person may answer."))
    member.confirmed_at = now if joins else None
    member.declined_at = None if joins else now
    return None


def _ask(
    session: Session, proposal: Proposal, member: ProposalMember, person: Person, now: datetime
) -> None:
    slots = {
        "title": proposal.title or title_of(proposal.call),
        "leader": proposal.pi.name,
        "duty": member.duty or "—",
    }
    key = f"membership-{member.id}-{now:%Y%m%d%H%M%S%f}"  # SQLite gives the id of one removed again
    tell_person(
        session,
        person,
        MEMBERSHIP,
        _ASKED.format(**slots),
        key=key,
        about=proposal,
        now=now,
    )
    member.asked_by = mail_of(key)


_SUBMITTED = Text("申报书已提交，不能再增减成员。", "The proposal has been submitted.")
