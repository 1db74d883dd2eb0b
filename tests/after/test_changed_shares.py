"""Another division of the money of a consortium: by the office, whole, and below nobody's part."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Letter, Organisation, Payment, Person
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft
from app.services.contracts.comparing import differences
from app.services.contracts.drafting import in_force
from app.services.money import parts, payments, verifying
from app.services.money.shares import fiscal_shares, shares_of, standing
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.factories import grant, organisation, person
from tests.services.consortia import AWARD, Consortium, arrived, consortium
from tests.services.money import latest_move, paid
from tests.services.stage import Stage
from workflows.roles import Role

GRANT = {"reason": "任务有调整。"}
FORWARD = {"forwarded_on": "2026-03-02", "reference": "ZB-1"}


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def asked(stage: Stage, of: Consortium, *shares: ShareDraft) -> ChangeRequest | Problems:
    wanted = Wanted("unit_shares", "调整份额。", "任务有调整。", shares=shares)
    return draft_change(stage.session, of.project, wanted, of.funded.applied.pi, stage.now)


def moved_to_second(stage: Stage, of: Consortium, amount: int) -> ChangeRequest:
    """So much more to the second partner, so much less to the first."""
    first, second = of.shares
    made = asked(
        stage,
        of,
        ShareDraft(first.unit.name, first.fiscal - amount, first.own),
        ShareDraft(second.unit.name, second.fiscal + amount, second.own),
    )
    assert isinstance(made, ChangeRequest), made
    return made


def at_the_office(stage: Stage, of: Consortium, case: ChangeRequest) -> ChangeRequest:
    stage.moved(case, "submit", of.funded.applied.pi)
    stage.moved(case, "forward", of.funded.applied.unit)
    assert case.state == "office_review"
    return case


def joined(stage: Stage, of: Consortium, case: ChangeRequest, unit: Organisation) -> None:
    """Granted after the unit that is to join has agreed."""
    admin = person(stage.session, organisation=unit)
    grant(stage.session, admin, Role.UNIT_ADMIN, organisation=unit)
    stage.moved(case, "submit", of.funded.applied.pi)
    stage.moved(case, "forward", of.funded.applied.unit)
    stage.moved(case, "agree_to_join", admin)
    stage.moved(case, "approve", officer(stage), **GRANT)


def granted(stage: Stage, of: Consortium, case: ChangeRequest) -> None:
    at_the_office(stage, of, case)
    stage.moved(case, "approve", officer(stage), **GRANT)


def officer(stage: Stage) -> Person:
    return stage.holder(Role.PROGRAMME_OFFICER)


def test_granted_shares_stand_in_the_next_contract_and_the_whole_is_what_it_was(
    stage: Stage, of: Consortium
) -> None:
    before = in_force(stage.session, of.project)
    assert before is not None
    old = [share.fiscal for share in of.shares]
    granted(stage, of, moved_to_second(stage, of, 1_000_00))
    assert [share.fiscal for share in of.shares] == [old[0] - 1_000_00, old[1] + 1_000_00]
    after = in_force(stage.session, of.project)
    assert after is not None
    assert sum(row["fiscal"] for row in after.terms["shares"]) == AWARD
    named = [d.where.zh for d in differences(before.terms, after.terms)]
    assert named == [f"{share.unit.name}的财政资金" for share in of.shares]
    kinds = stage.session.scalars(select(Letter.letter_kind)).all()
    assert "change_reply" in kinds


def test_nobody_is_set_below_what_it_has_had_even_if_it_came_after_the_draft(
    stage: Stage, of: Consortium
) -> None:
    first, purse = of.shares[0], of.purses[0]
    case = at_the_office(stage, of, moved_to_second(stage, of, first.fiscal - 100))
    stage.moved(first, "forward", of.funded.treasurer, **FORWARD)
    stage.moved(first, "confirm_forwarding", purse, received_on="2026-03-02")
    words = stage.refused(case, "approve", officer(stage), **GRANT)["shares_are_covered"].zh
    assert first.unit.name in words
    late = moved_to_second(stage, of, first.fiscal)
    assert "shares_are_covered" in stage.refused(late, "submit", of.funded.applied.pi)


def test_the_partners_together_have_no_more_than_leaves_the_lead_unit_what_it_has_had(
    stage: Stage, of: Consortium
) -> None:
    second = of.shares[1]
    case = asked(stage, of, ShareDraft(second.unit.name, AWARD, second.own))
    assert isinstance(case, ChangeRequest)
    words = stage.refused(case, "submit", of.funded.applied.pi)["shares_are_covered"].zh
    assert of.project.proposal.lead_unit.name in words


def test_a_partner_whose_share_grew_is_forwarded_the_difference(
    stage: Stage, of: Consortium
) -> None:
    for share, purse in zip(of.shares, of.purses, strict=True):
        stage.moved(share, "forward", of.funded.treasurer, **FORWARD)
        stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    granted(stage, of, moved_to_second(stage, of, 10_000_00))
    assert [share.state for share in of.shares] == ["waiting", "to_forward"]
    assert standing(stage.session, of.shares[1]).to_forward > 0
    assert verifying.verify(stage.session) is None


def test_the_lead_unit_does_not_spend_what_it_is_to_pass_on(stage: Stage, of: Consortium) -> None:
    passing = sum(standing(stage.session, share).to_forward for share in of.shares)
    own = AWARD // 2 + AWARD % 2 - passing
    spent = {"heading": "operation", "spent_until": "2026-03-02"}
    assert "spending_within_hand" in stage.refused(
        of.fund, "report_spending", of.funded.treasurer, **spent, amount=str(own + 1)
    )
    stage.moved(of.fund, "report_spending", of.funded.treasurer, **spent, amount=str(own))


def test_a_unit_joins_with_its_share_and_becomes_a_party(stage: Stage, of: Consortium) -> None:
    joining = organisation(stage.session)
    case = asked(stage, of, ShareDraft(joining.name, 5_000_00, 0, "第三方验证"))
    assert isinstance(case, ChangeRequest)
    joined(stage, of, case, joining)
    assert [share.unit_id for share in shares_of(stage.session, of.project)][2:] == [joining.id]
    contract = in_force(stage.session, of.project)
    assert contract is not None
    assert {"role": "unit", "name": joining.name} in contract.terms["parties"]
    assert joining.id in {unit.organisation_id for unit in of.project.proposal.units}


def test_what_changes_nothing_or_names_a_unit_twice_is_no_change(
    stage: Stage, of: Consortium
) -> None:
    first = of.shares[0]
    assert isinstance(asked(stage, of), Problems)
    twice = [ShareDraft(first.unit.name, 100, 0)] * 2
    assert isinstance(asked(stage, of, *twice), Problems)
    lead = of.project.proposal.lead_unit.name
    assert isinstance(asked(stage, of, ShareDraft(lead, 100, 0)), Problems)


def test_the_page_of_a_change_shows_every_unit_before_and_after(
    stage: Stage, of: Consortium, sign_in: SignInAs
) -> None:
    first = of.shares[0].unit_id
    client, new = sign_in(of.funded.applied.pi), f"/projects/{of.project.id}/changes/new"
    stage.session.commit()
    typed = {"kind": "unit_shares", "content": "调整。", "reason": "任务有变。"}
    unchanged = client.post(new, data=typed)
    assert unchanged.status_code == 422
    assert "没有变更" in unchanged.text
    wrong = client.post(new, data=typed | {"new_partner": "没有的单位", "new_fiscal": "1"})
    assert "没有这个单位" in wrong.text
    assert 'value="没有的单位"' in wrong.text
    made = client.post(new, data=typed | {f"fiscal_{first}": "2.5"})
    page = client.get(made.headers["Location"]).text
    assert "2.50 万元" in page
    assert of.project.proposal.lead_unit.name in page
    kept = client.get(made.headers["Location"] + "/edit").text
    assert 'value="2.50"' in kept


def test_units_that_are_paid_directly_end_at_their_new_shares(stage: Stage) -> None:
    of = consortium(stage, payee_mode="each")
    for payment, purse in zip(
        stage.session.scalars(select(Payment).order_by(Payment.id)).all(),
        (of.funded.treasurer, *of.purses),
        strict=True,
    ):
        paid(stage, payment)
        stage.moved(payment, "confirm_receipt", purse, received_on="2026-03-02")
    granted(stage, of, moved_to_second(stage, of, of.shares[0].fiscal // 4))
    of.project.state = "passed"
    stage.session.flush()
    payments.order_rest(stage.session, of.project, of.project, latest_move(stage))
    shares = shares_of(stage.session, of.project)
    units = (of.project.proposal.lead_unit_id, *(share.unit_id for share in shares))
    wanted = dict(zip(units, fiscal_shares(of.project, shares), strict=True))
    assert parts.ordered_by_unit(stage.session, of.project) == wanted
