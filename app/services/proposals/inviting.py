"""A member who is named by an address without an account is asked by mail to register.

The mail opens nothing: whoever reads it registers, proves the address, and answers signed in. A
leader sends only so many, and a mailbox gets only so many: whom the house did not write to, the
leader is told to tell.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Outbox, Proposal, ProposalMember
from app.services.calls.programmes import title_of
from app.services.identity import throttle
from app.services.identity.throttle import Inviting
from workflows.parts.messages.wording import Wording, say

_INVITED = say(
    "邀请您注册并确认参加项目：{title}",
    "You are invited to register and confirm taking part in: {title}",
    "{name}：\n\n{unit}的{leader}在申报《{title}》时将您列为参加人。您还没有本系统的账户：请用收到本"
    "邮件的邮箱注册，登录后本人确认或谢绝；未经您确认，申报书不能提交。\n注册：{link}\n\n"
    "如果您不认识对方，请不必理会：不注册、不确认，就不会作为参加人申报。",
    "Dear {name},\n\n{leader} of {unit} names you as a member of the proposal “{title}”. You have "
    "no account here yet: register with the address that this mail came to, sign in, and confirm "
    "or decline in person; without it the proposal cannot be submitted.\nRegister: {link}\n\n"
    "If this means nothing to you, ignore it: nobody takes part without confirming.",
)
_INVITED_LATER = say(
    "邀请您注册并确认加入项目：{title}",
    "You are invited to register and confirm joining: {title}",
    "{name}：\n\n《{title}》的成员变更已同意，{unit}的{leader}将您列为项目成员。您还没有本系统的账户："
    "请用收到本邮件的邮箱注册，登录后本人确认或谢绝；未经您确认，不作为成员。\n注册：{link}\n\n"
    "如果您不认识对方，请不必理会：不注册、不确认，就不会成为项目成员。",
    "Dear {name},\n\nThe change of members of “{title}” has been approved, and {leader} of {unit} "
    "names you as a member. You have no account here yet: register with the address that this mail "
    "came to, sign in, and confirm or decline in person; without it you are no member.\n"
    "Register: {link}\n\n"
    "If this means nothing to you, ignore it: nobody becomes a member without confirming.",
)
JOINS_LATER = frozenset({"approved", "contracted"})
"""States of a proposal, or a bid, whose project may take in members by a change."""


def invite(session: Session, proposal: Proposal, member: ProposalMember, now: datetime) -> None:
    """Nothing goes where there is no mail server, or when too many have gone."""
    if session.info["settings"].mail_server is None:
        return
    if throttle.asked(session, Inviting(member.email, proposal.pi_id), now) is not None:
        return
    member.asked_by = f"invitation-{member.id}-{now:%Y%m%d%H%M%S%f}"
    session.add(
        Outbox(
            key=member.asked_by,
            job="invitation",
            payload={"member_id": member.id, "asked_by": member.asked_by},
            not_before=now,
        )
    )
    session.flush()


def invitation_to(proposal: Proposal, member: ProposalMember, link: str) -> Wording:
    words = _INVITED_LATER if proposal.state in JOINS_LATER else _INVITED
    return words.format(
        name=member.name,
        title=proposal.title or title_of(proposal.call),
        leader=proposal.pi.name,
        unit=proposal.lead_unit.name,
        link=link,
    )
