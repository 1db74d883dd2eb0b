"""What changes around a fund without moving it leaves a row in its history."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from app.models import BankAccount, History, Item, MatchingFund
from app.queries.record.trail import trail_of
from app.services.money import bank_accounts, matching
from app.services.money.bank_accounts import AccountDraft
from app.services.money.checking import matching_confirmed
from app.services.money.matching import MatchingDraft
from app.services.problems import Problems
from tests.filling import filled
from tests.services.money import Funded, funded
from tests.services.stage import Stage, a_page
from workflows.roles import Role


def noted(stage: Stage, of: Funded) -> list[History]:
    rows = select(History).where(History.case_kind == "fund", History.case_id == of.fund.id)
    return list(stage.session.scalars(rows.order_by(History.id)))[1:]


def filed(stage: Stage, of: Funded, source: str) -> MatchingFund:
    typed = MatchingDraft(of.project.proposal.lead_unit, source, 500_00, date(2026, 3, 1))
    proof = a_page()
    made = matching.file_matching(
        stage.session, of.fund, typed, proof, "银行回单.pdf", of.treasurer, stage.now
    )
    assert isinstance(made, MatchingFund), made
    return made


def test_matching_funds_leave_who_filed_and_who_confirmed_them(stage: Stage) -> None:
    of = funded(stage, matched=False)
    of.project.proposal.item_id = filled(stage.session, Item).id
    row = filed(stage, of, "demander")
    user = stage.holder(Role.DEMANDER)
    assert matching.confirm(stage.session, row, user, stage.now) is None
    assert matching.confirm(stage.session, row, user, stage.now) is not None
    rows = noted(stage, of)
    made = [(r.transition, r.actor_id, r.role) for r in rows]
    assert made == [
        ("matching_filed", of.treasurer.id, "unit_finance"),
        ("matching_confirmed", user.id, "demander"),
    ]
    assert rows[0].given["evidence"] == row.evidence_sha256
    shown = trail_of(stage.session, of.fund, of.treasurer, {Role.UNIT_FINANCE})[-2:]
    assert [line.label.zh for line in shown] == ["登记配套资金", "确认配套资金"]
    assert "500.00" in str(shown[0].given)


def test_a_voucher_counts_once_and_without_a_demand_side_nobody_pays_for_it(stage: Stage) -> None:
    of = funded(stage, matched=False)
    unit, day = of.project.proposal.lead_unit, date(2026, 3, 1)
    voucher = a_page().getvalue()

    def file(source: str, proof: bytes) -> object:
        typed = MatchingDraft(unit, source, 500_00, day)
        made = matching.file_matching(
            stage.session, of.fund, typed, BytesIO(proof), "回单.pdf", of.treasurer, stage.now
        )
        return sorted(made.by_field) if isinstance(made, Problems) else type(made)

    assert file("demander", voucher) == ["source"]
    assert file("own", voucher) is MatchingFund
    assert file("own", voucher) == ["evidence"], "a form that is sent twice is counted once"
    assert file("own", voucher + b"\n") is MatchingFund


def test_an_account_leaves_its_naming_its_verification_and_its_end_by_four_digits(
    stage: Stage,
) -> None:
    of, session, now = funded(stage), stage.session, stage.now
    unit, finance = of.project.proposal.lead_unit, stage.holder(Role.FINANCE)
    typed = AccountDraft(unit.name, "第二银行", "8888 0000 1234")
    made = bank_accounts.add(session, unit, typed, of.treasurer, now)
    assert isinstance(made, BankAccount)
    assert bank_accounts.verify(session, made, finance, now) is None
    assert bank_accounts.retire(session, made, of.treasurer, now) is None
    rows = noted(stage, of)
    assert [r.transition for r in rows] == [
        "account_named",
        "account_verified",
        "account_retired",
    ]
    assert {r.given["number"] for r in rows} == {"****1234"}
    assert rows[1].actor_id == finance.id


def test_what_is_refused_leaves_nothing(stage: Stage) -> None:
    of = funded(stage)
    unit = of.project.proposal.lead_unit
    typed = AccountDraft("别的单位", "第二银行", "88880000")
    made = bank_accounts.add(stage.session, unit, typed, of.treasurer, stage.now)
    assert not isinstance(made, BankAccount)
    assert noted(stage, of) == []


def test_what_was_filed_wrongly_is_taken_back_once_by_a_counter_entry_with_its_reason(
    stage: Stage,
) -> None:
    of = funded(stage, matched=False)
    wrong, reason = filed(stage, of, "own"), "多写了一个零"
    by, role = of.treasurer, Role.UNIT_FINANCE
    counter = matching.reverse(stage.session, wrong, reason, by, role, stage.now)
    assert isinstance(counter, MatchingFund)
    assert (counter.amount, counter.arrived_on) == (-wrong.amount, wrong.arrived_on)
    assert matching_confirmed(stage.session, of.project) == 0
    for row in (wrong, counter):
        assert isinstance(
            matching.reverse(stage.session, row, reason, by, role, stage.now), Problems
        )
    note = noted(stage, of)[-1]
    assert (note.transition, note.given["reason"]) == ("matching_reversed", reason)
    again = filed(stage, of, "own")
    assert matching_confirmed(stage.session, of.project) == again.amount


def test_what_was_taken_back_is_not_confirmed_by_the_demand_side_any_more(stage: Stage) -> None:
    of = funded(stage, matched=False)
    of.project.proposal.item_id = filled(stage.session, Item).id
    row = filed(stage, of, "demander")
    made = matching.reverse(
        stage.session, row, "重复登记", of.treasurer, Role.UNIT_FINANCE, stage.now
    )
    assert isinstance(made, MatchingFund)
    user = stage.holder(Role.DEMANDER)
    for one in (row, made):
        assert matching.confirm(stage.session, one, user, stage.now) is not None
    assert matching_confirmed(stage.session, of.project) == 0


@pytest.mark.parametrize("state", ["terminated", "revoked", "failed"])
def test_no_matching_funds_are_recorded_for_a_project_that_ended_badly(
    stage: Stage, state: str
) -> None:
    of = funded(stage, matched=False)
    typed = MatchingDraft(of.project.proposal.lead_unit, "own", 500_00, date(2026, 3, 1))
    whose = stage.session, of.fund, typed
    of.project.state = state
    refused = matching.file_matching(*whose, a_page(), "回单.pdf", of.treasurer, stage.now)
    assert isinstance(refused, Problems)
    of.project.state = "passed"
    made = matching.file_matching(*whose, a_page(), "回单.pdf", of.treasurer, stage.now)
    assert isinstance(made, MatchingFund)


@pytest.mark.parametrize("state", ["terminated", "archived"])
def test_what_stands_is_neither_reversed_nor_confirmed_once_nothing_is_recorded_any_more(
    stage: Stage, state: str
) -> None:
    of = funded(stage, matched=False)
    of.project.proposal.item_id = filled(stage.session, Item).id
    row = filed(stage, of, "demander")
    by, user = of.treasurer, stage.holder(Role.DEMANDER)
    given = "重复登记", by, Role.UNIT_FINANCE, stage.now
    of.project.state = state
    assert isinstance(matching.reverse(stage.session, row, *given), Problems)
    assert isinstance(matching.confirm(stage.session, row, user, stage.now), Problems)
    of.project.state = "passed"
    assert matching.confirm(stage.session, row, user, stage.now) is None
    assert isinstance(matching.reverse(stage.session, row, *given), MatchingFund)
