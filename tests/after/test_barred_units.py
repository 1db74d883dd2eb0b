"""A unit that is barred gets no public money by a change that it has not; it may have less."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import ChangeRequest, Organisation, Sanction
from app.services.changes.drafting import Wanted, draft_change
from app.services.changes.sharing import ShareDraft
from tests.after.test_changed_total import WAN, changed
from tests.after.test_pages import of
from tests.after.underway import Underway
from tests.services.consortia import arrived
from tests.services.stage import Stage
from workflows.engine.decide import Refusals

__all__ = ["of"]


def barred(stage: Stage, unit: Organisation) -> None:
    stage.session.add(
        Sanction(
            organisation_id=unit.id,
            act="虚报支出",
            grade="heavier",
            basis="科技部令第19号",
            article="第十五条",
            decided_by="厅务会议纪要",
            starts_on=date(2026, 1, 1),
        )
    )
    stage.session.flush()


@pytest.mark.parametrize(
    ("more", "to_partner", "is_refused"),
    [
        (-WAN, 0, False),
        (-WAN, -1_000_00, False),
        (-WAN, 1, True),
        (WAN, 0, False),
        (WAN, 1, True),
    ],
)
def test_a_barred_partner_gets_no_more_and_may_get_less(
    stage: Stage, more: int, to_partner: int, *, is_refused: bool
) -> None:
    on = arrived(stage)
    first = on.shares[0]
    barred(stage, first.unit)
    share = ShareDraft(first.unit.name, first.fiscal + to_partner, first.own)
    case = changed(stage, on, more, share)
    answer = stage.take(case, "submit", on.funded.applied.pi)
    found = {r.key for r in answer.reasons} if isinstance(answer, Refusals) else set()
    assert ("new_party_eligible" in found) == is_refused


@pytest.mark.parametrize(("more", "is_refused"), [(-WAN, False), (WAN, True)])
def test_a_barred_lead_unit_gets_no_more(of: Underway, more: int, *, is_refused: bool) -> None:
    barred(of.stage, of.project.proposal.lead_unit)
    case = of.change("total_fund", budget=of.budget(more))
    answer = of.stage.take(case, "submit", of.pi)
    found = {r.key for r in answer.reasons} if isinstance(answer, Refusals) else set()
    assert ("new_party_eligible" in found) == is_refused


@pytest.mark.parametrize(
    ("to_first", "to_second", "is_refused"),
    [(-WAN, 0, True), (-WAN, WAN, False), (0, WAN, False)],
)
def test_a_barred_lead_unit_takes_no_public_money_from_its_partners(
    stage: Stage, to_first: int, to_second: int, *, is_refused: bool
) -> None:
    on = arrived(stage)
    barred(stage, on.project.proposal.lead_unit)
    shares = tuple(
        ShareDraft(share.unit.name, share.fiscal + more, share.own)
        for share, more in zip(on.shares, (to_first, to_second), strict=True)
    )
    asked = Wanted("unit_shares", "调整份额。", "任务有调整。", shares=shares)
    case = draft_change(stage.session, on.project, asked, on.funded.applied.pi, stage.now)
    assert isinstance(case, ChangeRequest), case
    answer = stage.take(case, "submit", on.funded.applied.pi)
    found = {r.key for r in answer.reasons} if isinstance(answer, Refusals) else set()
    assert ("new_party_eligible" in found) == is_refused
