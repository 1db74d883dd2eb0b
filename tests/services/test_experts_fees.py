"""Experts' fees: from who really served to the transfer, with its trail (§3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.keys import NoKeyFits
from app.models import (
    Expert,
    FeeLine,
    FeeList,
    History,
    Message,
    Review,
    ReviewGroup,
)
from app.services.fees import accounts, drawing_up, paying
from app.services.moves import begin
from app.services.problems import Problems
from tests.factories import grant
from tests.services.fees import (
    ACCOUNT,
    approved,
    as_drawn,
    drafter,
    drawn_anew,
    drawn_up,
    filled,
    given_to_bank,
    named,
    paid,
    served,
)
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.money.fees import MEETING
from workflows.roles import Role


def told(stage: Stage, what: str) -> set[int]:
    of_kind = select(Message.person_id).where(Message.message_kind == what)
    return set(stage.session.scalars(of_kind))


def excluded(fees: FeeList) -> Mapping[int, str]:
    return {line.expert_id: line.excluded for line in fees.lines}


def test_who_served_has_a_fee_and_who_left_was_struck_or_works_for_the_office_has_none(
    stage: Stage,
) -> None:
    group = served(stage)
    first, second, third, *rest = (seat.expert for seat in group.sitting)
    struck, left = _review(stage, group, first), _review(stage, group, second)
    struck.struck_at, left.state = stage.now, "replaced"
    grant(stage.session, third.person, Role.FORMAL_CHECKER)
    fees = drawn_anew(stage, group)
    found = excluded(fees)
    assert [found[one.id] for one in (first, second, third)] == ["struck", "left", "office"]
    assert {found[one.id] for one in rest} == {""}
    assert {line.net for line in fees.lines if line.excluded} == {0}
    assert {line.net for line in fees.lines if not line.excluded} == {37_50}, "an eighth of a day"


def _review(stage: Stage, group: ReviewGroup, expert: Expert) -> Review:
    of = Review.group_id == group.id, Review.expert_id == expert.id
    return stage.session.scalars(select(Review).where(*of)).one()


def test_a_fee_outside_the_standard_is_refused_and_told_its_bounds(stage: Stage) -> None:
    fees = drawn_up(stage)
    typed = as_drawn(fees)
    lines = dict(typed.lines) | {1: replace(typed.lines[1], net=200_00)}
    answer = drawing_up.save(stage.session, fees, replace(typed, lines=lines), drafter(stage))
    assert isinstance(answer, Problems)
    assert "37.50 元至 150.00 元" in answer.by_field["net_1"].zh
    meeting = {
        row: replace(one, half_days=2, net=1500_00, reason="签到表第 3 页")
        for row, one in typed.lines.items()
    }
    held = replace(typed, form=MEETING, lines=meeting)
    assert drawing_up.save(stage.session, fees, held, drafter(stage)) is None
    assert "attendance_named" in stage.refused(fees, "submit", drafter(stage))
    assert {line.gross for line in fees.lines} == {1675_00}


def test_a_panel_has_one_list_written_by_who_drew_it_up_until_it_is_cancelled(
    stage: Stage,
) -> None:
    fees, other = drawn_up(stage), stage.holder(Role.PROGRAMME_OFFICER)
    assert isinstance(drawing_up.save(stage.session, fees, as_drawn(fees), other), Problems)
    group = fees.group
    assert group is not None
    again = drawing_up.draw_up(stage.session, group, 1, other, stage.now)
    assert isinstance(again, Problems)
    stage.moved(fees, "drop", drafter(stage), reason="名单有误")
    assert drawn_anew(stage, group).number > fees.number


def test_who_drew_it_up_checks_no_list_and_nobody_is_paid_for_what_counts_no_more(
    stage: Stage,
) -> None:
    fees = drawn_up(stage)
    assert "fee_source_named" in stage.refused(fees, "submit", drafter(stage))
    filled(stage, fees)
    stage.moved(fees, "submit", drafter(stage))
    assert stage.refused(fees, "check", drafter(stage)).keys() == {"separation_of_duties"}
    grant(stage.session, fees.lines[0].expert.person, Role.DISCIPLINE)
    assert fees.group is not None
    _review(stage, fees.group, fees.lines[1].expert).struck_at = stage.now
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    refused = stage.refused(fees, "check", officer)
    assert refused.keys() == {"fees_as_served"}
    for line, cause in zip(fees.lines, ("参与项目管理", "因回避"), strict=False):
        assert f"{line.expert.person.name}（{cause}" in refused["fees_as_served"].zh
    stage.moved(fees, "return_list", officer, reason="名单有误")


def test_who_has_named_no_account_is_asked_and_holds_up_nobody_else(stage: Stage) -> None:
    fees = approved(stage)
    waiting, *others = fees.lines
    assert told(stage, "fee_account_wanted") == {waiting.expert.person_id}
    assert given_to_bank(stage, fees) == {2, 3, 4, 5}
    named(stage, waiting.expert)
    assert given_to_bank(stage, fees) == {2, 3, 4, 5}, "the bank pays nobody twice"
    paid(stage, fees)
    assert {line.paid_on is None for line in others} == {False}
    assert waiting.is_unpaid
    finance = stage.holder(Role.FINANCE)
    assert "1" in stage.refused(fees, "settle", finance)["every_fee_settled"].zh
    today = local_date(stage.now).isoformat()
    given = {"paid_on": today, "batch_number": "B2"}
    assert "bank_was_given_it" in stage.refused(fees, "pay", finance, **given), "no sheet has it"
    paid(stage, fees)
    stage.moved(fees, "settle", finance)
    assert fees.state == "paid"


def test_a_transfer_that_came_back_is_done_again_or_given_up_with_its_reason(
    stage: Stage,
) -> None:
    fees, finance = approved(stage), stage.holder(Role.FINANCE)
    reason = {"reason": "户名不符"}
    assert fees.group is not None
    _review(stage, fees.group, fees.lines[4].expert).struck_at = stage.now
    assert given_to_bank(stage, fees) == {2, 3, 4}, "what counts no more is not paid"
    assert "lines_are_unpaid" in stage.refused(fees, "give_up", finance, lines="2", **reason)
    paid(stage, fees)
    assert "lines_are_paid" in stage.refused(fees, "take_back", finance, lines="1", **reason)
    stage.moved(fees, "take_back", finance, lines="2、3", **reason)
    assert told(stage, "fee_came_back") == {line.expert.person_id for line in fees.lines[1:3]}
    paid(stage, fees)
    stage.moved(fees, "give_up", finance, lines="1、5", **reason)
    stage.moved(fees, "settle", finance)


def test_all_fees_of_a_month_are_one_payment_and_what_is_entered_last_bears_its_tax(
    stage: Stage,
) -> None:
    fees = approved(stage)
    line = fees.lines[1]
    other = _paid_before(stage, line.expert, fees)
    paid(stage, fees)
    assert other.paid_on is not None
    assert line.paid_on is not None
    assert other.paid_on > line.paid_on
    assert (other.tax, line.tax) == (0, 9_37), "beyond 800 yuan that are free"
    stage.moved(fees, "take_back", stage.holder(Role.FINANCE), lines="2", reason="户名不符")
    assert (other.tax, line.tax) == (0, 0)


def _paid_before(stage: Stage, expert: Expert, fees: FeeList) -> FeeLine:
    """800 yuan for another panel, entered before and paid later in the same month."""
    by = drafter(stage)
    group = ReviewGroup(
        call=fees.call, name="第二组", formed_by_id=by.id, seed="s", seed_commitment="c"
    )
    begin(stage.session, group, by, stage.now)
    line = FeeLine(row=1, expert=expert, standing="senior", net=800_00, gross=800_00)
    other = FeeList(
        call=fees.call,
        group=group,
        number="ZJ2026-9999",
        form=MEETING,
        served_on=fees.served_on,
        drawn_by=by,
        lines=[line],
    )
    begin(stage.session, other, by, stage.now)
    line.given_to_bank_at = stage.now
    paying.pay(stage.session, [line], local_date(stage.now) + timedelta(days=1), "B0")
    return line


def test_an_account_is_its_experts_own_and_each_reading_is_on_record(stage: Stage) -> None:
    fees = approved(stage)
    first, second = fees.lines[1].expert, fees.lines[2].expert
    stolen = accounts.name_account(stage.session, first, ACCOUNT, second.person, stage.now)
    assert isinstance(stolen, Problems)
    assert not told(stage, "fee_account_changed")
    named(stage, first)
    assert told(stage, "fee_account_changed") == {first.person_id}
    row = accounts.account_of(stage.session, first)
    assert row is not None
    assert row.tail == "5678"
    assert "1234" not in row.content
    finance = stage.holder(Role.FINANCE)
    read = accounts.read_for_bank(stage.session, fees, finance, stage.now)
    assert {account.number for _, account in read} == {"6222000012345678"}
    newest = stage.session.scalars(select(History).order_by(History.id.desc()).limit(1)).one()
    assert (newest.transition, newest.actor_id) == ("fee_accounts_read", finance.id)
    assert newest.given == {"lines": "2、3、4、5"}
    other = accounts.account_of(stage.session, second)
    assert other is not None
    other.content = row.content
    with pytest.raises(NoKeyFits):
        accounts.own_account(stage.session, second)
