"""Members of a proposal: asked once, and told when they are asked no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Message, ProposalMember
from app.services.proposals import members
from tests.factories import person
from tests.services.stage import Applied, Stage
from tests.services.test_submitting import applied

__all__ = ["applied"]


@pytest.mark.parametrize("joined", [True, False])
def test_a_member_answers_once_and_the_first_answer_stands(
    stage: Stage, applied: Applied, joined: bool
) -> None:
    """Also for another window that still shows both buttons."""
    someone = person(stage.session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(stage.session, applied.proposal, member, stage.now)
    later = stage.now + timedelta(hours=1)
    assert members.answer(stage.session, member, someone, joined, stage.now) is None
    assert members.answer(stage.session, member, someone, joined, later) is None, "as it is"
    refused = members.answer(stage.session, member, someone, not joined, later)
    assert refused is not None
    assert ("确认参加" if joined else "谢绝参加") in refused.zh
    answers = (member.confirmed_at, member.declined_at)
    assert answers == ((stage.now, None) if joined else (None, stage.now))


@pytest.mark.parametrize("declined", [False, True])
def test_whoever_was_asked_is_told_of_being_removed_unless_they_declined(
    stage: Stage, applied: Applied, declined: bool
) -> None:
    someone = person(stage.session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(stage.session, applied.proposal, member, stage.now)
    if declined:
        members.answer(stage.session, member, someone, False, stage.now)
    later = stage.now + timedelta(hours=1)
    assert members.remove_member(stage.session, applied.proposal, member.id, later) is None
    told = stage.session.scalars(select(Message).where(Message.person_id == someone.id)).all()
    assert any("移出" in message.body for message in told) is not declined
    again = members.remove_member(stage.session, applied.proposal, member.id, later)
    assert again is not None
    assert "已不在名单中" in again.zh
