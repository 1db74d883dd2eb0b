"""Drawn experts are asked; whoever declines, does not answer or has a conflict makes room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import CreditEntry, Message, ReviewGroup
from tests.services.panels import (
    accepted,
    draw,
    drawn,
    excluded,
    formed,
    invitation,
    members,
    someone,
)
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return drawn(stage, accepted(stage).proposal)


def test_every_drawn_expert_is_asked_by_mail_and_the_substitutes_are_not(
    stage: Stage, group: ReviewGroup
) -> None:
    asked = {
        m.person_id
        for m in stage.session.scalars(select(Message).where(Message.about_kind == "invitation"))
    }
    assert asked == {someone(stage, number).person_id for number in members(group)}
    first = invitation(stage, group, members(group)[0])
    assert (first.state, first.due_at is not None) == ("sent", True)


def test_whoever_declines_gives_the_reason_and_the_substitute_of_the_seat_is_asked(
    stage: Stage, group: ReviewGroup
) -> None:
    first = members(group)[0]
    own = next(s for s in group.seats if s.is_substitute)
    asked = invitation(stage, group, first)
    assert stage.refused(asked, "decline", someone(stage, first).person).keys() == {
        "missing_reason"
    }
    stage.moved(asked, "decline", someone(stage, first).person, reason="出国。")
    assert first not in members(group)
    assert len(members(group)) == 5
    assert own.expert_id in members(group)
    assert invitation(stage, group, own.expert_id).state == "sent"
    left = next(s for s in group.seats if s.expert_id == first)
    assert left.left_reason == "谢绝：出国。"


def test_whoever_accepts_and_then_withdraws_is_on_record_and_whoever_declines_at_once_is_not(
    stage: Stage, group: ReviewGroup
) -> None:
    hasty, frank = members(group)[:2]
    at_once = invitation(stage, group, frank)
    stage.moved(at_once, "decline", someone(stage, frank).person, reason="出国。")
    assert stage.session.scalars(select(CreditEntry)).all() == []
    asked, by = invitation(stage, group, hasty), someone(stage, hasty).person
    stage.moved(asked, "accept", by)
    stage.moved(asked, "decline", by, reason="改期。")
    entry = stage.session.scalars(select(CreditEntry)).one()
    assert (entry.expert_id, entry.kind) == (hasty, "withdrew")
    assert "改期。" in entry.reason


def test_the_chair_who_declines_passes_the_chair_on_in_the_order_of_the_draw(
    stage: Stage, group: ReviewGroup
) -> None:
    chair, second = members(group)[:2]
    assert group.chair_id == chair
    asked = invitation(stage, group, chair)
    stage.moved(asked, "decline", someone(stage, chair).person, reason="另有任务。")
    assert group.chair_id in members(group)
    assert group.chair_id != chair
    assert second in members(group)


def test_no_answer_by_the_deadline_calls_the_substitute(stage: Stage, group: ReviewGroup) -> None:
    silent, *others = members(group)
    for number in others:
        stage.moved(invitation(stage, group, number), "accept", someone(stage, number).person)
    stage.at(stage.now + timedelta(days=4))
    assert invitation(stage, group, silent).state == "lapsed"
    assert silent not in members(group)
    assert set(others) < set(members(group))
    assert len(members(group)) == 5


def test_where_the_call_asks_for_it_the_review_waits_for_every_answer(stage: Stage) -> None:
    group = drawn(stage, accepted(stage, answers_before_start=1).proposal)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    words = stage.refused(group, "start", officer)["invitations_answered"]
    assert "5 人" in words.zh
    for number in members(group):
        stage.moved(invitation(stage, group, number), "accept", someone(stage, number).person)
    stage.moved(group, "start", officer)
    assert {invitation(stage, group, n).state for n in members(group)} == {"serving"}


def test_once_the_review_runs_no_invitation_lapses(stage: Stage, group: ReviewGroup) -> None:
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    before = members(group)
    stage.at(stage.now + timedelta(days=5))
    assert members(group) == before


def test_with_nobody_left_the_seat_stays_empty_and_manager_and_supervisor_are_told(
    stage: Stage,
) -> None:
    group = drawn(stage, accepted(stage, experts=5).proposal)
    manager, supervisor = stage.holder(Role.EXPERT_MANAGER), stage.holder(Role.SUPERVISOR)
    first = members(group)[0]
    asked = invitation(stage, group, first)
    stage.moved(asked, "decline", someone(stage, first).person, reason="生病。")
    assert len(members(group)) == 4
    told = select(Message.person_id).where(Message.key.startswith("no_substitute"))
    assert set(stage.session.scalars(told)) == {manager.id, supervisor.id}
    stage.refused(group, "start", stage.holder(Role.PROGRAMME_OFFICER))


def test_only_the_invited_expert_answers(stage: Stage, group: ReviewGroup) -> None:
    first, second = members(group)[:2]
    asked = invitation(stage, group, first)
    for other in (someone(stage, second).person, stage.holder(Role.EXPERT_MANAGER)):
        assert "role_required" in stage.refused(asked, "accept", other)


def test_a_dissolved_panel_cancels_what_was_asked(stage: Stage, group: ReviewGroup) -> None:
    asked = [invitation(stage, group, number) for number in members(group)]
    stage.moved(group, "dissolve", stage.holder(Role.SUPERVISOR), reason="程序有误。")
    assert {one.state for one in asked} == {"closed"}


def test_only_supervision_has_a_whole_panel_drawn_anew(stage: Stage, group: ReviewGroup) -> None:
    for role in (Role.EXPERT_MANAGER, Role.PROGRAMME_OFFICER):
        assert "role_required" in stage.refused(
            group, "dissolve", stage.holder(role), reason="不满意。"
        )
    stage.moved(group, "dissolve", stage.holder(Role.SUPERVISOR), reason="程序有误。")
    again = formed(stage, group.items[0].proposal)
    draw(stage, again)
    assert again.id != group.id
    assert excluded(again) == {}
