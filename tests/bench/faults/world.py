"""Work enough for a whole run: drafts to submit, reviews to sign, lists to decide, contracts to
sign and pay, and calls that close meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.files.places import files_of
from app.models import History, MatchingFund, Person
from app.services.cases import CASES, case_id
from app.services.history import note
from app.services.identity import passwords
from app.services.identity.proof import Origin
from app.services.identity.sign_ins import begin
from tests.conftest import START
from tests.services.awarding import drafted, ranked
from tests.services.calls_in_review import accepted, at_work, reviews_in
from tests.services.money import funded
from tests.services.stage import Stage, a_page
from workflows.roles import Role

PASSWORD = "as typed by everybody"

_EXPERTS = 12
_PROPOSALS_IN_A_GROUP = 6


@dataclass(frozen=True, slots=True)
class Task:
    """A case, and the cookies of those who work on it, in the order in which they are needed."""

    case_id: int
    cookies: tuple[str, ...]


@dataclass
class World:
    drafts: list[Task] = field(default_factory=list)
    reviews: list[Task] = field(default_factory=list)
    lists: list[Task] = field(default_factory=list)
    projects: list[Task] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)


def settle(stage: Stage, app: Flask, many: int, seconds: float) -> World:
    """`many` of each kind; the calls close one after the other within the next `seconds`."""
    world = World()
    cookie = _baker(app, stage.session)
    _drafts(world, stage, many, cookie)
    _reviews(world, stage, many, cookie)
    decider = cookie(stage.holder(Role.DECISION_MAKER))
    for _ in range(max(2, many // 3)):
        of = ranked(stage, 92, 90, 70)
        drafted(stage, of, "propose", "propose", "drop")
        world.lists.append(Task(of.call.id, (decider,)))
    _projects(world, stage, max(2, many // 3), cookie)
    for number in range(max(2, many // 10)):
        closes = START + timedelta(seconds=seconds * number * 10 / many)
        world.closing.append(stage.call("open", close_at=closes).id)
    _make_true(stage)
    stage.session.execute(update(Person).values(password_hash=passwords.hashed(PASSWORD)))
    stage.session.commit()
    return world


def _drafts(world: World, stage: Stage, many: int, cookie: Callable[[Person], str]) -> None:
    of_call = stage.call()
    of_call.rules = {**of_call.rules, "unit_per_call_most": 50, "lead_per_call_most": 10}
    for _ in range(many):
        made = stage.applied(call=of_call)
        world.drafts.append(Task(made.proposal.id, (cookie(made.pi),)))


def _reviews(world: World, stage: Stage, many: int, cookie: Callable[[Person], str]) -> None:
    while len(world.reviews) < many:
        of_call = accepted(stage, _PROPOSALS_IN_A_GROUP, _EXPERTS)
        for review in reviews_in(stage, at_work(stage, of_call)):
            world.reviews.append(Task(review.id, (cookie(review.expert.person),)))


def _projects(world: World, stage: Stage, many: int, cookie: Callable[[Person], str]) -> None:
    """Signed by leader and unit: the office's signature makes the contract."""
    office = (
        cookie(stage.holder(Role.PLANNING_OFFICER)),
        cookie(stage.holder(Role.FINANCE)),
        cookie(stage.holder(Role.FINANCE, "second")),
    )
    for _ in range(many):
        of = funded(stage)
        stage.signed(of.project, "sign_contract", of.applied.pi)
        stage.signed(of.project, "sign_contract", of.applied.unit)
        world.projects.append(Task(of.project.id, office))


def _make_true(stage: Stage) -> None:
    """What the set-up put in its place by hand goes on record, so that the audit finds nothing that
    the run itself did not break."""
    session = stage.session
    session.flush()
    for kind, model in CASES.items():
        for case in session.scalars(select(model)):
            of_case = (History.case_kind == kind) & (History.case_id == case_id(case))
            newest = select(History.target).where(of_case).order_by(History.id.desc()).limit(1)
            if session.scalar(newest) not in (None, case.state):
                note(
                    session,
                    case,
                    "settled",
                    actor_id=None,
                    role=Role.SYSTEM_CLOCK,
                    now=START,
                    given={},
                )
    store = files_of(session.info["settings"])
    session.execute(update(MatchingFund).values(evidence_sha256=store.put(a_page())))


def _baker(app: Flask, session: Session) -> Callable[[Person], str]:
    """Signs people in, each once."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    baked: dict[int, str] = {}

    def cookie(person: Person) -> str:
        if person.id not in baked:
            origin = Origin("127.0.0.1", f"device of {person.id}", "bench")
            secret = begin(session, person, origin, START, with_factor=False)
            baked[person.id] = serializer.dumps({"_user_id": secret, "_fresh": True})
        return baked[person.id]

    return cookie
