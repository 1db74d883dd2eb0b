"""A team of several units: its partners have their part of every stage, and the board of the race
counts their money as the team's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, Payment, Person, ProposalUnit, Share
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft, set_shares, share_problems
from app.services.contracts.drafting import in_force
from app.services.money.shares import open_share, standing
from app.services.money.verifying import verify
from app.services.problems import Problems
from app.services.races.books import books_of
from app.services.races.purse import TeamPurse, purse_of
from tests.factories import grant, organisation, person
from tests.services.money import latest_move
from tests.services.race_course import paid_up, receiver_of, through_stage
from tests.services.racing import WAN, Racing, kept, started
from tests.services.stage import Stage
from workflows.roles import Role

A_QUARTER = 30 * WAN
"""Of the award, which is the team's part of the first stage."""


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """The money of the second stage has come to A and B."""
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    paid_up(racing)
    return racing


@pytest.fixture
def partner(racing: Racing) -> Share:
    """A partner of team A that brings nothing of its own."""
    session, project = racing.stage.session, racing.project("A")
    unit = organisation(session)
    project.proposal.units.append(ProposalUnit(organisation=unit, tasks="试验验证"))
    open_share(session, project, unit, "试验验证", (A_QUARTER, 0), latest_move(racing.stage))
    session.flush()
    racing.refresh()
    return session.scalars(select(Share)).one()


def forwarded(racing: Racing, share: Share) -> Person:
    """All that is due to it; its finance."""
    stage = racing.stage
    purse = person(stage.session, organisation_id=share.unit_id)
    grant(stage.session, purse, Role.UNIT_FINANCE, organisation_id=share.unit_id)
    stage.moved(share, "call_for_forwarding", Role.SYSTEM_CLOCK)
    sent = {"forwarded_on": "2026-03-02", "reference": "ZB-1"}
    stage.moved(share, "forward", receiver_of(racing, share.project), **sent)
    stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    racing.refresh()
    return purse


def changed(racing: Racing, share: ShareDraft) -> ChangeRequest:
    wanted = Wanted("unit_shares", "调整份额。", "任务有调整。", shares=(share,))
    project, now = racing.project("A"), racing.stage.now
    case = draft_change(racing.stage.session, project, wanted, racing.pi("A"), now)
    assert isinstance(case, ChangeRequest), case
    return case


def test_a_partner_has_the_same_part_of_every_stage_as_of_the_award(
    racing: Racing, partner: Share
) -> None:
    stage, whole = racing.stage, books_of(racing.stage.session, racing.race)
    team = racing.team("A")
    forwarded(racing, partner)
    assert standing(stage.session, partner).received == whole.teams[team.id].paid // 4 > A_QUARTER
    assert standing(stage.session, partner).to_forward == 0
    last = select(Payment).where(Payment.project_id == partner.project_id)
    payment = stage.session.scalars(last.order_by(Payment.id.desc())).first()
    assert payment is not None
    treasurer = receiver_of(racing, partner.project)
    refused = stage.refused(payment, "withdraw_receipt", treasurer, reason="误确认。")
    assert "receipt_not_passed_on" in refused
    kept(racing)
    assert verify(stage.session) is None


def test_money_that_a_team_forwards_stays_with_the_team_on_the_board(
    racing: Racing, partner: Share
) -> None:
    session = racing.stage.session
    before = purse_of(session, racing.race)
    assert (before.free, before.ring_fenced, before.prize) == (240 * WAN, 0, 120 * WAN)
    purse = forwarded(racing, partner)
    spent = {"heading": "operation", "amount": str(WAN), "spent_until": "2026-03-02"}
    racing.stage.moved(partner, "report_share_spending", purse, **spent)
    racing.refresh()
    assert purse_of(session, racing.race) == before
    assert before.returned == 0
    assert before.teams[racing.team("C").id] == TeamPurse(paid=120 * WAN)


def test_a_partner_that_leaves_a_team_gives_up_its_share_and_keeps_what_it_had(
    racing: Racing, partner: Share
) -> None:
    stage, project, unit = racing.stage, partner.project, partner.unit
    purse = forwarded(racing, partner)
    had = standing(stage.session, partner).received
    spent = {"heading": "operation", "amount": str(had), "spent_until": "2026-03-02"}
    stage.moved(partner, "report_share_spending", purse, **spent)
    leaving = Wanted("participating_unit", "退出。", "任务已完成。", leaves=unit.name)
    refused = draft_change(stage.session, project, leaving, racing.pi("A"), stage.now)
    assert isinstance(refused, Problems)
    assert "均减至 0" in refused.by_field["leaves"].zh

    too_much = changed(racing, ShareDraft(unit.name, project.amount + 1, 0))
    (beyond,) = share_problems(stage.session, too_much)
    assert "超出立项经费" in beyond.zh
    case = changed(racing, ShareDraft(unit.name, 0, 0))
    assert share_problems(stage.session, case) == ()
    terms = in_force(stage.session, project)
    assert terms is not None
    set_shares(stage.session, case, terms.terms, latest_move(stage))
    racing.refresh()
    stands = standing(stage.session, partner)
    assert (stands.received, stands.to_forward) == (had, 0)
    withdrawn = draft_change(stage.session, project, leaving, racing.pi("A"), stage.now)
    assert not isinstance(withdrawn, Problems)
