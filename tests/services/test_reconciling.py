"""The treasury's return: every row gets its verdict, and the same file changes nothing twice."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.named import named_files
from app.files.places import files_of
from app.models import LedgerTransaction, Payment, PaymentBatch, ReturnLine, TreasuryReturn
from app.services.money import treasury_sheet
from app.services.money.reconciling import take_return
from tests.services.money import AWARD, approved, batched, funded, of_project, signed
from tests.services.stage import Stage, everything
from tests.services.treasury import YUAN, paid_row, sheet
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.money.books import AccountKind
from workflows.roles import Role


@pytest.fixture
def payments(stage: Stage) -> list[Payment]:
    """Three payments of three projects, in one batch with the treasury."""
    made = [signed(stage, funded(stage)) for _ in range(3)]
    batches = {batched(stage, payment).id for payment in made}
    assert len(batches) == 1
    assert made[0].batch is not None
    stage.moved(made[0].batch, "send", stage.holder(Role.FINANCE, "second"))
    return made


def batch_of(payment: Payment) -> PaymentBatch:
    assert payment.batch is not None
    return payment.batch


def returned(stage: Stage, batch: PaymentBatch, content: bytes) -> list[ReturnLine]:
    taken = take_return(
        stage.session, batch, "回单.xlsx", content, stage.holder(Role.FINANCE), stage.now
    )
    assert isinstance(taken, TreasuryReturn), taken
    return taken.lines


def test_each_row_of_a_return_gets_its_verdict(stage: Stage, payments: list[Payment]) -> None:
    first, second, third = payments
    batch = batch_of(first)
    lines = returned(
        stage,
        batch,
        sheet(
            paid_row(first),
            (second.number, YUAN, "失败", "", "", "户名不符"),
            ("ZF1999-00001", YUAN, "成功", "2026-03-02", "GK-8", ""),
            paid_row(first),
            (third.number, "1000000.01", "成功", "2026-03-02", "GK-9", ""),
            (third.number, YUAN, "也许", "", "", ""),
        ),
    )
    assert [line.verdict for line in lines] == [
        *("paid", "failed", "unknown", "duplicate", "mismatch", "unreadable")
    ]
    assert [p.state for p in payments] == ["paid", "returned", "batched"]
    assert batch.state == "sent"
    assert lines[1].remark_zh == "户名不符"
    assert lines[5].written[2] == "也许"


def test_a_number_in_small_letters_names_the_same_payment_which_is_paid_once(
    stage: Stage, payments: list[Payment]
) -> None:
    first = payments[0]
    small = (first.number.lower(), YUAN, "成功", "2026-03-02", "GK-1", "")
    lines = returned(stage, batch_of(first), sheet(small, paid_row(first)))
    assert [line.verdict for line in lines] == ["paid", "duplicate"]
    assert {line.payment_id for line in lines} == {first.id}
    payments[1].number = first.number.lower()
    with pytest.raises(IntegrityError), stage.session.begin_nested():
        stage.session.flush()


def test_a_batch_is_reconciled_once_every_payment_is_answered_for(
    stage: Stage, payments: list[Payment]
) -> None:
    batch = batch_of(payments[0])
    returned(stage, batch, sheet(paid_row(payments[0])))
    assert batch.state == "sent"
    returned(stage, batch, sheet(*(paid_row(p, 1000000.0) for p in payments[1:])))
    assert batch.state == "reconciled"


def test_the_same_file_is_refused_the_second_time_and_says_when_it_was_read(
    stage: Stage, payments: list[Payment]
) -> None:
    batch, content = batch_of(payments[0]), sheet(*map(paid_row, payments))
    lines = returned(stage, batch, content)
    assert [line.verdict for line in lines] == ["paid"] * 3
    stage.session.flush()
    before = everything(stage.session)
    finance = stage.holder(Role.FINANCE)
    again = take_return(stage.session, batch, "又.xlsx", content, finance, stage.now)
    assert isinstance(again, Text)
    assert local_date(stage.now).isoformat() in again.zh
    assert finance.name in again.zh
    assert everything(stage.session) == before
    pays = select(func.count(LedgerTransaction.id)).where(LedgerTransaction.purpose == "pay")
    assert stage.session.scalar(pays) == 3


def test_the_file_is_kept_as_it_came(stage: Stage, payments: list[Payment]) -> None:
    content = sheet(*map(paid_row, payments))
    returned(stage, batch_of(payments[0]), content)
    kept = stage.session.scalars(select(TreasuryReturn)).one()
    with files_of(stage.session.info["settings"]).open(kept.sha256) as file:
        assert file.read() == content
    assert f"treasury_return {kept.id}" in {f.by for f in named_files(stage.session)}


def test_a_return_that_repeats_lines_in_another_file_pays_once(
    stage: Stage, payments: list[Payment]
) -> None:
    batch = batch_of(payments[0])
    returned(stage, batch, sheet(paid_row(payments[0])))
    lines = returned(stage, batch, sheet(*map(paid_row, payments)))
    assert [line.verdict for line in lines] == ["duplicate", "paid", "paid"]


def test_a_payment_that_bounced_is_approved_anew_and_paid_in_a_later_batch(
    stage: Stage, payments: list[Payment]
) -> None:
    bounced, batch = payments[0], batch_of(payments[0])
    returned(stage, batch, sheet((bounced.number, YUAN, "失败", "", "", "账号有误")))
    stage.moved(bounced, "order_again", stage.holder(Role.FINANCE))
    later = batched(stage, bounced)
    assert later.id != batch.id
    stage.moved(later, "send", stage.holder(Role.FINANCE, "second"))
    returned(stage, later, sheet(paid_row(bounced)))
    assert bounced.state == "paid"
    assert later.state == "reconciled"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", sheet()])
def test_a_file_that_is_no_return_changes_nothing(
    stage: Stage, payments: list[Payment], content: bytes
) -> None:
    stage.session.flush()
    before = everything(stage.session)
    finance = stage.holder(Role.FINANCE)
    answer = take_return(
        stage.session, batch_of(payments[0]), "x.xlsx", content, finance, stage.now
    )
    assert isinstance(answer, Text)
    assert everything(stage.session) == before


def test_a_batch_that_was_not_sent_takes_no_return(stage: Stage) -> None:
    payment = signed(stage, funded(stage))
    batch = batched(stage, payment)
    answer = take_return(
        stage.session, batch, "x", sheet(paid_row(payment)), stage.holder(Role.FINANCE), stage.now
    )
    assert isinstance(answer, Text)
    assert payment.state == "batched"


def test_the_sheet_for_the_treasury_holds_text_only(stage: Stage) -> None:
    of = funded(stage)
    of.project.proposal.title = '=HYPERLINK("http://example.org")'
    payment = signed(stage, of)
    batch = batched(stage, payment)
    book = load_workbook(BytesIO(treasury_sheet.write(batch, batch.payments)))
    assert book.active is not None
    header, row = list(book.active.iter_rows())
    assert [c.value for c in header] == list(treasury_sheet.SENT)
    assert {c.data_type for c in row} == {"s"}
    assert payment.account is not None
    assert row[5].value == payment.account.number
    assert row[6].value == YUAN
    assert of_project(stage, AccountKind.ORDERED, of) == AWARD // 2


def test_a_batch_cancelled_before_sending_gives_its_payments_back(stage: Stage) -> None:
    payment = approved(stage, signed(stage, funded(stage)))
    stage.moved(payment, "batch", stage.holder(Role.FINANCE))
    stage.moved(batch_of(payment), "cancel", stage.holder(Role.FINANCE), reason="改期")
    assert (payment.state, payment.batch_id) == ("approved", None)
