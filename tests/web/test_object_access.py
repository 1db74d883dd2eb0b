"""Every id in every address and every form is tried by people it is not meant for.

Addresses and forms are taken from the running application, so that a new route or field is tried
without anybody remembering it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.access.guard import GUARD
from app.access.roles import roles_on
from app.models import Person, Proposal
from app.services.cases import CASES, load_case, place_at_start
from tests.conftest import START, SignInAs
from tests.factories import grant, official, organisation, person, proposal
from tests.filling import UNKNOWN_STATE, filled
from tests.services.awarding import Ranked, decided, objected, published
from tests.services.running import running
from tests.services.stage import Stage, everything
from tests.web.routes import rules, words_of
from workflows.roles import Role

KIND_OF = {
    "/<any(proposals, projects):kind>/": "project",
    "/acceptances/": "acceptance",
    "/appeals/": "appeal",
    "/cases/items/": "item",
    "/changes/": "change",
    "/expert/invitations/": "invitation",
    "/finance/audits/": "spending_audit",
    "/finance/funds/": "fund",
    "/finance/payments/": "payment",
    "/finance/shares/": "share",
    "/groups/": "review_group",
    "/integrity/": "integrity_case",
    "/milestones/": "milestone",
    "/objections/": "objection",
    "/office/groups/": "review_group",
    "/opinions/": "opinion",
    "/projects/": "project",
    "/proposals/": "proposal",
    "/races/teams/": "team",
    "/reviews/": "review",
    "/suspensions/": "suspension",
    "/tolerances/": "tolerance",
}
"""What the first number of an address counts, where only people with a role on that case go."""

ELSEWHERE = frozenset(
    {
        *("account.end_sign_in", "account.remove_factor", "home.read", "home.forget_view"),
        "account.unbind_identity",
        *("find.unit", "takeaways.one", "takeaways.file", "takeaways.dossier", "help.tour_step"),
        *("applicant.answer_membership", "applicant.start", "applicant.start_bid"),
        *("demander.answer", "demander.asked", "demander.edit", "demander.start"),
        *(
            "expert.end_absence",
            "public.ask",
            "race.entry",
            "reviewer.argument",
            "reviewer.decline_argument",
        ),
        *("moves.make", "moves.move", "moves.late", "account.revoke_token"),
        *("attaching.add", "attaching.read", "attaching.withdraw"),
        "account.end_webhook",
    }
)
"""Numbers of a row of one's own, of something published, or of any kind of case: tests beside this
one and `test_for_a_stranger_no_case_of_others_exists` try them."""


@dataclass(frozen=True)
class World:
    """A call on notice with an objection, a project with a milestone under assessment, and one case
    of every other kind that an address leads to."""

    season: Ranked
    actors: dict[str, Person]


@pytest.fixture
def world(stage: Stage) -> World:
    season = decided(stage)
    published(stage, season)
    objected(stage, season.proposals[0])
    running(stage)
    for kind in sorted({*KIND_OF.values()}):
        case = filled(stage.session, CASES[kind])
        if case.state == UNKNOWN_STATE:
            place_at_start(case, stage.now)
    other, session = season.applied[1], stage.session
    unit_finance = person(session, organisation_id=other.proposal.lead_unit_id)
    grant(session, unit_finance, Role.UNIT_FINANCE, organisation_id=other.proposal.lead_unit_id)
    actors = {
        "a rival": other.pi,
        "another recommender": other.recommender,
        "another unit's finance": unit_finance,
        "the administrator of the system": official(session, Role.SYS_ADMIN),
    }
    session.commit()
    return World(season, actors)


def case_addresses(app: Flask, numbers: tuple[int, ...]) -> Iterator[tuple[str, str, int, str]]:
    """Method, kind of case, its number and the path, for every address that leads to a case."""
    for rule in rules(app):
        guard = getattr(app.view_functions[rule.endpoint], GUARD)
        if guard != "signed_in" or "<int" not in rule.rule or rule.endpoint in ELSEWHERE:
            continue
        prefix = next((p for p in KIND_OF if rule.rule.startswith(f"{p}<int:")), None)
        assert prefix is not None, f"{rule.rule} leads to a case of no kind known to this test"
        for number in numbers:
            given = {n: "basics" if n == "part" else number for n in rule.arguments}
            built = rule.build(given | words_of(rule), append_unknown=False)
            assert built is not None
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield method, KIND_OF[prefix], number, built[1]


def test_whoever_has_no_role_on_a_case_reaches_it_by_no_address(
    app: Flask, world: World, session: Session, sign_in: SignInAs
) -> None:
    before = None
    tried = 0
    for who, actor in world.actors.items():
        client = sign_in(actor)
        before = before or _without_sign_ins(session)
        for method, kind, number, path in case_addresses(app, (1,)):
            case = load_case(session, kind, number)
            assert case is not None, kind
            mine = roles_on(session, actor, case, START)
            session.rollback()
            if mine:
                continue
            status = client.open(path, method=method).status_code
            assert status in (403, 404), f"{who}: {method} {path}: {status}"
            tried += 1
    assert tried > 100
    assert _without_sign_ins(session) == before


def _without_sign_ins(session: Session) -> dict[str, list[Any]]:
    session.expire_all()
    rows = everything(session)
    session.rollback()
    del rows["sign_in"]
    return rows


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what it would send."""

    def __init__(self, page: str, here: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self._here, self._select, self._is_post = here, "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self._is_post = given.get("method", "get").lower() == "post"
            if self._is_post:
                self.found.append((given.get("action") or self._here, []))
        elif not (self._is_post and self.found):
            return
        elif tag == "select":
            self._select = name
        elif tag == "option":
            if "selected" in given or self._select not in dict(self.found[-1][1]):
                self.found[-1][1].append((self._select, value))
        elif name and given.get("type") not in ("file", "checkbox", "radio"):
            self.found[-1][1].append((name, value or "1"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_post = False


def names_a_row(name: str, value: str) -> bool:
    return name not in ("csrf_token", "edition", "seen") and (
        name.endswith(("_id", "-id")) or (value.isdigit() and "months" not in name)
    )


def with_ids_of_others(
    fields: list[tuple[str, str]], numbers: range
) -> Iterator[list[tuple[str, str]]]:
    """The same form with one id, or one number in the name of a field, exchanged."""
    for place, (name, value) in enumerate(fields):
        for number in numbers:
            if names_a_row(name, value) and value != str(number):
                yield [*fields[:place], (name, str(number)), *fields[place + 1 :]]
            if (other := re.sub(r"-\d+(?=$|-)", f"-{number}", name)) != name:
                yield [*fields[:place], (other, value), *fields[place + 1 :]]


def rows_of(session: Session, owned: Proposal) -> dict[str, list[Any]]:
    """Everything that hangs on a proposal, and everybody's account but its rival's."""
    session.expire_all()
    rows = {
        name: [r for r in table if _hangs_on(name, r, owned.id)]
        for name, table in everything(session).items()
    }
    session.rollback()
    return rows


def _hangs_on(table: str, row: Any, number: int) -> bool:
    return getattr(row, "proposal_id", None) == number or (table == "proposal" and row.id == number)


@pytest.fixture
def rivals(session: Session) -> tuple[Proposal, Proposal]:
    """Two complete drafts of one call, each with rows of every kind."""
    mine = proposal(session)
    other = proposal(session, call=mine.call, lead_unit=organisation(session))
    grant(session, mine.pi, Role.UNIT_ADMIN, organisation_id=mine.lead_unit_id)
    session.commit()
    return mine, other


def test_an_id_of_others_in_a_form_changes_nothing_of_theirs(
    app: Flask, session: Session, sign_in: SignInAs, rivals: tuple[Proposal, Proposal]
) -> None:
    mine, other = rivals
    number, client = mine.id, sign_in(mine.pi)
    before = rows_of(session, other)
    assert len(before["metric"]) == 1
    tried = 0
    for path in pages_of(app, number):
        answer = client.get(path)
        if answer.status_code != 200 or "html" not in (answer.content_type or ""):
            continue
        for action, fields in Forms(answer.text, path).found:
            if "sign-out" in action:
                continue
            for sent in with_ids_of_others(fields, range(2, 3)):
                data: dict[str, list[str]] = {}
                for name, value in sent:
                    data.setdefault(name, []).append(value)
                status = client.post(action, data=data).status_code
                assert status < 500, f"{action}: {sent}"
                tried += 1
    assert tried > 50
    assert rows_of(session, other) == before


def pages_of(app: Flask, number: int) -> Iterator[str]:
    """Every page somebody with this proposal could open."""
    for rule in rules(app):
        if "GET" not in (rule.methods or ()) or rule.arguments & {"secret", "code", "purpose"}:
            continue
        for part in ("basics", "content", "metrics", "milestones", "budget"):
            if rule.endpoint == "moves.move":
                values: dict[str, Any] = {"kind": "proposal", "transition": "submit"}
            else:
                values = {"kind": "proposal", "transition": "submit", "part": part}
            given = values | dict.fromkeys(rule.arguments - set(values), number)
            named = {n: given[n] for n in rule.arguments} | words_of(rule)
            built = rule.build(named, append_unknown=False)
            assert built is not None
            yield built[1]
            if "part" not in rule.arguments:
                break
