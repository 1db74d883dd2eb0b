"""Pages of the money: who reads what, what is done there, and lists that stay quick."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.models import Payment, PaymentBatch, Person
from tests.conftest import SignInAs
from tests.factories import grant, official, person
from tests.services.money import (
    AWARD,
    Funded,
    approved,
    batched,
    funded,
    paid,
    received,
    sent,
    signed,
)
from tests.services.recoveries import spent
from tests.services.stage import Stage
from tests.services.treasury import paid_row, sheet
from tests.web.counting import counting
from tests.web.looking import looking
from workflows.roles import Role


@dataclass(frozen=True)
class Scene:
    stage: Stage
    of: Funded
    payment: Payment
    sign_in: SignInAs

    def client(self, someone: Person) -> FlaskClient:
        """Signed in, with everything committed and no lock held by the stage."""
        one = self.sign_in(someone)
        self.stage.session.commit()
        return one

    def official(self, role: Role, which: str = "first") -> FlaskClient:
        return self.client(self.stage.holder(role, which))


@pytest.fixture
def scene(stage: Stage, sign_in: SignInAs) -> Scene:
    of = funded(stage)
    return Scene(stage, of, signed(stage, of), sign_in)


def test_the_pages_of_finance_open_and_show_the_money(scene: Scene) -> None:
    approved(scene.stage, scene.payment)
    client = scene.official(Role.FINANCE)
    for path, words in {
        "/finance": scene.payment.number,
        "/finance?state=approved": "编入批次",
        f"/finance/payments/{scene.payment.id}": "测试银行",
        f"/finance/funds/{scene.of.fund.id}": "配套资金",
        "/finance/funds": "暂停与追缴",
        "/finance/batches": "还没有批次",
        "/finance/accounts": scene.of.project.proposal.lead_unit.name,
        "/finance/books": "立项承诺",
        "/leverage": "撬动比",
        f"/projects/{scene.of.project.id}": "经费明细",
    }.items():
        for language in ("zh_Hans_CN", "en"):
            joined = "&" if "?" in path else "?"
            answer = client.get(f"{path}{joined}lang={language}")
            assert answer.status_code == 200, path
            if language == "zh_Hans_CN":
                assert words in answer.text, path


def test_the_page_of_a_fund_explains_the_words_that_stand_on_it(scene: Scene) -> None:
    client, path = scene.official(Role.FINANCE), f"/finance/funds/{scene.of.fund.id}"
    assert "本页用语" not in client.get(path).text
    scene.of.project.proposal.call.budget_mode = "lump_sum"
    scene.stage.session.commit()
    page = client.get(path).text
    assert "<dt>经费包干制</dt>" in page
    assert "申诉期留存" not in page


def test_the_books_name_whose_an_account_is(scene: Scene) -> None:
    proposal = scene.of.project.proposal
    names = proposal.call.title, f"{scene.of.project.number} {proposal.lead_unit.name}"
    finance = scene.official(Role.FINANCE)
    page = finance.get("/finance/books").text
    assert [name in page for name in (*names, "2026年度")] == [True, True, True]
    for words, found in ((scene.of.project.number, True), (proposal.title, True), ("%", False)):
        page = finance.get("/finance/books", query_string={"q": words}).text
        assert (names[1] in page) is found, words
        assert "年度盘子 2026年度" not in page, "the money of the call is no project's"


def test_whoever_starts_a_recovery_reads_the_sum_before(scene: Scene) -> None:
    received(scene.stage, scene.of, scene.payment)
    scene.of.project.state = "terminated"
    page = f"/cases/fund/{scene.of.fund.id}/moves/recover?lang=en"
    client = scene.official(Role.FINANCE)
    assert f"¥{scene.payment.amount / 100:,.2f}" in client.get(page).text


def test_whoever_starts_a_recovery_reads_which_unit_has_yet_to_say_what_it_spent(
    scene: Scene,
) -> None:
    """Item 20: afterwards nothing can be reported, and what was spent rightly would be owed."""
    received(scene.stage, scene.of, scene.payment)
    scene.of.project.state = "terminated"
    page = f"/cases/fund/{scene.of.fund.id}/moves/recover"
    client = scene.official(Role.FINANCE)
    unit = scene.of.project.proposal.lead_unit.name
    waits = client.get(page).text
    assert "尚未报告列支，也未说明没有列支" in waits
    assert f"{unit}（限至" in waits
    spent(scene.stage, scene.of)
    scene.stage.session.commit()
    assert "尚未报告列支" not in client.get(page).text
    scene.of.fund.state = "defaulted"
    scene.stage.session.commit()
    write_off = page.replace("recover", "write_off")
    assert "尚未报告列支" not in scene.official(Role.DECISION_MAKER).get(write_off).text


def test_what_a_payment_rests_on_is_said_in_the_language_of_the_reader(scene: Scene) -> None:
    client = scene.official(Role.FINANCE)
    for language, words in {"zh_Hans_CN": "任务书签订", "en": "Contract signed"}.items():
        book = load_workbook(BytesIO(client.get(f"/sheets/payments.xlsx?lang={language}").data))
        assert words in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        assert words in client.get(f"/finance?lang={language}").text


def test_a_payment_is_found_by_its_number_project_or_payee_and_so_is_its_sheet(
    scene: Scene,
) -> None:
    other = signed(scene.stage, funded(scene.stage))
    mine, client = scene.payment, scene.official(Role.FINANCE)
    for words in (mine.number, mine.project.number, mine.payee.name):
        page = client.get("/finance", query_string={"q": words, "state": "ordered"}).text
        assert mine.number in page
        assert other.number not in page
        assert '<option value="ordered" selected>' in page, "the other condition stays"
        book = load_workbook(
            BytesIO(client.get("/sheets/payments.xlsx", query_string={"q": words}).data)
        )
        cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
        assert mine.number in cells
        assert other.number not in cells
    none = client.get("/finance", query_string={"q": "查无此项"}).text
    assert "没有符合条件的事项" in none


def test_chosen_payments_go_into_one_batch_and_what_is_refused_says_why(
    scene: Scene, app: Flask
) -> None:
    approved(scene.stage, scene.payment)
    other = signed(scene.stage, funded(scene.stage))
    chosen = {"payments": [str(scene.payment.id), str(other.id), "x"]}
    numbers = scene.payment.number, other.number
    client = scene.official(Role.FINANCE)
    answer = client.post("/finance/batch", data=chosen, follow_redirects=True)
    assert numbers[1] in answer.text
    with looking(app) as session:
        states = {p.number: p.state for p in session.scalars(select(Payment))}
        assert states == dict(zip(numbers, ("batched", "ordered"), strict=True))
        assert session.scalar(select(func.count(PaymentBatch.id))) == 1


def test_the_sheet_for_the_treasury_is_there_once_the_batch_is_sent(scene: Scene) -> None:
    batch = batched(scene.stage, scene.payment)
    path = f"/finance/batches/{batch.id}.xlsx"
    client = scene.official(Role.FINANCE)
    assert client.get(path).status_code == 404
    scene.stage.moved(batch, "send", scene.stage.holder(Role.FINANCE, "second"))
    scene.stage.session.commit()
    book = load_workbook(BytesIO(client.get(path).data))
    assert book.active is not None
    assert book.active["A2"].value == scene.payment.number


def test_a_return_is_read_on_the_page_of_its_batch(scene: Scene, app: Flask) -> None:
    batch = sent(scene.stage, scene.payment)
    path, number = f"/finance/batches/{batch.id}/return", scene.payment.id
    unknown = ("ZF1999-00001", "1", "成功", "2026-03-02", "G", "")
    rows, warning = sheet(paid_row(scene.payment), unknown), "财政回单中有 1 行对不上"
    client = scene.official(Role.FINANCE)
    client.post(path, data={"file": (BytesIO(sheet(unknown)), "只有查无此单.xlsx")})
    assert warning in client.get("/finance").text
    bad = client.post(path, data={"file": (BytesIO(b"no sheet"), "x.xlsx")})
    assert bad.status_code == 422
    assert "不是可读的 Excel" in bad.text
    typed = {"file": (BytesIO(rows), "回单.xlsx")}
    good = client.post(path, data=typed, follow_redirects=True)
    assert good.status_code == 200
    assert "查无此单" in good.text
    with looking(app) as session:
        assert session.get_one(Payment, number).state == "paid"
    assert "行对不上" not in client.get("/finance").text, "the batch is reconciled"
    for late, why in ((rows, "不再入账"), (sheet(paid_row(scene.payment)), "已对账完成")):
        answer = client.post(path, data={"file": (BytesIO(late), "再传.xlsx")})
        assert (answer.status_code, why in answer.text) == (422, True), "a page left open"
    auditor = scene.official(Role.DISCIPLINE)
    assert "查无此单 1" in auditor.get("/finance/returns").text
    with auditor.get("/finance/returns/2/file") as kept:
        assert (kept.data, kept.headers["Content-Disposition"][:10]) == (rows, "attachment")
    assert auditor.get("/finance/returns/3/file").status_code == 404


def test_outsiders_read_that_money_is_frozen_and_not_why(scene: Scene) -> None:
    scene.stage.moved(
        scene.of.fund,
        "freeze",
        scene.stage.holder(Role.SUPERVISOR),
        freeze_class="integrity",
        reason="举报虚开发票",
    )
    paths = (
        f"/finance/funds/{scene.of.fund.id}",
        f"/projects/{scene.of.project.id}",
        f"/finance/payments/{scene.payment.id}",
        "/home/inbox",
    )
    for outsider in (scene.of.applied.pi, scene.of.treasurer, scene.of.applied.unit):
        client = scene.client(outsider)
        pages = [client.get(path).text for path in paths]
        assert "暂停拨付" in pages[0]
        assert "有关情况核实" in pages[0]
        for page in pages:
            assert "举报" not in page
            assert "诚信核查" not in page
    inside = scene.official(Role.FINANCE).get(paths[0]).text
    assert "科研诚信核查" in inside
    assert "举报虚开发票" in inside


def test_leverage_counts_awards_against_own_money(scene: Scene) -> None:
    paid(scene.stage, scene.payment)
    client = scene.official(Role.PROGRAMME_OFFICER)
    page = client.get("/leverage").text
    assert "1 : 1.00" in page
    assert 'role="img"' in page
    book = load_workbook(BytesIO(client.get("/leverage.xlsx").data))
    assert book.active is not None
    row = [cell.value for cell in book.active[2]]
    assert row[2:] == [1, AWARD / 100, AWARD / 200, AWARD / 100, AWARD / 100]


LISTS = {
    "/finance": Role.FINANCE,
    "/finance?state=ordered": Role.FINANCE,
    "/finance/batches": Role.FINANCE,
    "/finance/funds": Role.FINANCE,
    "/finance/accounts": Role.FINANCE,
    "/finance/books": Role.FINANCE,
    "/leverage": Role.FINANCE,
    "/leverage.xlsx": Role.FINANCE,
    "/leverage/units": Role.FINANCE,
    "/finance/returns": Role.FINANCE,
    "/finance/ours": Role.UNIT_FINANCE,
    "/home": Role.FINANCE,
}


def add_rows(stage: Stage, treasurer: Person, rows: int) -> None:
    """Projects with a payment, of units whose finance is `treasurer`; every other one frozen."""
    for number in range(rows):
        of = funded(stage)
        signed(stage, of)
        unit = of.project.proposal.lead_unit_id
        grant(stage.session, treasurer, Role.UNIT_FINANCE, organisation_id=unit)
        if number % 2:
            stage.moved(of.fund, "hold_for_progress", of.project.proposal.call.drafted_by)
    stage.session.commit()


def test_the_number_of_queries_does_not_grow_with_the_rows(
    app: Flask, stage: Stage, sign_in: SignInAs
) -> None:
    treasurer = person(stage.session)
    officer = official(stage.session, Role.FINANCE)
    counts: dict[str, list[int]] = {path: [] for path in LISTS}
    for rows in (2, 4):  # also of transactions no more than fill a page
        add_rows(stage, treasurer, rows)
        for path, role in LISTS.items():
            client = sign_in(treasurer if role is Role.UNIT_FINANCE else officer)
            with counting(app.extensions["database"].engine) as statements:
                assert client.get(path).status_code == 200
            counts[path].append(len(statements))
    for path, (few, many) in counts.items():
        assert few == many, path
        assert many <= 30, path
