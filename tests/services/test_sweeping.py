"""A conflict that comes to light late: files are taken back, scores voided, a re-review ordered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Conflict, CreditEntry, Message, ProposalMember, Review, ReviewGroup
from app.services.awarding import feedback, ranking
from app.services.experts import expert_profile
from app.services.experts.expert_profile import TieDraft
from app.services.identity import unit_changes
from app.services.review import discussing, further_panels
from app.services.review.sweeping import is_barred, sweep_proposal, take_back, why_struck
from tests.factories import person
from tests.integrity.handling import sanctioned
from tests.services.panels import (
    accepted,
    draw,
    drawn,
    invitation,
    locked,
    members,
    reviewing,
    reviews,
    score,
    someone,
)
from tests.services.stage import MATCHED, Stage
from workflows.roles import Role


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return reviewing(stage, accepted(stage).proposal)


def moves_to_the_applicant(stage: Stage, review: Review) -> None:
    """The expert changed employer yesterday, and works for the applicant now."""
    yesterday = (stage.now - timedelta(days=1)).date()
    unit = review.proposal.lead_unit
    assert expert_profile.move_to(stage.session, review.expert, unit, yesterday, stage.now) is None


def detected(stage: Stage, review: Review) -> list[tuple[str, str]]:
    rows = stage.session.scalars(
        select(Conflict).where(
            Conflict.expert_id == review.expert_id, Conflict.standing == "detected"
        )
    )
    return [(row.rule, row.evidence) for row in rows]


def test_an_expert_who_changed_employer_yesterday_loses_the_file_and_a_substitute_reads_it(
    stage: Stage, group: ReviewGroup
) -> None:
    first = reviews(stage, group)[0]
    moves_to_the_applicant(stage, first)
    assert first.state == "recused"
    ((rule, evidence),) = detected(stage, first)
    assert rule == "same_unit"
    assert first.proposal.lead_unit.name in evidence
    waiting = reviews(stage, group, "assigned")
    assert len(waiting) == 5
    assert first.expert_id not in {r.expert_id for r in waiting}


def test_an_expert_whose_unit_takes_in_that_of_the_applicant_loses_the_file(
    stage: Stage, group: ReviewGroup
) -> None:
    first = reviews(stage, group)[0]
    gone, into = first.proposal.lead_unit, first.expert.units[0].organisation
    by = stage.holder(Role.SYS_ADMIN)
    assert unit_changes.merge(stage.session, gone, into, "批复", by, stage.now) is None
    assert first.state == "recused"


def test_a_signed_score_is_voided_before_the_lock_and_a_substitute_scores_instead(
    stage: Stage, group: ReviewGroup
) -> None:
    for review in reviews(stage, group):
        score(stage, review)
    first = reviews(stage, group)[0]
    moves_to_the_applicant(stage, first)
    assert first.state == "void"
    entry = stage.session.scalars(select(CreditEntry)).one()
    assert (entry.expert_id, entry.kind) == (first.expert_id, "undeclared")
    assert first.proposal.lead_unit.name in entry.reason
    assert group.chair is not None
    refused = stage.refused(group, "lock", group.chair.person)
    assert {"every_review_signed", "enough_valid_reviews"} <= refused.keys()
    (new,) = reviews(stage, group, "assigned")
    score(stage, new)
    stage.moved(group, "lock", group.chair.person, opinion="意见一致。")


def told(stage: Stage, kind: str) -> list[int]:
    """Whom a message of this kind went to."""
    return list(
        stage.session.scalars(select(Message.person_id).where(Message.message_kind == kind))
    )


def test_whose_file_is_taken_back_or_score_voided_hears_that_it_is_for_a_conflict(
    stage: Stage, group: ReviewGroup
) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    first, second = reviews(stage, group)[:2]
    moves_to_the_applicant(stage, first)
    score(stage, second)
    moves_to_the_applicant(stage, second)
    assert told(stage, "review_recused") == [first.expert.person_id]
    assert told(stage, "own_score_struck") == [second.expert.person_id]
    assert told(stage, "score_voided") == [supervisor.id]
    assert not told(stage, "score_struck"), "before the lock there is no re-review to order"


def test_neither_file_nor_score_of_one_who_is_sanctioned_during_the_review_counts(
    stage: Stage, group: ReviewGroup
) -> None:
    signed = reviews(stage, group)[0]
    score(stage, signed)
    sanctioned(stage, signed.expert.person)
    assert signed.state == "void"
    assert told(stage, "score_voided") == [stage.holder(Role.SUPERVISOR).id]
    (substitute,) = reviews(stage, group, "assigned")[-1:]
    assert substitute.expert_id != signed.expert_id
    found = select(Conflict).where(Conflict.standing == "detected")
    for recorded in (select(CreditEntry), found):
        assert stage.session.scalars(recorded).all() == [], "it was no conflict"


def test_a_score_under_revision_is_voided_and_the_talk_goes_on_without_it(
    stage: Stage, group: ReviewGroup
) -> None:
    for review in reviews(stage, group):
        score(stage, review)
    first, second = reviews(stage, group)[:2]
    assert group.chair is not None
    second.expert.units[0].organisation_id = second.proposal.lead_unit_id
    stage.session.flush()
    refused = stage.refused(group, "open_discussion", group.chair.person)
    assert refused.keys() == {"no_signed_score_in_conflict"}
    assert sweep_proposal(stage.session, second.proposal, stage.now) == 1
    (substitute,) = reviews(stage, group, "assigned")
    score(stage, substitute)
    stage.moved(group, "open_discussion", group.chair.person)
    stage.moved(first, "revise", first.expert.person)
    moves_to_the_applicant(stage, first)
    assert first.state == "void"
    peers = discussing.reviews_of(stage.session, group, first.proposal_id)
    assert not {first.id, second.id} & {review.id for review in peers}


def test_every_opening_of_a_file_asks_the_rules_again(stage: Stage, group: ReviewGroup) -> None:
    first = reviews(stage, group)[0]
    stage.moved(first, "declare_no_conflict", first.expert.person)
    assert not is_barred(stage.session, first, stage.now)
    assert not take_back(stage.session, first, stage.now)
    first.expert.units[0].organisation_id = first.proposal.lead_unit_id
    stage.session.flush()
    assert is_barred(stage.session, first, stage.now)
    assert first.state == "reading"
    assert take_back(stage.session, first, stage.now)
    assert first.state == "recused"


def test_a_new_member_of_the_team_is_held_against_the_experts(
    stage: Stage, group: ReviewGroup
) -> None:
    first = reviews(stage, group)[0]
    newcomer = person(stage.session, name="新成员")
    draft = TieDraft("joint_work", newcomer.email, newcomer.name, "联合论文", stage.now.date())
    expert_profile.declare_tie(stage.session, first.expert, draft, first.expert.person, stage.now)
    assert first.state == "assigned"
    first.proposal.members.append(
        ProposalMember(person_id=newcomer.id, name=newcomer.name, email=newcomer.email)
    )
    assert sweep_proposal(stage.session, first.proposal, stage.now) == 1
    assert first.state == "recused"


def test_a_conflict_found_after_the_lock_strikes_the_score_and_leads_to_a_re_review(
    stage: Stage,
) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    group = locked(stage, accepted(stage, experts=14).proposal)
    proposal, first = group.items[0].proposal, reviews(stage, group)[0]
    assert proposal.state == "scored"
    former = set(members(group))
    first.overall = "有疑问。"
    moves_to_the_applicant(stage, first)
    assert (first.state, first.struck_at) == ("closed", stage.now)
    assert first.total is not None, "what was scored stays on record"
    assert [len(f.reviews) for f in ranking.of_call(stage.session, proposal.call)] == [4]
    assert first.overall == "有疑问。"
    assert feedback.made_of(stage.session, proposal).opinions == ("可行。",)
    assert told(stage, "score_struck") == [supervisor.id]
    assert told(stage, "own_score_struck") == [first.expert.person_id]
    why = why_struck(first)
    assert why is not None
    assert why.zh != why.en
    assert why_struck(reviews(stage, group)[1]) is None
    stage.moved(proposal, "order_re_review", supervisor, evidence="评分专家任职于申报单位。")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    again = further_panels.form(
        stage.session, proposal.call, "re_review", [proposal], "复评组", officer, stage.now
    )
    assert isinstance(again, ReviewGroup), again
    assert (again.purpose, again.round) == ("re_review", 2)
    for _ in range(9):
        accepted(stage, experts=1)
    stage.moved(again, "fix_pool", stage.holder(Role.EXPERT_MANAGER))
    draw(stage, again)
    assert not former & {seat.expert_id for seat in again.seats}
    stage.moved(again, "start", stage.holder(Role.PROGRAMME_OFFICER))
    for review in reviews(stage, again):
        score(stage, review, 90)
    assert again.chair is not None
    stage.moved(again, "lock", again.chair.person, opinion="复评意见一致。")
    assert (proposal.state, proposal.score) == ("scored", 9000)
    stage.refused(proposal, "order_re_review", supervisor, evidence="再来一次。")


def test_an_award_waits_for_the_re_review_where_too_few_valid_scores_remain(
    stage: Stage,
) -> None:
    from app.services.awarding import deciding
    from app.services.awarding.deciding import ItemDraft

    group = locked(stage, accepted(stage).proposal)
    proposal, call = group.items[0].proposal, group.call
    call.state = "deliberation"
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    decision = deciding.begin_draft(stage.session, call, officer)
    items = {proposal.id: ItemDraft("propose", proposal.requested)}
    assert deciding.save(stage.session, decision, items, officer) is None
    moves_to_the_applicant(stage, reviews(stage, group)[0])
    decider = stage.holder(Role.DECISION_MAKER)
    words = stage.refused(call, "decide_list", decider, **MATCHED)["scores_suffice"]
    assert proposal.title in words.zh


def test_a_conflict_before_the_start_passes_the_seat_on(stage: Stage) -> None:
    group, manager = drawn(stage, accepted(stage).proposal), stage.holder(Role.EXPERT_MANAGER)
    first = members(group)[0]
    leaving = someone(stage, first)
    yesterday = (stage.now - timedelta(days=1)).date()
    unit = group.items[0].proposal.lead_unit
    expert_profile.move_to(stage.session, leaving, unit, yesterday, stage.now)
    assert invitation(stage, group, first).state == "recused"
    assert first not in members(group)
    assert len(members(group)) == 5
    assert told(stage, "invitation_recused") == [leaving.person_id]
    assert told(stage, "invited_expert_recused") == [manager.id]


def test_five_experts_and_one_withdraws_during_the_review(stage: Stage, group: ReviewGroup) -> None:
    first, *others = reviews(stage, group)
    stage.moved(first, "decline", first.expert.person, reason="生病。")
    waiting = reviews(stage, group, "assigned")
    assert len(waiting) == 5
    assert {r.id for r in others} < {r.id for r in waiting}


def test_a_change_that_touches_nobody_takes_nothing_back(stage: Stage, group: ReviewGroup) -> None:
    first = reviews(stage, group)[0]
    stranger = person(stage.session)
    draft = TieDraft("relative", stranger.email, stranger.name, "兄弟", stage.now.date())
    assert (
        expert_profile.declare_tie(
            stage.session, first.expert, draft, first.expert.person, stage.now
        )
        is None
    )
    assert {r.state for r in reviews(stage, group)} == {"assigned"}
    assert stage.session.scalars(select(Conflict)).all() == []


@pytest.mark.parametrize(("purpose", "taken"), [("selection", 1), ("checkpoint", 2)])
def test_in_a_race_a_conflict_with_one_team_takes_back_the_files_of_all(
    stage: Stage, purpose: str, taken: int
) -> None:
    one = accepted(stage).proposal
    rival = stage.applied(call=one.call, state="accepted").proposal
    group = reviewing(stage, one, rival)
    group.purpose = purpose
    first = reviews(stage, group)[0]
    moves_to_the_applicant(stage, first)
    mine = [r for r in reviews(stage, group) if r.expert_id == first.expert_id]
    assert [r.state for r in mine].count("recused") == taken
