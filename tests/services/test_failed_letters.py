"""Whoever ordered a letter, and whoever keeps the system running, hear that it was not made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.models import Letter, Message, Outbox, Person
from app.queries.attention.failed_letters import failed_letters_of
from app.queries.attention.seldom import seldom
from app.queries.sight.seeing import Sight
from app.services.cases import place_at_start
from app.services.moves import begin
from app.worker import jobs
from app.worker.context import Context
from app.worker.errors import RetryableError
from app.worker.letters import not_made
from tests.conftest import SignInAs
from tests.factories import proposal
from tests.services.recoveries import recovering
from tests.services.stage import Stage
from tests.services.test_letters import WORKER, accepted, fails, letter_of
from tests.web.counting import counting
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


@pytest.fixture
def letter(stage: Stage) -> Letter:
    return letter_of(stage, accepted(stage))


def told(stage: Stage) -> list[int]:
    about = select(Message.person_id).where(Message.subject.contains("公文没有制成"))
    return sorted(stage.session.scalars(about))


def listed(stage: Stage, person: Person) -> list[Letter]:
    sight = Sight(stage.session, person, stage.now)
    kinds = seldom(stage.session, person, stage.now).failed_about
    return list(failed_letters_of(stage.session, kinds, sight, person))


def test_a_letter_that_cannot_be_made_is_told_to_whoever_ordered_it_and_to_the_administrator(
    stage: Stage, letter: Letter, sign_in: SignInAs
) -> None:
    orderer, admin = stage.holder(Role.FORMAL_CHECKER), stage.holder(Role.SYS_ADMIN)
    assert listed(stage, orderer) == []
    fails(stage, letter)
    assert told(stage) == sorted([orderer.id, admin.id])
    assert listed(stage, orderer) == [letter]
    assert listed(stage, stage.holder(Role.PROGRAMME_OFFICER)) == []
    stage.session.commit()
    home = sign_in(orderer).get("/home").text
    assert "您下达或经办的公文没有制成" in home
    assert f"/letters/{letter.id}" in home
    page = sign_in(orderer).get(f"/letters/{letter.id}").text
    assert "缺字：𠮷" in page
    assert "补齐后由系统管理员在本页重新制作" in page
    stage.moved(letter, "retry", admin)
    stage.session.commit()
    assert "您下达或经办的公文没有制成" not in sign_in(orderer).get("/home").text


def test_of_a_letter_whose_number_is_void_nobody_is_asked_to_mend_anything(
    stage: Stage, letter: Letter, sign_in: SignInAs
) -> None:
    fails(stage, letter)
    reader = sign_in(stage.holder(Role.FORMAL_CHECKER))
    stage.session.commit()
    assert "可处理的人" in reader.get(f"/letters/{letter.id}").text
    stage.moved(letter, "void", stage.holder(Role.PLANNING_OFFICER), reason="不再需要。")
    stage.session.commit()
    page = reader.get(f"/letters/{letter.id}").text
    assert "文号已作废" in page
    assert "可处理的人" not in page


@pytest.mark.parametrize("error", [ValueError("unforeseen"), RetryableError("磁盘不可用")])
def test_a_letter_whose_making_is_given_up_waits_for_the_administrator(
    stage: Stage,
    letter: Letter,
    context: Context,
    sign_in: SignInAs,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def away(*_: object) -> None:
        raise error

    monkeypatch.setitem(jobs.HANDLERS, "letter", away)
    monkeypatch.setattr(jobs, "ATTEMPTS_MOST", 2)
    monkeypatch.setattr(jobs, "ATTEMPTS_OUTSIDE", 2)
    work = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one().id
    orderer = stage.holder(Role.FORMAL_CHECKER)
    stage.session.commit()
    jobs.work(context, work, stage.now)
    stage.session.expire_all()
    assert (letter.state, told(stage)) == ("drafted", [])
    stage.session.commit()
    assert "系统会自动再试" in sign_in(orderer).get(f"/letters/{letter.id}").text
    jobs.work(context, work, stage.now)
    stage.session.expire_all()
    assert (letter.state, letter.error) == ("failed", f"{type(error).__name__}: {error}")
    assert orderer.id in told(stage)


def test_a_letter_made_meanwhile_is_not_said_to_have_failed(stage: Stage, letter: Letter) -> None:
    stage.moved(letter, "issue", WORKER)
    stage.moved(letter, "file", WORKER, sha256="0" * 64, size="1")
    work = stage.session.scalars(select(Outbox).where(Outbox.job == "letter")).one()
    work.error = "ValueError: late"
    not_made(stage.session, work, stage.now)
    assert (letter.state, told(stage)) == ("filed", [])


def test_of_a_letter_that_the_clock_ordered_the_officer_of_its_case_hears(
    stage: Stage, sign_in: SignInAs
) -> None:
    of, admin = recovering(stage), stage.holder(Role.SYS_ADMIN)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert of.fund.due_at is not None
    stage.at(of.fund.due_at + timedelta(days=1))
    assert of.fund.state == "demanded"
    demand = select(Letter).where(Letter.letter_kind == "refund_demand")
    letter = stage.session.scalars(demand).one()
    assert listed(stage, officer) == []
    fails(stage, letter)
    assert {officer.id, admin.id} <= set(told(stage))
    assert listed(stage, officer) == [letter]
    assert listed(stage, of.treasurer) == []
    stage.session.commit()
    assert f"/letters/{letter.id}" in sign_in(officer).get("/home").text
    assert "缺字：𠮷" in sign_in(officer).get(f"/letters/{letter.id}").text


def test_the_home_of_an_officer_asks_no_more_the_more_letters_have_failed(
    stage: Stage, app: Flask, sign_in: SignInAs
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    counts = []
    for some in (range(1), range(1, 7)):
        for number in some:
            ordered_by_the_clock(stage, number)
        stage.session.commit()
        client = sign_in(officer)
        client.get("/home")
        with counting(app.extensions["database"].engine) as statements:
            home = client.get("/home").text
        counts.append(len(statements))
    assert home.count("公文没有制成") == 1
    assert home.count("/letters/") == 7
    assert counts[0] == counts[1]


def ordered_by_the_clock(stage: Stage, number: int) -> None:
    """On a proposal of its own, and failed."""
    session = stage.session
    about = proposal(session, state="withdrawn")
    row = begin(session, about.call, Role.SYSTEM_CLOCK, stage.now)
    letter = Letter(
        letter_kind="refund_demand",
        key=f"failed-{number}",
        about_kind="proposal",
        about_id=about.id,
        title="催缴通知",
        payload={},
        payload_digest="",
        verification_code=f"code-{number}",
        created_at=stage.now,
    )
    place_at_start(letter, stage.now)
    letter.state = "failed"
    session.add(letter)
    session.flush()
    work = {"job": "letter", "payload": {}, "status": "failed", "not_before": stage.now}
    session.add(Outbox(key=f"letter-{letter.id}", history_id=row.id, **work))
    session.flush()
