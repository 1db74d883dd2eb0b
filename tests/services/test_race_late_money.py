"""What comes back after a race has ended goes to the treasury, with its trail (R18, J20, I3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Appeal, Case, LedgerTransaction, Letter, Message, Race
from app.queries.attention.morning import TOPICS, page_of_topic
from app.queries.sight.seeing import Sight
from app.services.changes.appealing import may_appeal_until
from app.services.changes.drafting import file_appeal
from app.services.door.offering import offers
from app.services.money.funds import fund_of, payments_of
from app.services.money.verifying import verify
from app.services.races.books import given_back, held
from tests.services.race_course import accounted, found_solved, leave, paid_up
from tests.services.racing import WAN, Racing, kept, started
from tests.services.recoveries import REFUND
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import last_day
from workflows.parameters import DEFAULTS
from workflows.roles import Role

VOUCHER = {"returned_on": "2026-03-02", "reference": "缴库3号"}


def recovering(stage: Stage) -> Racing:
    """C left while the others race on, and owes what it has in hand."""
    racing = started(stage)
    paid_up(racing)
    leave(racing, "C")
    accounted(racing, "C")
    fund = fund_of(stage.session, racing.project("C"))
    assert fund is not None
    stage.moved(fund, "recover", stage.holder(Role.FINANCE))
    return racing


@pytest.fixture
def ended(stage: Stage) -> Racing:
    """C left and owes what it has in hand when the race ends."""
    racing = recovering(stage)
    found_solved(racing)
    racing.refresh()
    return racing


def refunded(stage: Stage, racing: Racing) -> None:
    fund = fund_of(stage.session, racing.project("C"))
    assert fund is not None
    amount = str(120 * WAN)
    stage.moved(fund, "record_refund", stage.holder(Role.FINANCE), **REFUND, amount=amount)
    racing.refresh()


def term_over(stage: Stage, racing: Racing) -> None:
    """Nobody has appealed, nor can any more."""
    until = may_appeal_until(stage.session, racing.project("C"))
    assert until is not None
    stage.at(until)


def returned_by_two(stage: Stage, race: Race) -> None:
    stage.signed(race, "return_late_money", stage.holder(Role.FINANCE), **VOUCHER)
    stage.moved(race, "return_late_money", stage.holder(Role.FINANCE, "second"))


def to_do(stage: Stage) -> list[Case]:
    """Of whoever keeps the office's money."""
    sight = Sight(stage.session, stage.holder(Role.FINANCE), stage.now)
    topic = next(one for one in TOPICS if one.key == "late_money")
    return list(page_of_topic(stage.session, sight, topic, stage.now, 1).rows)


def test_a_refund_that_comes_after_the_end_is_a_to_do_until_it_has_gone_to_the_treasury(
    stage: Stage, ended: Racing
) -> None:
    finance, race = stage.holder(Role.FINANCE), ended.race
    term_over(stage, ended)
    assert (to_do(stage), held(stage.session, race)) == ([], 0)
    returned = given_back(stage.session, race)
    refunded(stage, ended)
    assert (to_do(stage), held(stage.session, race)) == ([race], 120 * WAN)
    assert stage.signed(race, "return_late_money", finance, **VOUCHER) == (Role.FINANCE,)
    assert "signed_already" in stage.refused(race, "return_late_money", finance)
    assert held(stage.session, race) == 120 * WAN
    stage.moved(race, "return_late_money", stage.holder(Role.FINANCE, "second"))
    assert (to_do(stage), held(stage.session, race)) == ([], 0)
    assert given_back(stage.session, race) == returned + 120 * WAN
    assert race.state == "solved_elsewhere"
    newest = select(LedgerTransaction).order_by(LedgerTransaction.id.desc()).limit(1)
    transaction = stage.session.scalars(newest).one()
    assert transaction.purpose == "return"
    assert transaction.history.given == VOUCHER
    told = select(Message.person_id).where(Message.message_kind == "late_money_returned")
    assert {finance.id, ended.officer.id} <= set(stage.session.scalars(told))
    assert verify(stage.session) is None
    kept(ended)


