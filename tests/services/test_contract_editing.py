"""A contract is edited within limits, version by version; no metric is lowered unseen (§3.9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.models import (
    ContractVersion,
    PendingSignature,
)
from app.queries.attention.waiting import waiting_for
from app.services.contracts import drafting
from app.services.contracts.comparing import differences
from app.services.contracts.lowering import lowered
from app.services.door.awaiting import turn_of
from app.services.door.signatures import signatories
from app.services.editing import Overtaken
from app.services.metric_values import reaches
from app.services.problems import Problems
from tests.services.running import a_milestone, awarded
from tests.services.stage import MINUTES, Stage
from workflows.hands import DECIDES, PI, UNIT
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

HEADING = {"heading": "业务费", "fiscal": 2_000_000_00, "own": 2_000_000_00, "note": ""}


MILESTONE = {"title": "样机", "due_on": "2027-12-31", "deliverable": "样机", "targets": {}}


def test_a_lowered_metric_is_refused_by_name_with_both_values_until_it_is_decided(
    stage: Stage,
) -> None:
    made = awarded(stage)
    made.edit(targets={made.metric.id: "350"})
    reasons = stage.refused(made.project, "sign_contract", made.applied.pi)
    assert "能量密度（申报 ≥ 400 Wh/kg，任务书 350）" in reasons["metrics_not_lowered"].zh
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(made.project, "permit_lowering", decider, **MINUTES, reason="同类最高水平。")
    made.sign()
    assert made.project.state == "active"


def test_a_decision_covers_the_text_it_was_taken_on_and_no_later_one(stage: Stage) -> None:
    made = awarded(stage)
    made.edit(targets={made.metric.id: "350"})
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(made.project, "permit_lowering", decider, **MINUTES, reason="同类最高水平。")
    made.edit(targets={made.metric.id: "340"})
    assert "metrics_not_lowered" in stage.refused(made.project, "sign_contract", made.applied.pi)


def test_lower_metrics_wait_for_the_meeting_which_permits_or_refuses_them(stage: Stage) -> None:
    """Item 14: refused, it is the turn of the leader again, who restores them or asks for less."""
    made, decider = awarded(stage), stage.holder(Role.DECISION_MAKER)
    no = {**MINUTES, "reason": "达不到指南要求。"}

    def hands() -> frozenset[Role]:
        return turn_of(stage.session, made.project, stage.now).hands

    assert hands() == PI | UNIT
    assert "lowering_wanted" in stage.refused(made.project, "refuse_lowering", decider, **no)
    made.edit(targets={made.metric.id: "350"})
    assert hands() == DECIDES
    assert made.project in waiting_for(stage.session, decider, stage.now).page.rows
    stage.moved(made.project, "refuse_lowering", decider, **no)
    assert hands() == PI | UNIT
    assert "metrics_not_lowered" in stage.refused(made.project, "sign_contract", made.applied.pi)
    made.edit(targets={made.metric.id: "390"})
    assert hands() == DECIDES
    stage.moved(made.project, "permit_lowering", decider, **no)
    assert hands() == PI | UNIT


def test_lower_metrics_that_are_permitted_wait_for_nobody_whoever_wrote_the_minutes_down(
    stage: Stage,
) -> None:
    """A version of the programme that knows only the minutes runs beside this one for a while."""
    made, decider = awarded(stage), stage.holder(Role.DECISION_MAKER)
    made.edit(targets={made.metric.id: "350"})
    contract = drafting.newest(stage.session, made.project)
    assert contract is not None
    contract.permitted_minutes = MINUTES["minutes_number"]
    stage.session.flush()
    assert contract.asks_lowering
    assert turn_of(stage.session, made.project, stage.now).hands == PI | UNIT
    assert made.project not in waiting_for(stage.session, decider, stage.now).page.rows
    assert made.project in waiting_for(stage.session, made.applied.pi, stage.now).page.rows


def test_there_is_nothing_to_permit_when_no_metric_is_lowered(stage: Stage) -> None:
    made = awarded(stage)
    made.edit(targets={made.metric.id: "420"})
    reasons = stage.refused(
        made.project, "permit_lowering", stage.holder(Role.DECISION_MAKER), **MINUTES, reason="无"
    )
    assert "metrics_are_lowered" in reasons


@pytest.mark.parametrize(
    ("direction", "target", "value", "reached"),
    [
        ("at_least", "400", "400.0", True),
        ("at_least", "0.10", "0.09", False),
        ("at_most", "5", "4.99", True),
        ("at_most", "5", "5.01", False),
        ("equal", "1.50", "1.5", True),
        ("equal", "1.5", "1.6", False),
        ("at_least", "A级", "A级", True),
        ("at_least", "A级", "B级", False),
    ],
)
def test_a_value_meets_its_target_by_the_direction_of_the_metric(
    direction: str, target: str, value: str, reached: bool
) -> None:
    assert reaches(direction, target, value) is reached


@given(promised=st.decimals(-1000, 1000, places=3), given_=st.decimals(-1000, 1000, places=3))
def test_a_value_is_below_the_promise_exactly_when_its_number_is(
    promised: object, given_: object
) -> None:
    row = {
        "metric_id": 1,
        "name": "效率",
        "unit": "%",
        "direction": "at_least",
        "target": str(promised),
    }
    terms = {"metrics": [row | {"target": str(given_)}]}
    assert bool(lowered([row], terms)) is (given_ < promised)  # type: ignore[operator]


def test_a_metric_that_is_left_out_counts_as_lowered() -> None:
    row = {"metric_id": 1, "name": "效率", "unit": "%", "direction": "at_most", "target": "3"}
    assert lowered([row], {"metrics": []})[0].zh == "效率（申报 ≤ 3 %，任务书 删去）"


def test_a_saved_edit_is_a_new_version_and_the_old_one_stays(stage: Stage) -> None:
    made = awarded(stage)
    before = drafting.newest(stage.session, made.project)
    assert before is not None
    kept = (before.terms, before.digest)
    saved = made.edit(milestones=[a_milestone(made.metric, date(2027, 6, 30))])
    assert isinstance(saved, ContractVersion)
    assert saved.version == 2
    assert (before.terms, before.digest) == kept
    assert saved.terms["amount"] == before.terms["amount"]


def test_saving_without_a_change_makes_no_version(stage: Stage) -> None:
    made = awarded(stage)
    assert made.edit().version == 1


def test_two_editors_cannot_overwrite_each_other(stage: Stage) -> None:
    made = awarded(stage)
    made.edit(ip="另行约定。")
    late = made.edit(ip="又一种约定。", seen=1)
    assert isinstance(late, Overtaken)
    assert (late.by, late.edition) == (made.applied.pi, 2)


def test_a_contract_that_carries_a_signature_is_edited_only_after_it_is_returned(
    stage: Stage,
) -> None:
    made = awarded(stage)
    stage.signed(made.project, "sign_contract", made.applied.pi)
    assert isinstance(made.edit(ip="另行约定。"), Problems)
    stage.moved(made.project, "return_contract", made.applied.unit, reason="节点须细化")
    assert stage.session.scalars(select(PendingSignature)).all() == []
    assert isinstance(made.edit(ip="另行约定。"), ContractVersion)


def test_after_a_return_earlier_signatures_are_not_listed(stage: Stage) -> None:
    made = awarded(stage)
    stage.signed(made.project, "sign_contract", made.applied.pi)
    stage.moved(made.project, "return_contract", made.applied.unit, reason="节点须细化")
    assert signatories(stage.session, made.project, "sign_contract") == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (
            {"budget": [{"heading": "业务费", "fiscal": 1, "own": 2_000_000_00, "note": ""}]},
            "budget",
        ),
        (
            {"budget": [{"heading": "业务费", "fiscal": 2_000_000_00, "own": 0, "note": ""}]},
            "budget",
        ),
        ({"milestones": []}, ""),
        ({"test_methods": {1: " "}}, "metrics-0-test_method"),
        (
            {
                "milestones": [
                    {"title": "晚", "due_on": "2030-01-01", "deliverable": "", "targets": {}}
                ]
            },
            "milestones-0-due_on",
        ),
    ],
)
def test_an_edit_outside_its_limits_is_refused_and_names_the_field(
    stage: Stage, changed: dict[str, object], field: str
) -> None:
    made = awarded(stage)
    answer = made.edit(**changed)
    assert isinstance(answer, Problems)
    assert list(answer.by_field) == [field]
    assert made.edit().version == 1


METRIC: dict[str, Any] = {
    "metric_id": 7,
    "name": "能量密度",
    "unit": "Wh/kg",
    "direction": "at_least",
    "target": "400",
    "test_method": "第三方检测",
}
TERMS: dict[str, Any] = {
    "starts_on": "2026-07-01",
    "ends_on": "2029-06-30",
    "amount": 100,
    "matching": 200,
    "parties": [{"role": "lead_unit", "name": "甲院"}, {"role": "unit", "name": "乙公司"}],
    "metrics": [METRIC],
    "milestones": [MILESTONE | {"targets": {"7": "300"}}],
    "budget": [HEADING],
    "shares": [{"name": "乙公司", "fiscal": 10_000_00, "own": 0}],
    "payee_mode": "lead",
    "ip": "归承担单位",
    "breach": "停拨",
    "payments": [{"basis": "contract", "amount": 10_000_00}],
}


@pytest.mark.parametrize(
    ("part", "where", "was", "now"),
    [
        ({"ends_on": "2030-06-30"}, "起止日期", "2029-06-30", "2030-06-30"),
        ({"metrics": [METRIC | {"target": "350"}]}, "指标“能量密度”", "≥ 400 Wh/kg", "≥ 350 Wh/kg"),
        (
            {"milestones": [MILESTONE | {"targets": {"7": "310"}}]},
            "节点“样机”",
            "300 Wh/kg",
            "310 Wh/kg",
        ),
        (
            {"shares": [{"name": "乙公司", "fiscal": 25_000_00, "own": 0}]},
            *("乙公司的财政资金", "1.00 万元", "2.50 万元"),
        ),
        (
            {"parties": [*TERMS["parties"], {"role": "unit", "name": "丙所"}]},
            *("参加单位", "乙公司", "乙公司；丙所"),
        ),
    ],
)
def test_what_a_version_changes_is_told_by_its_name_and_in_words(
    part: dict[str, object], where: str, was: str, now: str
) -> None:
    (found,) = differences(TERMS, TERMS | part)
    assert found.where.zh == where
    assert found.before is not None
    assert was in found.before.zh
    assert found.after is not None
    assert now in found.after.zh


def test_a_milestone_of_one_version_only_is_told_as_new_or_gone() -> None:
    (new,) = differences(
        TERMS, TERMS | {"milestones": [*TERMS["milestones"], MILESTONE | {"title": "中试"}]}
    )
    assert (new.where.zh, new.before) == ("节点“中试”", None)
    (gone,) = differences(TERMS, TERMS | {"milestones": []})
    assert (gone.where.en, gone.after) == ("Milestone “样机”", None)
