"""What may be a state secret is stopped where it is typed and pointed out to both sides (§3.11)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.models import Proposal
from tests.conftest import SignInAs
from tests.factories import official, proposal
from tests.web.test_formal_page import answers
from workflows.roles import Role


@pytest.mark.parametrize(("typed", "status"), [("机密★10年", 422), ("一般技术内容", 303)])
def test_what_bears_the_mark_of_a_state_secret_is_not_kept_wherever_it_is_typed(
    app: Flask, session: Session, sign_in: SignInAs, typed: str, status: int
) -> None:
    draft = proposal(session, state="draft")
    number, data = draft.id, {"edition": str(draft.edition), "summary": typed}
    session.commit()
    answer = sign_in(draft.pi).post(f"/proposals/{number}/edit/sections", data=data)
    assert answer.status_code == status
    assert ("线下渠道" in answer.text) is (status == 422)
    session.expire_all()
    kept = session.get_one(Proposal, number).sections.get("summary", "")
    assert (kept == typed) is (status == 303)


@pytest.mark.parametrize(("route", "is_warned"), [("属于国家秘密", True), ("技术秘密", False)])
def test_words_that_may_mean_a_secret_are_shown_to_their_writer_with_the_way_off_the_network(
    session: Session, sign_in: SignInAs, route: str, is_warned: bool
) -> None:
    draft = proposal(session, state="draft")
    draft.sections = {**draft.sections, "route": route}
    session.commit()
    client = sign_in(draft.pi)
    page = client.get(f"/proposals/{draft.id}/edit/sections").text
    assert ("出现可能涉密的字样：国家秘密" in page) is is_warned
    assert ("线下渠道" in page) is is_warned
    assert "保密提醒" not in client.get(f"/proposals/{draft.id}/edit/basics").text


def test_the_checker_answers_for_such_words_and_silence_does_not_meet_them(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    checked = proposal(session, state="formal_check")
    checked.sections = {**checked.sections, "route": "属于国家秘密"}
    checker, number = official(session, Role.FORMAL_CHECKER), checked.id
    session.commit()
    client, path = sign_in(checker), f"/office/proposals/{number}/formal"
    assert "出现可能涉密的字样：国家秘密" in client.get(path).text
    client.post(path, data={"rest": "met"})
    assert "secrecy" not in answers(app, number)
    client.post(path, data={"rest": "met", "answer-secrecy": "met"})
    assert answers(app, number)["secrecy"] == "met"
