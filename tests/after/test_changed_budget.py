"""Money moved between the headings of a budget: filed by the unit, whole, indirect costs capped."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.models import ChangeRequest, Expenditure, History
from app.services.changes.budgeting import headings_of
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.comparing import differences
from app.services.contracts.drafting import in_force
from app.services.problems import Problems
from tests.after.test_pages import newest, of, settle
from tests.after.underway import Underway
from tests.conftest import SignInAs
from workflows.engine.money import amount_text

__all__ = ["of"]
LABOUR = 100_000_00


def asked(of: Underway, amounts: dict[str, tuple[int, int]]) -> ChangeRequest | Problems:
    session = of.stage.session
    money = tuple(
        amounts.get(name, (None, None)) for name, _, _ in headings_of(session, of.project)
    )
    wanted = Wanted("budget_headings", "调剂预算。", "试制增加用工。", budget=money)
    return draft_change(session, of.project, wanted, of.pi, of.stage.now)


def moved(
    of: Underway, *, more: int, heading: str = "劳务费", less: int | None = None
) -> ChangeRequest:
    """So much `more` under a heading, and so much `less` of operation."""
    _name, fiscal, own = headings_of(of.stage.session, of.project)[0]
    less = more if less is None else less
    made = asked(of, {"业务费": (fiscal - less, own), heading: (more, 0)})
    assert isinstance(made, ChangeRequest), made
    return made


def test_once_filed_the_contract_carries_the_new_budget(of: Underway) -> None:
    before = in_force(of.stage.session, of.project)
    assert before is not None
    case = moved(of, more=LABOUR)
    of.stage.moved(case, "submit", of.pi)
    assert in_force(of.stage.session, of.project) is before, "nothing is changed by asking"
    of.stage.moved(case, "file", of.unit)
    after = in_force(of.stage.session, of.project)
    assert after is not None
    total = before.terms["amount"]
    assert [(b["heading"], b["fiscal"]) for b in after.terms["budget"]] == [
        ("业务费", total - LABOUR),
        ("劳务费", LABOUR),
    ]
    said = [found.where.zh for found in differences(before.terms, after.terms)]
    assert any("劳务费" in words for words in said)


def test_the_whole_stays_what_it_is(of: Underway) -> None:
    case = moved(of, more=LABOUR, less=LABOUR - 1_00)
    why = of.stage.refused(case, "submit", of.pi)["budget_adds_up"].zh
    assert "财政资金合计" in why
    of.stage.moved(moved(of, more=LABOUR), "submit", of.pi)


def test_indirect_costs_do_not_pass_their_cap(of: Underway) -> None:
    _name, fiscal, _own = headings_of(of.stage.session, of.project)[0]
    case = moved(of, more=fiscal // 2, heading="间接费用")
    assert "上限" in of.stage.refused(case, "submit", of.pi)["budget_adds_up"].zh
    of.stage.moved(moved(of, more=fiscal // 10, heading="间接费用"), "submit", of.pi)


def spent(of: Underway, amount: int) -> Expenditure:
    """Accounted for as operation."""
    newest = of.stage.session.scalars(select(func.max(History.id))).one()
    made = Expenditure(fund_id=of.fund.id, history_id=newest, heading="operation", amount=amount)
    of.stage.session.add(made)
    return made


def test_no_heading_falls_below_what_was_spent_under_it(of: Underway) -> None:
    _name, fiscal, _own = headings_of(of.stage.session, of.project)[0]
    spent(of, fiscal - LABOUR)
    why = of.stage.refused(moved(of, more=LABOUR + 1), "submit", of.pi)["budget_adds_up"]
    assert "已列支" in why.zh
    assert amount_text(LABOUR).en in why.en, "it says how much can be taken"
    assert "厅财务核减" in why.zh, "and who else can supply it"
    of.stage.moved(moved(of, more=LABOUR), "submit", of.pi)


def test_what_was_spent_meanwhile_is_looked_at_again_when_the_change_is_filed(of: Underway) -> None:
    _name, fiscal, _own = headings_of(of.stage.session, of.project)[0]
    case = moved(of, more=LABOUR)
    of.stage.moved(case, "submit", of.pi)
    reported = spent(of, fiscal)
    assert "已列支" in of.stage.refused(case, "file", of.unit)["budget_adds_up"].zh
    reported.amount -= LABOUR
    of.stage.moved(case, "file", of.unit)


def test_a_heading_that_was_overspent_may_be_given_more(of: Underway) -> None:
    _name, fiscal, _own = headings_of(of.stage.session, of.project)[0]
    case = moved(of, more=LABOUR)
    spent(of, fiscal + LABOUR)
    rows = case.proposed["budget"]
    case.proposed = {"budget": [row | {"fiscal": row["was_fiscal"]} for row in rows]}
    case.proposed["budget"][0]["fiscal"] += LABOUR
    why = of.stage.refused(case, "submit", of.pi)["budget_adds_up"].zh
    assert "已列支" not in why
    assert "合计" in why


def test_a_change_drafted_on_a_budget_that_is_no_more_is_not_filed(of: Underway) -> None:
    first, second = moved(of, more=LABOUR), moved(of, more=2 * LABOUR)
    for case in (first, second):
        of.stage.moved(case, "submit", of.pi)
    of.stage.moved(first, "file", of.unit)
    assert "现行预算" in of.stage.refused(second, "file", of.unit)["budget_adds_up"].zh


def test_a_change_that_moves_nothing_is_not_drafted(of: Underway) -> None:
    assert isinstance(asked(of, {}), Problems)


def test_a_lump_sum_has_no_headings_to_move_between(of: Underway) -> None:
    contract = in_force(of.stage.session, of.project)
    assert contract is not None
    contract.terms = contract.terms | {"budget_mode": "lump_sum"}
    refused = asked(of, {})
    assert isinstance(refused, Problems)
    assert "包干" in refused.by_field["kind"].zh


@pytest.mark.parametrize("labour", ["10", "abc"])
def test_the_amounts_are_typed_beside_what_they_are_and_not_lost(
    of: Underway, sign_in: SignInAs, labour: str
) -> None:
    headings = headings_of(of.stage.session, of.project)
    names = [name for name, _, _ in headings]
    total, client = headings[0][1] // 100, sign_in(of.pi)
    settle(of)
    path = f"/projects/{of.project.id}/changes/new"
    assert f'name="heading_{names.index("劳务费")}_fiscal"' in client.get(path).text
    typed = {
        "kind": "budget_headings",
        "content": "调剂。",
        "reason": "试制增加用工。",
        "heading_0_fiscal": str(total - 10),
        f"heading_{names.index('劳务费')}_fiscal": labour,
    }
    answer = client.post(path, data=typed)
    if labour == "abc":
        assert answer.status_code == 422
        assert str(total - 10) in answer.text
        return
    assert answer.status_code == 303
    number = newest(of, ChangeRequest)
    assert "科目预算调剂" in client.get(f"/changes/{number}").text
    assert 'value="10' in client.get(f"/changes/{number}/edit").text
