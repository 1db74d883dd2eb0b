"""Load, rotation, absence, credit and composition keep experts from a draw, each by a rule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Call, CreditEntry, Expert, ExpertAbsence, PanelSeat, ReviewGroup
from app.services.experts import credit
from app.services.moves import begin
from tests.factories import call, expert
from tests.services.panels import accepted, draw, drawn, excluded, formed, members, reviews
from tests.services.stage import Applied, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@pytest.fixture
def applied(stage: Stage) -> Applied:
    return accepted(stage)


def served(stage: Stage, who: Expert, of: Call, *, chair: bool = False, number: int = 1) -> None:
    """The expert sat on a panel of that call."""
    group = ReviewGroup(
        call_id=of.id, name="往年", formed_by_id=of.drafted_by_id, seed="", seed_commitment=""
    )
    group.call, group.round = of, number
    group.chair_id = who.id if chair else None
    begin(stage.session, group, of.drafted_by, stage.now)
    group.state = "locked"
    stage.session.add(PanelSeat(group_id=group.id, expert_id=who.id, seat=1))
    stage.session.flush()


def earlier(stage: Stage, applied: Applied, year: int) -> Call:
    here = applied.proposal.call
    return call(stage.session, year=year, programme_id=here.programme_id, state="decided")


def pool(stage: Stage) -> list[Expert]:
    return list(stage.session.scalars(select(Expert).order_by(Expert.id)))


@pytest.mark.parametrize(
    ("since", "until", "found"), [(0, 0, True), (-9, -1, False), (9, 20, True)]
)
def test_whoever_is_away_on_a_day_of_the_review_is_not_drawn(
    stage: Stage, applied: Applied, since: int, until: int, found: bool
) -> None:
    away, today = pool(stage)[0], stage.now.date()
    stage.session.add(
        ExpertAbsence(
            expert_id=away.id,
            since=today + timedelta(days=since),
            until=today + timedelta(days=until),
        )
    )
    stage.session.flush()
    reasons = excluded(formed(stage, applied.proposal))
    assert reasons.get(away.id) == (["absent"] if found else None)


def test_four_rounds_a_year_are_enough(stage: Stage, applied: Applied) -> None:
    busy, nearly = pool(stage)[:2]
    for number in range(4):
        elsewhere = call(stage.session, year=2026, state="decided")
        served(stage, busy, elsewhere)
        if number < 3:
            served(stage, nearly, elsewhere)
    reasons = excluded(formed(stage, applied.proposal))
    assert reasons[busy.id] == ["rounds"]
    assert nearly.id not in reasons


def test_two_years_running_on_the_panel_of_one_programme_are_enough(
    stage: Stage, applied: Applied
) -> None:
    tired, once, elsewhere = pool(stage)[:3]
    for year in (2024, 2025):
        served(stage, tired, earlier(stage, applied, year))
        served(stage, elsewhere, call(stage.session, year=year, state="decided"))
    served(stage, once, earlier(stage, applied, 2024))
    reasons = excluded(formed(stage, applied.proposal))
    assert reasons[tired.id] == ["years"]
    assert not {once.id, elsewhere.id} & reasons.keys()


def test_a_third_of_the_panel_is_new(stage: Stage, applied: Applied) -> None:
    last_year = earlier(stage, applied, 2025)
    for former in pool(stage)[:7]:
        served(stage, former, last_year)
    group = drawn(stage, applied.proposal)
    new = {one.id for one in pool(stage)[7:]}
    assert len(new & set(members(group))) == 2


def test_nobody_chairs_twice_running(stage: Stage, applied: Applied) -> None:
    for former in pool(stage)[1:]:
        served(stage, former, earlier(stage, applied, 2025), chair=True)
    group = formed(stage, applied.proposal)
    group.call.rules = group.call.rules | {"newcomers_percent": 0, "panel_size": 9}
    stage.moved(group, "fix_pool", stage.holder(Role.EXPERT_MANAGER))
    draw(stage, group)
    assert group.chair_id == pool(stage)[0].id


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"out_of_region_percent": 34}, "省外专家下限"),
        ({"enterprise_percent": 34}, "企业专家下限"),
        ({"finance_experts_least": 1}, "财务专家下限"),
        ({"field_match_percent": 70}, "专业对口比例"),
    ],
)
def test_a_draw_that_cannot_keep_a_rule_names_the_one_to_relax(
    stage: Stage, rules: dict[str, int], reason: str
) -> None:
    group = formed(stage, accepted(stage, **rules).proposal)
    words = stage.refused(group, "draw", stage.holder(Role.EXPERT_MANAGER))["draw_is_feasible"]
    assert reason in words.zh


def test_the_panel_is_composed_as_the_call_asks(stage: Stage) -> None:
    applied = accepted(
        stage, out_of_region_percent=34, enterprise_percent=34, field_match_percent=70
    )
    field = applied.proposal.technology_field_id
    for number, one in enumerate(pool(stage)):
        one.fields = [field] if number < 6 else []
        one.region = "福建" if number % 2 else "浙江"
        one.type = "academic" if number % 3 else "enterprise"
    stage.session.flush()
    group = drawn(stage, applied.proposal)
    panel = [stage.session.get_one(Expert, number) for number in members(group)]
    assert sum(one.region != "福建" for one in panel) >= 2
    assert sum(one.type == "enterprise" for one in panel) >= 2
    assert sum(field in one.fields for one in panel) >= 4


def test_a_leak_removes_from_the_pool_and_stays_on_record(stage: Stage, applied: Applied) -> None:
    leaky, manager = pool(stage)[0], stage.holder(Role.EXPERT_MANAGER)
    assert credit.record(stage.session, leaky, "leak", "泄露评审名单。", manager, stage.now) is None
    assert leaky.removed_at == stage.now
    group = formed(stage, applied.proposal)
    assert leaky.id not in {row[0] for row in group.draw["snapshot"]["candidates"]}


def test_points_count_up_to_the_limit_and_for_their_years(stage: Stage, applied: Applied) -> None:
    careless, manager = pool(stage)[0], stage.holder(Role.EXPERT_MANAGER)
    for _ in range(4):
        credit.record(stage.session, careless, "late", "逾期。", manager, stage.now)
    assert excluded(formed(stage, applied.proposal))[careless.id] == ["credit"]
    for entry in stage.session.scalars(select(CreditEntry)):
        entry.recorded_at -= timedelta(days=365 * DEFAULTS["credit_years"] + 1)
    stage.session.flush()
    other = stage.applied(call=applied.proposal.call, state="accepted")
    assert excluded(formed(stage, other.proposal)) == {}


def test_points_and_their_limit_are_those_of_the_call(stage: Stage, applied: Applied) -> None:
    careless, call = pool(stage)[0], applied.proposal.call
    call.rules = call.rules | {"points_late": 5, "credit_points_most": 10}
    for _ in range(2):
        credit.record(stage.session, careless, "late", "逾期。", None, stage.now, call)
    assert excluded(formed(stage, applied.proposal))[careless.id] == ["credit"]
    milder = stage.applied(call=stage.call("review"), state="accepted")
    assert excluded(formed(stage, milder.proposal)) == {}


def test_a_lapse_needs_facts(stage: Stage) -> None:
    one, manager = expert(stage.session), stage.holder(Role.EXPERT_MANAGER)
    assert credit.record(stage.session, one, "late", "  ", manager, stage.now) is not None
    assert credit.record(stage.session, one, "lazy", "懒。", manager, stage.now) is not None
    assert stage.session.scalars(select(CreditEntry)).all() == []


def test_whoever_does_not_score_in_time_is_replaced_and_marked_late(
    stage: Stage, applied: Applied
) -> None:
    group = drawn(stage, applied.proposal)
    stage.moved(group, "start", stage.holder(Role.PROGRAMME_OFFICER))
    late = {r.expert_id for r in reviews(stage, group)}
    stage.at(stage.now + timedelta(days=DEFAULTS["score_days"] + 1))
    entries = stage.session.scalars(select(CreditEntry)).all()
    assert {(e.expert_id, e.kind) for e in entries} == {(number, "late") for number in late}
