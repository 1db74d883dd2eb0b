"""A waiver of a limit from its leader's request over the officer to the supervision."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LimitWaiver, Proposal
from tests.conftest import SignInAs
from tests.factories import call, official, person, proposal
from tests.services.stage import a_page
from workflows.roles import Role


@pytest.fixture
def second(session: Session) -> Proposal:
    """The second proposal of one leader in a call that allows one."""
    made = proposal(session, call=call(session))
    made.call.rules = {**made.call.rules, "lead_per_call_most": 1}
    proposal(session, call=made.call, pi=made.pi, state="unit_review", title="第一项")
    session.commit()
    return made


def the_row(session: Session) -> tuple[int, str]:
    """Its id and its status; nothing of the test keeps others from writing."""
    found = session.execute(select(LimitWaiver.id, LimitWaiver.status)).one()
    session.commit()
    return found.id, found.status


def test_a_waiver_goes_from_its_leader_over_the_officer_to_supervision(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    page, listed = f"/proposals/{second.id}/limits", f"/office/calls/{second.call_id}/exceptions"
    leader = sign_in(second.pi)
    assert "第一项" in leader.get(page).text
    assert leader.post(page, data={"request": "两项互补。"}).status_code == 303
    one = f"{listed}/{the_row(session)[0]}"
    title, pi = second.title, second.pi
    officer = sign_in(official(session, Role.PROGRAMME_OFFICER))
    assert title in officer.get(listed).text
    typed = {"reason": "省里专项任务。", "evidence": (BytesIO(a_page().getvalue()), "批示.pdf")}
    assert officer.post(one, data=typed).status_code == 303
    supervisor = sign_in(official(session, Role.SUPERVISOR))
    with supervisor.get(f"{one}/file") as file:
        assert file.data == a_page().getvalue()
    assert supervisor.post(f"{one}/confirm").status_code == 303
    assert the_row(session)[1] == "confirmed"
    assert "省里专项任务。" in sign_in(pi).get(page).text
    assert "Confirm the waiver" in sign_in(pi).get(f"{page}?lang=en").text


def test_whoever_leads_nothing_here_neither_asks_nor_reads(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    stranger = sign_in(person(session))
    assert stranger.get(f"/proposals/{second.id}/limits").status_code == 404
    assert stranger.get(f"/office/calls/{second.call_id}/exceptions").status_code == 403


def test_a_request_without_a_reason_is_refused(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    leader = sign_in(second.pi)
    assert leader.post(f"/proposals/{second.id}/limits", data={"request": " "}).status_code == 422
    assert session.scalars(select(LimitWaiver)).all() == []
