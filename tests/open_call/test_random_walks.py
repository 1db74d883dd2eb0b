"""Random moves of everybody on one item with two bids: it ends, or waits on somebody named."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.models import Item, Person, Project, Proposal
from app.services.cases import workflow_of
from tests.open_call.story import Bidder, Story
from tests.services.stage import MINUTES
from workflows.engine.model import Transition
from workflows.roles import SYSTEM_ROLES, Role

STEPS = 70


class Walk:
    """Somebody for every role on every case, and answers to whatever a move asks."""

    def __init__(self, story: Story, bidders: tuple[Bidder, ...], seed: int) -> None:
        self.story, self.random = story, Random(seed)
        self.bidders = {one.bid.id: one for one in bidders}

    def cases(self) -> list[Any]:
        session = self.story.session
        return [
            case for kind in (Item, Proposal, Project) for case in session.scalars(select(kind))
        ]

    def live(self) -> list[Any]:
        return [c for c in self.cases() if not workflow_of(c).state(c.state).is_final]

    def somebody(self, role: Role, case: Any) -> Person:
        bid = case.proposal if isinstance(case, Project) else case
        if role in (Role.APPLICANT, Role.UNIT_ADMIN):
            one = self.bidders[bid.id]
            return one.pi if role is Role.APPLICANT else one.admin
        return self.story.contact if role is Role.DEMANDER else self.story.stage.holder(role)

    def answers(self, transition: Transition[Any]) -> dict[str, str]:
        usual = MINUTES | {"price": "480000000"}
        return {
            ask.key: self.random.choice(ask.choices)[0]
            if ask.choices
            else usual.get(ask.key, "有据可查")
            for ask in transition.asks
        }

    def step(self) -> None:
        """A random move of a random case, signed by everybody it needs; it may be refused."""
        case = self.random.choice(self.live())
        leaving = workflow_of(case).leaving(case.state)
        if not leaving or self.random.random() < 0.1:
            self.story.stage.at(self.story.stage.now + timedelta(days=5))
            return
        transition = self.random.choice(leaving)
        if transition.roles <= SYSTEM_ROLES:
            return
        words = self.answers(transition)
        for role in (min(transition.roles), *transition.approvals):
            by = self.somebody(role, case)
            self.story.stage.take(case, transition.name, by, **words)

    def check(self) -> None:
        """Whoever is awaited is named, and by when, or why there is no date."""
        for case in self.live():
            state = workflow_of(case).state(case.state)
            assert state.waits_on, case.state
            assert case.due_at is not None or state.undated or state.due, case.state


@pytest.mark.parametrize("seed", range(3))
def test_random_moves_always_end_or_wait_on_somebody_named(story: Story, seed: int) -> None:
    story.posted()
    bidders = (story.sealed(), story.sealed())
    story.closed()
    story.vetted(*bidders)
    story.evaluated((bidders[0], 90), (bidders[1], 80))
    story.shortlisted()
    walk = Walk(story, bidders, seed)
    for _ in range(STEPS):
        if not walk.live():
            break
        walk.step()
        walk.check()
    for _ in range(8):
        story.stage.at(story.stage.now + timedelta(days=90))
    walk.check()
    people = {case.state: workflow_of(case).state(case.state).waits_on for case in walk.live()}
    assert all(
        roles - SYSTEM_ROLES or state in ("attacking", "active") for state, roles in people.items()
    ), people
