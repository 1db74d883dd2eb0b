"""Another unit takes the lead (§3.9): the contract, the money and the orders follow it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Organisation, Payment, ProposalUnit
from app.services.acts.changes import make_contract_version
from app.services.changes.checking import new_party_problems
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft, share_problems
from app.services.contracts.drafting import newest
from app.services.money import verifying
from app.services.money.checking import held_by_payee
from app.services.money.ledger import Account
from app.services.money.shares import share_of
from app.services.problems import Problems
from tests.factories import organisation
from tests.services.consortia import Consortium, arrived
from tests.services.money import Funded, funded, latest_move, signed, verified_account
from tests.services.stage import Stage
from workflows.money.books import AccountKind
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def wanted(stage: Stage, of: Funded, unit: str) -> ChangeRequest | Problems:
    asked = Wanted("lead_unit", "变更牵头单位。", "原单位改制。", new_unit=unit)
    return draft_change(stage.session, of.project, asked, of.applied.pi, stage.now)


def test_a_partner_with_a_share_of_the_money_does_not_take_the_lead(
    stage: Stage, of: Consortium
) -> None:
    """It would forward to itself; who is to mend it is said."""
    answer = wanted(stage, of.funded, of.shares[0].unit.name)
    assert isinstance(answer, Problems)
    assert "变更参加单位经费份额" in answer.by_field["new_unit"].zh


def test_the_contract_names_the_present_lead_unit_wherever_it_named_the_one_before(
    stage: Stage, of: Consortium
) -> None:
    unit, before = organisation(stage.session), of.project.proposal.lead_unit.name
    case = wanted(stage, of.funded, unit.name)
    assert isinstance(case, ChangeRequest)
    make_contract_version(stage.session, case, latest_move(stage))
    contract = newest(stage.session, of.project)
    assert contract is not None
    lead, *partners = contract.terms["shares"]
    assert (lead["name"], len(partners)) == (unit.name, len(of.shares))
    assert before not in {p["name"] for p in contract.terms["parties"]}


def test_a_unit_that_took_part_without_money_takes_the_lead_and_is_a_partner_no_more(
    stage: Stage, of: Consortium
) -> None:
    unit = organisation(stage.session)
    proposal = of.project.proposal
    row = ProposalUnit(organisation_id=unit.id, tasks="检测")
    row.organisation = unit
    proposal.units.append(row)
    case = wanted(stage, of.funded, unit.name)
    assert isinstance(case, ChangeRequest)
    make_contract_version(stage.session, case, latest_move(stage))
    assert unit.id not in {row.organisation_id for row in proposal.units}
    assert proposal.lead_unit_id == unit.id


def test_an_order_to_the_lead_unit_before_is_not_paid_and_is_made_anew_to_the_present_one(
    stage: Stage,
) -> None:
    of = funded(stage)
    before = signed(stage, of)
    finance = stage.holder(Role.FINANCE)
    unit = organisation(stage.session)
    of.project.proposal.lead_unit = unit
    stage.session.flush()
    verified_account(stage, unit, of.treasurer)
    refused = stage.refused(before, "approve", finance)
    assert "已不是项目单位" in refused["account_is_the_units"].zh
    stage.moved(before, "cancel", finance, reason="牵头单位已变更")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(of.fund, "order_missed", officer)
    rows = select(Payment).where(Payment.project_id == of.project.id).order_by(Payment.id)
    _, again = stage.session.scalars(rows)
    assert (again.payee_id, again.amount) == (unit.id, before.amount)
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer), "and only once"
    assert verifying.verify(stage.session) is None


def without_share(stage: Stage, of: Consortium) -> Organisation:
    """A partner that a change of shares left with none, before anything was passed on to it."""
    share = of.shares[0]
    share.fiscal = share.own = 0
    stage.session.flush()
    return share.unit


def test_a_partner_that_gave_up_its_share_leads_as_any_other_unit_and_keeps_no_part_in_its_money(
    stage: Stage, of: Consortium
) -> None:
    session, project, unit = stage.session, of.project, without_share(stage, of)
    case = wanted(stage, of.funded, unit.name)
    assert isinstance(case, ChangeRequest)
    make_contract_version(session, case, latest_move(stage))
    contract = newest(session, project)
    assert contract is not None
    assert [row["name"] for row in contract.terms["shares"]] == [unit.name, of.shares[1].unit.name]
    assert share_of(session, project, unit.id) is None
    payment = session.scalars(select(Payment).where(Payment.project_id == project.id)).one()
    payment.payee = unit
    assert held_by_payee(session, payment) == Account(AccountKind.IN_HAND, project.id)


def test_a_share_that_is_given_while_the_lead_changes_is_found_before_either_is_granted(
    stage: Stage, of: Consortium
) -> None:
    session, project, unit = stage.session, of.project, without_share(stage, of)
    lead = wanted(stage, of.funded, unit.name)
    rows = (ShareDraft(unit.name, 100, 0),)
    asked = Wanted("unit_shares", "调整份额。", "任务需要。", shares=rows)
    shared = draft_change(session, project, asked, of.funded.applied.pi, stage.now)
    assert isinstance(lead, ChangeRequest)
    assert isinstance(shared, ChangeRequest)
    assert share_problems(session, shared) == ()
    of.shares[0].fiscal = 100
    assert new_party_problems(session, lead, DEFAULTS, stage.now)
    of.shares[0].fiscal = 0
    assert new_party_problems(session, lead, DEFAULTS, stage.now) == ()
    project.proposal.lead_unit = unit
    session.flush()
    (why,) = share_problems(session, shared)
    assert "现为牵头单位" in why.zh
