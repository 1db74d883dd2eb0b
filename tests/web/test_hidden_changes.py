"""What a role may not see changes nothing that it can see, whatever of it changes.

Every kind of hidden change is made beneath readers of every other standing. Before and after it
each opens all lists, figures, sheets and answers of the API there are; no byte may differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.access.roles import OFFICE, RANKING_READERS, office_roles
from app.models import (
    Attachment,
    Call,
    Decision,
    DecisionItem,
    Expert,
    Objection,
    Person,
    ProjectMilestone,
    Proposal,
)
from app.services.files.sheets import XLSX
from app.services.identity import api_tokens
from app.services.identity.api_tokens import SCOPES
from app.services.open_call import bidding
from app.services.proposals import drafting
from app.services.proposals.attachments import attach
from app.services.takeaways.listings import LISTINGS
from tests.conftest import SignInAs
from tests.integrity.handling import opened
from tests.open_call.story import Bidder, Story, begun
from tests.services.awarding import Ranked, decided, drafted, objected, published, ranked
from tests.services.stage import Applied, Stage, a_page
from tests.web.awarded import public_milestone
from tests.web.routes import ROUTES, addresses
from workflows.roles import Role

_PER_REQUEST = re.compile(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*')
IN_OFFICE = (
    *(Role.PROGRAMME_OFFICER, Role.PLANNING_OFFICER, Role.FORMAL_CHECKER, Role.EXPERT_MANAGER),
    *(Role.SUPERVISOR, Role.DISCIPLINE, Role.DECISION_MAKER, Role.FINANCE, Role.SYS_ADMIN),
)


@dataclass(frozen=True)
class House:
    """An item that may be bid for, a call that is open, one whose panels have locked, one that is
    decided and not on notice yet, one with a notice under objection, and a project that is public.
    Unseen act `hidden`, who is in none of them, and `bidding`, who has drafted a bid."""

    stage: Stage
    story: Story
    bidder: Bidder
    open: Call
    ranked: Ranked
    decided: Ranked
    noticed: Ranked
    objection: Objection
    milestone: ProjectMilestone
    hidden: Applied
    bidding: Bidder

    def readers(self) -> dict[str, Person | None]:
        """One of every standing there is; none of them is of the side that hides."""
        rival = self.noticed.applied[1]
        judge = self.stage.session.scalars(select(Expert).order_by(Expert.id)).first()
        assert judge is not None
        return {
            "public": None,
            "unit of a rival": rival.unit,
            "recommender": rival.recommender,
            "scored": self.ranked.applied[0].pi,
            "awaits its notice": self.decided.applied[0].pi,
            "unit that awaits its notice": self.decided.applied[-1].unit,
            "rival bidder": self.bidder.pi,
            "demander": self.story.contact,
            "expert": judge.person,
            **{role.value: self.stage.holder(role) for role in IN_OFFICE},
        }


@pytest.fixture
def house(stage: Stage) -> House:
    story = begun(stage).posted()
    bidder = story.sealed()
    scored, awaiting, noticed = ranked(stage, 92, 90, 70), decided(stage), decided(stage)
    published(stage, noticed)
    objection = objected(stage, noticed.proposals[0])
    milestone = public_milestone(stage)
    hidden = stage.applied(call=stage.call("formal"), state="accepted")
    running = stage.call(close_at=stage.now + timedelta(days=30))
    made = running, scored, awaiting, noticed, objection, milestone, hidden, story.bidder()
    return House(stage, story, bidder, *made)


def _a_bid_is_drafted(house: House) -> None:
    stage, item = house.stage, house.story.item
    made = bidding.start(stage.session, item, house.hidden.pi, stage.now)
    assert isinstance(made, Proposal), made


def _a_proposal_is_drafted(house: House) -> None:
    stage = house.stage
    made = drafting.start(stage.session, house.open, house.hidden.pi, stage.now)
    assert isinstance(made, Proposal), made


def _a_bid_is_sealed(house: House) -> None:
    """With a file, which a worker has to seal as well."""
    session, made, now = house.stage.session, house.bidding, house.stage.now
    found = attach(session, made.bid, "other", a_page(), "方案.pdf", by=made.pi, now=now)
    assert isinstance(found, Attachment), found
    house.stage.moved(made.bid, "submit", made.pi)
    house.stage.moved(made.bid, "unit_seal", made.admin)


def _a_case_is_opened(house: House) -> None:
    opened(house.stage, house.hidden.pi)


def _somebody_else_objected(house: House) -> None:
    house.objection.objector_name = "另一人"
    house.objection.objector_contact = "另一处"
    house.objection.objector_unit = "另一单位"


def _the_order_is_another(house: House) -> None:
    first, second, _third = house.ranked.proposals
    first.rank, second.rank = second.rank, first.rank
    first.score, second.score = second.score, first.score


def _an_award_is_drafted(house: House) -> None:
    drafted(house.stage, house.ranked, "propose", "reserve", "drop")


def _the_decision_is_another(house: House) -> None:
    """Those proposed are dropped, and the other way round."""
    lines = select(DecisionItem).join(Decision).where(Decision.call_id == house.decided.call.id)
    for line in house.stage.session.scalars(lines):
        line.outcome = "propose" if line.outcome == "drop" else "drop"


def _a_project_is_checked(house: House) -> None:
    """Its evidence is late, its fund is stopped, and another leads it."""
    project = house.milestone.project
    project.state, house.milestone.state = "suspended", "frozen"
    house.milestone.report = "未公开的进展"
    project.proposal.sections = project.proposal.sections | {"summary": "未公开的摘要"}
    project.proposal.pi = house.hidden.pi


_SYSTEM = "programme_officer's system"
Change = Callable[[House], None]
_OF_OFFICE = frozenset(role.value for role in OFFICE)
CHANGES: Mapping[str, tuple[tuple[Change, ...], frozenset[str]]] = {
    "before a decision": (
        (_the_order_is_another, _an_award_is_drafted),
        frozenset(role.value for role in RANKING_READERS),
    ),
    "before a close": ((_a_bid_is_drafted, _a_bid_is_sealed), frozenset()),
    "behind the wall": (
        (_a_case_is_opened, _somebody_else_objected),
        frozenset({"supervisor", "discipline"}),
    ),
    "before it is sent": ((_a_proposal_is_drafted,), _OF_OFFICE),
    "before its notice": ((_the_decision_is_another,), _OF_OFFICE),
    "inside a project": (
        (_a_project_is_checked,),
        _OF_OFFICE | {Role.FINANCE.value, _SYSTEM},
    ),
}
"""What is changed, and which readers may see it: the office counts the drafts of a call, and who
audits reads the whole history but of bids. In this order every reader looks twice only: before the
first and after the last of what follows and is hidden from it."""


def test_nothing_that_is_hidden_changes_a_byte(house: House, app: Flask, sign_in: SignInAs) -> None:
    session, people, all_paths = house.stage.session, house.readers(), list(_paths(app, house))
    officer = house.stage.holder(Role.PROGRAMME_OFFICER)
    secret = api_tokens.make(session, officer, "test", tuple(SCOPES), 30, house.stage.now)
    paths = {who: _open_to(one, all_paths, house) for who, one in people.items()}
    session.commit()
    clients = {who: sign_in(one) if one else _client(app) for who, one in people.items()}
    clients[_SYSTEM] = _client(app, Authorization=f"Bearer {secret}")
    paths[_SYSTEM] = [path for path, _alone in all_paths if path.startswith("/api/")]
    before: dict[str, Seen] = {}
    told: list[tuple[str, str]] = []
    for changes, may_see in CHANGES.values():
        for who, client in clients.items():
            if who in may_see and who in before:
                told += _changed(who, client, before.pop(who))
            elif who not in may_see and who not in before:
                before[who] = _seen(client, paths[who])
        for change in changes:
            change(house)
        session.commit()
    for who, was in before.items():
        told += _changed(who, clients[who], was)
    assert not told, told


Seen = dict[str, tuple[int, object]]


def _changed(who: str, client: FlaskClient, was: Seen) -> list[tuple[str, str]]:
    now = _seen(client, was)
    return [(who, path) for path in was if now.get(path) != was[path]]


def _open_to(
    reader: Person | None, paths: Iterable[tuple[str, frozenset[str]]], house: House
) -> list[str]:
    """Without what is kept from this reader whatever there is; `test_access` tries the guards."""
    held: frozenset[Role] = frozenset()
    if reader is not None:
        held = office_roles(house.stage.session, reader, house.stage.now)
    names = {role.value for role in held}
    return [path for path, alone in paths if not alone or alone & names]


def _client(app: Flask, **headers: str) -> FlaskClient:
    made = app.test_client()
    made.environ_base["HTTP_X_REQUEST_ID"] = "of-a-test"
    made.environ_base |= {f"HTTP_{name.upper()}": words for name, words in headers.items()}
    return made


def _paths(app: Flask, house: House) -> Iterator[tuple[str, frozenset[str]]]:
    """All there is to read that is not of one case, and the pages of the cases that are there; with
    the roles that alone may read it, if any."""
    for endpoint, method, address in addresses(app, range(1, 2)):
        path, guard = address.partition("?")[0], ROUTES[endpoint]
        is_read = not ("1" in path.split("/") or path.endswith("/new"))
        if method == "GET" and is_read and not endpoint.startswith(_NOT_READ):
            alone = guard.removeprefix("role:").split(",") if guard.startswith("role:") else ()
            yield path, frozenset(alone)
    others = [f"/sheets/{listing}.xlsx" for listing in LISTINGS if "found" not in listing]
    others += (f"/items/{house.story.item.id}", f"/cases/items/{house.story.item.id}")
    for call in (
        house.story.list,
        house.open,
        house.ranked.call,
        house.decided.call,
        house.noticed.call,
    ):
        others += (f"/calls/{call.id}", f"/office/calls/{call.id}")
        others += (f"/office/proposals?call={call.id}&sort=rank",)
        others += (f"/sheets/proposals.xlsx?number={call.id}",)
    public = f"/results/{house.milestone.project_id}"
    others += (public, f"{public}.jsonld", "/results.csv", f"/results?q={house.hidden.pi.name}")
    for one in house.decided.proposals:
        others += (f"/proposals/{one.id}", f"/cases/proposals/{one.id}")
    for path in (
        *others,
        "/find?kind=proposal",
        "/find?kind=result",
        "/office/proposals?state=sealed",
    ):
        yield path, frozenset()


_NOT_READ = ("account.", "help.", "many.", "operator.")
"""One's own affairs, or no pages to read; nor are forms that begin something new."""


def _seen(client: FlaskClient, paths: Iterable[str]) -> Seen:
    """What its guard keeps from a reader, whatever there is, is not asked for again."""
    found: Seen = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code in (200, 404):
            found[path] = answer.status_code, _told_by(answer)
    return found


def _told_by(answer: TestResponse) -> object:
    """Without what differs from one request to the next; of a sheet what stands in it."""
    if answer.content_type == XLSX:
        with ZipFile(BytesIO(answer.data)) as book:
            return {n: book.read(n) for n in book.namelist() if n.startswith("xl/")}
    return _PER_REQUEST.sub(r"\1", answer.text)
