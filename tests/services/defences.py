"""A defence that is planned, begun, attended and held."""

from __future__ import annotations

from datetime import timedelta

from app.models import Call, ReviewGroup
from app.services.review import meetings
from tests.played import played_once
from tests.services.calls_in_review import (
    chair,
    drawn,
    proposals_of,
    ranked_online,
    sign_all,
    write_opinions,
)
from tests.services.stage import Stage
from workflows.roles import Role


def ranked_for_defence(stage: Stage) -> Call:
    """The online round is over: 84 and 80 points, a defence to come, one award planned."""
    return ranked_online(stage, 84, 80, shortlist_times=2)


def both_shortlisted(stage: Stage) -> Call:
    call = ranked_for_defence(stage)
    for one in proposals_of(stage, call):
        stage.moved(one, "shortlist", stage.holder(Role.PROGRAMME_OFFICER))
    return call


def planned(stage: Stage, group: ReviewGroup, days: int = 6) -> None:
    order = [item.proposal_id for item in group.items]
    begins = stage.now + timedelta(days=days)
    assert meetings.plan(stage.session, group, begins, "一号会议室", order, stage.now) is None


@played_once
def begun(stage: Stage, call: Call) -> ReviewGroup:
    """The meeting has been called and has begun; the last team is being heard."""
    group = drawn(stage, call, "defence")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    planned(stage, group)
    stage.moved(group, "call_meeting", officer)
    stage.clock.move_to(stage.now + timedelta(days=6))
    stage.moved(group, "start", officer)
    stage.clock.move_to(stage.now + timedelta(minutes=30))
    return group


def seen(stage: Stage, group: ReviewGroup) -> None:
    """Every team that is still before the panel came."""
    meeting = meetings.meeting_of(stage.session, group)
    assert meeting is not None
    on_the_table = {item.proposal_id for item in group.on_the_table}
    for slot in (one for one in meeting.slots if one.proposal_id in on_the_table):
        assert meetings.attend(slot, slot.starts_at) is None


@played_once
def held(stage: Stage, call: Call, points: str) -> ReviewGroup:
    group = begun(stage, call)
    sign_all(stage, group, points)
    write_opinions(stage, group)
    seen(stage, group)
    stage.moved(group, "lock", chair(group))
    return group


def seat_of(group: ReviewGroup, place: int) -> str:
    return str(group.sitting[place].seat)
