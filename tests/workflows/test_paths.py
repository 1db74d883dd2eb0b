"""A rule that marks a way hides the moves of the other ways, and only those."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.decide import Offer, offered
from workflows.engine.facts import Actor, Trail
from workflows.facts import ReviewGroupFacts
from workflows.guards.examples import GROUP, LATER
from workflows.parts.review import REVIEW_GROUP
from workflows.roles import Role

OFFICER = Actor(1, frozenset({Role.PROGRAMME_OFFICER}))


def of_a_panel(facts: ReviewGroupFacts) -> dict[str, Offer[ReviewGroupFacts]]:
    offers = offered(REVIEW_GROUP, "drawn", OFFICER, facts, Trail())
    return {offer.transition.name: offer for offer in offers}


def test_a_panel_that_holds_no_defence_has_no_button_to_call_one() -> None:
    offers = of_a_panel(GROUP)
    assert not offers["call_meeting"].on_path
    assert offers["start"].on_path


def test_a_defence_that_lacks_its_order_has_a_greyed_button() -> None:
    lacking = replace(GROUP, purpose="defence", meeting_at=LATER, unplanned=("某项目",))
    call = of_a_panel(lacking)["call_meeting"]
    assert call.on_path
    assert [r.key for r in call.refusals] == ["meeting_planned"]
