"""Where the pool allows no draw one is appointed: with the reason, countersigned (§3.1)."""

from __future__ import annotations

import pytest

from app.models import Expert
from tests.factories import expert
from tests.services.called import witnessed
from tests.services.lots import ask, lacking, members
from tests.services.running import Running
from workflows.roles import Role


@pytest.fixture
def short(submitted: Running) -> Running:
    """A pool in which nobody of finance is available."""
    for _ in range(7):
        expert(submitted.stage.session)
    ask(submitted)
    return submitted


def appointment(who: Expert) -> dict[str, str]:
    return {"member": str(who.person_id), "reason": "专家库无可用财务专家"}


def test_where_no_draw_keeps_the_rules_one_is_appointed_with_the_reason_and_countersigned(
    short: Running,
) -> None:
    stage, node = short.stage, short.milestone
    manager, supervisor = map(stage.holder, (Role.EXPERT_MANAGER, Role.SUPERVISOR))
    refused = stage.refused(node, "draw_panel", manager)
    assert "补充专家库" in refused["node_panel_can_be_drawn"].zh
    of_finance = expert(stage.session, type="finance", is_available=False)
    given = appointment(of_finance)
    assert stage.signed(node, "appoint_assessor", manager, **given) == (Role.SUPERVISOR,)
    stage.moved(node, "appoint_assessor", supervisor, **given)
    assert [seat.how for seat in members(short)] == ["appointed"]
    stage.moved(node, "commit_to_draw", manager)
    witnessed(stage, node)
    assert [seat.how for seat in members(short)] == ["appointed", *("drawn",) * 4]
    assert lacking(short) == ()


def test_nobody_is_appointed_while_the_pool_allows_a_draw_nor_anybody_in_conflict(
    short: Running,
) -> None:
    stage, node = short.stage, short.milestone
    manager, lead = stage.holder(Role.EXPERT_MANAGER), short.project.proposal.lead_unit
    own = expert(stage.session, type="finance", unit=lead)
    refused = stage.refused(node, "appoint_assessor", manager, **appointment(own))
    assert refused.keys() == {"node_panel_appointee_fits"}
    stranger = {"member": str(manager.id), "reason": "临时"}
    refused = stage.refused(node, "appoint_assessor", manager, **stranger)
    assert "不是专家库" in refused["node_panel_appointee_fits"].zh
    other = expert(stage.session, type="finance")
    refused = stage.refused(node, "appoint_assessor", manager, **appointment(other))
    assert "node_panel_cannot_be_drawn" in refused
