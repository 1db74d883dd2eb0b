"""The panel of a milestone is drawn before a witness; nobody is picked by hand (§1, §3.1)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.experts.draw import Panel, replay
from app.models import History, Message, RoleGrant
from app.services.assessing.replaying import altered
from app.services.experts import expert_profile
from tests.factories import expert
from tests.services.called import formed_earlier, seated, witnessed, writing
from tests.services.lots import ask, convened, lacking, members, panel
from tests.services.running import Running, panel_of
from workflows.roles import Role


@pytest.fixture
def asked(submitted: Running) -> Running:
    """The officer asked for a panel; nobody but the nine of the pool can be drawn."""
    panel_of(submitted.stage, 9)
    ask(submitted)
    return submitted


def test_the_manager_draws_before_a_witness_and_never_the_officer_nor_one_alone(
    asked: Running,
) -> None:
    stage, node = asked.stage, asked.milestone
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    assert "role_required" in stage.refused(node, "draw_panel", officer)
    assert stage.signed(node, "draw_panel", manager) == (Role.DISCIPLINE,)
    assert members(asked) == []
    stage.moved(node, "draw_panel", stage.holder(Role.DISCIPLINE))
    assert len(members(asked)) == 5
    assert lacking(asked) == ()
    assert panel(asked).chair_id == members(asked)[0].expert_id, "the first drawn presides"


def test_who_asked_for_the_panel_neither_draws_it_nor_witnesses_the_draw(asked: Running) -> None:
    stage, node = asked.stage, asked.milestone
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    held = select(RoleGrant).where(RoleGrant.person_id == officer.id)
    stage.session.scalars(held).one().role = Role.EXPERT_MANAGER.value
    stage.session.flush()
    assert "separation_of_duties" in stage.refused(node, "draw_panel", officer)


def test_the_draw_is_committed_to_before_and_its_seed_is_published_after(asked: Running) -> None:
    committed = asked.stage.session.scalars(
        select(History).where(History.case_kind == "milestone", History.transition == "commit")
    ).one()
    before = panel(asked).draw
    assert committed.given["commitment"] == before["pool"]["commitment"]
    assert "draws" not in before
    witnessed(asked.stage, asked.milestone)
    (drawn,) = panel(asked).draw["draws"]
    assert drawn["commitment"] == committed.given["commitment"]
    again = replay(drawn["snapshot"], bytes.fromhex(drawn["seed"]), drawn["commitment"])
    assert isinstance(again, Panel)
    assert list(again.members) == [seat.expert_id for seat in members(asked)]


def test_a_pool_that_changed_since_the_commitment_is_fixed_again_before_the_draw(
    asked: Running,
) -> None:
    stage, node = asked.stage, asked.milestone
    manager = stage.holder(Role.EXPERT_MANAGER)
    expert(stage.session)
    refused = stage.refused(node, "draw_panel", manager)
    assert "重新固定候选名单" in refused["node_panel_can_be_drawn"].zh
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    assert len(members(asked)) == 5


def test_the_officer_says_how_many_beyond_the_least_and_a_full_panel_is_not_drawn_again(
    submitted: Running,
) -> None:
    stage, node = submitted.stage, submitted.milestone
    panel_of(stage, 9)
    ask(submitted, beyond="2")
    witnessed(stage, node)
    assert len(members(submitted)) == 7
    refused = stage.refused(node, "draw_panel", stage.holder(Role.EXPERT_MANAGER))
    assert "node_panel_seats_are_empty" in refused


@pytest.mark.parametrize(
    ("move", "given", "code"),
    [
        ("declare_assessor_conflict", {"reason": "有合作关系"}, "回避：有合作关系"),
        ("decline", {"reason": "出差"}, "谢绝：出差"),
    ],
)
def test_whoever_stands_aside_or_declines_is_followed_by_the_next_of_the_draw(
    asked: Running, move: str, given: dict[str, str], code: str
) -> None:
    stage, session = asked.stage, asked.stage.session
    convened(asked)
    before = [o.expert_id for o in asked.opinions(1)]
    leaving = next(o for o in asked.opinions(1) if o.expert.type != "finance")
    stage.moved(leaving, move, leaving.expert.person, **given)
    late = asked.opinions(1)[-1]
    assert late.expert_id not in before
    (drawn, called) = panel(asked).draw["draws"]
    assert called["in_place_of"] == leaving.expert_id
    assert called["seed"] == drawn["seed"], "the same draw goes on"
    again = replay(called["snapshot"], bytes.fromhex(called["seed"]), called["commitment"])
    assert isinstance(again, Panel)
    assert again.members == (late.expert_id,)
    left = next(s for s in panel(asked).seats if s.expert_id == leaving.expert_id)
    assert left.left_reason == code
    assert lacking(asked) == ()
    told = session.scalars(
        select(Message.message_kind).where(Message.person_id == late.expert.person_id)
    ).all()
    assert told == ["panel_convened"]


def test_whoever_does_not_come_is_replaced_before_a_witness_and_whoever_has_signed_never(
    asked: Running,
) -> None:
    stage = asked.stage
    convened(asked)
    absent, there = asked.opinions(1)[-2:]
    asked.judge([there], "pass")
    manager, witness = map(stage.holder, (Role.EXPERT_MANAGER, Role.DISCIPLINE))
    why = {"why": "absent", "reason": "考核会未到"}
    assert "state_has_changed" in stage.refused(there, "replace", manager, **why)
    if absent.expert.type == "finance":
        expert(stage.session, type="finance")
    assert stage.signed(absent, "replace", manager, **why) == (Role.DISCIPLINE,)
    stage.moved(absent, "replace", witness, **why)
    left = next(s for s in panel(asked).seats if s.expert_id == absent.expert_id)
    assert left.left_reason == "更换：未到会，考核会未到"
    assert there.expert_id in {seat.expert_id for seat in members(asked)}


def test_nobody_is_called_who_came_into_the_pool_after_the_draw_but_by_another_draw(
    submitted: Running,
) -> None:
    stage, node = submitted.stage, submitted.milestone
    submitted.convene()
    leaving = next(o for o in submitted.opinions(1) if o.expert.type != "finance")
    late = expert(stage.session)
    stage.moved(leaving, "decline", leaving.expert.person, reason="出差")
    assert len(members(submitted)) == 4
    manager = stage.holder(Role.EXPERT_MANAGER)
    told = stage.session.scalars(
        select(Message.message_kind).where(Message.person_id == manager.id)
    )
    assert "no_assessor_left" in told.all()
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    assert members(submitted)[-1].expert_id == late.id
    assert {o.expert_id for o in submitted.opinions(1)} == {s.expert_id for s in members(submitted)}


def test_a_conflict_that_comes_up_before_the_meeting_frees_the_seat_for_another_draw(
    asked: Running,
) -> None:
    stage, node, session = asked.stage, asked.milestone, asked.stage.session
    witnessed(stage, node)
    moved = next(s for s in members(asked) if s.expert.type != "finance")
    unit = asked.project.proposal.lead_unit
    day = stage.now.date()
    assert expert_profile.move_to(session, moved.expert, unit, day, stage.now) is None
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    assert node.state == "drawing"
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    assert moved.expert_id not in {seat.expert_id for seat in members(asked)}
    stage.moved(node, "convene", officer)


def test_a_panel_formed_by_hand_before_panels_were_drawn_is_convened_and_filled_by_lot(
    submitted: Running,
) -> None:
    stage, node = submitted.stage, submitted.milestone
    earlier = panel_of(stage)
    formed_earlier(stage, node, earlier)
    stage.moved(node, "convene", stage.holder(Role.PROGRAMME_OFFICER))
    given = submitted.opinions(1)
    submitted.judge(given[:4], "pass")
    late = expert(stage.session, type="finance")
    stage.moved(given[4], "decline", given[4].expert.person, reason="出差")
    stage.moved(node, "commit_to_draw", stage.holder(Role.EXPERT_MANAGER))
    witnessed(stage, node)
    (waiting,) = writing(stage, node)
    assert waiting.expert_id == late.id
    submitted.judge([waiting], "pass")
    assert submitted.chair.id == earlier[0].person_id
    submitted.conclude("conclude_pass")
    assert node.state == "passed"


def test_no_panel_is_asked_for_where_one_formed_earlier_wants_nobody(submitted: Running) -> None:
    stage, node = submitted.stage, submitted.milestone
    officer, whole = stage.holder(Role.PROGRAMME_OFFICER), panel_of(stage)
    formed_earlier(stage, node, whole)
    refused = stage.refused(node, "ask_for_panel", officer, beyond="0")
    assert refused.keys() == {"node_panel_seats_are_empty"}
    formed_earlier(stage, node, whole[1:])
    stage.moved(node, "ask_for_panel", officer, beyond="0")


def test_in_a_re_check_the_next_member_follows_and_then_the_next_of_the_draw(
    asked: Running,
) -> None:
    stage = asked.stage
    convened(asked)
    asked.judge(asked.opinions(1), "rectify", verdict="partly")
    asked.conclude("conclude_rectify", months="2")
    stage.moved(asked.milestone, "submit_rectified", asked.awarded.applied.pi, report="已整改")
    known = {seat.expert_id for seat in members(asked)}
    for _ in range(3):
        leaving = asked.opinions(2)[-1]
        stage.moved(leaving, "decline", leaving.expert.person, reason="出差")
        assert len(asked.opinions(2)) == 3
    assert asked.opinions(2)[-1].expert_id not in known


def test_a_panel_may_be_drawn_from_these_only(submitted: Running) -> None:
    some = panel_of(submitted.stage)
    panel_of(submitted.stage)
    seated(submitted.stage, submitted.milestone, some)
    assert {seat.expert_id for seat in members(submitted)} == {one.id for one in some}


def test_a_seat_or_a_seed_put_in_by_hand_is_named_by_the_replay(asked: Running) -> None:
    stage, session = asked.stage, asked.stage.session
    convened(asked)
    leaving = next(o for o in asked.opinions(1) if o.expert.type != "finance")
    stage.moved(leaving, "decline", leaving.expert.person, reason="出差")
    assert altered(session, panel(asked)) is None
    stranger = expert(session)
    seat = members(asked)[0]
    was, seat.expert_id = seat.expert_id, stranger.id
    session.flush()
    found = altered(session, panel(asked))
    assert found is not None
    assert str(stranger.id) in found.en
    members(asked)[0].expert_id = was
    (drawn, called) = panel(asked).draw["draws"]
    again = {**drawn, "seed": "00" * 32}
    panel(asked).draw = {"draws": [again, called]}
    session.flush()
    found = altered(session, panel(asked))
    assert found is not None
    assert "不能复算" in found.zh