def test_money_that_an_open_appeal_may_give_back_is_not_returned_before_the_ruling(
    stage: Stage, ended: Racing
) -> None:
    finance, race, project = stage.holder(Role.FINANCE), ended.race, ended.project("C")
    appeal = file_appeal(stage.session, project, "事实有误。", ended.unit("C"), stage.now)
    assert isinstance(appeal, Appeal)
    refunded(stage, ended)
    refused = stage.refused(race, "return_late_money", finance, **VOUCHER)
    assert refused.keys() == {"race_no_project_appeal_is_open"}
    assert "C" in refused["race_no_project_appeal_is_open"].zh
    assert to_do(stage) == []
    stage.moved(appeal, "admit", stage.holder(Role.SUPERVISOR))
    assert to_do(stage) == []
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(appeal, "reject", meeting, **MINUTES, reason="维持。")
    assert to_do(stage) == [race]
    returned_by_two(stage, race)


@pytest.mark.parametrize("sent_back", [True, False])
def test_the_report_of_a_race_without_a_finish_states_what_was_kept_back_for_appeals(
    stage: Stage, sent_back: bool
) -> None:
    racing = recovering(stage)
    if sent_back:
        refunded(stage, racing)
    racing.team("B").cost_to_finish = 9000 * WAN
    racing.race.rescues = DEFAULTS["race_rescues_most"]
    stage.session.flush()
    decides = racing.decision_maker
    stage.moved(racing.team("A").route, "find_infeasible", decides, **MINUTES, finding="不可控。")
    ends = {**MINUTES, "finding": "无可行团队。", "report": "路线不可行。"}
    stage.moved(racing.race, "fail_rescue", decides, **ends)
    report = select(Letter.payload).where(Letter.letter_kind == "no_finish_report")
    said = str(stage.session.scalars(report).one())
    assert held(stage.session, racing.race) == 120 * WAN * sent_back
    assert ("另有已退回的经费120万元" in said) == sent_back


def test_money_is_not_returned_while_an_appeal_may_still_be_filed(
    stage: Stage, ended: Racing
) -> None:
    """None is filed yet; the day after the term it goes."""
    finance, race = stage.holder(Role.FINANCE), ended.race
    refunded(stage, ended)
    until = may_appeal_until(stage.session, ended.project("C"))
    assert until is not None
    refused = stage.refused(race, "return_late_money", finance, **VOUCHER)
    assert refused.keys() == {"race_no_appeal_term_runs"}
    assert f"C（至 {last_day(until)}）" in refused["race_no_appeal_term_runs"].zh
    assert to_do(stage) == []
    term_over(stage, ended)
    assert to_do(stage) == [race]
    returned_by_two(stage, race)


def test_nothing_is_returned_twice_nor_offered_where_nothing_came(
    stage: Stage, ended: Racing
) -> None:
    finance, race = stage.holder(Role.FINANCE), ended.race

    def on_the_way() -> list[str]:
        found = offers(stage.session, race, finance, stage.now)
        return [offer.transition.name for offer in found if offer.on_path]

    assert on_the_way() == []
    term_over(stage, ended)
    refunded(stage, ended)
    assert on_the_way() == ["return_late_money"]
    assert "role_required" in stage.refused(race, "return_late_money", ended.officer, **VOUCHER)
    returned_by_two(stage, race)
    again = stage.refused(race, "return_late_money", finance, **VOUCHER)
    assert again.keys() == {"race_late_money_is_there"}
    assert on_the_way() == []


@pytest.fixture
def paid_back(stage: Stage) -> Racing:
    """C left and paid back while the others raced on, and may still appeal when the race ends."""
    racing = recovering(stage)
    refunded(stage, racing)
    found_solved(racing)
    racing.refresh()
    return racing


def test_what_an_appeal_may_win_back_stays_in_the_pool_when_the_race_ends(
    stage: Stage, paid_back: Racing
) -> None:
    race, project = paid_back.race, paid_back.project("C")
    assert held(stage.session, race) == 120 * WAN
    kept(paid_back)
    appeal = file_appeal(stage.session, project, "事实有误。", paid_back.unit("C"), stage.now)
    assert isinstance(appeal, Appeal)
    stage.moved(appeal, "admit", stage.holder(Role.SUPERVISOR))
    stage.moved(appeal, "uphold", paid_back.decision_maker, **MINUTES, reason="改正。")
    [again] = (p for p in payments_of(stage.session, project) if p.basis == "appeal")
    assert (again.amount, held(stage.session, race)) == (120 * WAN, 0)
    assert verify(stage.session) is None
    kept(paid_back)


def test_what_nobody_wins_back_follows_to_the_treasury_after_the_term(
    stage: Stage, paid_back: Racing
) -> None:
    assert to_do(stage) == []
    term_over(stage, paid_back)
    assert to_do(stage) == [paid_back.race]
    returned_by_two(stage, paid_back.race)
    assert held(stage.session, paid_back.race) == 0
    kept(paid_back)
