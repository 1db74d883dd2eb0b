"""One panel judges every team of a checkpoint: a conflict with one excludes from all (§3.2(9))."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from app.models import Review, ReviewGroup
from app.services.calls.programmes import name_of_panel
from app.services.door.awaiting import turn_of
from app.services.experts.pool import rules_of
from app.services.problems import Problems
from app.services.races import checkpoints, evidence
from app.services.races.evidence import MeasurementReport
from app.services.races.snapshot import snapshot
from tests.conftest import SignInAs
from tests.factories import expert
from tests.services.race_course import hand_in, measured, to_checkpoint
from tests.services.racing import Racing, started
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.engine.decide import Turn
from workflows.hands import MANAGER, OFFICER
from workflows.race.invariants import violations
from workflows.roles import Role


def formed(stage: Stage, spare: int = 4) -> tuple[Racing, ReviewGroup]:
    """Every team has handed in, and a panel is to be drawn; one expert works for team B's unit."""
    racing = started(stage)
    to_checkpoint(racing)
    for lane in "ABC":
        hand_in(racing, lane)
    for number in range(7 + spare):
        expert(stage.session, type="finance" if number < 2 else "academic")
    expert(stage.session, unit=racing.team("B").proposal.lead_unit)
    stage.session.commit()
    group = checkpoints.form_panel(stage.session, racing.race_stage, racing.officer, stage.now)
    assert isinstance(group, ReviewGroup)
    return racing, group


def reviewing(stage: Stage, spare: int = 4) -> tuple[Racing, ReviewGroup]:
    """A checkpoint with its panel of seven at work."""
    racing, group = formed(stage, spare)
    everything_is_in(racing, "ABC")
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))
    stage.moved(group, "start", racing.officer)
    stage.session.commit()
    return racing, group


def everything_is_in(racing: Racing, lanes: str) -> None:
    """No team may hand in any more, and what was handed in is tested."""
    racing.stage.at(evidence.grace_ends(racing.stage.session, racing.race_stage))
    for lane in lanes:
        measured(racing, lane, "500")


def test_no_team_is_judged_while_another_may_hand_in_or_is_not_tested(stage: Stage) -> None:
    racing, group = formed(stage)
    manager = stage.holder(Role.EXPERT_MANAGER)
    early = stage.refused(group, "draw", manager)
    assert "佐证提交尚未截止" in early["stage_is_closed"].zh
    open_still = turn_of(stage.session, group, stage.now)
    assert open_still == Turn(frozenset(), early["stage_is_closed"]), "the time does it"
    everything_is_in(racing, "AB")
    untested = stage.refused(group, "draw", manager)["stage_is_tested"]
    assert "尚未在节点页面登记：C。" in untested.zh
    assert turn_of(stage.session, group, stage.now) == Turn(OFFICER, untested)
    everything_is_in(racing, "C")
    assert turn_of(stage.session, group, stage.now) == Turn(MANAGER)
    closed = local_date(evidence.grace_ends(stage.session, racing.race_stage))
    assert group.due_at is not None
    assert local_date(group.due_at) > closed, "nobody is late who could not begin"
    stage.signed(group, "draw", manager)


def test_figures_by_which_the_panel_judges_stay_as_they_are(stage: Stage) -> None:
    racing, group = formed(stage)
    everything_is_in(racing, "ABC")
    everything_is_in(racing, "A")  # until it begins, what was mistyped is put right
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))
    stage.moved(group, "start", racing.officer)
    session, race_stage = stage.session, racing.race_stage
    result = next(r for r in race_stage.results if r.team.lane == "A")
    before = evidence.test_of(result)
    report = MeasurementReport("检测中心", "CNAS-A-2", local_date(stage.now), {"能量密度": "600"})
    refused = evidence.record_test(session, race_stage, result, report, racing.officer, stage.now)
    assert refused is not None
    assert "专家组已依据本检测结果评审" in refused.by_field[""].zh
    assert evidence.test_of(result) == before


def test_a_finance_expert_sits_on_the_panel_of_a_stage(stage: Stage) -> None:
    _, group = formed(stage)
    assert rules_of(group).type_least == (("finance", 1),)


def test_the_house_names_the_panel_of_a_stage_in_both_languages(stage: Stage) -> None:
    _, group = reviewing(stage)
    names = name_of_panel(group)
    assert (names.zh, names.en) == ("第1节点考核专家组", "Stage 1 assessment panel")


def live(stage: Stage, group: ReviewGroup) -> list[Review]:
    query = select(Review).where(
        Review.group_id == group.id, Review.state.in_(("assigned", "reading", "signed"))
    )
    return list(stage.session.scalars(query.order_by(Review.id)))


def test_whoever_has_a_conflict_with_one_team_is_drawn_for_none(stage: Stage) -> None:
    racing, group = reviewing(stage)
    unit = racing.team("B").proposal.lead_unit_id
    excluded = dict(group.draw["snapshot"]["excluded"])
    friends = [seat for seat in group.seats if seat.expert.units[0].organisation_id == unit]
    assert friends == []
    assert any("same_unit" in reasons for reasons in excluded.values())
    counts = Counter(review.expert_id for review in live(stage, group))
    assert len(counts) == 7
    assert set(counts.values()) == {3}


def test_a_conflict_declared_for_one_team_takes_the_expert_off_all_of_them(stage: Stage) -> None:
    racing, group = reviewing(stage)
    one = live(stage, group)[0]
    stage.moved(one, "declare_conflict", one.expert.person, reason="曾与该队合作。")
    counts = Counter(review.expert_id for review in live(stage, group))
    assert one.expert_id not in counts
    assert len(counts) == 7
    assert set(counts.values()) == {3}
    racing.refresh()
    assert violations(snapshot(stage.session, racing.race, stage.now)) == ()


def test_a_stage_has_one_panel(stage: Stage) -> None:
    racing, _ = reviewing(stage)
    again = checkpoints.form_panel(stage.session, racing.race_stage, racing.officer, stage.now)
    assert isinstance(again, Problems)
    assert "同一专家组" in again.by_field[""].zh


def test_the_panel_reads_reports_and_figures_and_no_money(stage: Stage, sign_in: SignInAs) -> None:
    _, group = reviewing(stage)
    one = live(stage, group)[0]
    stage.moved(one, "declare_no_conflict", one.expert.person)
    stage.session.commit()
    page = sign_in(one.expert.person).get(f"/reviews/{one.id}").text
    assert "节点报告：指标达成情况。" in page
    assert "申请经费" not in page
    assert "本节点硬指标达成" in page
    assert "建议继续支持" in page
    assert "否决项" not in page, "at a stage no veto counts"
