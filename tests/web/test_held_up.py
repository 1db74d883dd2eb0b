"""A proposal whose notice is over and whose award cannot follow says why, to those it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import Message, Sanction
from app.queries.attention.waiting import waiting_for
from app.services.door.awaiting import turn_of
from tests.conftest import SignInAs
from tests.factories import proposal
from tests.services.awarding import decided, objected, published
from tests.services.conftest import stage
from tests.services.money import project_of_award
from tests.services.stage import MINUTES, Stage
from tests.web.visiting import visit
from workflows.engine.calendar import end_of_day, local_date
from workflows.guards.deciding import only_dues_keep_it
from workflows.guards.examples import PROPOSAL
from workflows.parameters import DEFAULTS
from workflows.roles import Role

__all__ = ["stage"]

HELD_UP = "期限已到，还不能“立项”"


def test_a_bar_that_keeps_an_award_waiting_is_told_to_the_house_and_the_applicant_until_it_ends(
    stage: Stage, sign_in: SignInAs
) -> None:
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    barred, sound = of_five.proposals[:2]
    bar = Sanction(
        organisation_id=barred.lead_unit_id,
        act="提供虚假材料",
        basis="科研失信行为调查处理规则",
        decided_by="调查处理机构",
        starts_on=date(2026, 1, 1),
    )
    stage.session.add(bar)
    path = f"/proposals/{barred.id}"
    readers = {
        "leader": barred.pi,
        "officer": stage.holder(Role.PROGRAMME_OFFICER),
        "recommender": stage.holder(Role.RECOMMENDER),
    }
    before = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in before.items() if HELD_UP in page} == set()
    stage.at(ends_at)
    pages = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in pages.items() if HELD_UP in page} == {"leader", "officer"}
    assert f"{barred.lead_unit.name}处于惩戒期" in pages["leader"]
    assert HELD_UP not in visit(sign_in, stage, sound.pi).get(f"/proposals/{sound.id}").text
    bar.ends_on = ends_at.date()
    stage.at(ends_at + timedelta(days=1))
    assert barred.state == "approved"
    assert HELD_UP not in visit(sign_in, stage, barred.pi).get(path).text


def test_what_a_bar_keeps_from_its_award_waits_for_supervision_as_long_as_it_lasts(
    stage: Stage, sign_in: SignInAs
) -> None:
    """Told once, on the desk until then; disqualified, its place is free for a reserve."""
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    barred, _, reserve = of_five.proposals[:3]
    supervisor, officer = stage.holder(Role.SUPERVISOR), stage.holder(Role.PROGRAMME_OFFICER)
    act = {"act": "提供虚假材料", "basis": "规则", "decided_by": "调查处理机构"}
    bar = Sanction(person_id=barred.pi_id, starts_on=date(2026, 1, 1), **act)
    stage.session.add(bar)
    assert turn_of(stage.session, barred, stage.now).hands == frozenset()
    stage.at(ends_at)
    stage.at(ends_at + timedelta(hours=1))
    house = frozenset({Role.SUPERVISOR})
    assert turn_of(stage.session, barred, stage.now, house).hands == house
    assert barred in waiting_for(stage.session, supervisor, stage.now).page.rows
    told = select(Message.person_id).where(Message.message_kind == "award_held_up")
    people = sorted(stage.session.scalars(told))
    assert people == sorted(set(people))
    assert {supervisor.id, officer.id, barred.pi_id} <= set(people)
    page = visit(sign_in, stage, supervisor).get(f"/proposals/{barred.id}").text
    assert "不宜等待的，由监督诚信处取消资格" in page
    why = {"evidence": "惩戒决定。", "reason": "惩戒期长。"}
    lasts = stage.session.begin_nested()
    stage.moved(barred, "disqualify", supervisor, **why)
    words = {**MINUTES, "reason": "按备选顺序递补。"}
    stage.moved(reserve, "promote", stage.holder(Role.DECISION_MAKER), **words)
    lasts.rollback()
    stage.session.expire_all()
    bar.ends_on = ends_at.date()
    stage.at(ends_at + timedelta(days=1))
    assert barred.state == "approved"


@pytest.mark.parametrize("pays", [True, False])
def test_an_award_that_only_a_debt_holds_up_is_cleared_in_time_or_left_out_by_the_meeting(
    stage: Stage, sign_in: SignInAs, *, pays: bool
) -> None:
    """Its own side reads who pays, who confirms, and by which day; no supervision has to act."""
    of_five = decided(stage)
    owing, _, reserve = of_five.proposals[:3]
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    stage.holder(Role.FINANCE)
    earlier = proposal(stage.session, lead_unit=owing.lead_unit, state="approved")
    _, fund = project_of_award(stage, earlier, 100_000_000)
    fund.state = "defaulted"
    stage.at(ends_at)
    days = DEFAULTS["dues_after_notice_days"]
    last = local_date(ends_at) - timedelta(days=1) + timedelta(days=days)
    page = visit(sign_in, stage, owing.pi).get(f"/proposals/{owing.id}").text
    assert "由申报单位退清欠款、办结逾期验收，厅财务确认后自动立项" in page
    assert f"最迟于 {last} 清理" in page
    house, unit = frozenset({Role.PROGRAMME_OFFICER}), of_five.applied[0].unit
    assert turn_of(stage.session, owing, stage.now, house).hands == {Role.UNIT_ADMIN}
    assert owing in waiting_for(stage.session, unit, stage.now).page.rows
    told = select(Message.person_id).where(Message.message_kind == "award_owes")
    finance = stage.holder(Role.FINANCE).id
    assert {unit.id, owing.pi_id, finance} <= set(stage.session.scalars(told))
    held_up = select(Message.id).where(Message.message_kind == "award_held_up")
    assert stage.session.scalar(held_up) is None, "supervision has nothing to do about it"
    meeting, words = stage.holder(Role.DECISION_MAKER), {**MINUTES, "reason": "限期未清。"}
    assert stage.refused(owing, "pass_over", meeting, **words).keys() == {"time_to_clear_is_over"}
    if pays:
        fund.state = "recovered"
        stage.at(ends_at + timedelta(days=1))
        assert owing.state == "approved"
        return
    assert owing not in waiting_for(stage.session, meeting, stage.now).page.rows
    stage.at(end_of_day(last))
    assert turn_of(stage.session, owing, stage.now, house).hands == {Role.DECISION_MAKER}
    assert owing in waiting_for(stage.session, meeting, stage.now).page.rows
    uncleared = select(Message.person_id).where(Message.message_kind == "award_uncleared")
    assert {meeting.id, unit.id, owing.pi_id} <= set(stage.session.scalars(uncleared))
    stage.moved(owing, "pass_over", meeting, **words)
    assert owing.state == "not_selected"
    stage.moved(reserve, "promote", meeting, **{**words, "reason": "按备选顺序递补。"})


def test_a_bar_is_no_debt_that_the_meeting_may_leave_an_award_out_for(stage: Stage) -> None:
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    barred, meeting = of_five.proposals[0], stage.holder(Role.DECISION_MAKER)
    act = {"act": "提供虚假材料", "basis": "规则", "decided_by": "调查处理机构"}
    stage.session.add(Sanction(person_id=barred.pi_id, starts_on=date(2026, 1, 1), **act))
    stage.at(ends_at + timedelta(days=DEFAULTS["dues_after_notice_days"] + 5))
    refused = stage.refused(barred, "pass_over", meeting, **MINUTES, reason="惩戒期长。")
    assert "only_dues_keep_it" in refused


def test_what_is_to_be_awarded_in_a_moment_is_held_up_by_nothing(
    stage: Stage, sign_in: SignInAs
) -> None:
    """Its notice is over, and the clock has not come by yet."""
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    stage.clock.move_to(ends_at)
    officer, sound = stage.holder(Role.PROGRAMME_OFFICER), of_five.proposals[0]
    assert sound.state == "notice"
    assert "期限已到" not in visit(sign_in, stage, officer).get(f"/proposals/{sound.id}").text


def test_that_a_bar_keeps_an_award_waiting_is_told_to_nobody_but_the_house_and_its_own_side(
    stage: Stage, sign_in: SignInAs
) -> None:
    """Neither by whose turn it is, nor by its history, nor by the news."""
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    barred = of_five.proposals[0]
    act = {"act": "提供虚假材料", "basis": "规则", "decided_by": "调查处理机构"}
    bar = Sanction(person_id=barred.pi_id, starts_on=date(2026, 1, 1), **act)
    stage.session.add(bar)
    stage.at(ends_at)
    stage.at(ends_at + timedelta(hours=1))
    readers = {
        "leader": barred.pi,
        "officer": stage.holder(Role.PROGRAMME_OFFICER),
        "recommender": stage.holder(Role.RECOMMENDER),
    }
    clients = {who: visit(sign_in, stage, one) for who, one in readers.items()}
    pages = {who: one.get(f"/proposals/{barred.id}").text for who, one in clients.items()}
    assert {who for who, page in pages.items() if "待监督诚信处处理" in page} == {
        "leader",
        "officer",
    }
    assert {who for who, page in pages.items() if "转监督诚信处处理" in page} == {"officer"}
    assert "转监督诚信处处理" not in clients["recommender"].get("/news").text


def test_of_an_objection_that_is_not_admitted_the_house_reads_and_the_applicant_does_not(
    stage: Stage, sign_in: SignInAs
) -> None:
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    disputed = of_five.proposals[0]
    assert objected(stage, disputed).state == "filed"
    stage.at(ends_at)
    readers = {"leader": disputed.pi, "supervisor": stage.holder(Role.SUPERVISOR)}
    path = f"/proposals/{disputed.id}"
    pages = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in pages.items() if HELD_UP in page} == {"supervisor"}


def test_a_bar_beside_a_debt_goes_to_supervision_and_the_debt_that_outlasts_it_back_to_the_unit(
    stage: Stage,
) -> None:
    """From then on the unit has the whole time to clear it."""
    of_five = decided(stage)
    ends_at = published(stage, of_five).ends_at
    assert ends_at is not None
    owing, meeting = of_five.proposals[0], stage.holder(Role.DECISION_MAKER)
    earlier = proposal(stage.session, lead_unit=owing.lead_unit, state="approved")
    _, fund = project_of_award(stage, earlier, 100_000_000)
    fund.state = "defaulted"
    house, days = frozenset({Role.PROGRAMME_OFFICER}), DEFAULTS["dues_after_notice_days"]

    def hands() -> frozenset[Role]:
        return turn_of(stage.session, owing, stage.now, house).hands

    stage.at(ends_at)
    assert hands() == {Role.UNIT_ADMIN}
    act = {"act": "提供虚假材料", "basis": "规则", "decided_by": "调查处理机构"}
    bar = Sanction(person_id=owing.pi_id, starts_on=date(2026, 1, 1), **act)
    stage.session.add(bar)
    stage.at(ends_at + timedelta(days=1))
    assert hands() == {Role.SUPERVISOR}
    bar.ends_on = (ends_at + timedelta(days=days)).date()
    free = end_of_day(bar.ends_on)
    stage.at(free + timedelta(hours=1))
    assert hands() == {Role.UNIT_ADMIN}
    words = {**MINUTES, "reason": "限期未清。"}
    assert stage.refused(owing, "pass_over", meeting, **words).keys() == {"time_to_clear_is_over"}
    stage.at(free + timedelta(days=days + 4))
    stage.moved(owing, "pass_over", meeting, **words)


def test_a_debt_beside_a_bar_or_a_relation_is_not_what_the_unit_alone_clears() -> None:
    owing = replace(PROPOSAL, dues=("某单位有逾期未退的财政经费",))
    assert only_dues_keep_it.holds(owing)
    assert not only_dues_keep_it.holds(replace(owing, barred=("某人处于惩戒期",)))
    assert not only_dues_keep_it.holds(replace(owing, relation_findings=("甲 → 乙",)))
