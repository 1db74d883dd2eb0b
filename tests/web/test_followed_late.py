"""A link that is followed after the case has moved on, as from a mail, says so in a sentence and
leaves nothing to press."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import ProposalMember
from tests.conftest import SignInAs
from tests.factories import call, official, proposal
from tests.services.racing import drafted
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.mark.parametrize("part", ["members", "attachments"])
@pytest.mark.parametrize("state", ["draft", "formal_check"])
def test_members_and_files_are_changed_before_the_proposal_is_submitted(
    session: Session, sign_in: SignInAs, part: str, state: str
) -> None:
    row = proposal(session, state=state)
    row.members = [ProposalMember(name="骨干甲", email="jia@example.org")]
    session.commit()
    page = sign_in(row.pi).get(f"/proposals/{row.id}/edit/{part}").text
    assert ("这一部分现在不能修改" in page) is (state != "draft")
    assert ('<form class="panel"' in page) is (state == "draft")
    if part == "members":
        assert ("移除“骨干甲”" in page) is (state == "draft")


@pytest.mark.parametrize("state", ["draft", "decided"])
def test_a_call_is_edited_while_it_is_a_draft(
    session: Session, sign_in: SignInAs, state: str
) -> None:
    of = call(session, state=state)
    session.commit()
    page = sign_in(of.drafted_by).get(f"/office/calls/{of.id}/edit").text
    assert ("指南已离开草拟状态" in page) is (state != "draft")
    assert ("保存</button>" in page.rpartition('<form class="panel"')[2]) is (state == "draft")


@pytest.mark.parametrize("state", ["formal_check", "accepted"])
def test_a_proposal_is_checked_while_it_is_in_the_formal_check(
    session: Session, sign_in: SignInAs, state: str
) -> None:
    row, checker = proposal(session, state=state), official(session, Role.FORMAL_CHECKER)
    session.commit()
    page = sign_in(checker).get(f"/office/proposals/{row.id}/formal").text
    assert ("申报书已不在形式审查环节" in page) is (state != "formal_check")
    assert ("保存审查意见" in page) is (state == "formal_check")


@pytest.mark.parametrize("state", ["draft", "published"])
def test_the_plan_of_a_race_is_written_while_its_call_is_a_draft(
    stage: Stage, sign_in: SignInAs, state: str
) -> None:
    race = drafted(stage)
    race.call.state = state
    client, path = sign_in(race.call.drafted_by), f"/races/of-call/{race.call_id}/plan"
    stage.session.commit()
    page = client.get(path).text
    assert ("赛题已离开草拟状态" in page) is (state != "draft")
    assert ("保存赛题方案" in page) is (state == "draft")


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_a_move_that_is_no_longer_there_is_told_by_the_state_and_not_foreseen(
    session: Session, sign_in: SignInAs, state: str
) -> None:
    """Nobody changed anything since the page was opened: it has just been."""
    row = proposal(session, state=state)
    session.commit()
    page = sign_in(row.pi).get(f"/cases/proposal/{row.id}/moves/submit").text
    assert ("目前处于“已立项”，此操作已不适用" in page) is (state == "approved")
    assert "您打开页面之后" not in page
    assert ("办理之后" in page) is (state == "draft")
