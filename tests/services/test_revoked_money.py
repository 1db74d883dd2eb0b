"""What becomes of the money of a revoked project before its recovery begins (J13, J20)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.models import Message
from app.queries.attention import morning
from app.queries.sight.seeing import Sight
from app.services.cases import workflow_of
from app.services.door.related import moved_along
from app.services.money import verifying
from app.services.money.positions import position
from tests.after.underway import terminate
from tests.integrity.handling import RULING, opened
from tests.services.money import Funded, funded, received, sent, signed
from tests.services.recoveries import HALF, REFUND, SPENT, closed, spent, upheld
from tests.services.stage import MINUTES, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

FREEZE = {"freeze_class": "audit", "reason": "经费检查。"}
REVOCATION = {
    **MINUTES,
    "rule_set": "科技计划项目管理办法",
    "article": "第三十条",
    "reason": "造假。",
}


def revoked(stage: Stage, of: Funded) -> Funded:
    """A case about the project, a sanction, and the revocation after it."""
    case, decider = (
        opened(stage, of.applied.pi, of.project.number),
        stage.holder(Role.DECISION_MAKER),
    )
    stage.moved(case, "report", stage.holder(Role.SUPERVISOR), report="内部。", told="造假。")
    stage.moved(case, "plead", of.applied.pi, plea="申辩。")
    stage.moved(case, "sanction", decider, **RULING)
    stage.moved(of.project, "revoke", decider, **REVOCATION)
    return of


def paid_and_revoked(stage: Stage) -> Funded:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    spent(stage, of)
    return revoked(stage, of)


def told(stage: Stage, kind: str) -> set[int]:
    found = select(Message.person_id).where(Message.message_kind == kind)
    return set(stage.session.scalars(found))


def finance_of(stage: Stage) -> set[int]:
    return {stage.holder(Role.FINANCE).id, stage.holder(Role.FINANCE, "second").id}


def test_a_revoked_project_gets_no_more_money_and_finance_has_a_term_to_recover(
    stage: Stage,
) -> None:
    of = paid_and_revoked(stage)
    assert of.fund.state == "to_recover"
    assert Role.FINANCE in workflow_of(of.fund).state("to_recover").waits_on
    days = DEFAULTS["recovery_start_days"]
    assert of.fund.due_at is not None
    assert of.fund.due_at > stage.now + timedelta(days=days - 1)
    assert told(stage, "recovery_to_start") == finance_of(stage)
    supervisor = stage.holder(Role.SUPERVISOR)
    refused = stage.refused(of.fund, "unfreeze", supervisor, reason="放行。")
    assert refused.keys() == {"state_has_changed"}
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert (of.fund.state, of.fund.owed) == ("recovering", HALF)
    assert verifying.verify(stage.session) is None


def test_a_recovery_that_is_not_begun_in_time_is_told_once_to_supervision_and_the_meeting(
    stage: Stage,
) -> None:
    of = paid_and_revoked(stage)
    assert of.fund.due_at is not None
    stage.at(of.fund.due_at - timedelta(minutes=1))
    assert not told(stage, "recovery_late")
    stage.at(of.fund.due_at)
    others = {stage.holder(role).id for role in (Role.SUPERVISOR, Role.DECISION_MAKER)}
    assert told(stage, "recovery_late") == finance_of(stage) | others
    letters = select(func.count(Message.id)).where(Message.message_kind == "recovery_late")
    once = stage.session.scalar(letters)
    stage.at(of.fund.due_at + timedelta(days=30))
    assert stage.session.scalar(letters) == once
    assert of.fund.state == "to_recover", "the clock demands nothing in the office's name"


def test_whoever_revokes_is_told_beforehand_that_the_money_comes_back(stage: Stage) -> None:
    """Also while it is frozen for another cause than the progress of the project."""
    of = funded(stage)
    received(stage, of, signed(stage, of))
    stage.moved(of.fund, "freeze", stage.holder(Role.SUPERVISOR), **FREEZE)
    (way,) = workflow_of(of.project).named("revoke")
    (along,) = moved_along(stage.session, of.project, way, stage.now)
    assert along.target is not None
    assert (along.kind, along.target.key) == ("fund", "to_recover")
    assert (of.project.state, of.fund.state) == ("active", "frozen"), "nothing was done yet"
    assert not stage.session.dirty


def test_what_waits_to_be_recovered_stands_in_the_lists_of_finance_and_supervision(
    stage: Stage,
) -> None:
    paid_and_revoked(stage)
    for role in (Role.FINANCE, Role.SUPERVISOR):
        sight = Sight(stage.session, stage.holder(role), stage.now)
        topics = morning.topics_for(frozenset({role}))
        counts = morning.count_topics(stage.session, sight, topics, stage.now)
        assert {c.topic.key: c.count.number for c in counts}["unsettled"] == 1


def test_what_the_treasury_still_has_is_waited_for_and_then_recovered_or_closed(
    stage: Stage,
) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    sent(stage, payment)
    revoked(stage, of)
    finance = stage.holder(Role.FINANCE)
    assert of.fund.state == "to_recover"
    assert "nothing_comes_back" in stage.refused(of.fund, "close_recovery", finance)
    waits = stage.refused(of.fund, "recover", finance)
    assert payment.number in waits["nothing_under_way"].zh
    stage.moved(payment, "bounce", finance, reason="账户错误。")
    stage.moved(of.fund, "close_recovery", finance)
    assert (of.fund.state, payment.state) == ("recovered", "cancelled")
    assert position(stage.session, of.project).committed == 0
    assert verifying.verify(stage.session) is None


def test_a_project_revoked_while_its_balance_is_recovered_owes_everything(stage: Stage) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    spent(stage, of)
    finance = stage.holder(Role.FINANCE)
    terminate(stage, of.project)
    stage.moved(of.fund, "recover", finance)
    assert of.fund.owed == HALF - SPENT
    revoked(stage, of)
    assert of.fund.state == "to_recover"
    stage.moved(of.fund, "recover", finance)
    assert (of.fund.state, of.fund.owed) == ("recovering", HALF)
    stage.moved(of.fund, "record_refund", finance, amount=str(HALF), **REFUND)
    closed(stage, of.fund)


def test_a_revocation_corrected_before_the_recovery_began_leaves_the_money_as_it_was(
    stage: Stage,
) -> None:
    of = paid_and_revoked(stage)
    upheld(stage, of)
    assert of.fund.state == "normal"
    stands = position(stage.session, of.project)
    assert (stands.spent, stands.in_hand) == (SPENT, HALF - SPENT)
    assert verifying.verify(stage.session) is None
