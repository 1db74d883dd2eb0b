"""Members are named by mail address, invited, and count only after confirming in person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from app.models import Person, Project, Proposal, ProposalMember
from app.names import check_person_name, is_same_name
from app.services.calls.programmes import title_of
from app.services.cases import load_case
from app.services.door.turns import take_turn
from app.services.eligibility.joining import joining_problems
from app.services.eligibility.record import OVER
from app.services.problems import Problems, alone
from app.services.proposals.drafting import may_edit
from app.services.proposals.inviting import JOINS_LATER, invite
from app.services.proposals.member_messages import (
    ASKED,
    ASKED_LATER,
    DECLINED,
    DECLINED_LATER,
    LEFT,
    REMOVED,
)
from app.services.review.sweeping import sweep_proposal
from app.services.telling.messages import mail_of, tell_person
from workflows.engine.calendar import moment_words
from workflows.engine.text import Text, listed
from workflows.parts.messages.topics import MEMBERSHIP

_WRITTEN = ("draft", "correction")


def is_answerable() -> ColumnElement[bool]:
    """Whether somebody named in a proposal may still answer: before it is submitted, and until its
    project has ended."""
    joins_later = Proposal.state.in_(JOINS_LATER)
    return or_(Proposal.state.in_(_WRITTEN), and_(joins_later, not_(_has_ended())))


def _has_ended() -> ColumnElement[bool]:
    ended = exists().where(Project.proposal_id == Proposal.id, Project.state.in_(OVER))
    return ended.correlate(Proposal)


def name_member(
    session: Session, proposal: Proposal, member: ProposalMember, now: datetime
) -> Problems | None:
    """Add a member; a known account is told at once, an unknown address is asked to register.
    Whoever names learns nothing of which it is, nor by what name an account goes."""
    if not may_edit(proposal, "members"):
        return alone(_SUBMITTED)
    name = check_person_name(member.name)
    if isinstance(name, Text):
        return Problems({"name": name})
    member.name, member.email = name, member.email.strip().lower()
    if member.email == proposal.pi.email or any(m.email == member.email for m in proposal.members):
        return Problems({"email": Text("该成员已在名单中", "This member is already listed")})
    _add(session, proposal, member, now)
    return None


def name_later(session: Session, proposal: Proposal, member: ProposalMember, now: datetime) -> None:
    """By a change of the project: the same question, after the award, once more to whoever declined
    it before."""
    before = next((m for m in proposal.members if member.email in addresses_of(m)), None)
    if before is not None and before.declined_at is None:
        return
    if before is not None:
        proposal.members.remove(before)
        session.flush()
    _add(session, proposal, member, now)


def addresses_of(member: ProposalMember) -> set[str]:
    """By which the member was named, and goes today."""
    return {member.email, *((member.person.email,) if member.person else ())}


def _add(session: Session, proposal: Proposal, member: ProposalMember, now: datetime) -> None:
    person = session.scalars(select(Person).where(Person.email == member.email)).first()
    member.person_id = person.id if person else None
    member.position = 1 + max((one.position for one in proposal.members), default=-1)
    proposal.members.append(member)
    session.flush()
    if person is not None:
        _ask(session, proposal, member, person, now)
    else:
        invite(session, proposal, member, now)


def tell_who_left(
    session: Session, proposal: Proposal, member: ProposalMember, now: datetime
) -> None:
    assert member.person is not None, "whoever takes part has an account"
    key = f"membership-left-{member.id}-{now:%Y%m%d%H%M%S%f}"
    words = LEFT.format(title=_title(proposal), leader=proposal.pi.name)
    tell_person(session, member.person, MEMBERSHIP, words, key=key, about=None, now=now)


def adopt(session: Session, person: Person, now: datetime) -> None:
    """A new account finds the memberships that were waiting for its (confirmed) address."""
    waiting = select(ProposalMember).where(
        ProposalMember.email == person.email, ProposalMember.person_id.is_(None)
    )
    for member in session.scalars(waiting):
        member.person_id = person.id
        proposal = session.get_one(Proposal, member.proposal_id)
        _ask(session, proposal, member, person, now)


def remove_member(
    session: Session, proposal: Proposal, member_id: int, now: datetime
) -> Text | None:
    """Whoever was asked and has not declined is told; why not otherwise."""
    if not may_edit(proposal, "members"):
        return _SUBMITTED
    removed = next((m for m in proposal.members if m.id == member_id), None)
    if removed is None:
        return _REMOVED_ALREADY
    if removed.person_id is not None and removed.declined_at is None:
        person = session.get_one(Person, removed.person_id)
        key = f"membership-removed-{removed.id}-{now:%Y%m%d%H%M%S%f}"
        words = REMOVED.format(title=_title(proposal), leader=proposal.pi.name)
        tell_person(session, person, MEMBERSHIP, words, key=key, about=None, now=now)
    proposal.members.remove(removed)
    session.flush()
    return None


def answer(
    session: Session, member: ProposalMember, person: Person, joins: bool, now: datetime
) -> Text | None:
    """Only the named person answers, once, and only while members may still be named; why not
    otherwise. Whoever joins is listed by the name of the account that confirms; that somebody
    declines, the leader is told, for the proposal cannot be submitted so."""
    if member.person_id != person.id:
        return Text("只能由本人确认。", "Only the person named can confirm.")
    if session.scalar(_state_of(member)) in JOINS_LATER:
        take_turn(session)  # joining may move reviews, and the turn comes before the row
    proposal = load_case(session, Proposal.kind, member.proposal_id, lock=True)
    assert proposal is not None, "a member is named by its proposal"
    if not (may_edit(proposal, "members") or proposal.state in JOINS_LATER):
        return _NO_ANSWER
    if session.scalar(select(_has_ended()).where(Proposal.id == proposal.id)):
        return _ENDED
    if answered := member.confirmed_at or member.declined_at:
        if joins is (member.confirmed_at is not None):
            return None
        words = _DECLINED_BEFORE if joins else _CONFIRMED_BEFORE
        return words.format(at=moment_words(answered))
    if joins and (refused := _why_not(session, proposal, member, person, now)):
        return refused
    if not joins:
        _tell_the_leader(session, proposal, member, now)
    member.confirmed_at = now if joins else None
    member.declined_at = None if joins else now
    if joins and proposal.state in JOINS_LATER:
        session.flush()
        sweep_proposal(session, proposal, now)
    return None


def _state_of(member: ProposalMember) -> Select[str]:
    return select(Proposal.state).where(Proposal.id == member.proposal_id)


def _why_not(
    session: Session, proposal: Proposal, member: ProposalMember, person: Person, now: datetime
) -> Text | None:
    """What is held against whoever joins later is told to them, and not to whoever named them."""
    is_later = proposal.state in JOINS_LATER
    if not is_same_name(member.name, person.name):
        words = _OTHER_NAME_LATER if is_later else _OTHER_NAME
        return words.format(listed=member.name, own=person.name)
    if not is_later:
        return None
    found = joining_problems(session, proposal, person, member.months_a_year, now)
    return _NOT_ELIGIBLE.format(missing=listed(found)) if found else None


def _ask(
    session: Session,
    proposal: Proposal,
    member: ProposalMember,
    person: Person,
    now: datetime,
) -> None:
    words = ASKED_LATER if proposal.state in JOINS_LATER else ASKED
    slots = {
        "title": _title(proposal),
        "leader": proposal.pi.name,
        "duty": member.duty or "—",
    }
    key = f"membership-{member.id}-{now:%Y%m%d%H%M%S%f}"  # SQLite gives the id of one removed again
    tell_person(
        session,
        person,
        MEMBERSHIP,
        words.format(**slots),
        key=key,
        about=proposal,
        now=now,
    )
    member.asked_by = mail_of(key)


def _tell_the_leader(
    session: Session, proposal: Proposal, member: ProposalMember, now: datetime
) -> None:
    words = DECLINED_LATER if proposal.state in JOINS_LATER else DECLINED
    tell_person(
        session,
        proposal.pi,
        MEMBERSHIP,
        words.format(name=member.name, title=_title(proposal)),
        key=f"membership-declined-{member.id}-{now:%Y%m%d%H%M%S%f}",
        about=proposal,
        now=now,
    )


def _title(proposal: Proposal) -> str | Text:
    return proposal.title or title_of(proposal.call)


_SUBMITTED = Text(
    "申报书已提交，不能再增减成员。",
    "The proposal has been submitted, so members can no longer be added or removed.",
)
_NO_ANSWER = Text(
    "申报书已提交或者已结束，参加与否不能再更改；须变更成员的，由申报人按规定办理。",
    "The proposal has been submitted or closed, so you can no longer change whether "
    "you take part. If members must change, the applicant requests it under the rules.",
)
_ENDED = Text(
    "项目已经结束，加入项目的邀请随之失效，不必再答复；有疑问的，请联系项目负责人。",
    "The project has ended, so the invitation to join has lapsed and you do not need "
    "to answer. If you have questions, contact the project leader.",
)
_CONFIRMED_BEFORE = Text(
    "您已于 {at} 确认参加，这次没有更改。不再参加的，请申报人在提交之前将您移出名单。",
    "You confirmed at {at}; nothing has changed. If you no longer want to take part, "
    "ask the applicant to remove you before the proposal is submitted.",
)
_DECLINED_BEFORE = Text(
    "您已于 {at} 谢绝参加，这次没有更改。改为参加的，请申报人移除后重新列入，再行确认。",
    "You declined at {at}; nothing has changed. If you want to take part after all, "
    "ask the applicant to remove you and add you again, then confirm.",
)
_REMOVED_ALREADY = Text("该成员已不在名单中。", "This member is no longer listed.")
_OTHER_NAME = Text(
    "申报书所列姓名“{listed}”与您账户的姓名“{own}”不一致，不能确认参加。请申报人移除后按本人姓名重新"
    "列入；账户姓名有误的，请先在“我的账户”中更正。",
    "The proposal lists “{listed}” but your account name is “{own}”, so you cannot "
    "confirm. Ask the applicant to remove that entry and add you under your own name. "
    "If your account name is wrong, correct it under “My account” first.",
)
_OTHER_NAME_LATER = Text(
    "变更申请所列姓名“{listed}”与您账户的姓名“{own}”不一致，不能确认加入。账户姓名有误的，请先在“我的"
    "账户”中更正；所列姓名有误的，请谢绝，由项目负责人按本人姓名另行申请成员变更。",
    "The change request names “{listed}” but your account name is “{own}”, so you cannot confirm. "
    "If your account name is wrong, correct it under “My account” first. If the request is wrong, "
    "decline; the project leader can then request another change under your own name.",
)
_NOT_ELIGIBLE = Text(
    "现在不能加入：{missing}。消除后可再确认；不再加入的，请谢绝。",
    "You cannot join at present: {missing}. Confirm once this no longer applies, or decline.",
)
