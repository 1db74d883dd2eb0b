"""A consortium: forwarded in time or paid directly, booked, refunded and found unit by unit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Message, Payment, Share
from app.queries.books.money_panel import money_of
from app.queries.figures.leverage import leverage
from app.queries.figures.unit_figures import figures_of_units
from app.services.contracts.drafting import newest
from app.services.money import payments
from app.services.money.positions import position
from app.services.money.shares import standing
from app.services.proposals.completeness import form_problems
from tests.conftest import SignInAs
from tests.factories import grant, person
from tests.services.consortia import (
    AWARD,
    SPENT,
    Consortium,
    arrived,
    conserved,
    consortium,
    forwarded,
)
from tests.services.money import latest_move, paid
from tests.services.stage import Stage
from workflows.engine.calendar import local_date
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def test_the_contract_states_each_units_share_and_they_add_up(stage: Stage, of: Consortium) -> None:
    version = newest(stage.session, of.project)
    assert version is not None
    rows = version.terms["shares"]
    assert [row["name"] for row in rows[1:]] == [s.unit.name for s in of.shares]
    assert sum(row["fiscal"] for row in rows) == AWARD
    assert sum(row["own"] for row in rows) == of.project.proposal.matching


def test_the_lead_unit_forwards_within_working_days_and_the_partner_confirms(
    stage: Stage, of: Consortium
) -> None:
    (share, _), (purse, _) = of.shares, of.purses
    assert share.state == "to_forward"
    assert share.due_at is not None
    assert (local_date(share.due_at) - local_date(stage.now)).days >= 10
    due = standing(stage.session, share).to_forward
    assert abs(due - share.fiscal // 2) <= 1
    given = {"forwarded_on": "2026-03-02", "reference": "ZB-1"}
    assert "role_required" in stage.refused(share, "forward", purse, **given)
    stage.moved(share, "forward", of.funded.treasurer, **given)
    assert "role_required" in stage.refused(
        share, "confirm_forwarding", of.funded.treasurer, received_on="2026-03-02"
    )
    stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    stands = standing(stage.session, share)
    assert (stands.received, stands.held, stands.to_forward) == (due, due, 0)
    conserved(stage, of)


def test_what_is_told_of_a_share_names_the_partner_and_the_project(
    stage: Stage, of: Consortium
) -> None:
    (share, _), (purse, _) = of.shares, of.purses
    stage.moved(share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB-1")
    stage.moved(share, "deny_forwarding", purse, reason="没有收到")
    of_share = (Message.about_kind == Share.kind, Message.about_id == share.id)
    told = stage.session.execute(select(Message.message_kind, Message.body).where(*of_share)).all()
    assert {"share_to_forward", "share_forwarded", "share_not_received"} <= {k for k, _ in told}
    for _, body in told:
        assert share.unit.name in body
        assert f"《{of.project.proposal.title}》" in body


def test_the_next_payment_waits_until_every_partner_has_its_share(
    stage: Stage, of: Consortium
) -> None:
    second = payments.order_next(
        stage.session, of.project, "success", of.project, latest_move(stage)
    )
    assert second is not None
    finance = stage.holder(Role.FINANCE)
    of.project.state = "passed"
    stage.session.flush()
    words = stage.refused(second, "approve", finance)["last_receipt_confirmed"].zh
    assert all(share.unit.name in words for share in of.shares)
    forwarded(stage, of)
    stage.moved(second, "approve", finance)


def test_each_unit_accounts_for_its_own_money_only(stage: Stage, of: Consortium) -> None:
    forwarded(stage, of)
    (share, other), (purse, _) = of.shares, of.purses
    held = standing(stage.session, share).held
    more = SPENT | {"amount": str(held + 1)}
    assert "partner_spends_what_it_holds" in stage.refused(
        share, "report_share_spending", purse, **more
    )
    stage.moved(share, "report_share_spending", purse, **SPENT, amount=str(held))
    assert "role_required" in stage.refused(
        other, "report_share_spending", purse, **SPENT, amount="1"
    )
    stage.moved(
        share,
        "disallow_share_spending",
        stage.holder(Role.FINANCE),
        heading="operation",
        amount="100",
        reason="票据不合规",
    )
    assert standing(stage.session, share).held == 100
    conserved(stage, of)


def test_units_are_paid_directly_where_the_call_says_so(stage: Stage) -> None:
    of = consortium(stage, payee_mode="each")
    orders = stage.session.scalars(select(Payment).order_by(Payment.id)).all()
    assert [p.part for p in orders] == [1, 1, 1]
    money = money_of(stage.session, of.project, ())
    assert money is not None
    assert [(part.number, part.planned, part.payment) for part in money.parts[:3]] == [
        (1, order.amount, order) for order in orders
    ]
    assert {part.number for part in money.parts} == {1, 2, 3}
    assert sum(part.planned or 0 for part in money.parts) == AWARD
    assert sum(p.amount for p in orders) == AWARD // 2 + (AWARD % 2)
    for payment, purse in zip(orders, (of.funded.treasurer, *of.purses), strict=True):
        paid(stage, payment)
        assert payment.account is not None
        assert payment.account.organisation_id == payment.payee_id
        stage.moved(payment, "confirm_receipt", purse, received_on="2026-03-02")
    assert [share.state for share in of.shares] == ["waiting", "waiting"]
    assert standing(stage.session, of.shares[0]).received == orders[1].amount
    conserved(stage, of)


def test_the_parts_of_the_partners_are_found_one_by_one(stage: Stage, of: Consortium) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(of.shares[0], "find_part", officer, finding="done", finding_note="指标全部完成。")
    assert [share.finding for share in of.shares] == ["done", ""]


def test_what_a_partner_did_is_found_no_more_once_the_project_has_ended(
    stage: Stage, of: Consortium
) -> None:
    officer, found = (
        stage.holder(Role.PROGRAMME_OFFICER),
        {"finding": "done", "finding_note": "完成。"},
    )
    of.project.state = "passed"
    assert "part_is_open" in stage.refused(of.shares[0], "find_part", officer, **found)
    of.project.state = "accepting"
    stage.moved(of.shares[0], "find_part", officer, **found)


def test_leverage_counts_each_units_own_investment(stage: Stage, of: Consortium) -> None:
    units = [of.project.proposal.lead_unit, *(s.unit for s in of.shares)]
    rows = figures_of_units(stage.session, units)
    assert sum(r.fiscal for r in rows) == AWARD
    assert [r.own for r in rows[1:]] == [s.own for s in of.shares]
    assert sum(r.own for r in rows) == of.project.proposal.matching
    assert [(r.led, r.joined) for r in rows] == [(1, 0), (0, 1), (0, 1)]
    programme = of.project.proposal.call.programme_id
    assert figures_of_units(stage.session, units, programme) == rows
    assert [r.led + r.joined for r in figures_of_units(stage.session, units, programme + 1)] == [
        *(0, 0, 0)
    ]


def test_what_a_programme_has_paid_includes_what_its_partners_got(
    stage: Stage, of: Consortium
) -> None:
    paid_before = {r.name: r.paid for r in leverage(stage.session)}
    forwarded(stage, of)
    assert {r.name: r.paid for r in leverage(stage.session)} == paid_before
    assert sum(paid_before.values()) == position(stage.session, of.project).paid


def test_partners_cannot_have_more_than_the_whole(stage: Stage, of: Consortium) -> None:
    proposal = of.project.proposal
    assert not any("参加单位" in words.zh for words in form_problems(proposal))
    proposal.units[0].fiscal = proposal.requested
    assert any("参加单位的财政资金" in words.zh for words in form_problems(proposal))


def test_a_partner_sees_its_share_and_no_other(
    stage: Stage, of: Consortium, sign_in: SignInAs
) -> None:
    stage.session.commit()
    client = sign_in(of.purses[0])
    assert of.shares[0].unit.name in client.get(f"/finance/shares/{of.shares[0].id}").text
    assert client.get(f"/finance/shares/{of.shares[1].id}").status_code == 404
    assert client.get(f"/finance/funds/{of.fund.id}").status_code == 404
    assert of.project.number in client.get("/finance/ours").text


def test_who_administers_a_partner_reads_its_share_and_moves_nothing(
    stage: Stage, of: Consortium, sign_in: SignInAs
) -> None:
    share, other = of.shares
    admin = person(stage.session)
    grant(stage.session, admin, Role.UNIT_ADMIN, organisation=share.unit)
    stage.session.commit()
    given = {"forwarded_on": "2026-03-02", "reference": "ZB-1"}
    assert "role_required" in stage.refused(share, "forward", admin, **given)
    client = sign_in(admin)
    assert f"/finance/shares/{share.id}" in client.get("/unit/proposals").text
    page = client.get(f"/finance/shares/{share.id}")
    assert share.unit.name in page.text
    assert f"/finance/shares/{share.id}/matching" not in page.text
    assert client.get(f"/finance/shares/{other.id}").status_code == 404
    assert client.get(f"/finance/funds/{of.fund.id}").status_code == 404
