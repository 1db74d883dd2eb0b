"""A proposal from its first line to its formal check, as in every story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import Entry
from app.demo.office import CHECKER, person
from app.demo.stage import Stage, StoryBroken, must
from app.models import Call, Person, Proposal, ProposalMember
from app.services.proposals import drafting, formal, members
from app.services.proposals.formal import Answer


def write(
    session: Session, call: Call, leader: str, form: Mapping[str, Mapping[str, Any]], now: datetime
) -> Proposal:
    """A draft of the leader with that address, every part of `form` written."""
    by = person(session, leader)
    proposal = must(drafting.start(session, call, by, now))
    for part, values in form.items():
        edition = proposal.edition
        answer = drafting.save(session, proposal, part, values, edition=edition, by=by, now=now)
        if answer is not None:
            raise StoryBroken(f"{proposal.title}：{part} 未能保存")
    return proposal


def name_member(
    session: Session,
    proposal: Proposal,
    entry: Entry,
    mail: str,
    duty: str,
    months: int,
    now: datetime,
    *,
    confirms: bool = True,
) -> None:
    hand = person(session, mail)
    member = ProposalMember(
        name=hand.name, email=mail, unit_name=entry.unit, duty=duty, months=months
    )
    must(members.name_member(session, proposal, member, now))
    if confirms:
        members.answer(session, member, hand, True, now)


def recommender_of(stage: Stage, proposal: Proposal) -> str:
    with stage.scene() as session:
        live = session.get_one(Proposal, proposal.id)
        mail = session.scalars(
            select(Person.email).where(
                Person.organisation_id == live.lead_unit.recommender_id, Person.email.like("rec%")
            )
        ).first()
    if mail is None:
        raise StoryBroken(f"{proposal.lead_unit.name} 没有推荐单位")
    return mail


def answer_check(stage: Stage, proposal: Proposal, **special: Answer) -> None:
    """Every question is met but for the `special` ones."""
    with stage.scene() as session:
        live = session.get_one(Proposal, proposal.id)
        answers = {item.key: special.get(item.key, Answer("met")) for item in formal.ITEMS}
        formal.record(session, live, answers, (), person(session, CHECKER), stage.now)


def check(stage: Stage, proposal: Proposal) -> None:
    """Formally: everything is as it must be."""
    stage.wait_for_comparison(proposal)
    answer_check(stage, proposal)
    stage.move(proposal, "pass_formal_check", CHECKER)
