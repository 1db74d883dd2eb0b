"""A panel that is dissolved strands nothing: another is formed for what stood before it (§3.1)."""

from __future__ import annotations

from app.models import ReviewGroup
from app.queries.attention.waiting import waiting_for
from app.queries.calls.office import ungrouped
from app.services.door.awaiting import turn_of
from app.services.review import panels
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    formed,
    proposals_of,
    ranked_online,
    sign_all,
)
from tests.services.stage import Stage
from workflows.hands import OFFICER
from workflows.roles import Role

FOUND = {"reason": "一名专家退出，候补专家已用完。"}


def test_what_an_online_panel_was_reading_goes_before_another_once_it_is_dissolved(
    stage: Stage,
) -> None:
    call = accepted(stage)
    (one,) = proposals_of(stage, call)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    group = at_work(stage, call)
    assert one not in ungrouped(stage.session, call, ())
    stage.moved(group, "dissolve", stage.holder(Role.SUPERVISOR), **FOUND)
    assert one.state == "online_review"
    assert turn_of(stage.session, one, stage.now).hands == OFFICER
    assert one in waiting_for(stage.session, officer, stage.now).page.rows
    assert list(ungrouped(stage.session, call, ())) == [one]
    again = panels.form(stage.session, call, [one], "第二组", officer, stage.now)
    assert isinstance(again, ReviewGroup), again
    stage.signed(again, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(again, "draw", stage.holder(Role.DISCIPLINE))
    stage.moved(again, "start", officer)
    sign_all(stage, again, "82")
    stage.moved(again, "lock", chair(again))
    assert (one.state, one.score) == ("scored", 82_00)


def test_what_stood_before_a_defence_goes_before_another_once_its_panel_is_dissolved(
    stage: Stage,
) -> None:
    call = ranked_online(stage, 90)
    (one,) = proposals_of(stage, call)
    one.state = "shortlisted"
    group = formed(stage, call, "defence")
    one.state, group.state = "defence", "reviewing"
    stage.session.flush()
    assert turn_of(stage.session, one, stage.now).hands != OFFICER
    stage.moved(group, "dissolve", stage.holder(Role.SUPERVISOR), **FOUND)
    assert turn_of(stage.session, one, stage.now).hands == OFFICER
    assert formed(stage, call, "defence").items[0].proposal is one
