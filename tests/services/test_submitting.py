"""Submitting a proposal: in time, complete, confirmed, eligible, and by its leader alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.models import Call, History, Message, Person, Proposal, ProposalMember, ProposalVersion
from app.services.door.lateness import keep_if_late, receipts_of
from app.services.problems import Problems
from app.services.proposals import attachments, drafting, members, snapshot
from tests.factories import organisation, person, proposal
from tests.services.stage import Applied, Stage, a_page
from workflows.engine.calendar import deadline_words
from workflows.parts.messages.topics import MEMBERSHIP
from workflows.roles import Role

pytestmark = pytest.mark.each_database

MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def applied(stage: Stage) -> Applied:
    return stage.applied()


def close_of(applied: Applied, stage: Stage, later: timedelta) -> None:
    assert applied.proposal.call.close_at is not None
    stage.clock.move_to(applied.proposal.call.close_at + later)


def another(stage: Stage, applied: Applied) -> tuple[Call, Person, datetime]:
    """Somebody who has no draft for the call yet, and would begin one now."""
    someone = person(stage.session, organisation_id=applied.proposal.lead_unit_id)
    return applied.proposal.call, someone, stage.now


def receipts(stage: Stage, of: Proposal) -> list[ProposalVersion]:
    versions = select(ProposalVersion).where(ProposalVersion.proposal_id == of.id)
    return list(stage.session.scalars(versions))


def test_one_millisecond_before_the_close_a_submission_is_accepted(
    stage: Stage, applied: Applied
) -> None:
    close_of(applied, stage, -MILLISECOND)
    moved = stage.moved(applied.proposal, "submit", applied.pi)
    assert (moved.source, moved.target) == ("draft", "unit_review")


@pytest.mark.parametrize("later", [timedelta(), MILLISECOND])
def test_at_the_close_or_one_millisecond_late_it_is_refused_and_nothing_changes(
    stage: Stage, applied: Applied, later: timedelta
) -> None:
    close_of(applied, stage, later)
    reasons = stage.refused(applied.proposal, "submit", applied.pi)
    assert reasons.keys() == {"call_is_open"}
    assert applied.proposal.call.close_at is not None
    close = deadline_words(applied.proposal.call.close_at)
    assert f"已截止（{close}，以服务器时间为准）" in reasons["call_is_open"].zh
    assert f"closed at {close} (by the server's clock)" in reasons["call_is_open"].en
    assert isinstance(drafting.start(stage.session, *another(stage, applied)), Problems)
    assert applied.proposal.state == "draft"
    assert receipts(stage, applied.proposal) == []


@pytest.mark.parametrize("clock_was_first", [False, True])
def test_whoever_comes_too_late_gets_one_receipt_with_the_servers_time(
    stage: Stage, applied: Applied, *, clock_was_first: bool
) -> None:
    def receipt(who: Person) -> History | None:
        return keep_if_late(stage.session, applied.proposal, "submit", who, stage.now)

    close_of(applied, stage, -MILLISECOND)
    assert receipt(applied.pi) is None
    close_of(applied, stage, MILLISECOND)
    if clock_was_first:
        stage.moved(applied.proposal.call, "close", Role.SYSTEM_CLOCK)
    assert receipt(applied.unit) is None
    kept = receipt(applied.pi)
    assert kept is not None
    assert (kept.transition, kept.target) == ("late:submit", applied.proposal.state)
    assert kept.given["arrived"].endswith("00.001")
    stage.clock.move_to(stage.now + timedelta(hours=1))
    assert receipt(applied.pi) is kept
    assert receipts_of(stage.session, applied.proposal) == [kept]


def test_what_came_in_time_is_not_called_late_afterwards(stage: Stage, applied: Applied) -> None:
    stage.moved(applied.proposal, "submit", applied.pi)
    stage.moved(applied.proposal, "unit_seal", applied.unit)
    close_of(applied, stage, MILLISECOND)
    for move, who in (("submit", applied.pi), ("unit_seal", applied.unit)):
        assert keep_if_late(stage.session, applied.proposal, move, who, stage.now) is None


def test_submitting_twice_gives_one_receipt(stage: Stage, applied: Applied) -> None:
    stage.moved(applied.proposal, "submit", applied.pi)
    assert stage.refused(applied.proposal, "submit", applied.pi).keys() == {"state_has_changed"}
    (receipt,) = receipts(stage, applied.proposal)
    assert receipt.receipt_number == f"{applied.proposal.number}-V1"
    assert receipt.submitted_at == stage.now
    assert snapshot.is_unchanged(receipt)


def test_a_proposal_returned_and_submitted_again_gets_a_second_version_and_keeps_its_number(
    stage: Stage, applied: Applied
) -> None:
    stage.moved(applied.proposal, "submit", applied.pi)
    number = applied.proposal.number
    stage.moved(applied.proposal, "unit_return", applied.unit, reason="请核减预算。")
    stage.moved(applied.proposal, "submit", applied.pi)
    first, second = receipts(stage, applied.proposal)
    assert [first.version, second.version] == [1, 2]
    assert applied.proposal.number == number
    assert first.receipt_number != second.receipt_number


def test_an_incomplete_form_is_refused_with_all_that_is_missing_in_both_languages(
    stage: Stage, applied: Applied
) -> None:
    unfinished = applied.proposal
    unfinished.sections = {**unfinished.sections, "route": "  "}
    unfinished.metrics = []
    unfinished.budget_lines[0].fiscal -= 1
    unfinished.pledged_at = None
    reasons = stage.refused(unfinished, "submit", applied.pi)
    assert reasons.keys() == {"form_problems", "pledge_signed"}
    words = reasons["form_problems"]
    for zh in ("未填写技术路线", "至少填写一项考核指标", "财政资金合计与申请经费不一致"):
        assert zh in words.zh
    for en in ("“Technical route”", "at least one metric", "do not match the funds"):
        assert en in words.en
    assert words.zh != words.en


def test_a_required_file_is_asked_for_by_its_name_until_it_is_attached(
    stage: Stage, applied: Applied
) -> None:
    applied.proposal.call.required_files = [
        {"key": "feasibility", "zh": "可行性研究报告", "en": "Feasibility study"}
    ]
    words = stage.refused(applied.proposal, "submit", applied.pi)["missing_files"]
    assert "可行性研究报告" in words.zh
    assert "Feasibility study" in words.en
    attachments.attach(
        stage.session,
        applied.proposal,
        "feasibility",
        a_page(),
        "可行性研究报告.pdf",
        by=applied.pi,
        now=stage.now,
    )
    stage.moved(applied.proposal, "submit", applied.pi)


def test_a_member_must_confirm_in_person_before_the_proposal_is_submitted(
    stage: Stage, applied: Applied
) -> None:
    someone = person(stage.session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    assert members.name_member(stage.session, applied.proposal, member, stage.now) is None
    words = stage.refused(applied.proposal, "submit", applied.pi)["unconfirmed_members"]
    assert "骨干甲" in words.zh
    assert members.answer(stage.session, member, applied.pi, True, stage.now) is not None
    stage.refused(applied.proposal, "submit", applied.pi)
    assert members.answer(stage.session, member, someone, True, stage.now) is None
    stage.moved(applied.proposal, "submit", applied.pi)


def test_whether_a_member_takes_part_stands_once_the_proposal_is_submitted(
    stage: Stage, applied: Applied
) -> None:
    """Also for a page that was opened before."""
    someone = person(stage.session, name="骨干甲")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(stage.session, applied.proposal, member, stage.now)
    assert members.answer(stage.session, member, someone, True, stage.now) is None
    stage.moved(applied.proposal, "submit", applied.pi)
    refused = members.answer(stage.session, member, someone, False, stage.now)
    assert refused is not None
    assert "申报书已提交" in refused.zh
    assert member.confirmed_at == stage.now


@pytest.mark.parametrize(("listed", "joins"), [("Wu Yi", True), ("wu  yi", True), ("吴一", False)])
def test_who_confirms_is_listed_by_the_name_of_the_account(
    stage: Stage, applied: Applied, listed: str, joins: bool
) -> None:
    named = ProposalMember(name=listed, email="yi@example.org", duty="试验")
    assert members.name_member(stage.session, applied.proposal, named, stage.now) is None
    someone = person(stage.session, name="Wu Yi", email="yi@example.org")
    members.adopt(stage.session, someone, stage.now)
    refused = members.answer(stage.session, named, someone, True, stage.now)
    assert (refused is None) == joins
    members.remove_member(stage.session, applied.proposal, named.id, stage.now)
    again = ProposalMember(name=listed, email="yi@example.org", duty="试验")
    later = stage.now + timedelta(minutes=1)
    assert members.name_member(stage.session, applied.proposal, again, later) is None
    refused = members.answer(stage.session, again, someone, True, later)
    assert (refused is None) == joins, "said to whoever confirms, not to whoever names"


def test_a_member_who_declined_is_named_until_removed(stage: Stage, applied: Applied) -> None:
    someone = person(stage.session, name="骨干乙")
    member = ProposalMember(name=someone.name, email=someone.email, duty="试验")
    members.name_member(stage.session, applied.proposal, member, stage.now)
    members.answer(stage.session, member, someone, False, stage.now)
    words = stage.refused(applied.proposal, "submit", applied.pi)["unconfirmed_members"]
    assert "骨干乙（已谢绝" in words.zh
    assert "骨干乙 (declined" in words.en
    members.answer(stage.session, member, someone, False, stage.now)
    told = stage.session.scalars(select(Message).where(Message.person_id == applied.pi.id)).all()
    declined = [m.body for m in told if m.message_kind == MEMBERSHIP]
    assert len(declined) == 1, "the leader is told, and once"
    assert "骨干乙谢绝参加" in declined[0]
    members.remove_member(stage.session, applied.proposal, member.id, stage.now)
    stage.moved(applied.proposal, "submit", applied.pi)


def test_a_unit_submits_as_many_proposals_as_the_call_allows(
    stage: Stage, applied: Applied
) -> None:
    unit = applied.proposal.lead_unit
    others = [
        proposal(stage.session, call=applied.proposal.call, lead_unit=unit, state="unit_review")
        for _ in range(applied.proposal.call.rules["unit_per_call_most"])
    ]
    words = stage.refused(applied.proposal, "submit", applied.pi)["limit_findings"]
    assert f"{unit.name}本批限申报 2 项，已提交 2 项" in words.zh
    stage.moved(others[0], "withdraw", others[0].pi)
    stage.moved(applied.proposal, "submit", applied.pi)


def test_a_proposal_is_publicised_inside_its_unit_where_the_call_asks_for_it(
    stage: Stage, applied: Applied
) -> None:
    sent, admin, call = applied.proposal, applied.unit, applied.proposal.call
    stage.moved(sent, "submit", applied.pi)
    days = {"publicised_from": "2026-02-24", "publicised_to": "2026-02-27"}
    asked_for_none = stage.refused(sent, "publicise_inside", admin, **days)
    assert asked_for_none.keys() == {"publicity_is_wanted"}
    call.rules = call.rules | {"internal_publicity_working_days": 5}
    backwards = dict(zip(days, reversed(days.values()), strict=True))
    wrong = stage.refused(sent, "publicise_inside", admin, **backwards)
    assert wrong.keys() == {"publicity_days_in_order"}
    stage.moved(sent, "publicise_inside", admin, **days)
    assert "5 个工作日" in stage.refused(sent, "unit_seal", admin)["publicised_inside"].zh
    stage.moved(sent, "publicise_inside", admin, **days | {"publicised_to": "2026-03-02"})
    stage.moved(sent, "unit_seal", admin)


def test_an_enterprise_that_leads_brings_its_own_money(stage: Stage) -> None:
    applied = stage.applied(kind="enterprise", matching=1_999_999_99)
    applied.proposal.budget_lines[0].own = 1_999_999_99
    words = stage.refused(applied.proposal, "submit", applied.pi)["limit_findings"]
    assert "自筹经费不得低于申请经费的 100%" in words.zh
    applied.proposal.matching = applied.proposal.budget_lines[0].own = 2_000_000_00
    stage.moved(applied.proposal, "submit", applied.pi)


def test_only_the_leader_submits(stage: Stage, applied: Applied) -> None:
    member = person(stage.session)
    named = ProposalMember(name=member.name, email=member.email, duty="试验")
    members.name_member(stage.session, applied.proposal, named, stage.now)
    members.answer(stage.session, named, member, True, stage.now)
    another_leader = proposal(stage.session, lead_unit=organisation(stage.session)).pi
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    for stranger in (member, applied.unit, another_leader, officer, person(stage.session)):
        reasons = stage.refused(applied.proposal, "submit", stranger)
        assert reasons.keys() == {"role_required"}
        assert "申报人" in reasons["role_required"].zh
    stage.moved(applied.proposal, "submit", applied.pi)


def test_an_authority_recommends_as_many_as_the_call_allows_and_each_counts_its_own(
    stage: Stage,
) -> None:
    call = stage.call("open")
    call.rules = call.rules | {"recommend_most": 1}
    first, second, other = (stage.applied(call=call, state="recommend_review") for _ in range(3))
    second.proposal.lead_unit.recommender_id = first.proposal.lead_unit.recommender_id
    stage.session.flush()
    stage.moved(first.proposal, "recommend", first.recommender)
    reasons = stage.refused(second.proposal, "recommend", first.recommender)
    assert "上限 1 项，已推荐 1 项" in reasons["within_recommenders_quota"].zh
    stage.moved(other.proposal, "recommend", other.recommender)
    call.rules = call.rules | {"recommend_most": 0}
    stage.session.flush()
    stage.moved(second.proposal, "recommend", first.recommender)
