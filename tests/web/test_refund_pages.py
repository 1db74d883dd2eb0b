"""What the page of a fund asks back, and from when on it asks for nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy import select

from app.models import Expenditure
from tests.conftest import SignInAs
from tests.services.recoveries import (
    HALF,
    REFUND,
    SPENT,
    ended,
    late,
    recovering,
    spent,
    written_off,
)
from tests.services.stage import Stage
from workflows.engine.money import amount_text
from workflows.roles import Role


def test_nobody_whose_refund_has_all_arrived_is_asked_for_it_or_threatened_with_a_demand(
    stage: Stage, sign_in: SignInAs
) -> None:
    """Item 20."""
    of = recovering(stage)
    stage.session.commit()
    client, page = sign_in(of.treasurer), f"/finance/funds/{of.fund.id}"
    owing = client.get(page).text
    assert "现仍应退" in owing
    assert "到期即转为“催缴中”" in owing
    stage.moved(
        of.fund, "record_refund", stage.holder(Role.FINANCE), amount=str(HALF - SPENT), **REFUND
    )
    stage.session.commit()
    back = client.get(page).text
    assert "应退经费已全部退回，由厅财务办理追缴结清" in back
    assert "现仍应退" not in back
    assert "催缴中" not in back


def test_of_a_balance_left_to_its_unit_only_what_was_disallowed_since_is_asked_for(
    stage: Stage, sign_in: SignInAs
) -> None:
    of, finance = ended(stage, "concluded"), stage.holder(Role.FINANCE)
    of.fund.settled_at = stage.now
    stage.at(stage.now + timedelta(minutes=1))
    taken_back = {"heading": "operation", "amount": "100", "reason": "不符。"}
    stage.moved(of.fund, "disallow_spending", finance, **taken_back)
    stage.moved(of.fund, "recover", finance)
    stage.session.commit()
    client, page = sign_in(of.treasurer), f"/finance/funds/{of.fund.id}"
    assert "现仍应退：牵头单位 0.0001 万元" in client.get(page).text
    stage.moved(of.fund, "record_refund", finance, amount="100", **REFUND)
    stage.session.commit()
    assert "应退经费已全部退回" in client.get(page).text


def test_what_was_written_off_stands_beside_what_was_paid_back(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = recovering(stage)
    stage.session.commit()
    client, page = sign_in(of.treasurer), f"/finance/funds/{of.fund.id}"
    lost = "<dt>已核销</dt><dd>{}</dd>"
    assert "<dt>已核销</dt>" not in client.get(page).text
    written_off(stage, of)
    late(stage, of, 100_00)
    stage.session.commit()
    assert lost.format(amount_text(HALF - SPENT - 100_00).zh) in client.get(page).text


def test_who_reads_what_was_spent_reads_until_which_day_that_was_reported(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = ended(stage, "passed")
    spent(stage, of, 100, "equipment")
    report = stage.session.scalars(select(Expenditure).where(Expenditure.amount == 100)).one()
    report.spent_until = date(2026, 2, 27)
    stage.session.commit()
    client = sign_in(of.treasurer)
    for page, label in (("", "列支截至"), ("?lang=en", "Spent up to")):
        read = client.get(f"/projects/{of.project.id}{page}").text
        days = re.findall(rf'<td data-label="{label}">([^<]*)</td>', read)
        assert sorted(days) == ["2026-02-27", "2026-03-01"]
