"""A unit's own accounts and own money on its pages."""

from __future__ import annotations

from io import BytesIO

from flask import Flask
from sqlalchemy import select

from app.models import BankAccount, Item, MatchingFund
from tests.factories import person
from tests.filling import filled
from tests.services.money import (
    approved,
    funded,
)
from tests.services.stage import a_page
from tests.web.looking import looking
from tests.web.test_finance import Scene, scene
from workflows.roles import Role

__all__ = ["scene"]


def test_a_unit_names_its_own_account_and_the_office_verifies_it(scene: Scene, app: Flask) -> None:
    unit = scene.of.project.proposal.lead_unit.name
    client = scene.client(scene.of.treasurer)
    typed = {"holder": "别的公司", "bank": "测试银行", "number": "6222 0000 1111 2222"}
    refused = client.post("/finance/ours/accounts/new", data=typed)
    assert refused.status_code == 422
    assert "不得使用其他单位" in refused.text
    assert "别的公司" in refused.text
    made = client.post("/finance/ours/accounts/new", data=typed | {"holder": unit})
    assert made.status_code == 303
    twice = client.post("/finance/ours/accounts/new", data=typed | {"holder": unit})
    assert "已经登记过" in twice.text
    with looking(app) as session:
        account = session.scalars(
            select(BankAccount).where(BankAccount.number == "6222000011112222")
        ).one()
        assert account.verified_at is None
    finance = scene.official(Role.FINANCE)
    finance.post(f"/finance/accounts/{account.id}/verify")
    with looking(app) as session:
        assert session.get_one(BankAccount, account.id).verified_at is not None
    client.post(f"/finance/ours/accounts/{account.id}/retire")
    with looking(app) as session:
        assert session.get_one(BankAccount, account.id).retired_at is not None


def test_another_units_finance_reaches_nothing_of_ours(scene: Scene, app: Flask) -> None:
    fund, payment, proposal = scene.of.fund.id, scene.payment.id, scene.of.project.proposal
    unit, title = proposal.lead_unit_id, proposal.title
    client = scene.client(funded(scene.stage).treasurer)
    with looking(app) as session:
        ours = session.scalars(
            select(BankAccount.id).where(BankAccount.organisation_id == unit)
        ).one()
    for method, path in (
        ("GET", f"/finance/funds/{fund}"),
        ("GET", f"/finance/funds/{fund}/matching"),
        ("GET", f"/finance/payments/{payment}"),
        ("POST", f"/finance/ours/accounts/{ours}/retire"),
    ):
        assert client.open(path, method=method).status_code == 404, path
    assert title not in client.get("/finance/ours").text


def test_matching_funds_are_filed_with_evidence(scene: Scene, app: Flask) -> None:
    fund, path = f"/finance/funds/{scene.of.fund.id}", f"/finance/funds/{scene.of.fund.id}/matching"
    demander, item = person(scene.stage.session), filled(scene.stage.session, Item)
    item.contact_id, bid = demander.id, scene.of.project.proposal
    bid.item_id, bid.opened_at = item.id, scene.stage.now
    client = scene.client(scene.of.treasurer)
    typed = {"source": "demander", "amount": "30", "arrived_on": "2026-03-01"}
    missing = client.post(path, data=typed)
    assert missing.status_code == 422
    assert 'value="30"' in missing.text
    late = typed | {
        "arrived_on": "2026-03-03",
        "evidence": (BytesIO(a_page().getvalue()), "回单.pdf"),
    }
    assert client.post(path, data=late).status_code == 422
    done = client.post(path, data=typed | {"evidence": (BytesIO(a_page().getvalue()), "回单.pdf")})
    assert done.status_code == 303
    with looking(app) as session:
        row = session.scalars(select(MatchingFund).order_by(MatchingFund.id.desc())).first()
        assert row is not None
        assert (row.amount, row.confirmed_at) == (300_000_00, None)
    with client.get(f"{fund}/matching/{row.id}/evidence") as evidence:
        assert evidence.data.startswith(b"%PDF")
    assert client.post(f"{fund}/matching/{row.id}/confirm").status_code == 404
    assert scene.client(demander).post(f"{fund}/matching/{row.id}/confirm").status_code == 303
    with looking(app) as session:
        assert session.get_one(MatchingFund, row.id).confirmed_by_id == demander.id


def test_the_number_of_an_account_is_for_those_who_handle_it(scene: Scene) -> None:
    approved(scene.stage, scene.payment)
    assert scene.payment.account is not None
    number, path = scene.payment.account.number, f"/finance/payments/{scene.payment.id}"
    assert number in scene.client(scene.of.treasurer).get(path).text
    page = scene.client(scene.of.applied.pi).get(path).text
    assert number not in page
    assert number[-4:] in page
