"""A panel that waits for its draw or its meeting: its size may be changed until the draw, and those
whom the rules no longer let sit are followed by lot (§3.1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Message, Organisation
from app.services.door.offering import offers
from app.services.experts import expert_profile
from app.services.experts.profiles import present_unit
from tests.integrity.handling import sanctioned
from tests.services.called import formed_earlier, witnessed
from tests.services.lots import ask, convened, members, panel
from tests.services.running import Running, panel_of
from workflows.roles import Role

_DRAWING = {"draw_panel", "commit_to_draw", "appoint_assessor"}


@pytest.fixture
def asked(submitted: Running) -> Running:
    panel_of(submitted.stage, 9)
    ask(submitted)
    return submitted


def _buttons(of: Running, role: Role) -> set[str]:
    stage = of.stage
    found = offers(stage.session, of.milestone, stage.holder(role), stage.now)
    return {offer.transition.name for offer in found if offer.on_path}


def test_moves_of_drawing_are_buttons_while_a_seat_is_empty_and_then_no_more(
    asked: Running,
) -> None:
    assert _buttons(asked, Role.EXPERT_MANAGER) >= _DRAWING
    witnessed(asked.stage, asked.milestone)
    assert not _buttons(asked, Role.EXPERT_MANAGER) & _DRAWING


def test_the_size_is_changed_until_the_draw_and_what_was_signed_before_is_void(
    asked: Running,
) -> None:
    stage, node = asked.stage, asked.milestone
    stage.signed(node, "draw_panel", stage.holder(Role.EXPERT_MANAGER))
    ask(asked, beyond="2")
    witness = stage.holder(Role.DISCIPLINE)
    assert stage.refused(node, "draw_panel", witness).keys() == {"nothing_to_witness"}
    witnessed(stage, node)
    assert len(members(asked)) == 7
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert "state_has_changed" in stage.refused(node, "ask_for_panel", officer, beyond="4")


def test_members_who_came_to_one_unit_after_the_draw_are_followed_by_lot(asked: Running) -> None:
    stage, node, session = asked.stage, asked.milestone, asked.stage.session
    witnessed(stage, node)
    first, *others = (s.expert for s in members(asked) if s.expert.type != "finance")
    day = stage.now.date()
    unit = session.get_one(Organisation, present_unit(first, day))
    for other in others:
        assert expert_profile.move_to(session, other, unit, day, stage.now) is None
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    assert node.state == "drawing", "it is the turn of whoever draws"
    told = select(Message.person_id).where(Message.message_kind == "panel_seat_empty")
    assert {officer.id, manager.id} <= set(stage.session.scalars(told))
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    left = next(s for s in panel(asked).seats if s.left_reason)
    assert "同单位" in left.left_reason
    stage.moved(node, "convene", officer)


def test_who_is_sanctioned_after_the_draw_is_followed_by_lot_and_those_who_see_to_it_are_told(
    asked: Running,
) -> None:
    stage, node, session = asked.stage, asked.milestone, asked.stage.session
    witnessed(stage, node)
    barred = next(s.expert for s in members(asked) if s.expert.type != "finance")
    sanctioned(stage, barred.person)
    assert node.state == "drawing"
    told = select(Message.person_id).where(Message.message_kind == "panel_seat_empty")
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    assert {officer.id, manager.id} <= set(session.scalars(told))
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    assert barred.id not in {seat.expert_id for seat in members(asked)}
    stage.moved(node, "convene", officer)


def test_who_is_removed_from_the_pool_while_the_panel_is_at_work_is_replaced_by_its_draw(
    asked: Running,
) -> None:
    stage, node = asked.stage, asked.milestone
    convened(asked)
    leaker = next(s.expert for s in members(asked) if s.expert.type != "finance")
    manager = stage.holder(Role.EXPERT_MANAGER)
    problems = expert_profile.record_lapse(
        stage.session, leaker, "leak", "向申报人透露。", manager, stage.now
    )
    assert problems is None
    assert (node.state, len(members(asked))) == ("assessing", 5)
    assert leaker.id not in {seat.expert_id for seat in members(asked)}
    told = select(Message.person_id).where(Message.message_kind == "assessor_barred")
    assert manager.id in set(stage.session.scalars(told))


def test_of_a_panel_formed_earlier_without_a_chair_the_first_presides(submitted: Running) -> None:
    stage, node = submitted.stage, submitted.milestone
    earlier = panel_of(stage)
    formed_earlier(stage, node, earlier).chair = None
    stage.session.flush()
    stage.moved(node, "convene", stage.holder(Role.PROGRAMME_OFFICER))
    assert panel(submitted).chair_id == earlier[0].id
