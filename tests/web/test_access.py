"""Every route stands here with its guard, and the cases of others are not there."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.guard import GUARD
from app.models import Call, Letter, Message, Objection, Person, Review
from app.services import history
from tests.conftest import START, SignInAs
from tests.factories import grant, official, organisation, person
from tests.services.awarding import Ranked, decided, issued, objected, published
from tests.services.stage import Stage, everything
from tests.web.routes import ALL, MONITORING, ROUTES, addresses, rules
from tests.web.visiting import seen
from workflows.roles import Role


def test_every_route_stands_in_the_table_with_its_guard(app: Flask) -> None:
    found = {r.endpoint: getattr(app.view_functions[r.endpoint], GUARD) for r in rules(app)}
    assert found == ROUTES


def test_whoever_is_not_signed_in_is_led_to_the_page_for_it(
    app: Flask, client: FlaskClient
) -> None:
    for endpoint, method, path in addresses(app, range(1, 2)):
        if ROUTES[endpoint] not in (ALL, MONITORING):
            answer = client.open(path, method=method)
            assert answer.status_code in (303, 401), f"{method} {path}"
            assert "/account/sign-in" in answer.headers.get("Location", "") or (
                answer.status_code == 401
            )


@pytest.fixture
def season(stage: Stage) -> Ranked:
    """A call on notice, with an objection: cases of nearly every kind."""
    made = decided(stage)
    published(stage, made)
    objected(stage, made.proposals[0])
    stage.session.commit()
    return made


OWN = frozenset(
    {
        *("account.add_passkey", "account.add_totp", "account.end_other_sign_ins"),
        *("account.passkey_options", "account.security"),
        *("account.tokens", "account.new_token", "account.unit"),
        "account.leave_unit",
        *("account.password", "account.profile", "account.save", "account.change_password"),
        *("account.sign_out", "home.index", "home.inbox", "home.read_all", "home.read"),
        *("home.news", "home.news_read", "home.save_view", "takeaways.index", "takeaways.own_data"),
        *("applicant.index", "reviewer.index", "applicant.start", "assessor.index"),
        *("milestones.calendar", "milestones.renew_calendar"),
        *("demander.index", "demander.start", "help.tour_seen", "help.tour_step"),
        *("account.notifications", "uploads.begin", "many.look"),
    }
)
"""Pages about oneself: everybody has them."""


@pytest.mark.usefixtures("season")
def test_for_a_stranger_no_case_of_others_exists(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    for _ in range(5):  # theirs are the sign-ins with the small numbers
        sign_in(person(session))
    stranger = sign_in(person(session))
    before = everything(session)
    session.rollback()
    for endpoint, method, path in addresses(app):
        if ROUTES[endpoint] == ALL or endpoint in OWN or ROUTES[endpoint].startswith("token:"):
            continue
        status = stranger.open(path, method=method).status_code
        assert status in (403, 404), f"{method} {path}: {status}"
    session.expire_all()
    assert everything(session) == before


_ROLE = "role:"
_GUARDS = {guard for guard in ROUTES.values() if guard.startswith(_ROLE)}


def test_what_is_open_to_some_roles_is_closed_to_each_other_one(
    app: Flask, session: Session, sign_in: SignInAs
) -> None:
    """One address for each guard: that each route has the guard of the table is tried above."""
    one_each = {ROUTES[e]: (method, path) for e, method, path in addresses(app, range(1, 2))}
    tried = 0
    for role in {role for guard in _GUARDS for role in guard.removeprefix(_ROLE).split(",")}:
        someone = person(session, organisation_id=organisation(session).id)
        grant(session, someone, Role(role), organisation_id=someone.organisation_id)
        client = sign_in(someone)
        for guard in _GUARDS:
            method, path = one_each[guard]
            status = client.open(path, method=method).status_code
            is_open = role in guard.removeprefix(_ROLE).split(",")
            assert (status != 403) == is_open, f"{role}: {method} {path}: {status}"
            tried += 1
    assert tried > 100


def test_another_applicant_of_the_same_call_reaches_nothing_of_a_rival(
    app: Flask, season: Ranked, sign_in: SignInAs
) -> None:
    mine, theirs = (one.id for one in season.proposals[:2])
    rival = sign_in(season.proposals[1].pi)
    assert rival.get(f"/proposals/{theirs}").status_code == 200
    for endpoint, method, path in addresses(app, range(mine, mine + 1)):
        if f"/proposals/{mine}" in path and ROUTES[endpoint] != ALL:
            status = rival.open(path, method=method).status_code
            assert status in (401, 403, 404), f"{method} {path}"


def test_letters_about_a_proposal_are_for_those_concerned(
    stage: Stage, sign_in: SignInAs, client: FlaskClient
) -> None:
    season = issued(stage)
    dropped = season.proposals[-1]
    letter = stage.session.scalars(
        select(Letter).where(Letter.about_kind == "proposal", Letter.about_id == dropped.id)
    ).one()
    rival = season.proposals[0].pi
    stage.session.commit()
    path = f"/letters/{letter.id}"
    assert sign_in(dropped.pi).get(path).status_code == 200
    assert sign_in(rival).get(path).status_code == 404
    assert client.get(path).status_code in (303, 404)
    assert client.get(f"{path}.pdf").status_code in (303, 404)


def test_the_file_of_a_letter_that_is_not_made_yet_is_not_found(
    stage: Stage, sign_in: SignInAs
) -> None:
    dropped = issued(stage).proposals[-1]
    letter = stage.session.scalars(
        select(Letter).where(Letter.about_kind == "proposal", Letter.about_id == dropped.id)
    ).one()
    assert letter.sha256 is None
    number, leader = letter.id, dropped.pi
    stage.session.commit()
    assert sign_in(leader).get(f"/letters/{number}.pdf").status_code == 404


def test_what_an_applicant_sees_does_not_depend_on_scores_or_objections(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    proposal = season.proposals[1]
    applicant = sign_in(proposal.pi)
    paths = (f"/proposals/{proposal.id}", "/my/proposals", "/home", "/home/inbox")
    before = [seen(applicant, path) for path in paths]
    for review in stage.session.scalars(select(Review).where(Review.proposal_id == proposal.id)):
        review.scores = {key: value - 100 for key, value in review.scores.items()}
        review.total = (review.total or 0) - 100
        review.comments = dict.fromkeys(review.scores, "另一种意见")
        review.overall = "另一种总体意见"
    objected(stage, proposal)
    stage.session.commit()
    assert [seen(applicant, path) for path in paths] == before


def test_what_an_expert_sees_does_not_depend_on_the_scores_of_others(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    reviews = stage.session.scalars(
        select(Review).where(Review.proposal_id == season.proposals[0].id).order_by(Review.id)
    ).all()
    mine, *others = reviews
    expert = sign_in(mine.expert.person)
    paths = (f"/reviews/{mine.id}", "/reviews", "/home")
    before = [seen(expert, path) for path in paths]
    for review in others:
        review.total, review.recommends = (review.total or 0) - 3000, False
        review.overall = "不同意见"
    stage.session.commit()
    assert [seen(expert, path) for path in paths] == before
    for review in others:
        assert expert.get(f"/reviews/{review.id}").status_code == 404


def test_administrators_of_the_system_cannot_read_scores_or_objectors(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    admin = official(stage.session, Role.SYS_ADMIN)
    stage.session.commit()
    client = sign_in(admin)
    for path in (
        f"/office/calls/{season.call.id}/ranking",
        f"/proposals/{season.proposals[0].id}",
        "/reviews/1",
        "/objections/1",
        "/objections/1/evidence",
        "/objections/1/signed",
    ):
        assert client.get(path).status_code in (403, 404), path
    assert "易质询" not in client.get("/admin/history").text


@pytest.mark.parametrize(("state", "status"), [("drafted", 404), ("filed", 404), ("failed", 200)])
def test_whoever_keeps_the_system_running_opens_a_letter_where_it_failed_and_reads_none(
    stage: Stage, season: Ranked, sign_in: SignInAs, state: str, status: int
) -> None:
    admin = official(stage.session, Role.SYS_ADMIN)
    letter = stage.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert letter is not None
    letter.state, letter.is_public, number, title = state, False, letter.id, letter.title
    stage.session.commit()
    client = sign_in(admin)
    assert client.get(f"/letters/{number}").status_code == status
    assert (title in client.get("/find?kind=letter").text) == (status == 200)
    assert client.get(f"/letters/{number}.pdf").status_code == 404


@pytest.mark.parametrize(
    ("role", "is_named"),
    [(Role.SYS_ADMIN, False), (Role.PLANNING_OFFICER, False), (Role.SUPERVISOR, True)],
)
def test_the_history_names_who_reviewed_only_to_whoever_watches_the_panels(
    stage: Stage, season: Ranked, sign_in: SignInAs, role: Role, is_named: bool
) -> None:
    review = stage.session.scalars(select(Review).order_by(Review.id)).first()
    assert review is not None
    expert = review.expert.person
    for acting in (Role.EXPERT, Role.SYSTEM_CLOCK):  # the second: what followed from it
        history.note(
            stage.session, review, "sign", actor_id=expert.id, role=acting, now=stage.now, given={}
        )
    reader = stage.holder(role)
    stage.session.commit()
    page = sign_in(reader).get("/admin/history").text
    assert "评审专家" in page
    assert (expert.name in page) == is_named


def test_only_supervision_reads_who_objects(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    officer, supervisor = season.call.drafted_by, stage.holder(Role.SUPERVISOR)
    stage.session.commit()
    assert "易质询" in sign_in(supervisor).get("/objections/1").text
    assert "易质询" not in sign_in(officer).get("/objections/1").text
    assert "易质询" not in sign_in(season.proposals[0].pi).get("/objections/1").text


def test_what_was_found_of_an_objection_is_the_offices_until_it_is_answered(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    objection = stage.session.scalars(select(Objection)).one()
    objection.objector_person_id = (objector := person(stage.session)).id
    supervisor, found = stage.holder(Role.SUPERVISOR), "检测报告原件与所附一致。"
    stage.moved(objection, "admit", supervisor)
    stage.moved(objection, "report", supervisor, report=found)
    stage.session.commit()
    assert sign_in(supervisor).get("/objections/1").text.count(found) == 2
    assert found not in sign_in(objector).get("/objections/1").text


def test_a_message_leads_each_reader_to_a_page_that_is_open_to_them(
    stage: Stage, season: Ranked, sign_in: SignInAs
) -> None:
    """The team and the officer are told of an objection that they do not read, and the team of a
    call whose own page is the office's."""
    objection = stage.session.scalars(select(Objection)).one()
    pi = objection.proposal.pi
    readers: list[tuple[Person, Objection | Call]] = [
        (stage.holder(Role.SUPERVISOR), objection),
        (stage.holder(Role.PROGRAMME_OFFICER), objection),
        (pi, objection),
        (pi, season.call),
    ]
    places = []
    for number, (reader, case) in enumerate(readers):
        row = Message(
            key=f"m{number}", message_kind="objection_admitted", person_id=reader.id, subject="x"
        )
        row.body, row.created_at, row.goes_at = "y", START, START
        row.about_kind, row.about_id = case.kind, case.id
        stage.session.add(row)
        stage.session.commit()
        client = sign_in(reader)
        answer = client.post(f"/home/inbox/{row.id}/read", follow_redirects=True)
        assert answer.status_code == 200
        places.append(answer.request.path)
    proposal = f"/proposals/{objection.proposal_id}"
    expected = [f"/objections/{objection.id}", proposal, proposal, f"/calls/{season.call.id}"]
    assert places == expected
