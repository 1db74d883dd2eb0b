"""Non-consensus: what splits its panel may be named, gets new eyes, and a share of its own; vetoes
and zeros need several experts to stand (§3.3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Call, DecisionItem, Proposal, ReviewGroup
from app.queries.calls.office import proposed_without_notice
from app.services.awarding import deciding, ranking
from app.services.awarding.deciding import BY_CHANNEL, ItemDraft
from app.services.problems import Problems
from app.services.review import further_panels, nonconsensus, reviewing
from tests.played import played_once
from tests.services.calls_in_review import (
    accepted,
    at_work,
    chair,
    explain,
    locked,
    opinion,
    proposals_of,
    reads,
    reviews_in,
    sign_all,
)
from tests.services.stage import MATCHED, Stage
from workflows.roles import Role

REASON = "路线全新且有初步数据支撑，分歧来自学科差别，建议另组交叉领域专家复议。"


@played_once
def split(stage: Stage, **rules: int) -> ReviewGroup:
    """Five experts between 40 and 95 points, and the panel locked."""
    call = accepted(stage, experts=20, nonconsensus_spread=30, **rules)
    return locked(stage, call, "95", "90", "60", "50", "40")


def name(stage: Stage, group: ReviewGroup, *places: int) -> None:
    reviews = reviews_in(stage, group)
    for place in places:
        answer = nonconsensus.name(stage.session, reviews[place], reviews, REASON, stage.now)
        assert answer is None, answer


@played_once
def reconsidered(stage: Stage, points: str) -> tuple[Call, Proposal]:
    """Named by two, looked at again by three others."""
    group = split(stage)
    group.call.budget = 30_000_000_00
    name(stage, group, 0, 1)
    second = at_work(stage, group.call, "second")
    sign_all(stage, second, points, recommends=int(points) >= 75)
    stage.moved(second, "lock", chair(second))
    return group.call, group.items[0].proposal


def test_two_members_with_reasons_name_a_proposal_and_one_does_not(stage: Stage) -> None:
    group = split(stage)
    name(stage, group, 0)
    assert nonconsensus.named(stage.session, group.call) == {}
    assert further_panels.candidates(stage.session, group.call, "second") == []
    name(stage, group, 1)
    number = group.items[0].proposal_id
    assert nonconsensus.named(stage.session, group.call) == {number: [REASON, REASON]}


def test_nobody_names_twice_or_without_reasons(stage: Stage) -> None:
    group = split(stage)
    reviews = reviews_in(stage, group)
    for words in ("", "值得支持。"):
        answer = nonconsensus.name(stage.session, reviews[0], reviews, words, stage.now)
        assert isinstance(answer, Problems)
        assert answer.by_field.keys() == {"reason"}
    name(stage, group, 0)
    again = nonconsensus.name(stage.session, reviews[0], reviews, REASON, stage.now)
    assert isinstance(again, Problems)


def test_a_panel_that_agrees_has_nothing_to_name(stage: Stage) -> None:
    group = locked(stage, accepted(stage), "80")
    reviews = reviews_in(stage, group)
    assert not nonconsensus.may_name(reviews[0], reviews)


def test_a_call_without_the_share_has_no_channel(stage: Stage) -> None:
    group = split(stage, nonconsensus_percent=0)
    reviews = reviews_in(stage, group)
    assert not nonconsensus.may_name(reviews[0], reviews)


def test_the_second_panel_is_small_and_new(stage: Stage) -> None:
    group = split(stage)
    name(stage, group, 0, 1)
    second = at_work(stage, group.call, "second")
    seats = {s.expert_id for s in second.seats}
    assert len([s for s in second.seats if not s.is_substitute]) == 3
    assert not seats & {r.expert_id for r in reviews_in(stage, group)}
    assert group.items[0].proposal.state == "scored"


def test_the_review_does_not_end_before_the_second_panel(stage: Stage) -> None:
    group = split(stage)
    name(stage, group, 0, 1)
    at_work(stage, group.call, "second")
    words = stage.refused(group.call, "finish_review", stage.holder(Role.PROGRAMME_OFFICER))
    assert words.keys() == {"every_proposal_reviewed"}


@pytest.mark.parametrize(("points", "opens"), [("85", True), ("60", False)])
def test_the_second_panel_opens_the_channel_or_not_and_leaves_score_and_place(
    stage: Stage, points: str, opens: bool
) -> None:
    call, proposal = reconsidered(stage, points)
    (figures,) = ranking.of_call(stage.session, call)
    assert (proposal.score, proposal.rank) == (67_00, 1)
    assert not ranking.may_be_proposed(call, figures)
    assert ranking.may_use_channel(call, figures) is opens


def test_an_award_by_the_channel_stays_within_its_share_and_is_named_as_such(
    stage: Stage,
) -> None:
    call, proposal = reconsidered(stage, "85")
    officer, decides = stage.holder(Role.PROGRAMME_OFFICER), stage.holder(Role.DECISION_MAKER)
    stage.moved(call, "finish_review", officer)
    decision = deciding.begin_draft(stage.session, call, officer)
    award = {proposal.id: ItemDraft("propose", 2_000_000_00)}
    assert deciding.save(stage.session, decision, award, officer) is None
    item = stage.session.scalars(select(DecisionItem)).one()
    assert item.deviation_reason == BY_CHANNEL.zh
    call.budget = 19_999_999_90
    words = stage.refused(call, "decide_list", decides, **MATCHED)
    assert words.keys() == {"nonconsensus_within_reserve"}
    call.budget = 20_000_000_00
    stage.moved(call, "decide_list", decides, **MATCHED)
    assert proposed_without_notice(stage.session, call) == [proposal]


@played_once
def with_zeros(stage: Stage, zeros: int, **rules: int) -> ReviewGroup:
    """Five experts give 80; so many of them no point at all for the technical route."""
    group = at_work(stage, accepted(stage, **rules))
    for number, review in enumerate(reviews_in(stage, group)):
        by = reads(stage, review)
        given = opinion(group)
        if number < zeros:
            given = opinion(group, scores={**given.scores, "route": "0"})
        assert reviewing.save(review, given) is None
        stage.moved(review, "submit_scores", by)
    explain(stage, group)
    stage.moved(group, "lock", chair(group))
    return group


def test_a_lone_zero_gives_way_to_the_mean_of_the_others(stage: Stage) -> None:
    group = with_zeros(stage, 1)
    (figures,) = ranking.of_call(stage.session, group.call)
    assert group.items[0].proposal.score == 80_00
    assert figures.vetoes == ()
    assert ranking.may_be_proposed(group.call, figures)


def test_a_lone_zero_counts_where_the_call_says_so(stage: Stage) -> None:
    group = with_zeros(stage, 1, lone_zero=0)
    assert group.items[0].proposal.score == 76_00


def test_a_zero_that_two_give_stands_and_rules_the_award_out(stage: Stage) -> None:
    group = with_zeros(stage, 2)
    (figures,) = ranking.of_call(stage.session, group.call)
    assert group.items[0].proposal.score == 72_00
    assert [v.zh for v in figures.vetoes] == ["“技术路线与考核指标”零分"]
    assert not ranking.may_be_proposed(group.call, figures)


@pytest.mark.parametrize(("experts", "stands"), [(1, False), (2, True)])
def test_a_veto_item_needs_two_experts(stage: Stage, experts: int, stands: bool) -> None:
    group = at_work(stage, accepted(stage))
    reviews = reviews_in(stage, group)
    for number, review in enumerate(reviews):
        by = reads(stage, review)
        vetoes = {"safety": "无安全方案。"} if number < experts else {}
        assert reviewing.save(review, opinion(group, vetoes=vetoes)) is None
        stage.moved(review, "submit_scores", by)
    stage.moved(group, "lock", chair(group))
    (figures,) = ranking.of_call(stage.session, group.call)
    assert bool(figures.vetoes) is stands
    assert ranking.may_be_proposed(group.call, figures) is not stands


def test_a_vetoed_proposal_is_not_decided_whatever_its_score(stage: Stage) -> None:
    group = with_zeros(stage, 2, pass_score=60)
    call = group.call
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(call, "finish_review", officer)
    decision = deciding.begin_draft(stage.session, call, officer)
    (proposal,) = proposals_of(stage, call)
    refused = deciding.save(
        stage.session, decision, {proposal.id: ItemDraft("propose", 1_000_000_00, "强。")}, officer
    )
    assert isinstance(refused, Problems)
    assert "否决项" in refused.by_field[f"outcome-{proposal.id}"].zh
