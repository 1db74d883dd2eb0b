"""Discussion: independent first scores stay on record, revisions come with reasons, nobody who
stood aside takes part (§3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.models import Letter, Person, ProposalMember, ReviewGroup, Sanction
from app.services.problems import Problems
from app.services.review import discussing, reading_time, reviewing, versions
from tests.factories import proposal
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    explain,
    opinion,
    proposals_of,
    reads,
    reviews_in,
    sign,
    sign_all,
    write_opinions,
)
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return at_work(stage, accepted(stage))


@pytest.fixture
def talking(stage: Stage, group: ReviewGroup) -> ReviewGroup:
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    return group


def test_the_discussion_opens_when_everybody_has_scored_alone(
    stage: Stage, group: ReviewGroup
) -> None:
    *some, last = reviews_in(stage, group)
    for review in some:
        sign(stage, review)
    refused = stage.refused(group, "open_discussion", chair(group))
    assert "every_review_signed" in refused
    assert not discussing.is_open(stage.session, group, last.proposal_id)
    sign(stage, last)
    stage.moved(group, "open_discussion", chair(group))
    assert discussing.is_open(stage.session, group, last.proposal_id)


def test_a_signed_score_is_not_touched_before_the_discussion(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews_in(stage, group)[0]
    sign(stage, review)
    assert stage.refused(review, "revise", review.expert.person).keys() == {"panel_is_discussing"}
    assert isinstance(reviewing.save(review, opinion(group, "99")), Problems)


def test_a_revision_keeps_the_first_score_and_its_own_reason(
    stage: Stage, talking: ReviewGroup
) -> None:
    review = reviews_in(stage, talking)[0]
    by = review.expert.person
    stage.moved(review, "revise", by)
    assert reviewing.save(review, opinion(talking, "70")) is None
    assert stage.refused(review, "submit_revision", by).keys() == {"missing_reason"}
    stage.moved(review, "submit_revision", by, reason="讨论后认为指标偏低。")
    kept = versions.versions_of(stage.session, review)
    assert [(v.number, v.total, v.reason) for v in kept] == [
        (1, 80_00, ""),
        (2, 70_00, "讨论后认为指标偏低。"),
    ]
    (change,) = versions.changes_in(stage.session, talking)[review.proposal_id]
    assert (change.review.id, change.before, change.after) == (review.id, 80_00, 70_00)


def test_giving_up_a_revision_brings_the_signed_score_back(
    stage: Stage, talking: ReviewGroup
) -> None:
    review = reviews_in(stage, talking)[0]
    stage.moved(review, "revise", review.expert.person)
    reviewing.save(review, opinion(talking, "10"))
    assert "every_review_signed" in stage.refused(talking, "lock", chair(talking))
    stage.moved(review, "keep_signed", review.expert.person)
    assert (review.state, review.total) == ("signed", 80_00)
    assert len(versions.versions_of(stage.session, review)) == 1


def test_nobody_revises_for_another(stage: Stage, talking: ReviewGroup) -> None:
    review, other = reviews_in(stage, talking)[:2]
    assert "role_required" in stage.refused(review, "revise", other.expert.person)
    stage.moved(review, "revise", review.expert.person)


def test_a_panel_that_talked_locks_with_its_opinion_written(
    stage: Stage, talking: ReviewGroup
) -> None:
    words = stage.refused(talking, "lock", chair(talking))["opinions_written"]
    assert talking.items[0].proposal.title in words.zh
    assert "请在“评审组讨论”页逐项起草" in words.zh
    assert "开启讨论" not in words.zh, "it is open already, and a defence needs none"
    write_opinions(stage, talking)
    stage.moved(talking, "lock", chair(talking))
    assert isinstance(discussing.save_opinion(talking.items[0], talking, "改"), Problems)


def test_the_drafted_opinion_says_everything_once_and_names_nobody(
    stage: Stage, talking: ReviewGroup
) -> None:
    reviews = reviews_in(stage, talking)
    reviews[0].overall = "中试条件不足。"
    text = discussing.draft_opinion(reviews, talking.criteria)
    assert text.count("可行") == 1
    assert "中试条件不足" in text
    assert "5 名建议资助" in text
    assert not any(r.expert.person.name in text for r in reviews)


def test_whoever_stood_aside_has_no_seat_at_this_item(stage: Stage, group: ReviewGroup) -> None:
    first = reviews_in(stage, group)[0]
    by = first.expert.person
    stage.moved(first, "declare_conflict", by, reason="同乡。")
    sign_all(stage, group)
    stage.moved(group, "open_discussion", chair(group))
    number = first.proposal_id
    assert discussing.own_review(stage.session, group, number, by.id) is None
    other = reviews_in(stage, group, "signed")[0]
    assert discussing.own_review(stage.session, group, number, other.expert.person_id) is other


def test_remarks_are_made_while_the_discussion_is_open(stage: Stage, talking: ReviewGroup) -> None:
    own = reviews_in(stage, talking)[0]
    assert isinstance(discussing.remark(stage.session, own, "  ", stage.now), Problems)
    assert discussing.remark(stage.session, own, "指标可测。", stage.now) is None
    write_opinions(stage, talking)
    stage.moved(talking, "lock", chair(talking))
    assert isinstance(discussing.remark(stage.session, own, "再议。", stage.now), Problems)
    (line,) = discussing.remarks_on(stage.session, talking, own.proposal_id)
    assert line.text == "指标可测。"


def test_the_lock_writes_the_opinion_of_the_panel_for_the_office(
    stage: Stage, talking: ReviewGroup
) -> None:
    write_opinions(stage, talking)
    stage.moved(talking, "lock", chair(talking))
    letter = stage.session.scalars(
        select(Letter).where(Letter.letter_kind == "panel_opinion")
    ).one()
    text = str(letter.payload)
    assert (letter.about_kind, letter.about_id, letter.is_public) == (
        "review_group",
        talking.id,
        False,
    )
    assert "80.00" in text
    assert chair(talking).name in text
    assert "5/5" in text


def test_a_barred_expert_neither_opens_nor_signs_until_the_bar_is_lifted(
    stage: Stage, group: ReviewGroup
) -> None:
    opened, closed = reviews_in(stage, group)[:2]
    by = reads(stage, opened)
    reviewing.save(opened, opinion(group))
    bars = [_bar(person) for person in (by, closed.expert.person)]
    stage.session.add_all(bars)
    stage.session.flush()
    assert "expert_not_barred" in stage.refused(opened, "submit_scores", by)
    assert "expert_not_barred" in stage.refused(closed, "declare_no_conflict", closed.expert.person)
    for bar in bars:
        bar.lifted_on, bar.lifted_by = date(2026, 1, 2), "restore"
    stage.moved(opened, "submit_scores", by)


def _bar(person: Person) -> Sanction:
    return Sanction(
        person_id=person.id,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        act="泄露评审信息",
        basis="测试规定第九条",
        decided_by="测试",
    )


def test_an_expert_who_joins_an_application_of_the_call_loses_the_review(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews_in(stage, group)[0]
    by = reads(stage, review)
    reviewing.save(review, opinion(group))
    rival = proposal(stage.session, call=group.call, state="accepted")
    rival.members.append(
        ProposalMember(
            position=0,
            person_id=by.id,
            name=by.name,
            email=by.email,
            unit_name="某单位",
            duty="测试",
        )
    )
    stage.session.flush()
    assert "no_conflict_detected" in stage.refused(review, "submit_scores", by)


def test_a_panel_has_one_chair_who_sits_on_it(stage: Stage, group: ReviewGroup) -> None:
    members = [s.expert_id for s in group.seats if not s.is_substitute]
    assert members.count(group.chair_id or 0) == 1
    sign_all(stage, group)
    for review in reviews_in(stage, group):
        if review.expert_id != group.chair_id:
            assert "role_required" in stage.refused(group, "lock", review.expert.person)
    stage.moved(group, "lock", chair(group))


def test_of_two_windows_the_older_never_overwrites(stage: Stage, group: ReviewGroup) -> None:
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    opened_with = review.edition
    assert reviewing.save(review, opinion(group)) is None
    other = replace(opinion(group), overall="另一窗口所写。")
    assert reviewing.is_overtaken(review, opened_with, other)
    assert not reviewing.is_overtaken(review, opened_with, opinion(group)), "sent twice"
    assert not reviewing.is_overtaken(review, review.edition, other)


def test_time_spent_is_what_was_seen_and_a_long_gap_counts_little(
    stage: Stage, group: ReviewGroup
) -> None:
    review = reviews_in(stage, group)[0]
    reads(stage, review)
    start = stage.now
    for minute in range(1, 5):
        reading_time.seen(review, start + timedelta(minutes=minute))
    assert review.seconds_active == 4 * 60
    reading_time.seen(review, start + timedelta(hours=9))
    assert review.seconds_active == 4 * 60 + reading_time.GAP_MOST.total_seconds()


@pytest.mark.parametrize(("minutes", "fast"), [(4, True), (5, False)])
def test_a_review_signed_faster_than_the_call_allows_is_flagged(
    stage: Stage, group: ReviewGroup, minutes: int, fast: bool
) -> None:
    review = reviews_in(stage, group)[0]
    by = reads(stage, review)
    for minute in range(1, minutes + 1):
        reading_time.seen(review, stage.now + timedelta(minutes=minute))
    assert not reading_time.is_fast(review)
    reviewing.save(review, opinion(group))
    stage.moved(review, "submit_scores", by)
    assert reading_time.is_fast(review) is fast


def test_a_veto_is_ticked_with_its_reason(stage: Stage, group: ReviewGroup) -> None:
    review = reviews_in(stage, group)[0]
    by = reads(stage, review)
    reviewing.save(review, opinion(group, vetoes={"ethics": " "}))
    words = stage.refused(review, "submit_scores", by)["every_score_justified"]
    assert "违反科技伦理" in words.zh
    reviewing.save(review, opinion(group, vetoes={"ethics": "未经伦理审查。"}))
    stage.moved(review, "submit_scores", by)
    assert review.vetoes == {"ethics": "未经伦理审查。"}


def test_a_withdrawn_proposal_no_longer_holds_up_its_panel(stage: Stage) -> None:
    group = at_work(stage, accepted(stage, many=2))
    gone, stays = proposals_of(stage, group.call)
    sign_of = [r for r in reviews_in(stage, group) if r.proposal_id == stays.id]
    for review in sign_of:
        sign(stage, review)
    stage.moved(
        gone, "disqualify", stage.holder(Role.SUPERVISOR), evidence="查重", reason="重复申报"
    )
    left = [r.state for r in reviews_in(stage, group) if r.proposal_id == gone.id]
    assert set(left) == {"void"}
    explain(stage, group)
    stage.moved(group, "lock", chair(group))
    assert stays.state == "scored"
