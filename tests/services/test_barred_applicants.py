"""Whoever is barred, or leads already, submits nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import ProposalMember, Sanction
from app.services.eligibility.integrity import integrity_findings, with_findings
from app.services.money.shares import standing
from app.services.proposals import members
from tests.factories import person, proposal
from tests.services.consortia import arrived
from tests.services.recoveries import REFUND, recovered_share
from tests.services.stage import Applied, Stage
from tests.services.test_submitting import applied
from workflows.engine.calendar import local_date

pytestmark = pytest.mark.own_sql

__all__ = ["applied"]

TODAY = date(2026, 3, 2)


def bar(stage: Stage, ends_on: date | None, **subject: int) -> None:
    stage.session.add(
        Sanction(
            act="提供虚假材料",
            basis="科研失信行为调查处理规则",
            decided_by="调查处理机构",
            starts_on=date(2024, 1, 1),
            ends_on=ends_on,
            **subject,
        )
    )
    stage.session.flush()


def test_a_barred_leader_is_refused_until_the_last_day_of_the_bar_is_over(
    stage: Stage, applied: Applied
) -> None:
    assert local_date(stage.now) == TODAY
    bar(stage, TODAY, person_id=applied.pi.id)
    words = stage.refused(applied.proposal, "submit", applied.pi)["integrity_findings"]
    assert f"{applied.pi.name}处于惩戒期（至 2026-03-02" in words.zh
    assert "is under sanction (until 2026-03-02" in words.en
    stage.clock.advance(days=1)
    stage.moved(applied.proposal, "submit", applied.pi)


def test_a_barred_unit_and_a_barred_member_are_refused_too(stage: Stage, applied: Applied) -> None:
    someone = person(stage.session, name="骨干丙")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(stage.session, applied.proposal, member, stage.now)
    members.answer(stage.session, member, someone, True, stage.now)
    bar(stage, None, person_id=someone.id)
    bar(stage, None, organisation_id=applied.proposal.lead_unit_id)
    words = stage.refused(applied.proposal, "submit", applied.pi)["integrity_findings"]
    assert "骨干丙处于惩戒期（长期" in words.zh
    assert f"{applied.proposal.lead_unit.name}处于惩戒期" in words.zh


def test_one_person_leads_one_proposal_in_a_call_unless_the_other_was_withdrawn(
    stage: Stage, applied: Applied
) -> None:
    other = proposal(
        stage.session,
        call=applied.proposal.call,
        lead_unit=applied.proposal.lead_unit,
        pi=applied.pi,
        state="unit_review",
    )
    words = stage.refused(applied.proposal, "submit", applied.pi)["limit_findings"]
    assert f"限主持申报 1 项，已有《{other.title}》" in words.zh
    assert f"may lead at most 1 in one call; already leading “{other.title}”" in words.en
    stage.moved(other, "withdraw", applied.pi)
    stage.moved(applied.proposal, "submit", applied.pi)


def test_a_partner_that_does_not_pay_back_its_part_is_barred_and_one_that_did_is_not(
    stage: Stage,
) -> None:
    of = arrived(stage)
    session, (owing, square) = stage.session, of.shares
    finance = recovered_share(stage, of)
    held = standing(session, square).held
    stage.moved(square, "refund_share", finance, **REFUND, amount=str(held))
    asked = [proposal(session, lead_unit=share.unit) for share in of.shares]
    of.fund.state = "demanded"
    session.flush()
    today = local_date(stage.now)
    assert integrity_findings(session, asked, today) == ()
    of.fund.state = "defaulted"
    session.flush()
    said = [text.zh for text in integrity_findings(session, asked, today)]
    assert said == [f"{owing.unit.name}有逾期未退的财政经费"]
    assert with_findings(session, asked, today) == {asked[0].id}
    held = standing(session, owing).held
    stage.moved(owing, "refund_share", finance, **REFUND, amount=str(held))
    assert integrity_findings(session, asked, today) == ()
