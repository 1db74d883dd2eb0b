"""Every route stands here with its guard, and the cases of others are not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule

from app.access.guard import GUARD
from app.models import Letter, Person, Review
from tests.factories import official, person
from tests.services.awarding import Ranked, decided, objected, published
from tests.services.stage import Stage, everything
from workflows.roles import Role

SignIn = Callable[[Person], FlaskClient]

ALL, ANY, MONITORING = "all", "signed_in", "monitoring"
OFFICE = (
    "role:decision_maker,discipline,expert_manager,formal_checker,planning_officer,"
    "programme_officer,supervisor"
)
READERS = "role:planning_officer,supervisor,sys_admin"
ADMIN, OFFICER = "role:sys_admin", "role:programme_officer"
BOOKS = "role:decision_maker,discipline,finance,planning_officer,supervisor"
PLANNERS = "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor"
POOL = "role:expert_manager,supervisor"
RACE_OFFICE = (
    "role:decision_maker,discipline,expert_manager,finance,planning_officer,"
    "programme_officer,supervisor"
)

ROUTES = {
    **dict.fromkeys(
        (
            *("account.ask_to_confirm", "account.ask_to_reset", "account.confirm"),
            *("account.enter", "account.forgotten", "account.join", "account.register"),
            *("account.enter_with_factor", "account.passkey_challenge", "account.second_step"),
            *("account.reset", "account.set_password", "account.sign_in"),
            *("public.call", "public.calls", "public.index", "public.letter"),
            *("public.letter_file", "public.notice", "public.notices", "public.objection"),
            *("public.results_list", "public.tip", "public.verified", "public.verify"),
            *("expert.answer", "expert.ask", "public.acceptances"),
            *("public.results_list", "public.verified", "public.verify"),
            *("public.item", "public.items"),
            *("find.results", "milestones.feed"),
            *("help.glossary", "help.styleguide"),
            *("find.results", "milestones.feed", "operator.healthz", "operator.readyz"),
            "api.openapi",
        ),
        ALL,
    ),
    **dict.fromkeys(
        (
            *("account.change_password", "account.password", "account.profile", "account.save"),
            *("account.add_passkey", "account.add_totp", "account.end_other_sign_ins"),
            *("account.end_sign_in", "account.passkey_options", "account.remove_factor"),
            *("account.renew_recovery_codes", "account.security"),
            *("help.tour", "help.tour_seen"),
            *("account.renew_recovery_codes", "account.security", "account.tokens"),
            *("account.new_token", "account.revoke_token"),
            *("account.sign_out", "applicant.answer_membership", "applicant.attachments"),
            *("applicant.autosave", "applicant.edit", "applicant.index", "applicant.members"),
            *("applicant.remove_file", "applicant.remove_member", "applicant.save"),
            *("applicant.start", "decision.objection", "dossier.file", "dossier.project"),
            *("expert.add_absence", "expert.add_tie", "expert.add_unit", "expert.end_absence"),
            *("expert.invitation", "expert.profile", "expert.save"),
            *("dossier.proposal", "dossier.receipt", "home.inbox", "home.index", "home.read"),
            *("home.forget_view", "home.news", "home.news_read", "home.save_view", "home.watch"),
            *("home.read_all", "moves.make", "moves.move", "officer.group", "reviewer.autosave"),
            *("reviewer.file", "reviewer.index", "reviewer.review", "reviewer.save"),
            *("applicant.answers", "applicant.start_bid", "demander.answer", "demander.asked"),
            *("demander.edit", "demander.index", "demander.start", "dossier.item"),
            *(
                "dossier.course",
                "dossier.course_drawing",
                "dossier.user_test",
                "public.ask",
                "reviewer.argument",
            ),
            *("assessor.index", "assessor.opinion", "assessor.save", "contracts.contract"),
            *("contracts.edit", "contracts.file", "contracts.prove_matching", "contracts.version"),
            *("metrics.project", "milestones.autosave_visit"),
            *("milestones.calendar", "milestones.file", "milestones.milestone"),
            *("milestones.renew_calendar", "milestones.report"),
            *("milestones.save_report", "milestones.save_visit", "milestones.visit"),
            *("find.unit", "milestones.withdraw"),
            *("takeaways.ask", "takeaways.dossier", "takeaways.file", "takeaways.index"),
            *("takeaways.one", "takeaways.own_data", "takeaways.sheet"),
            *("finance.confirm_matching", "finance.fund", "finance.matching_evidence"),
            *("finance.payment", "finance.share", "dossier.platforms"),
            *("changes.propose_tolerance", "changes.tolerance"),
            *("reviewer.discussion", "reviewer.file", "reviewer.index", "reviewer.item"),
            *("reviewer.name", "reviewer.opinion", "reviewer.presence", "reviewer.remark"),
            *("reviewer.cast", "reviewer.review", "reviewer.save", "reviewer.votes"),
        ),
        ANY,
    ),
    **dict.fromkeys(
        (
            *("admin.calendar", "admin.end_grant", "admin.people_list", "admin.person"),
            *("admin.ask_for_access", "admin.queue", "admin.try_again"),
        ),
        ADMIN,
    ),
    **dict.fromkeys(("admin.access", "admin.decide_access"), "role:supervisor,sys_admin"),
    **dict.fromkeys(("admin.history", "admin.register"), READERS),
    **dict.fromkeys(
        (
            *("officer.aside", "officer.call", "officer.calls", "officer.draw_record"),
            "officer.meeting",
        ),
        OFFICE,
    ),
    **dict.fromkeys(
        (
            *("officer.decision", "officer.edit", "officer.new", "officer.new_group"),
            *("officer.new_notice", "officer.shortlist", "officer.further", "officer.attend"),
            "officer.new_further",
        ),
        OFFICER,
    ),
    **dict.fromkeys(("officer.expert", "officer.expert_sheet", "officer.experts"), POOL),
    **dict.fromkeys(
        (
            *("officer.assign", "officer.import_experts", "officer.import_ties"),
            "officer.record_credit",
        ),
        "role:expert_manager",
    ),
    "officer.assignment": "role:discipline,expert_manager,supervisor",
    "officer.waivers": "role:supervisor",
    "milestones.index": (
        "role:decision_maker,discipline,expert_manager,finance,planning_officer,"
        "programme_officer,supervisor"
    ),
    **dict.fromkeys(
        ("metrics.index", "metrics.programme"),
        "role:decision_maker,finance,planning_officer,programme_officer,supervisor",
    ),
    **dict.fromkeys(("race.board", "race.index"), ALL),
    **dict.fromkeys(("race.entry", "race.save_evidence", "race.team"), ANY),
    **dict.fromkeys(("race.route", "race.stage"), RACE_OFFICE),
    **dict.fromkeys(
        ("race.form_panel", "race.plan", "race.save_outcomes", "race.save_test", "race.target"),
        OFFICER,
    ),
    "officer.formal": "role:formal_checker",
    "officer.notice": "role:decision_maker,programme_officer,supervisor",
    **dict.fromkeys(
        ("officer.ranked", "officer.ranking_xlsx"),
        "role:decision_maker,planning_officer,programme_officer,supervisor",
    ),
    "decision.evidence": "role:supervisor",
    "decision.index": "role:decision_maker,discipline,supervisor",
    **dict.fromkeys(
        (
            *("finance.accounts", "finance.batch", "finance.batch_sheet", "finance.batches"),
            *("finance.books", "finance.funds", "finance.index"),
        ),
        BOOKS,
    ),
    **dict.fromkeys(
        ("finance.batch_chosen", "finance.read_return", "finance.verify_account"), "role:finance"
    ),
    **dict.fromkeys(
        (
            *("finance.new_account", "finance.new_matching", "finance.ours"),
            *("finance.retire_account", "finance.new_share_matching"),
        ),
        "role:unit_finance",
    ),
    **dict.fromkeys(("finance.leverage", "finance.leverage_sheet"), PLANNERS),
    "integrity.case": ANY,
    **dict.fromkeys(
        (
            *("integrity.evidence", "integrity.history", "integrity.index"),
            "integrity.sanction_list",
        ),
        "role:discipline,supervisor",
    ),
    **dict.fromkeys(
        ("integrity.add_evidence", "integrity.identify", "integrity.new"), "role:supervisor"
    ),
    **dict.fromkeys(
        (
            *("acceptance.acceptance", "acceptance.attach", "acceptance.begin", "acceptance.edit"),
            *("acceptance.file", "acceptance.register", "acceptance.results"),
            *("changes.appeal", "changes.change", "changes.edit", "changes.new"),
            "changes.suspension",
        ),
        ANY,
    ),
    **dict.fromkeys(
        (
            *("acceptance.appoint", "acceptance.panel", "changes.suspend"),
            *("milestones.appoint", "milestones.panel"),
        ),
        OFFICER,
    ),
    "acceptance.index": (
        "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor"
    ),
    "changes.index": (
        "role:decision_maker,discipline,planning_officer,programme_officer,supervisor"
    ),
    **{
        f"api.{name}{end}": f"token:{name}"
        for name in ("calls", "items", "notices", "payments", "projects", "proposals")
        for end in ("", "_one")
    },
    "api.metrics": "token:metrics",
    "plan.index": ALL,
    "operator.metrics": MONITORING,
    **dict.fromkeys(
        (
            *("plan.evaluation", "plan.office", "plan.people", "plan.person", "plan.platform"),
            *("plan.platforms", "plan.projects", "plan.tasks", "plan.tasks_sheet", "plan.units"),
        ),
        "role:decision_maker,discipline,finance,planning_officer,programme_officer,supervisor",
    ),
    "plan.record": "role:planning_officer",
    "changes.file": "role:unit_admin",
    "unit.recommending": "role:recommender",
    "unit.sealing": "role:unit_admin",
}


def rules(app: Flask) -> list[Rule]:
    return [r for r in app.url_map.iter_rules() if not r.endpoint.endswith("static")]


def test_every_route_stands_in_the_table_with_its_guard(app: Flask) -> None:
    found = {r.endpoint: getattr(app.view_functions[r.endpoint], GUARD) for r in rules(app)}
    assert found == ROUTES


def words_of(rule: Rule) -> dict[str, str]:
    """One word for each place of an address where one of several stands."""
    return {
        name: min(converter.items)
        for name, converter in rule._converters.items()
        if isinstance(converter, AnyConverter)
    }


def addresses(app: Flask, numbers: range = range(1, 6)) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and path of every route, with small numbers for its ids."""
    values = {"kind": "proposal", "transition": "submit", "part": "basics", "answer": "confirm"}
    values |= {"purpose": "defence"}
    for rule in rules(app):
        for number in numbers if "int" in rule.rule else range(1):
            given = values | {
                name: number for name in rule.arguments if name not in {*values, "secret", "code"}
            }
            given |= dict.fromkeys(rule.arguments & {"secret", "code"}, "x")
            path = rule.build(given | words_of(rule))
            assert path is not None
            for method in rule.methods & {"GET", "POST"} if rule.methods else ():
                yield rule.endpoint, method, path[1]


