"""What is left of the budget of a call, or comes back after its awards, goes to the treasury by two
of finance, once nobody can be awarded it or win it back (§3.6, J19, J20, I3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Call, Case, LedgerTransaction, Message, Person
from app.queries.attention.morning import TOPICS, page_of_topic
from app.queries.books.late_money import calls_in_term
from app.queries.sight.seeing import Sight
from app.services.acts.money import return_budget
from app.services.changes.appealing import may_appeal_until
from app.services.money.funds import left_of_budget
from app.services.money.verifying import verify
from tests.conftest import SignInAs
from tests.factories import proposal
from tests.services.money import Funded, latest_move, project_of_award
from tests.services.recoveries import REST, late, recovering, stands, upheld
from tests.services.stage import Stage
from tests.web.counting import counting
from tests.web.visiting import visit
from workflows.engine.calendar import last_day
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

VOUCHER = {"returned_on": "2026-03-02", "reference": "缴库7号"}


@pytest.fixture
def over(stage: Stage) -> Funded:
    """Its one project was terminated and has paid back; the term of its appeal runs."""
    of = recovering(stage)
    call_of(of).state = "decided"
    stage.session.flush()
    late(stage, of, REST)
    return of


def call_of(of: Funded) -> Call:
    return of.project.proposal.call


def to_do(stage: Stage) -> list[Case]:
    sight = Sight(stage.session, stage.holder(Role.FINANCE), stage.now)
    topic = next(one for one in TOPICS if one.key == "late_money")
    return list(page_of_topic(stage.session, sight, topic, stage.now, 1).rows)


def term_over(stage: Stage, of: Funded) -> None:
    until = may_appeal_until(stage.session, of.project)
    assert until is not None
    stage.at(until)


def refused(stage: Stage, call: Call) -> dict[str, str]:
    reasons = stage.refused(call, "return_late_money", stage.holder(Role.FINANCE), **VOUCHER)
    return {key: text.zh for key, text in reasons.items()}


def test_a_refund_that_comes_after_the_awards_goes_to_the_treasury_by_two_of_finance(
    stage: Stage, over: Funded
) -> None:
    call, finance, second = call_of(over), *two_of_finance(stage)
    term_over(stage, over)
    whole = left_of_budget(stage.session, call)
    assert whole >= REST
    assert to_do(stage) == [call]
    stage.signed(call, "return_late_money", finance, **VOUCHER)
    assert "signed_already" in stage.refused(call, "return_late_money", finance)
    assert left_of_budget(stage.session, call) == whole
    stage.moved(call, "return_late_money", second)
    assert (left_of_budget(stage.session, call), to_do(stage), call.state) == (0, [], "decided")
    newest = select(LedgerTransaction).order_by(LedgerTransaction.id.desc()).limit(1)
    transaction = stage.session.scalars(newest).one()
    assert (transaction.purpose, transaction.history.given) == ("return", VOUCHER)
    told = select(Message.person_id).where(Message.message_kind == "late_money_returned")
    assert {finance.id, second.id} <= set(stage.session.scalars(told))
    assert verify(stage.session) is None
    assert refused(stage, call).keys() == {"call_late_money_is_there"}


def two_of_finance(stage: Stage) -> tuple[Person, Person]:
    return stage.holder(Role.FINANCE), stage.holder(Role.FINANCE, "second")


def test_it_waits_until_no_appeal_may_be_filed_any_more(stage: Stage, over: Funded) -> None:
    call, until = call_of(over), may_appeal_until(stage.session, over.project)
    assert until is not None
    words = refused(stage, call)
    assert words.keys() == {"call_no_appeal_term_runs"}
    assert f"{over.project.number}（至 {last_day(until)}）" in words["call_no_appeal_term_runs"]
    assert to_do(stage) == []
    upheld(stage, over)
    assert stands(stage, over).ordered == REST, "it was still there to be paid again"
    assert verify(stage.session) is None


@pytest.mark.parametrize("state", ["reserve", "notice", "objection"])
def test_it_waits_for_whoever_may_still_be_awarded_it(
    stage: Stage, over: Funded, state: str
) -> None:
    call = call_of(over)
    term_over(stage, over)
    other = stage.applied(call=call, state=state).proposal
    assert refused(stage, call).keys() == {"call_no_award_is_to_come"}
    assert other.title in refused(stage, call)["call_no_award_is_to_come"]
    assert to_do(stage) == []
    other.state = "not_selected"
    stage.session.flush()
    assert to_do(stage) == [call]


def test_a_list_that_is_cancelled_keeps_back_what_an_appeal_may_win(
    stage: Stage, over: Funded
) -> None:
    call = call_of(over)
    assert left_of_budget(stage.session, call) > REST
    return_budget(stage.session, call, latest_move(stage))
    assert left_of_budget(stage.session, call) == REST


def test_nothing_is_returned_of_a_call_that_is_not_over(stage: Stage, over: Funded) -> None:
    call = call_of(over)
    term_over(stage, over)
    call.state = "notice"
    stage.session.flush()
    assert to_do(stage) == []


def test_finance_finds_it_on_a_page_of_the_money_and_nobody_else_does(
    stage: Stage, over: Funded, sign_in: SignInAs
) -> None:
    call = call_of(over)
    term_over(stage, over)
    path = f"/finance/calls/{call.id}"
    client = visit(sign_in, stage, stage.holder(Role.FINANCE))
    listed = client.get("/home/watch/late_money").text
    assert f'href="{path}"' in listed
    assert "已逾期" not in listed, "that applications closed long ago makes nothing late"
    assert "登记结束后到账经费交回财政" in client.get(path).text
    english = client.get(f"{path}?lang=en").text
    assert "Record money returned to the treasury after the end" in english
    officer = visit(sign_in, stage, stage.holder(Role.PROGRAMME_OFFICER))
    assert officer.get(path).status_code == 403


def test_whether_appeals_may_still_be_filed_is_asked_as_often_for_many_projects_as_for_one(
    stage: Stage, over: Funded
) -> None:
    call = call_of(over)

    def asked() -> int:
        stage.session.expire_all()
        with counting(stage.session.connection()) as statements:
            assert calls_in_term(stage.session, stage.now) == [call.id]
        return len(statements)

    of_one = asked()
    for _ in range(3):
        other, _ = project_of_award(
            stage, proposal(stage.session, call=call, state="approved"), 100_000_000
        )
        other.state, other.state_entered_at = "terminated", stage.now
    stage.session.flush()
    assert asked() == of_one
