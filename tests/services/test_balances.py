"""What was not spent of a project that was concluded, terminated or failed: accounted for, then
recovered in time (J12, J20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select

from app.documents.amounts import in_figures
from app.models import Acceptance, Base, Letter, Message
from app.queries.project.accepting import course_of
from app.services.contracts.drafting import in_force
from app.services.letter_facts.register import READERS
from app.services.money import verifying
from app.services.money.positions import granted, position
from app.services.money.reckoning import reckoned
from app.services.moves import begin
from tests.after.underway import terminate
from tests.conftest import SignInAs
from tests.integrity.handling import opened
from tests.played import played_once
from tests.services.money import Funded, funded, latest_move, received, signed
from tests.services.recoveries import HALF, SPENT, closed, ended, spent, upheld
from tests.services.stage import MINUTES, Stage
from tests.services.test_revoked_money import told
from workflows.engine.calendar import local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

REST = HALF - SPENT


@played_once
def paid_and_spent(stage: Stage) -> Funded:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    spent(stage, of)
    return of


@played_once
def terminated(stage: Stage) -> Funded:
    of = paid_and_spent(stage)
    terminate(stage, of.project)
    return of


def reviewed(stage: Stage, of: Funded, move: str) -> None:
    contract = in_force(stage.session, of.project)
    assert contract is not None
    metrics = [str(row["metric_id"]) for row in contract.terms["metrics"]]
    judged = Acceptance(
        project_id=of.project.id,
        round=1,
        conclusion="fail",
        actuals={metric: {"value": "1", "report": ""} for metric in metrics},
        verdicts=dict.fromkeys(metrics, "not_met"),
    )
    judged.project = of.project
    begin(stage.session, judged, Role.SYSTEM_CLOCK, stage.now)
    of.project.state = "accept_review"
    stage.session.flush()
    stage.moved(of.project, move, Role.SYSTEM_CLOCK)


@pytest.mark.parametrize("move", ["fail_acceptance", "conclude_acceptance"])
def test_what_ended_without_passing_waits_for_its_balance_and_those_concerned_are_told(
    stage: Stage, move: str
) -> None:
    of = paid_and_spent(stage)
    reviewed(stage, of, move)
    assert of.fund.state == "balance_due"
    assert told(stage, "balance_to_settle") == {
        of.treasurer.id,
        stage.holder(Role.FINANCE).id,
        stage.holder(Role.FINANCE, "second").id,
    }
    assert "nothing_is_owed" in stage.refused(of.fund, "settle", stage.holder(Role.FINANCE))
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert (of.fund.state, of.fund.owed) == ("recovering", REST)
    assert verifying.verify(stage.session) is None


def test_what_passed_keeps_its_balance(stage: Stage) -> None:
    of = paid_and_spent(stage)
    reviewed(stage, of, "pass_acceptance")
    assert of.fund.state == "normal"
    assert not told(stage, "balance_to_settle")


def test_a_balance_once_left_to_a_concluded_project_is_recovered_only_after_a_disallowance(
    stage: Stage,
) -> None:
    of, finance = ended(stage, "concluded"), stage.holder(Role.FINANCE)
    of.fund.settled_at = stage.now
    stage.session.flush()
    assert "balance_was_not_left" in stage.refused(of.fund, "recover", finance)
    stage.at(stage.now + timedelta(minutes=1))
    taken_back = {"heading": "operation", "amount": "100", "reason": "不符。"}
    stage.moved(of.fund, "disallow_spending", finance, **taken_back)
    stage.moved(of.fund, "recover", finance)
    assert (of.fund.state, of.fund.owed) == ("recovering", 100), "what was disallowed, no more"
    found = reckoned(stage.session, of.fund)
    assert (found.owed, found.lead, found.partners) == (100, 100, 0)
    assert sum(amount for _, amount in found.lines) == found.owed
    refund = {"refunded_on": "2026-03-02", "reference": "TK-1"}
    beyond = stage.refused(of.fund, "record_refund", finance, **refund, amount="101")
    assert "refund_within_owed" in beyond
    stage.moved(of.fund, "record_refund", finance, **refund, amount="100")
    closed(stage, of.fund)
    assert position(stage.session, of.project).in_hand == HALF - SPENT


def test_what_is_disallowed_after_the_settlement_is_owed_whatever_was_spent_of_the_balance_before(
    stage: Stage,
) -> None:
    of, finance = ended(stage, "concluded"), stage.holder(Role.FINANCE)
    of.fund.settled_at = stage.now
    stage.session.flush()
    stage.at(stage.now + timedelta(minutes=1))
    spent(stage, of, 500)
    stage.moved(of.fund, "disallow_spending", finance, **TAKEN_BACK, amount="400")
    spent(stage, of, 150)
    stage.moved(of.fund, "recover", finance)
    assert (of.fund.state, of.fund.owed) == ("recovering", 250), "less what was spent since"


def test_the_letter_of_refund_says_what_of_the_balance_stays_with_the_unit(stage: Stage) -> None:
    of, finance = ended(stage, "concluded"), stage.holder(Role.FINANCE)
    of.fund.settled_at = stage.now
    stage.session.flush()
    stage.at(stage.now + timedelta(minutes=1))
    stage.moved(of.fund, "disallow_spending", finance, **TAKEN_BACK, amount="100")
    stage.moved(of.fund, "recover", finance)
    facts = READERS["refund_notice"](stage.session, of.fund, latest_move(stage))
    assert (facts.left, facts.owed) == (REST, 100)
    assert facts.paid - facts.spent - facts.refunded - facts.left == facts.owed
    letter = stage.session.scalars(select(Letter).where(Letter.about_kind == "fund")).one()
    assert {"结清时留归单位的结余", in_figures(REST)} <= words_of(letter)


def words_of(letter: Letter) -> set[str]:
    return {word for b in letter.payload["blocks"] for row in b.get("rows", ()) for word in row}


TAKEN_BACK = {"heading": "operation", "reason": "不符。"}


@pytest.mark.parametrize("state", ["failed", "terminated", "revoked"])
def test_what_ended_otherwise_is_recovered_although_it_was_settled(
    stage: Stage, state: str
) -> None:
    of = ended(stage, state)
    of.fund.settled_at = stage.now
    stage.session.flush()
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert of.fund.state == "recovering"


def test_after_a_termination_the_audit_comes_before_the_term_to_recover(stage: Stage) -> None:
    of, supervisor = terminated(stage), stage.holder(Role.SUPERVISOR)
    days = DEFAULTS["termination_audit_days"] + DEFAULTS["recovery_start_days"]
    assert of.fund.due_at is not None
    assert local_date(of.fund.due_at) >= local_date(stage.now) + timedelta(days=days)
    late_at = of.fund.due_at
    stage.at(late_at - timedelta(minutes=1))
    assert not told(stage, "recovery_late")
    stage.at(late_at)
    assert supervisor.id in told(stage, "recovery_late")
    assert of.fund.state == "balance_due", "the clock demands nothing in the office's name"
    late = select(Message.body).where(Message.message_kind == "recovery_late")
    assert not any("—" in body for body in stage.session.scalars(late)), "no day is left out"
    assert of.fund.due_at == late_at, "whose turn it is keeps its date, which has passed"


def test_during_the_audit_the_unit_accounts_for_all_of_it_and_nothing_is_recovered(
    stage: Stage,
) -> None:
    of, finance = terminated(stage), stage.holder(Role.FINANCE)
    assert "nothing_is_owed" in stage.refused(of.fund, "settle", finance)
    spent(stage, of, REST, "labour")
    assert "money_is_owed" in stage.refused(of.fund, "recover", finance)
    stage.moved(of.fund, "settle", finance)
    assert of.fund.state == "normal"
    assert of.fund.settled_at is not None


def test_a_case_about_an_ended_project_freezes_its_balance_and_leaves_it_due(stage: Stage) -> None:
    of = terminated(stage)
    case = opened(stage, of.applied.pi, of.project.number)
    assert of.fund.state == "frozen"
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(case, "report", supervisor, report="内部。", told="不实。")
    stage.moved(case, "plead", of.applied.pi, plea="申辩。")
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(case, "clear", decider, **MINUTES, reason="查无实据。")
    assert of.fund.state == "balance_due"
    assert not told(stage, "payment_resumed"), "Nothing more will be paid"


def test_an_upheld_appeal_leaves_nothing_to_come_back(stage: Stage) -> None:
    of = terminated(stage)
    upheld(stage, of)
    assert of.fund.state == "normal"
    assert position(stage.session, of.project).in_hand == REST
    course = course_of(stage.session, of.project)
    assert [course.is_corrected(ending) for ending in course.endings] == [True]


@pytest.mark.parametrize(
    ("move", "role"),
    [
        ("freeze", Role.SUPERVISOR),
        ("report_spending", Role.UNIT_FINANCE),
        ("publish_accounts", Role.UNIT_FINANCE),
        ("disallow_spending", Role.FINANCE),
        ("settle", Role.FINANCE),
    ],
)
def test_of_an_award_that_was_given_up_there_is_no_money_to_move(
    stage: Stage, move: str, role: Role
) -> None:
    of = funded(stage)
    hand = of.treasurer if role is Role.UNIT_FINANCE else stage.holder(role)
    given = GIVEN.get(move, {})
    assert "award_was_taken_up" not in stage.refused(of.fund, move, hand, **(given | WRONG))
    of.project.state = "lapsed"
    stage.session.flush()
    assert "award_was_taken_up" in stage.refused(of.fund, move, hand, **given)


WRONG = {"amount": "1000000000000", "freeze_class": "", "published_on": "2036-03-01"}
"""Refused for what was typed; nothing was paid yet, and the project has not ended."""
GIVEN = {
    "freeze": {"freeze_class": "audit", "reason": "核查。"},
    "report_spending": {"heading": "operation", "amount": "1", "spent_until": "2026-03-01"},
    "publish_accounts": {"published_on": "2026-03-01", "place": "公告栏"},
    "disallow_spending": {"heading": "operation", "amount": "1", "reason": "不符。"},
}


def test_the_page_of_an_ended_project_says_that_its_balance_comes_next(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = terminated(stage)
    stage.session.commit()
    page = sign_in(of.applied.pi).get(f"/projects/{of.project.id}").text
    assert "待退结余</a>" in page
    assert "没有待办事项" not in page


def test_what_is_granted_is_summed_from_the_accounts_of_each_project_and_no_others() -> None:
    """Of each line of the public list; from all accounts of partners it would grow with its
    square."""
    here = create_engine("sqlite://")
    Base.metadata.create_all(here)
    asked = str(select(granted()).compile(here, compile_kwargs={"literal_binds": True}))
    with here.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    accounts = [step.detail for step in plan if " ledger_account" in step.detail]
    assert accounts
    assert [step for step in accounts if "owner_id=?" not in step] == []
