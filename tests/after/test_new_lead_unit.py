"""Another unit takes the lead (§3.9): the contract, the money and the orders follow it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Message, Organisation, Payment, ProposalUnit
from app.services.acts.changes import make_contract_version
from app.services.changes.checking import new_party_problems
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft, had_by_unit, share_problems
from app.services.contracts.drafting import newest
from app.services.money import ledger, verifying
from app.services.money.checking import held_by_payee
from app.services.money.ledger import Account
from app.services.money.parts import ordered_by_unit
from app.services.money.positions import position
from app.services.money.shares import held_by, share_of, standing
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.factories import organisation
from tests.services.consortia import SPENT, Consortium, arrived, conserved, consortium, forwarded
from tests.services.money import Funded, latest_move, paid
from tests.services.stage import Stage
from workflows.money.books import AccountKind, Purpose
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def wanted(stage: Stage, of: Funded, unit: str) -> ChangeRequest | Problems:
    asked = Wanted("lead_unit", "变更牵头单位。", "原单位改制。", new_unit=unit)
    return draft_change(stage.session, of.project, asked, of.applied.pi, stage.now)


def led_by(stage: Stage, of: Consortium, unit: Organisation) -> None:
    case = wanted(stage, of.funded, unit.name)
    assert isinstance(case, ChangeRequest)
    make_contract_version(stage.session, case, latest_move(stage))
    stage.session.expire_all()


def balance_of(stage: Stage, kind: AccountKind, number: int) -> int:
    return ledger.balance(stage.session, Account(kind, number))


def test_what_a_partner_that_takes_the_lead_has_had_stands_with_the_lead_unit_from_then_on(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    share, other = of.shares
    stage.moved(share, "report_share_spending", of.purses[0], amount="700", **SPENT)
    before, had = position(stage.session, of.project), standing(stage.session, share)
    others = standing(stage.session, other).held
    led_by(stage, of, share.unit)
    after = position(stage.session, of.project)
    assert after.in_hand == before.in_hand + had.held
    assert (after.spent, after.paid) == (before.spent + 700, before.paid)
    assert balance_of(stage, AccountKind.PARTNER_HELD, share.id) == 0
    assert balance_of(stage, AccountKind.PARTNER_SPENT, share.id) == 0
    assert standing(stage.session, other).held == others, "the other partner's is untouched"
    contract = newest(stage.session, of.project)
    assert contract is not None
    lead, partner = contract.terms["shares"]
    assert (lead["name"], partner["name"]) == (share.unit.name, other.unit.name)
    assert lead["fiscal"] + partner["fiscal"] == of.project.amount
    conserved(stage, of)


def test_what_it_had_accounted_for_as_a_partner_is_disallowed_as_the_lead_units(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    stage.moved(of.shares[0], "report_share_spending", of.purses[0], amount="700", **SPENT)
    led_by(stage, of, of.shares[0].unit)
    wrong = {"heading": "operation", "reason": "票据不符"}
    finance = stage.holder(Role.FINANCE)
    refused = stage.refused(of.fund, "disallow_spending", finance, amount="701", **wrong)
    assert refused
    stage.moved(of.fund, "disallow_spending", finance, amount="700", **wrong)
    assert position(stage.session, of.project).spent == 0
    conserved(stage, of)


def test_nothing_is_forwarded_to_the_lead_unit_and_the_next_payment_is_dealt_by_todays_shares(
    stage: Stage, of: Consortium
) -> None:
    share, other = of.shares
    assert share.state == "to_forward"
    led_by(stage, of, share.unit)
    assert (share.state, share.fiscal) == ("waiting", 0)
    assert standing(stage.session, share).to_forward == 0
    assert standing(stage.session, other).to_forward > 0
    told = select(Message.body).where(Message.message_kind == "share_put_off")
    bodies = set(stage.session.scalars(told))
    assert bodies, "who was called to forward hears that nothing is to be forwarded"
    assert all(f"{share.unit.name}已接任牵头单位" in body for body in bodies), "and why"
    conserved(stage, of)


def test_while_money_is_on_its_way_to_it_a_partner_does_not_take_the_lead(
    stage: Stage, of: Consortium
) -> None:
    share, purse = of.shares[0], of.purses[0]
    case = wanted(stage, of.funded, share.unit.name)
    assert isinstance(case, ChangeRequest)
    stage.moved(share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB")
    answer = wanted(stage, of.funded, share.unit.name)
    assert isinstance(answer, Problems)
    assert "该单位财务" in answer.by_field["new_unit"].zh, "who is to do what first"
    assert new_party_problems(stage.session, case, DEFAULTS, stage.now), "and at each step"
    stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    assert new_party_problems(stage.session, case, DEFAULTS, stage.now) == ()


def test_partners_that_are_paid_directly_take_the_lead_with_what_they_were_paid(
    stage: Stage,
) -> None:
    of = consortium(stage, payee_mode="each")
    for payment in stage.session.scalars(select(Payment).order_by(Payment.id)).all():
        paid(stage, payment)
    share = of.shares[0]
    before, had = position(stage.session, of.project), standing(stage.session, share)
    assert had.held > 0
    led_by(stage, of, share.unit)
    assert position(stage.session, of.project).in_hand == before.in_hand + had.held
    conserved(stage, of)


def test_the_page_of_the_change_says_that_the_share_is_merged(
    stage: Stage, of: Consortium, sign_in: SignInAs
) -> None:
    case = wanted(stage, of.funded, of.shares[0].unit.name)
    assert isinstance(case, ChangeRequest)
    client = sign_in(of.funded.applied.pi)
    stage.session.commit()
    assert "经费并入牵头单位，不再转拨" in client.get(f"/changes/{case.id}").text
    other = wanted(stage, of.funded, organisation(stage.session).name)
    assert isinstance(other, ChangeRequest)
    stage.session.commit()
    assert "并入牵头单位" not in client.get(f"/changes/{other.id}").text


def paid_to_each(stage: Stage) -> Consortium:
    """Every unit was paid its part of the first payment directly."""
    of = consortium(stage, payee_mode="each")
    for payment in stage.session.scalars(select(Payment).order_by(Payment.id)).all():
        paid(stage, payment)
    return of


def test_what_the_lead_unit_before_was_paid_directly_counts_with_the_present_one(
    stage: Stage,
) -> None:
    of, unit = paid_to_each(stage), organisation(stage.session)
    before = of.project.proposal.lead_unit_id
    had = ordered_by_unit(stage.session, of.project)
    led_by(stage, of, unit)
    follows = {before: unit.id}
    assert ordered_by_unit(stage.session, of.project) == {
        follows.get(number, number): amount for number, amount in had.items()
    }
    conserved(stage, of)


@pytest.mark.parametrize("mode", ["lead", "each"])
def test_a_unit_that_has_led_and_takes_part_again_begins_with_nothing(
    stage: Stage, mode: str
) -> None:
    """What it had as a partner, less what it paid back of that, stays with the lead unit after
    it; so does what it got while it led."""
    of = paid_to_each(stage) if mode == "each" else arrived(stage)
    session, project, share = stage.session, of.project, of.shares[0]
    if mode == "lead":
        forwarded(stage, of)
    unit = share.unit
    paid_back(stage, of, 500_00)
    whole = position(session, project).paid
    led_by(stage, of, unit)
    led_by(stage, of, organisation(session))
    share.fiscal = 1_000_00
    session.flush()
    stands = standing(session, share)
    assert (stands.received, stands.held, stands.spent, stands.refunded) == (0, 0, 0, 0)
    assert had_by_unit(session, project)[unit.id] == 0
    assert position(session, project).paid == whole
    assert verifying.verify(session) is None


def paid_back(stage: Stage, of: Consortium, amount: int) -> None:
    """By the first partner, as after a recovery that an appeal withdrew."""
    share = of.shares[0]
    source = ledger.account_of(of.fund.source)
    move = latest_move(stage)
    ledger.transfer(
        stage.session, Purpose.REFUND, held_by(share), source, amount, move, key="refund-share-test"
    )


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
    assert new_party_problems(session, lead, DEFAULTS, stage.now) == ()
    project.proposal.lead_unit = unit
    session.flush()
    (why,) = share_problems(session, shared)
    assert "现为牵头单位" in why.zh
