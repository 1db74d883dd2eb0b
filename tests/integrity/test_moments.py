"""A sanction imposed by a case is met again at every moment of §3.5: submission, acceptance of the
file, contract, payment; notice and decision have their tests beside those of notices."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.models import Payment
from app.services.proposals import formal
from app.services.proposals.formal import ITEMS, Answer
from tests.after.underway import underway
from tests.integrity.handling import sanctioned
from tests.services.running import awarded
from tests.services.stage import Stage
from workflows.roles import Role

TODAY = {"starts_on": "2026-03-02", "ends_on": "2027-03-01"}
TOMORROW = {"starts_on": "2026-03-03", "ends_on": "2027-03-01"}
TERMS = pytest.mark.parametrize(("term", "bars"), [(TODAY, True), (TOMORROW, False)])


@TERMS
def test_nobody_submits_while_a_sanction_runs(
    stage: Stage, term: dict[str, str], bars: bool
) -> None:
    applied = stage.applied()
    sanctioned(stage, applied.pi, **term)
    if bars:
        assert "integrity_findings" in stage.refused(applied.proposal, "submit", applied.pi)
    else:
        stage.moved(applied.proposal, "submit", applied.pi)


@TERMS
def test_no_file_is_accepted_while_a_sanction_runs(
    stage: Stage, term: dict[str, str], bars: bool
) -> None:
    checker = stage.holder(Role.FORMAL_CHECKER)
    applied = stage.applied(call=stage.call("formal"), state="formal_check")
    answers = {item.key: Answer("met") for item in ITEMS}
    formal.record(stage.session, applied.proposal, answers, (), checker, stage.now)
    sanctioned(stage, applied.pi, **term)
    if bars:
        assert "integrity_findings" in stage.refused(applied.proposal, "pass_formal_check", checker)
    else:
        stage.moved(applied.proposal, "pass_formal_check", checker)


@TERMS
def test_nobody_signs_the_contract_while_a_sanction_runs(
    stage: Stage, term: dict[str, str], bars: bool
) -> None:
    made = awarded(stage)
    sanctioned(stage, made.applied.pi, **term)
    if bars:
        refused = stage.refused(made.project, "sign_contract", made.applied.pi)
        assert "party_not_barred" in refused
    else:
        made.sign()
        assert made.project.state == "active"


@TERMS
def test_no_payment_is_approved_while_a_sanction_runs(
    stage: Stage, term: dict[str, str], bars: bool
) -> None:
    of = underway(stage)
    payment = stage.session.scalars(
        select(Payment).where(Payment.project_id == of.project.id)
    ).one()
    sanctioned(stage, of.pi, **term)
    reasons = stage.refused(payment, "approve", stage.holder(Role.FINANCE))
    barred = [text.zh for text in reasons.values() if "惩戒期" in text.zh]
    assert bool(barred) is bars
    assert date(2026, 3, 2) == stage.now.date()
