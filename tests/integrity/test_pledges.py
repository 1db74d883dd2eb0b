"""Pledges: which text, who, when; one row for each time one was made."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Pledge
from app.services.integrity.pledges import pledge
from tests.conftest import SignInAs
from tests.factories import person
from tests.services.stage import Stage
from workflows.pledges import MOMENTS, TEXTS, in_force


def test_each_of_the_six_moments_has_its_text() -> None:
    assert TEXTS.keys() == MOMENTS.keys()
    assert len(MOMENTS) == 6


def test_submitting_is_a_pledge_of_the_leader(stage: Stage) -> None:
    applied = stage.applied()
    stage.moved(applied.proposal, "submit", applied.pi)
    kept = stage.session.scalars(select(Pledge)).one()
    assert (kept.person_id, kept.moment) == (applied.pi.id, "submit")
    assert TEXTS["submit"][kept.text_version - 1] == in_force("submit")
    assert (kept.about_kind, kept.about_id) == ("proposal", applied.proposal.id)
    assert kept.made_at == stage.now


def test_the_same_pledge_about_the_same_case_is_made_once(stage: Stage) -> None:
    someone = person(stage.session)
    first = pledge(stage.session, someone, "registration", None, stage.now)
    assert pledge(stage.session, someone, "registration", None, stage.now) is first


def test_ones_own_page_shows_ones_own_pledges(stage: Stage, sign_in: SignInAs) -> None:
    mine, other = person(stage.session), person(stage.session)
    pledge(stage.session, mine, "review", None, stage.now)
    stage.session.commit()
    text = in_force("review").zh
    assert text in sign_in(mine).get("/account/profile").text
    assert text not in sign_in(other).get("/account/profile").text


def test_whoever_pledges_by_a_move_reads_before_it_the_words_that_are_recorded(
    stage: Stage, sign_in: SignInAs
) -> None:
    applied = stage.applied()
    stage.session.commit()
    words = in_force("submit").zh
    move = f"/cases/proposal/{applied.proposal.id}/moves/"
    leader = sign_in(applied.pi)
    assert words in leader.get(f"{move}submit").text
    assert words in leader.get(f"/proposals/{applied.proposal.id}/edit/pledge").text
    assert words not in leader.get(f"{move}withdraw").text
    stage.moved(applied.proposal, "submit", applied.pi)
    stage.session.commit()
    assert words in leader.get("/account/profile").text


def test_nobody_registers_without_the_pledge(stage: Stage, client: FlaskClient) -> None:
    stage.session.commit()
    reply = client.post("/account/register", data={"name": "某"})
    assert reply.status_code == 422
    assert "信用承诺" in reply.text
