"""A partner leaves a consortium with nothing open, and acceptance asks nothing of it (§3.8)."""

from __future__ import annotations

from app.experts.conflicts import conflicts
from app.experts.ties import Rule
from app.models import ChangeRequest, Share
from app.services.changes.drafting import Wanted, draft_change, save_change
from app.services.changes.sharing import ShareDraft
from app.services.experts.parties import parties_of
from app.services.experts.profiles import profiles, years_of
from app.services.money import verifying
from app.services.money.shares import parts_to_find, standing
from app.services.problems import Problems
from tests.after.test_changed_shares import FORWARD, asked, granted, joined, moved_to_second
from tests.factories import expert
from tests.services.consortia import SPENT, Consortium, arrived
from tests.services.stage import Stage
from workflows.engine.calendar import local_date


def leaving(stage: Stage, of: Consortium, share: Share) -> ChangeRequest | Problems:
    wanted = Wanted("participating_unit", "退出。", "不再参加。", leaves=share.unit.name)
    return draft_change(stage.session, of.project, wanted, of.funded.applied.pi, stage.now)


def why_not(stage: Stage, of: Consortium, share: Share) -> str:
    refused = leaving(stage, of, share)
    assert isinstance(refused, Problems)
    return refused.by_field["leaves"].zh


def reduced(stage: Stage, of: Consortium, share: Share, fiscal: int) -> None:
    case = asked(stage, of, ShareDraft(share.unit.name, fiscal, 0))
    assert isinstance(case, ChangeRequest)
    granted(stage, of, case)


def left(stage: Stage, of: Consortium, share: Share) -> None:
    case = leaving(stage, of, share)
    assert isinstance(case, ChangeRequest), case
    granted(stage, of, case)


def test_a_partner_that_got_nothing_leaves_once_its_share_is_given_up(stage: Stage) -> None:
    of = arrived(stage)
    first, second = of.shares
    assert "份额变更" in why_not(stage, of, first)
    reduced(stage, of, first, 0)
    assert first in parts_to_find(stage.session, of.project), "a change of shares is no leaving"
    left(stage, of, first)
    assert parts_to_find(stage.session, of.project) == [second]
    assert (first.state, second.state) == ("waiting", "to_forward")
    assert verifying.verify(stage.session) is None


def test_a_partner_that_was_paid_leaves_when_it_has_accounted_for_all_of_it(stage: Stage) -> None:
    of = arrived(stage)
    first, purse = of.shares[0], of.purses[0]
    stage.moved(first, "forward", of.funded.treasurer, **FORWARD)
    stage.moved(first, "confirm_forwarding", purse, received_on="2026-03-02")
    got = standing(stage.session, first).received
    reduced(stage, of, first, got)
    assert "未列支" in why_not(stage, of, first)
    stage.moved(first, "report_share_spending", purse, **SPENT, amount=str(got))
    left(stage, of, first)
    assert parts_to_find(stage.session, of.project) == [of.shares[1]]
    assert standing(stage.session, first).spent == got


def test_acceptance_asks_nothing_of_a_partner_that_left(stage: Stage) -> None:
    of = arrived(stage)
    first, second = of.shares
    assert parts_to_find(stage.session, of.project) == [first, second]
    reduced(stage, of, first, 0)
    left(stage, of, first)
    assert parts_to_find(stage.session, of.project) == [second]


def test_experts_of_a_partner_that_left_do_not_judge_the_project_for_two_years(
    stage: Stage,
) -> None:
    of = arrived(stage)
    share = of.shares[0]
    judge = expert(stage.session, unit=share.unit)
    call = of.project.proposal.call
    reduced(stage, of, share, 0)
    left(stage, of, share)
    (parties,) = parties_of(stage.session, call, [of.project.proposal], [judge])
    assert share.unit_id not in parties.unit_ids
    ((_, profile),) = profiles(stage.session, [judge])
    today = local_date(stage.now)
    for day, rules in ((today, [Rule.SAME_UNIT]), (today.replace(year=today.year + 3), [])):
        found = conflicts(profile, parties, years_of(call), day)
        assert [finding.rule for finding in found] == rules


def test_a_partner_that_left_takes_part_again_when_it_gets_money_again(stage: Stage) -> None:
    of = arrived(stage)
    first, second = of.shares
    fiscal = first.fiscal
    reduced(stage, of, first, 0)
    left(stage, of, first)
    case = asked(stage, of, ShareDraft(first.unit.name, fiscal, 0))
    assert isinstance(case, ChangeRequest)
    joined(stage, of, case, first.unit)
    assert parts_to_find(stage.session, of.project) == [first, second]
    assert first.unit in [row.organisation for row in of.project.proposal.units]
    assert first.state == "to_forward", "and its money comes"


def test_an_older_change_brings_no_unit_back_that_left_since(stage: Stage) -> None:
    of = arrived(stage)
    first, second = of.shares
    pi, unit = of.funded.applied.pi, of.funded.applied.unit
    older = moved_to_second(stage, of, -1_000_00)
    stage.moved(older, "submit", pi)
    reduced(stage, of, first, 0)
    left(stage, of, first)
    assert "units_as_drafted" in stage.refused(older, "forward", unit)
    stage.moved(older, "return", unit, reason="参加单位已变更。")
    assert "units_as_drafted" in stage.refused(older, "submit", pi)
    shares = (ShareDraft(second.unit.name, second.fiscal - 1_000_00, second.own),)
    wanted = Wanted("unit_shares", "调整。", "任务有变。", shares=shares)
    assert save_change(stage.session, older, wanted) is None
    stage.moved(older, "submit", pi)
    stage.moved(older, "forward", unit)
    assert older.state == "office_review"
