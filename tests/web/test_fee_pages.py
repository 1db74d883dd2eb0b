"""Pages of experts' fees: drawing a list up, what finance reads, and what everybody else does."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.models import ArgumentOpinion, Opinion
from app.services.cases import place_at_start
from tests.conftest import START, SignInAs
from tests.factories import expert, official
from tests.services.fees import ACCOUNT, approved, drafter, served
from tests.services.stage import Stage
from tests.web.one_of_each import World
from workflows.roles import Role

NUMBER = "6222000012345678"


def test_a_panel_that_served_is_drawn_up_from_the_list_within_the_standard(
    stage: Stage, sign_in: SignInAs
) -> None:
    group, by = served(stage), drafter(stage)
    stage.session.commit()
    client = sign_in(by)
    assert group.name in client.get("/fees").text
    answer = client.post(f"/fees/new/review_group/{group.id}/1")
    page = answer.headers["Location"]
    typed = {"form": "online", "source": "评审业务费", "attendance": ""} | {
        f"{field}_{row}": value
        for row in range(1, 6)
        for field, value in (("standing", "senior"), ("half_days", "0"), ("net", "100"))
    }
    wrong = client.post(page, data=typed | {"net_2": "200"})
    assert wrong.status_code == 422
    assert "应为税后 37.50 元至 150.00 元" in wrong.text
    assert client.post(page, data=typed).status_code == 303
    told = client.get(page.removesuffix("/lines")).text
    assert "评审业务费" in told
    assert "500.00 元" in told
    assert group.name not in client.get("/fees").text


@pytest.mark.each_database
def test_finance_reads_accounts_for_the_bank_and_everybody_else_the_last_digits(
    stage: Stage, sign_in: SignInAs
) -> None:
    fees = approved(stage)
    page, first, paid = f"/fees/{fees.id}", fees.lines[0].expert, fees.lines[1].expert
    finance = stage.holder(Role.FINANCE)
    planning, officer = stage.holder(Role.PLANNING_OFFICER), stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    for who in (finance, officer):
        told = sign_in(who).get(page).text
        assert "**** 5678" in told
        assert NUMBER not in told
    sheet = sign_in(finance).post(f"{page}/bank")
    rows = list(load_workbook(BytesIO(sheet.data)).active.iter_rows(values_only=True))
    assert [row[4] for row in rows[1:]] == [NUMBER] * 4
    assert "读取专家收款账户" in sign_in(finance).get(page).text
    assert sign_in(officer).post(f"{page}/bank").status_code == 403
    assert sign_in(planning).get(page).status_code == 403
    summed = sign_in(planning).get("/fees/sums").text
    assert fees.call.title in summed
    assert paid.person.name not in summed
    own = sign_in(paid.person).get("/fees/own").text
    assert NUMBER in own
    assert "待发放" in own
    client = sign_in(first.person)
    assert NUMBER not in client.get("/fees/own").text
    home = client.get("/home").text
    assert "尚未登记本人的收款账户" in home
    assert "现在没有等您办理的事项" not in home
    assert "尚未登记本人的收款账户" not in sign_in(paid.person).get("/home").text


def test_an_expert_names_the_own_account(stage: Stage, sign_in: SignInAs) -> None:
    one = expert(stage.session)
    stage.session.commit()
    client = sign_in(one.person)
    typed = {"bank": ACCOUNT.bank, "branch": ACCOUNT.branch, "number": "12"}
    assert client.post("/fees/own", data=typed).status_code == 422
    assert client.post("/fees/own", data=typed | {"number": ACCOUNT.number}).status_code == 303
    assert NUMBER in client.get("/fees/own").text
    assert sign_in(stage.holder(Role.FINANCE)).get("/fees/own").status_code == 404


def test_those_who_assess_a_milestone_or_argue_a_need_are_paid_for_what_they_signed(
    session: Session, sign_in: SignInAs
) -> None:
    world = World(session)
    world.opinion.state, world.opinion.signed_at = "signed", START
    world.item.state = "ready"
    asked = {"round": 1, "signed_at": START}
    of_panel = {"assessment_id": world.opinion.assessment_id, "expert_id": world.chair.id}
    void = Opinion(**asked, **of_panel)
    place_at_start(void, START)
    void.state = "recused"
    session.add(void)
    for left, one in ((None, world.seated), ("处分", world.chair)):
        argues = {"item_id": world.item.id, "expert_id": one.id, "left_reason": left}
        session.add(ArgumentOpinion(**asked, **argues))
    milestone, item = world.milestone.id, world.item.id
    signed, barred = world.seated.person.name, world.chair.person.name
    client = sign_in(official(session, Role.EXPERT_MANAGER))
    session.commit()
    told = client.get("/fees").text
    for panel, purpose in (
        (f"milestone/{milestone}", "节点专家意见"),
        (f"item/{item}", "需求论证"),
    ):
        assert purpose in told
        page = client.post(f"/fees/new/{panel}/1").headers["Location"]
        writing = client.get(page).text
        assert signed in writing
        assert barred not in writing, "what counts no more is not paid"
    assert "没有待拟制的专家组" in client.get("/fees").text
