"""A page says whose turn it is, and where that is done if not on this case itself."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import GroupProposal, Person, Proposal, ReviewGroup
from app.queries.attention.elsewhere import _PAIRS
from app.services.moves import begin
from tests.conftest import START, SignInAs
from tests.factories import official, proposal
from workflows.driving import driving
from workflows.registry import WORKFLOWS
from workflows.roles import Role


def group(session: Session, of: Proposal, by: Person) -> ReviewGroup:
    """A panel that is to review it."""
    panel = ReviewGroup(call=of.call, name="一组", formed_by_id=by.id, seed="", seed_commitment="c")
    panel.items = [GroupProposal(proposal=of)]
    begin(session, panel, by, START)
    return panel


@pytest.mark.parametrize("is_leader", [True, False])
def test_whoever_waits_and_whoever_is_awaited_read_on_which_case_it_is_done(
    session: Session, sign_in: SignInAs, is_leader: bool
) -> None:
    accepted = proposal(session, state="accepted")
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.flush()
    panel = group(session, accepted, officer)
    session.commit()
    client = sign_in(accepted.pi if is_leader else officer)
    page = client.get(f"/proposals/{accepted.id}").text
    assert "在评审组办理：开始评审" in page
    assert (f"/groups/{panel.id}" in page) is not is_leader, "a way for whoever is awaited"
    english = client.get(f"/proposals/{accepted.id}?lang=en").text
    assert "under “Panel”: Start the review" in english


@pytest.mark.parametrize("was_dissolved", [True, False])
def test_before_there_is_such_a_case_nobody_is_sent_to_it(
    session: Session, sign_in: SignInAs, was_dissolved: bool
) -> None:
    accepted = proposal(session, state="accepted")
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.flush()
    if was_dissolved:
        group(session, accepted, officer).state = "dissolved"
    session.commit()
    client = sign_in(officer)
    page = client.get(f"/proposals/{accepted.id}").text
    assert "还没有评审组，建立后在其中办理：开始评审" in page
    turn = page.partition("还没有评审组")[2].partition("</p>")[0]
    assert f'href="/office/calls/{accepted.call_id}"' in turn, "where it is formed"
    assert "还没有评审组，建立后在其中办理：开始评审" in client.get("/home").text


def test_for_every_pair_of_kinds_it_is_known_where_the_other_case_is_found() -> None:
    for workflow in WORKFLOWS:
        for state in workflow.states:
            for hands in (state.hands, *(frozenset({role}) for role in state.hands)):
                if act := driving(workflow, state.key, hands):
                    assert (workflow.case_kind, act.kind) in _PAIRS


def test_whoever_acts_on_the_case_itself_is_named_alone(
    session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    session.commit()
    page = sign_in(checked.pi).get(f"/proposals/{checked.id}").text
    assert "目前由谁办理：形式审查员" in page
    assert "办理：" not in page.replace("目前由谁办理：", "")
