"""The bank's note on a payment that came back is read by the office and by the unit that was to
receive it, and by nobody else who reads the payment."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Payment
from app.services.files import evidence
from tests.conftest import SignInAs
from tests.services.consortia import consortium
from tests.services.money import paid
from tests.services.stage import Stage
from tests.services.test_sent_back import evidenced
from tests.web.test_attaching import is_read
from workflows.roles import Role


def notes_of(stage: Stage, payment: Payment) -> list[int]:
    return [file.id for file in evidence.of_case(stage.session, payment)]


def test_the_note_on_a_return_is_the_offices_and_that_units_which_was_to_receive_the_money(
    stage: Stage, sign_in: SignInAs
) -> None:
    of = consortium(stage, payee_mode="each")
    to_lead, to_partner, _ = stage.session.scalars(select(Payment).order_by(Payment.id))
    readers = {
        "leader": of.funded.applied.pi,
        "unit": of.funded.applied.unit,
        "purse": of.funded.treasurer,
        "partner": of.purses[0],
        "officer": stage.holder(Role.PROGRAMME_OFFICER),
        "finance": stage.holder(Role.FINANCE),
    }
    office = {"officer", "finance"}
    for payment, unit in ((to_lead, {"unit", "purse"}), (to_partner, {"partner"})):
        paid(stage, payment)
        evidenced(stage, payment)
        (note,) = notes_of(stage, payment)
        stage.session.commit()
        for name, reader in readers.items():
            client = sign_in(reader)
            page = client.get(f"/finance/payments/{payment.id}")
            may = name in office | unit
            assert is_read(client, f"/cases/payment/{payment.id}/files/{note}") == may, name
            assert (f"/files/{note}" in page.text) == may, name
            if name == "leader":
                assert page.status_code == 200, "the payment itself the leader reads"
