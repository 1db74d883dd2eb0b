"""A waiver of a limit from its leader's request over the officer to the supervision."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import LimitWaiver, OfficialRecusal, Proposal
from app.queries.paging import SIZE
from tests.conftest import START, SignInAs
from tests.factories import call, official, person, proposal
from tests.services.stage import a_page
from tests.web.counting import counting
from tests.web.test_similarity_page import DECLARED
from workflows.roles import Role

HANDS = (Role.PROGRAMME_OFFICER, Role.SUPERVISOR)


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
    assert "Approve the waiver" in sign_in(pi).get(f"{page}?lang=en").text


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


def asked(session: Session, sign_in: SignInAs, second: Proposal) -> str:
    """The page of a waiver that its leader has just asked for."""
    page = f"/proposals/{second.id}/limits"
    assert sign_in(second.pi).post(page, data={"request": "两项互补。"}).status_code == 303
    return f"/office/calls/{second.call_id}/exceptions/{the_row(session)[0]}"


def given(reason: str = "省里专项任务。") -> dict[str, Any]:
    return {"reason": reason, "evidence": (BytesIO(a_page().getvalue()), "批示.pdf")}


def test_a_waiver_stands_on_the_home_page_of_whoever_it_waits_for(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    officer, supervisor = (official(session, r) for r in HANDS)
    session.commit()
    one = asked(session, sign_in, second)
    listed = one.rpartition("/")[0]
    assert f'href="{listed}"' in sign_in(officer).get("/home").text
    assert "1 for you to support or refuse" in sign_in(officer).get("/home?lang=en").text
    assert f'href="{listed}"' not in sign_in(supervisor).get("/home").text
    assert sign_in(officer).post(one, data=given()).status_code == 303
    assert f'href="{listed}"' not in sign_in(officer).get("/home").text
    assert "1 项待您核准" in sign_in(supervisor).get("/home").text


def test_whoever_stands_aside_finds_no_waiver_that_waits(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    officer, aside = (official(session, Role.PROGRAMME_OFFICER) for _ in range(2))
    session.add(OfficialRecusal(person_id=aside.id, proposal_id=second.id, **DECLARED))
    session.commit()
    one = asked(session, sign_in, second)
    listed = one.rpartition("/")[0]
    for who, finds in ((officer, True), (aside, False)):
        assert (f'href="{listed}"' in sign_in(who).get("/home").text) is finds
        assert (sign_in(who).get(one).status_code == 200) is finds


def test_of_two_officers_at_once_the_second_is_told_and_keeps_what_was_typed(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    first, other = (official(session, Role.PROGRAMME_OFFICER) for _ in range(2))
    session.commit()
    one = asked(session, sign_in, second)
    assert sign_in(first).post(one, data=given()).status_code == 303
    late = sign_in(other).post(one, data=given("另一个理由。"))
    assert late.status_code == 409
    assert "这项例外已经办理过了" in late.text
    assert "另一个理由。" in late.text


def test_a_confirmation_of_what_is_refused_by_now_says_so(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    officer, supervisor = (official(session, r) for r in HANDS)
    session.commit()
    one = asked(session, sign_in, second)
    assert sign_in(officer).post(one, data=given()).status_code == 303
    assert sign_in(officer).post(f"{one}/close", data={"answer": "不再需要。"}).status_code == 303
    late = sign_in(supervisor).post(f"{one}/confirm")
    assert late.status_code == 409
    assert "这项例外已经办理过了" in late.text


def test_supervision_proposes_nothing(
    session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    supervisor = official(session, Role.SUPERVISOR)
    session.commit()
    one = asked(session, sign_in, second)
    assert sign_in(supervisor).post(one, data=given()).status_code == 403


def test_waivers_are_listed_by_the_page_in_as_many_statements_however_many_there_are(
    app: Flask, session: Session, sign_in: SignInAs, second: Proposal
) -> None:
    officer = official(session, Role.PROGRAMME_OFFICER)
    session.commit()
    one = asked(session, sign_in, second)
    listed = one.rpartition("/")[0]
    client = sign_in(officer)
    client.get(listed)
    with counting(app.extensions["database"].engine) as few:
        client.get(listed)
    for number in range(SIZE):
        its = proposal(session, call=second.call, title=f"其他申报{number}")
        session.add(
            LimitWaiver(
                proposal_id=its.id,
                finding={"zh": "超限", "en": "above"},
                request="互补。",
                asked_by_id=its.pi_id,
                asked_at=START,
            )
        )
    session.commit()
    with counting(app.extensions["database"].engine) as many:
        page = client.get(listed).text
    assert len(few) == len(many)
    assert f"其他申报{SIZE - 2}" in page
    assert f"其他申报{SIZE - 1}" not in page
    assert 'rel="next"' in page
