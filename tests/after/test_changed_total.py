"""The whole of the money changed: by the meeting, in the contract, in the books and in the plan."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Letter, ProjectMilestone
from app.services.acts.changes import make_contract_version
from app.services.changes.budgeting import lines_of
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft, share_problems
from app.services.changes.totalling import total_problems
from app.services.contracts.drafting import in_force
from app.services.money import ledger, verifying
from app.services.money.funds import payments_of
from app.services.money.ledger import Account
from app.services.money.parts import planned_by_unit, planned_parts
from app.services.money.payments import order_next, order_rest
from app.services.money.positions import position
from app.services.problems import Problems
from tests.after.test_pages import of, settle
from tests.after.underway import RULES, Underway
from tests.conftest import SignInAs
from tests.factories import organisation
from tests.services.consortia import Consortium, arrived
from tests.services.money import latest_move
from tests.services.stage import Stage
from workflows.engine.money import amount_text
from workflows.money.books import AccountKind
from workflows.money.budget import HEADINGS, INDIRECT
from workflows.parameters import DEFAULTS
from workflows.roles import Role

__all__ = ["of"]
WAN = 10_000_00


def granted(of: Underway, more: int) -> ChangeRequest:
    case = of.proposed("total_fund", budget=of.budget(more))
    of.stage.moved(case, "grant", of.decider, **RULES)
    return case


def left(of: Underway) -> int:
    """Of the budget of the call."""
    budget = Account(AccountKind.BUDGET, of.project.proposal.call_id)
    return ledger.balance(of.stage.session, budget)


@pytest.mark.parametrize("more", [-30 * WAN, 30 * WAN])
def test_once_granted_the_contract_the_books_and_the_plan_follow(of: Underway, more: int) -> None:
    session, was, in_budget = of.stage.session, of.project.amount, left(of)
    first, *_ = planned_parts(session, of.project)
    paid = position(session, of.project)
    assert paid.ordered == first, "the first part is ordered when the contract is signed"
    case = granted(of, more)
    stands = position(session, of.project)
    assert (of.project.amount, case.state) == (was + more, "granted")
    assert (stands.approved, stands.granted) == (was + more, was + more)
    assert stands.committed == paid.committed + more
    assert left(of) == in_budget - more
    parts = planned_parts(session, of.project)
    assert parts[0] == first, "what is ordered stays as it was"
    assert sum(parts) == was + more
    contract = in_force(session, of.project)
    assert contract is not None
    assert contract.terms["amount"] == sum(row["fiscal"] for row in contract.terms["budget"])
    assert [row["amount"] for row in contract.terms["payments"]] == list(filter(None, parts))
    assert verifying.verify(session) is None


def test_the_parts_still_to_be_paid_share_what_is_left_as_the_call_plans_them(
    of: Underway,
) -> None:
    session, move = of.stage.session, latest_move(of.stage)
    _, second, last = planned_parts(session, of.project)
    granted(of, -(second + last) // 2)
    milestone = session.scalars(select(ProjectMilestone)).first()
    assert milestone is not None
    payment = order_next(session, of.project, "milestone", milestone, move)
    assert payment is not None
    assert payment.amount == planned_parts(session, of.project)[1]
    rest = order_rest(session, of.project, of.project, move)
    assert rest is not None
    assert payment.amount + rest.amount == second + last - (second + last) // 2
    assert abs(payment.amount * last - rest.amount * second) < second + last


def test_an_award_is_raised_above_what_the_call_reports_with_the_reply_only(of: Underway) -> None:
    call, raised = of.project.proposal.call, of.project.amount + 30 * WAN
    case = of.proposed("total_fund", budget=of.budget(30 * WAN))
    call.rules = {**call.rules, "report_above_wan": raised // WAN - 1}
    of.stage.session.flush()
    reason = of.stage.refused(case, "grant", of.decider, **RULES)["no_large_award"].zh
    assert amount_text(raised).zh in reason
    reply = {"reply_number": "闽政文〔2026〕8号", "reply_date": "2026-01-05"}
    of.stage.moved(case, "grant", of.decider, **RULES, **reply)
    call.rules = {**call.rules, "report_above_wan": 1}
    less = of.proposed("total_fund", budget=of.budget(-WAN))
    of.stage.moved(less, "grant", of.decider, **RULES)


def test_nothing_falls_below_what_is_ordered(of: Underway) -> None:
    free = position(of.stage.session, of.project).committed
    less = of.change("total_fund", budget=of.budget(-free - 1))
    why = of.stage.refused(less, "submit", of.pi)["total_is_covered"].zh
    assert "低于已下达拨付单" in why
    of.stage.moved(of.change("total_fund", budget=of.budget(-free)), "submit", of.pi)


def test_no_more_is_added_than_the_budget_of_the_call_has_left(of: Underway) -> None:
    spare = left(of)
    most = of.project.proposal.call.award_most
    of.project.proposal.call.award_most = 0
    more = of.change("total_fund", budget=of.budget(spare + 1))
    why = of.stage.refused(more, "submit", of.pi)["total_is_covered"].zh
    assert "指南经费仅余" in why
    case = of.change("total_fund", budget=of.budget(spare))
    of.project.proposal.call.award_most = of.project.amount + spare - 1
    assert "单项资助上限" in of.stage.refused(case, "submit", of.pi)["total_is_covered"].zh
    of.project.proposal.call.award_most = most
    of.project.proposal.call.award_most = of.project.amount + spare
    of.stage.moved(case, "submit", of.pi)


def test_the_letter_says_what_the_whole_is_now(of: Underway) -> None:
    granted(of, -30 * WAN)
    letter = of.stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "change_reply")
    ).one()
    assert "项目总经费调整为" in str(letter.payload)


def test_a_change_that_leaves_the_whole_as_it_is_is_not_drafted_as_one(of: Underway) -> None:
    wanted = Wanted("total_fund", "内容", "理由")
    made = draft_change(of.stage.session, of.project, wanted, of.pi, of.stage.now)
    assert isinstance(made, Problems)


def test_one_drafted_before_it_named_amounts_is_returned_and_filled_in(of: Underway) -> None:
    case = of.change("total_fund", budget=of.budget(-WAN))
    case.proposed = {}
    refused = of.stage.refused(case, "submit", of.pi)
    assert "没有写明" in refused["total_is_covered"].zh
    assert refused.keys() == {"total_is_covered"}, "and what lacks is said once"


def test_one_drafted_on_a_whole_that_is_no_more_is_not_granted(of: Underway) -> None:
    late = of.proposed("total_fund", budget=of.budget(-WAN))
    granted(of, -2 * WAN)
    refused = of.stage.refused(late, "grant", of.decider, **RULES)
    assert "总经费已有变更" in refused["total_is_covered"].zh


def test_a_lump_sum_is_changed_as_a_whole(of: Underway) -> None:
    contract = in_force(of.stage.session, of.project)
    assert contract is not None
    contract.terms = contract.terms | {"budget_mode": "lump_sum"}
    was = of.project.amount
    granted(of, -WAN)
    assert of.project.amount == was - WAN


def test_the_amounts_are_typed_by_heading_and_the_page_shows_what_they_come_to(
    of: Underway, sign_in: SignInAs
) -> None:
    (fiscal, _own), client = of.budget(-WAN)[0], sign_in(of.pi)
    was, project = of.project.amount, of.project
    settle(of)
    path = f"/projects/{project.id}/changes/new"
    assert 'data-only="kind=total_fund|budget_headings"' in client.get(path).text
    typed = {"kind": "total_fund", "content": "调减。", "reason": "任务减少。"}
    assert client.post(path, data=typed).status_code == 422, "nothing was changed"
    answer = client.post(path, data=typed | {"heading_0_fiscal": str(fiscal // WAN)})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    for amount in (was, was - WAN):
        assert amount_text(amount).zh in page
    assert "科目预算变更" in page


def changed(stage: Stage, on: Consortium, more: int, *shares: ShareDraft) -> ChangeRequest:
    """Lowered under the first heading, divided so."""
    _name, fiscal, own = lines_of(stage.session, on.project)[0]
    wanted = Wanted(
        "total_fund", "调整。", "任务调整。", budget=((fiscal + more, own),), shares=shares
    )
    made = draft_change(stage.session, on.project, wanted, on.funded.applied.pi, stage.now)
    assert isinstance(made, ChangeRequest), made
    return made


def test_what_is_less_is_borne_by_the_lead_unit_unless_the_shares_say_otherwise(
    stage: Stage,
) -> None:
    on, session = arrived(stage), stage.session
    first = on.shares[0]
    was = [share.fiscal for share in on.shares]
    lead = on.project.amount - sum(was)
    less = lead // 2 + 1
    alone = changed(stage, on, -less)
    assert total_problems(session, alone, DEFAULTS) == ()
    (why,) = share_problems(session, alone)
    assert on.project.proposal.lead_unit.name in why.zh
    shared = changed(stage, on, -less, ShareDraft(first.unit.name, was[0] - less // 2, first.own))
    assert share_problems(session, shared) == ()
    make_contract_version(session, shared, latest_move(stage))
    assert [share.fiscal for share in on.shares] == [was[0] - less // 2, was[1]]
    contract = in_force(session, on.project)
    assert contract is not None
    assert sum(row["fiscal"] for row in contract.terms["shares"]) == on.project.amount
    plans = planned_by_unit(session, on.project)
    assert sum(sum(plan.values()) for plan in plans) == on.project.amount
    assert verifying.verify(session) is None


def test_what_is_wrong_with_a_heading_of_the_new_whole_is_not_called_a_shift_of_budget(
    of: Underway,
) -> None:
    headings = lines_of(of.stage.session, of.project)
    indirect = next(n for n, (name, _, _) in enumerate(headings) if name == HEADINGS[INDIRECT].zh)
    budget = [(None, None)] * indirect + [(of.project.amount, 0)]
    refused = of.stage.refused(of.change("total_fund", budget=tuple(budget)), "submit", of.pi)
    words = [reason.zh for reason in refused.values()]
    assert any("间接费用超过上限" in one for one in words)
    assert not any("调剂" in one for one in words)


def test_an_award_is_not_changed_to_nothing(of: Underway) -> None:
    for payment in payments_of(of.stage.session, of.project):
        of.stage.moved(payment, "cancel", of.stage.holder(Role.FINANCE), reason="后补助。")
    headings = lines_of(of.stage.session, of.project)
    case = of.change("total_fund", budget=tuple((0, own) for _, _, own in headings))
    assert "不能变更为零" in of.stage.refused(case, "submit", of.pi)["total_is_covered"].zh


def test_a_partner_that_joined_since_is_not_left_out_of_the_new_whole(of: Underway) -> None:
    late = of.proposed("total_fund", budget=of.budget(-30 * WAN))
    joining = ShareDraft(organisation(of.stage.session).name, of.project.amount - 10 * WAN, 0)
    shares = of.change("unit_shares", shares=(joining,))
    make_contract_version(of.stage.session, shares, latest_move(of.stage))
    refused = of.stage.refused(late, "grant", of.decider, **RULES)
    assert "参加单位已有变更" in refused["shares_are_covered"].zh


@pytest.mark.parametrize(("own_percent", "is_refused"), [(49, True), (50, False)])
def test_own_money_that_lacks_already_must_not_lack_more(
    of: Underway, own_percent: int, *, is_refused: bool
) -> None:
    project = of.project
    project.proposal.lead_unit.kind = "enterprise"
    project.own_agreed = project.amount // 2
    total = {"fiscal": project.amount - WAN, "was_fiscal": project.amount}
    total |= {"own": total["fiscal"] * own_percent // 100, "was_own": project.matching}
    case = of.change("total_fund", budget=of.budget(-WAN))
    case.proposed |= {"total": total}
    found = [words.zh for words in total_problems(of.stage.session, case, DEFAULTS)]
    assert any("自筹经费不得低于" in words for words in found) == is_refused