def test_whoever_is_not_signed_in_is_led_to_the_page_for_it(
    app: Flask, client: FlaskClient
) -> None:
    for endpoint, method, path in addresses(app, range(1, 2)):
        if ROUTES[endpoint] not in (ALL, MONITORING):
            answer = client.open(path, method=method)
            assert answer.status_code in (302, 303, 401), f"{method} {path}"
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
        *("account.tokens", "account.new_token"),
        *("account.password", "account.profile", "account.save", "account.change_password"),
        *("account.sign_out", "home.index", "home.inbox", "home.read_all", "home.read"),
        *("home.news", "home.news_read", "home.save_view", "takeaways.index", "takeaways.own_data"),
        *("applicant.index", "reviewer.index", "applicant.start", "assessor.index"),
        *("milestones.calendar", "milestones.renew_calendar"),
        *("demander.index", "demander.start", "help.tour_seen"),
    }
)
"""Pages about oneself: everybody has them."""


@pytest.mark.usefixtures("season")
def test_for_a_stranger_no_case_of_others_exists(
    app: Flask, session: Session, sign_in: SignIn
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


def test_another_applicant_of_the_same_call_reaches_nothing_of_a_rival(
    app: Flask, season: Ranked, sign_in: SignIn
) -> None:
    mine, other = season.proposals[:2]
    rival = sign_in(other.pi)
    assert rival.get(f"/proposals/{other.id}").status_code == 200
    for endpoint, method, path in addresses(app, range(mine.id, mine.id + 1)):
        if f"/proposals/{mine.id}" in path and ROUTES[endpoint] != ALL:
            status = rival.open(path, method=method).status_code
            assert status in (401, 403, 404), f"{method} {path}"


def test_letters_about_a_proposal_are_for_those_concerned(
    season: Ranked, stage: Stage, sign_in: SignIn, client: FlaskClient
) -> None:
    dropped = season.proposals[-1]
    letter = stage.session.scalars(
        select(Letter).where(Letter.about_kind == "proposal", Letter.about_id == dropped.id)
    ).one()
    rival = season.proposals[0].pi
    stage.session.commit()
    path = f"/letters/{letter.id}"
    assert sign_in(dropped.pi).get(path).status_code == 200
    assert sign_in(rival).get(path).status_code == 404
    assert client.get(path).status_code in (302, 404)
    assert client.get(f"{path}.pdf").status_code in (302, 404)


def seen(client: FlaskClient, path: str) -> str:
    """A page without what differs from one request to the next."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*', r"\1", answer.text)


def test_what_an_applicant_sees_does_not_depend_on_scores_or_objections(
    stage: Stage, season: Ranked, sign_in: SignIn
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
    stage: Stage, season: Ranked, sign_in: SignIn
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
    stage: Stage, season: Ranked, sign_in: SignIn
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
    ):
        assert client.get(path).status_code in (403, 404), path
    assert "易质询" not in client.get("/admin/history").text


def test_only_supervision_reads_who_objects(stage: Stage, season: Ranked, sign_in: SignIn) -> None:
    officer, supervisor = season.call.drafted_by, stage.holder(Role.SUPERVISOR)
    stage.session.commit()
    assert "易质询" in sign_in(supervisor).get("/objections/1").text
    assert "易质询" not in sign_in(officer).get("/objections/1").text
    assert "易质询" not in sign_in(season.proposals[0].pi).get("/objections/1").text
