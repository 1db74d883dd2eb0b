"""Half of whoever assesses a milestone did not select the project (§1)."""

from __future__ import annotations

from collections.abc import Sequence

from app.models import Expert, Review, ReviewGroup
from app.services.assessing import panel_rules
from app.services.assessing.pool import selectors
from app.services.moves import begin
from tests.services.called import formed_earlier, seated
from tests.services.running import Running, panel_of
from workflows.roles import Role


def selected_by(of: Running, experts: Sequence[Expert]) -> None:
    stage, proposal = of.stage, of.awarded.applied.proposal
    group = ReviewGroup(call=proposal.call, call_id=proposal.call_id, name="评审组", draw={})
    group.seed = group.seed_commitment = ""
    group.formed_by_id = proposal.call.drafted_by_id
    begin(stage.session, group, proposal.call.drafted_by, stage.now)
    for one in experts:
        review = Review(group=group, proposal=proposal, expert=one)
        review.group_id, review.proposal_id, review.expert_id = group.id, proposal.id, one.id
        begin(stage.session, review, Role.SYSTEM_CLOCK, stage.now)
        review.state = "closed"
    stage.session.flush()


def lacking(of: Running) -> str:
    of.stage.session.expire_all()
    found = panel_rules.problems(of.stage.session, of.milestone, of.stage.now)
    return "；".join(text.zh for text in found)


def test_at_most_half_of_a_milestone_s_panel_selected_the_project(submitted: Running) -> None:
    officer, pool = submitted.stage.holder(Role.PROGRAMME_OFFICER), panel_of(submitted.stage)
    formed_earlier(submitted.stage, submitted.milestone, pool)
    selected_by(submitted, pool[:2])
    assert lacking(submitted) == ""
    selected_by(submitted, pool[2:3])
    assert lacking(submitted) == "未评审过本项目的专家应不少于 3 人（现 2 人）"
    reasons = submitted.stage.refused(submitted.milestone, "convene", officer)
    assert reasons.keys() == {"panel_valid"}


def of_them(of: Running) -> int:
    """How many of the panel did not select the project."""
    known, panel = selectors(of.stage.session, of.project), of.milestone.assessment
    assert panel is not None
    return sum(seat.expert_id not in known for seat in panel.members)


def test_a_draw_and_a_substitute_leave_enough_who_did_not_select_the_project(
    submitted: Running,
) -> None:
    stage, pool = submitted.stage, panel_of(submitted.stage, 12)
    selected_by(submitted, pool[4:])
    seated(stage, submitted.milestone)
    assert (of_them(submitted), lacking(submitted)) == (3, "")
    stage.moved(submitted.milestone, "convene", stage.holder(Role.PROGRAMME_OFFICER))
    new = next(o for o in submitted.opinions(1) if o.expert in pool[:4])
    stage.moved(new, "decline", new.expert.person, reason="出差")
    assert (of_them(submitted), lacking(submitted)) == (3, "")


def test_without_enough_of_them_nobody_is_drawn_and_it_is_said_why(submitted: Running) -> None:
    stage = submitted.stage
    selected_by(submitted, panel_of(stage, 12)[2:])
    officer, manager = map(stage.holder, (Role.PROGRAMME_OFFICER, Role.EXPERT_MANAGER))
    stage.moved(submitted.milestone, "ask_for_panel", officer, beyond="0")
    refused = stage.refused(submitted.milestone, "draw_panel", manager)
    assert "新任专家" in refused["node_panel_can_be_drawn"].zh
