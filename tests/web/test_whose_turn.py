"""A page says whose turn it is, and where that is done if not on this case itself."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.conftest import SignInAs
from tests.factories import official, proposal
from workflows.roles import Role


@pytest.mark.parametrize("is_leader", [True, False])
def test_whoever_waits_and_whoever_is_awaited_read_on_which_case_it_is_done(
    session: Session, sign_in: SignInAs, is_leader: bool
) -> None:
    accepted = proposal(session, state="accepted")
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    client = sign_in(accepted.pi if is_leader else officer)
    assert "在评审组办理：开始评审" in client.get(f"/proposals/{accepted.id}").text
    english = client.get(f"/proposals/{accepted.id}?lang=en").text
    assert "under “Panel”: Start the review" in english


def test_whoever_acts_on_the_case_itself_is_named_alone(
    session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    session.commit()
    page = sign_in(checked.pi).get(f"/proposals/{checked.id}").text
    assert "目前由谁办理：形式审查员" in page
    assert "办理：" not in page.replace("目前由谁办理：", "")
