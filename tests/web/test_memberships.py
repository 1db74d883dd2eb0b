"""Whoever answers a membership reads what became of it, also where nobody asks any more."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import ProposalMember
from app.services.proposals import members
from tests.conftest import START, SignInAs
from tests.factories import person, proposal


@pytest.mark.parametrize("who", ["named", "removed", "another"])
def test_a_membership_is_answered_by_whoever_is_named_and_others_are_told_why_not(
    session: Session, sign_in: SignInAs, who: str
) -> None:
    draft, someone = proposal(session), person(session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    assert members.name_member(session, draft, member, START) is None
    number = member.id
    if who == "removed":
        members.remove_member(session, draft, number, START)
    answering = person(session) if who == "another" else someone
    session.commit()
    client = sign_in(answering)
    answer = client.post(f"/memberships/{number}/confirm", follow_redirects=True)
    if who == "named":
        assert "您已确认参加" in answer.text
    else:
        assert answer.status_code == 404
        assert f"没有等{answering.name}（{answering.email}）答复" in answer.text
        assert 'href="/my/proposals"' in answer.text


@pytest.mark.parametrize("state", ["draft", "unit_review"])
def test_whoever_removes_a_member_reads_whether_that_was_done(
    session: Session, sign_in: SignInAs, state: str
) -> None:
    """The page may have been opened before the proposal was submitted."""
    draft, someone = proposal(session), person(session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(session, draft, member, START)
    draft.state = state
    session.commit()
    client = sign_in(draft.pi)
    path = f"/proposals/{draft.id}/members/{member.id}/remove"
    page = client.post(path, follow_redirects=True).text
    said = "已移除。" if state == "draft" else "不能再增减成员"
    assert said in page
