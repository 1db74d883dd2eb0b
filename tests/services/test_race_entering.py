"""Who may enter and start a race: the plan, the routes, the reserve, the terms (R1-R3)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Payment
from tests.factories import organisation
from tests.services.racing import WAN, drafted, entered, kept, plan, signed
from tests.services.stage import Stage
from workflows.roles import Role


def test_a_race_without_a_finish_line_is_not_posted(stage: Stage) -> None:
    race = drafted(stage)
    race.finish_line = []
    reasons = stage.refused(race, "post", Role.SYSTEM_CLOCK)
    assert "冲线标准" in reasons["race_plan_problems"].zh


def test_stages_and_prize_must_make_up_the_budget(stage: Stage) -> None:
    race = drafted(stage, budget=1300 * WAN)
    reasons = stage.refused(race, "post", Role.SYSTEM_CLOCK)
    assert "1,200.00 万元" in reasons["race_plan_problems"].zh
    assert "1,300.00 万元" in reasons["race_plan_problems"].zh


def test_a_call_cannot_be_published_before_its_race_can(stage: Stage) -> None:
    race = drafted(stage)
    race.loser_rule = ""
    race.call.state, race.call.contact, race.call.contact_phone = "approved", "张", "1"
    race.call.open_at = stage.now + timedelta(days=1)
    race.call.close_at = stage.now + timedelta(days=40)
    reasons = stage.refused(race.call, "publish", race.call.drafted_by)
    assert "race_plan_problems" in reasons


def test_teams_on_one_route_do_not_make_a_race(stage: Stage) -> None:
    racing = entered(stage, ("硫化物", "硫化物"))
    reasons = stage.refused(racing.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "只有 1 条技术路线" in reasons["race_entry_problems"].zh


def test_a_race_needs_a_reserve(stage: Stage) -> None:
    racing = entered(stage, reserves=0)
    reasons = stage.refused(racing.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "候补 0 个" in reasons["race_entry_problems"].zh


def test_teams_share_no_member_and_no_controller(stage: Stage) -> None:
    racing = entered(stage)
    one, other, third = (a.proposal for a in racing.applied[:3])
    other.pi_id = one.pi_id
    third.lead_unit.parent_id = one.lead_unit_id
    stage.session.flush()
    reasons = stage.refused(racing.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "有共同成员" in reasons["race_entry_problems"].zh
    assert "受同一主体控制" in reasons["race_entry_problems"].zh


def test_a_public_authority_above_two_teams_is_no_common_controller(stage: Stage) -> None:
    """As in the open call (B4): a holding is one, the authority of two universities is none."""
    racing = entered(stage)
    above = organisation(stage.session, kind="enterprise")
    for applied in racing.applied[:2]:
        applied.proposal.lead_unit.parent_id = above.id
    stage.session.flush()
    reasons = stage.refused(racing.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "受同一主体控制" in reasons["race_entry_problems"].zh
    above.kind = "government"
    stage.session.flush()
    stage.moved(racing.race, "check_selection", Role.SYSTEM_CLOCK)


def test_a_unit_that_became_part_of_another_has_its_controller(stage: Stage) -> None:
    racing = entered(stage)
    one, other = (a.proposal for a in racing.applied[:2])
    other.lead_unit.merged_into_id = one.lead_unit_id
    stage.session.flush()
    reasons = stage.refused(racing.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "受同一主体控制" in reasons["race_entry_problems"].zh


def test_nobody_leads_a_team_in_two_races(stage: Stage) -> None:
    first, second = signed(entered(stage)), entered(stage)
    twice = second.applied[0].proposal
    twice.pi_id = first.pi("A").id
    stage.session.flush()
    reasons = stage.refused(second.race, "check_selection", Role.SYSTEM_CLOCK)
    assert "已在“" in reasons["race_entry_problems"].zh
    twice.pi_id = second.applied[-1].pi.id
    second.applied[-1].proposal.pi_id = first.pi("A").id
    stage.session.flush()
    stage.moved(second.race, "check_selection", Role.SYSTEM_CLOCK)


def test_nobody_is_chosen_for_two_races_before_either_is_on_notice(stage: Stage) -> None:
    first, second = entered(stage), entered(stage)
    twice, waiting = second.applied[0].proposal, second.applied[1].proposal
    alone = twice.pi_id
    twice.pi_id, waiting.pi_id = first.applied[0].pi.id, first.applied[-1].pi.id
    stage.session.flush()
    stage.moved(first.race, "check_selection", Role.SYSTEM_CLOCK)
    stage.moved(second.race, "check_selection", Role.SYSTEM_CLOCK)
    for one in first.applied:
        one.proposal.state = "awaiting_notice"
    stage.session.flush()
    assert first.race.teams == []
    reasons = stage.refused(second.race, "check_selection", Role.SYSTEM_CLOCK)
    found = reasons["race_entry_problems"].zh
    assert f"《{twice.title}》负责人已议定入围“{first.race.title}”，待公示" in found
    assert f"《{waiting.title}》负责人" not in found, "a reserve of another race is in none"
    twice.pi_id = alone
    stage.session.flush()
    stage.moved(second.race, "check_selection", Role.SYSTEM_CLOCK)


def test_nobody_starts_before_everybody_has_signed_the_same_terms(stage: Stage) -> None:
    racing = signed(entered(stage))
    racing.team("B").agreed = "another"
    reasons = stage.refused(racing.race, "start", racing.officer)
    assert reasons["race_start_problems"].zh == "尚不能起跑：B队所签指标不一致。"


def test_stage_one_is_shared_equally_to_the_cent(stage: Stage) -> None:
    """Item 19: 100 yuan do not divide by three."""
    race = drafted(stage, plan(stage, pools=(100, 480, 240)))
    race.stages[0].pool = 100_00
    race.stages[1].pool += 100 * WAN - 100_00
    racing = signed(entered(stage, race=race))
    stage.moved(racing.race, "start", racing.officer)
    amounts = stage.session.scalars(select(Payment.amount).order_by(Payment.amount)).all()
    assert amounts == [33_33, 33_33, 33_34]
    kept(racing)
