"""The decision: by rank or with reasons, within the budget, minuted, not by its drafter."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, DecisionItem, Letter, Message, Sanction
from app.services.awarding import deciding, ranking
from app.services.awarding.deciding import ItemDraft
from app.services.problems import Problems
from tests.factories import grant
from tests.services.awarding import Ranked, decided, drafted, published, ranked
from tests.services.stage import MATCHED, MINUTES, Stage
from workflows.roles import Role

YUAN = 100
MILLION = 1_000_000 * YUAN


@pytest.fixture
def of_four(stage: Stage) -> Ranked:
    return ranked(stage, 92, 90, 85, 74)


def refused(stage: Stage, of: Ranked, **given: str) -> dict[str, str]:
    """Why the executive meeting cannot decide now, by key, in Chinese."""
    meeting = stage.holder(Role.DECISION_MAKER)
    reasons = stage.refused(of.call, "decide_list", meeting, **(given or MATCHED))
    return {key: words.zh for key, words in reasons.items()}


def decide(stage: Stage, of: Ranked) -> None:
    stage.moved(of.call, "decide_list", stage.holder(Role.DECISION_MAKER), **MATCHED)


def test_the_draft_follows_the_ranking_as_far_as_planned_awards_and_budget_go(
    stage: Stage, of_four: Ranked
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    decision = deciding.begin_draft(stage.session, of_four.call, officer)
    assert [i.outcome for i in decision.items] == ["propose", "propose", "drop", "drop"]
    short = ranked(stage, 92, 90, budget=3 * MILLION)
    decision = deciding.begin_draft(stage.session, short.call, officer)
    assert [i.outcome for i in decision.items] == ["propose", "drop"]


def test_departing_from_the_rank_order_needs_a_written_reason(
    stage: Stage, of_four: Ranked
) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    _, second, third, _ = of_four.proposals
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    swap = {second.id: ItemDraft("drop"), third.id: ItemDraft("propose", 2 * MILLION)}
    answer = deciding.save(stage.session, decision, swap, officer)
    assert isinstance(answer, Problems)
    assert answer.by_field.keys() == {f"reason-{second.id}", f"reason-{third.id}"}
    assert [i.outcome for i in decision.items] == ["propose", "propose", "drop", "drop"]
    explained = {
        second.id: ItemDraft("drop", 0, "与省级在研项目重复。"),
        third.id: ItemDraft("propose", 2 * MILLION, "补齐短板。"),
    }
    assert deciding.save(stage.session, decision, explained, officer) is None
    decide(stage, of_four)
    assert published_states(stage, of_four) == ["notice", "not_selected", "notice", "not_selected"]


def test_saving_the_draft_reckons_the_ranking_once_and_not_again_until_its_ground_changes(
    stage: Stage, of_four: Ranked, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned: list[Call] = []

    def counted(session: Session, call: Call) -> tuple[ranking.Figures, ...]:
        reckoned.append(call)
        return of_call(session, call)

    of_call = ranking.of_call
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    monkeypatch.setattr(ranking, "of_call", counted)
    for amount in (1 * MILLION, 2 * MILLION):
        first = {of_four.proposals[0].id: ItemDraft("propose", amount)}
        assert deciding.save(stage.session, decision, first, officer) is None
    assert decision.items[0].amount == 2 * MILLION
    assert len(reckoned) <= 1
    reckoned.clear()
    of_four.call.budget += 1
    assert deciding.save(stage.session, decision, first, officer) is None
    assert reckoned == [of_four.call]


def test_the_meeting_itself_is_refused_a_deviation_without_a_reason(
    stage: Stage, of_four: Ranked
) -> None:
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    first, second, third, _ = decision.items
    second.outcome, third.outcome = "drop", "propose"
    words = refused(stage, of_four)["deviations_explained"]
    assert of_four.proposals[1].title in words
    assert of_four.proposals[2].title in words
    assert of_four.proposals[0].title not in words
    second.deviation_reason = third.deviation_reason = "与省级在研项目重复。"
    decide(stage, of_four)
    assert first.outcome == "propose"


def test_what_was_withdrawn_since_the_draft_is_not_decided_and_moves_nobody(
    stage: Stage, of_four: Ranked
) -> None:
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    first, second, _, _ = of_four.proposals
    first.state = "withdrawn"
    stage.session.flush()
    assert deciding.balance(of_four.call, deciding.lines_of(decision)).proposed == (
        decision.items[1].amount
    )
    decide(stage, of_four)
    assert published_states(stage, of_four) == ["withdrawn", "notice", *["not_selected"] * 2]
    assert first.id not in {line.proposal_id for line in decision.items}
    assert second.id in {line.proposal_id for line in decision.items}


@pytest.mark.parametrize("kept", ["propose", "reserve"])
def test_nothing_is_awarded_only_where_the_draft_awards_nothing(stage: Stage, kept: str) -> None:
    of = ranked(stage, 92, 74)
    drafted(stage, of, kept, "drop")
    meeting = stage.holder(Role.DECISION_MAKER)
    reasons = stage.refused(of.call, "award_nothing", meeting, **MINUTES, reason="均不成熟。")
    (words,) = reasons.values()
    assert of.proposals[0].title in words.zh


def test_where_nothing_merits_an_award_the_meeting_says_so_and_everybody_is_told(
    stage: Stage,
) -> None:
    """Such a draft cannot go on public notice, where the call would stay for ever."""
    of = ranked(stage, 62, 51)
    drafted(stage, of, "drop", "drop")
    assert refused(stage, of).keys() == {"somebody_is_proposed"}
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.call, "award_nothing", meeting, **MINUTES, reason="均不成熟。")
    assert (of.call.state, of.states) == ("no_award", ["not_selected", "not_selected"])
    letters = stage.session.scalars(select(Letter.letter_kind).order_by(Letter.id)).all()
    assert letters.count("non_award_letter") == 2
    about = Message.message_kind.in_(["left_out", "not_selected"])
    told = select(Message.message_kind).where(about, Message.person_id == of.proposals[0].pi_id)
    assert stage.session.scalars(told).all() == ["not_selected"], (
        "no public notice follows, so nobody is told to wait for one"
    )
    assert letters.count("call_no_award_notice") == 1


def test_awards_beyond_the_budget_are_refused_to_the_last_cent(stage: Stage) -> None:
    tight = ranked(stage, 92, 90, budget=4 * MILLION - 1)
    decision = drafted(stage, tight, "propose", "propose")
    assert deciding.balance(tight.call, decision.items).left == -1
    assert refused(stage, tight).keys() == {"awards_within_budget"}
    decision.items[1].amount -= 1
    decide(stage, tight)


def test_an_award_is_at_most_what_was_asked_for(stage: Stage, of_four: Ranked) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    first = of_four.proposals[0].id
    for amount in (2 * MILLION + 1, 0):
        answer = deciding.save(
            stage.session, decision, {first: ItemDraft("propose", amount)}, officer
        )
        assert isinstance(answer, Problems)
        assert answer.by_field.keys() == {f"amount-{first}"}
    exact = {first: ItemDraft("propose", 2 * MILLION)}
    assert deciding.save(stage.session, decision, exact, officer) is None


def test_what_scored_below_the_threshold_is_not_proposed_whatever_the_reason(
    stage: Stage, of_four: Ranked
) -> None:
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    last = of_four.proposals[3]
    item = next(i for i in decision.items if i.proposal_id == last.id)
    item.outcome, item.amount, item.deviation_reason = "propose", 2 * MILLION, "潜力大。"
    assert last.title in refused(stage, of_four)["threshold_respected"]
    item.outcome = "reserve"
    assert last.title in refused(stage, of_four)["threshold_respected"], "it may become an award"
    item.outcome, item.deviation_reason = "drop", ""
    decide(stage, of_four)


def test_what_fewer_than_half_recommend_is_not_proposed(stage: Stage) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    unloved = ranked(stage, 92, votes=2)
    decision = deciding.begin_draft(stage.session, unloved.call, officer)
    number = unloved.proposals[0].id
    wish = {number: ItemDraft("propose", 2 * MILLION, "潜力大。")}
    answer = deciding.save(stage.session, decision, wish, officer)
    assert isinstance(answer, Problems)
    assert "不足半数" in answer.by_field[f"outcome-{number}"].zh
    decision.items[0].outcome, decision.items[0].deviation_reason = "propose", "潜力大。"
    assert unloved.proposals[0].title in refused(stage, unloved)["panel_vote_respected"]
    decision.items[0].outcome = "reserve"
    assert unloved.proposals[0].title in refused(stage, unloved)["panel_vote_respected"]
    loved = ranked(stage, 92, votes=3)
    drafted(stage, loved, "propose")
    decide(stage, loved)


def test_a_decision_needs_a_draft_that_covers_every_proposal(stage: Stage, of_four: Ranked) -> None:
    assert "decision_drafted" in refused(stage, of_four)
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    forgotten = decision.items.pop()
    stage.session.flush()
    assert of_four.proposals[3].title in refused(stage, of_four)["every_proposal_decided"]
    decision.items.append(DecisionItem(proposal_id=forgotten.proposal_id, outcome="drop"))
    stage.session.flush()
    decide(stage, of_four)


def test_a_decision_needs_the_number_and_the_date_of_the_minutes(
    stage: Stage, of_four: Ranked
) -> None:
    decision = drafted(stage, of_four, "propose", "propose", "drop", "drop")
    assert refused(stage, of_four, minutes_number=" ", plan_match="对应").keys() == {
        "missing_minutes_number",
        "missing_minutes_date",
    }
    decide(stage, of_four)
    assert decision.minutes_number == MINUTES["minutes_number"]
    assert decision.minutes_on == date.fromisoformat(MINUTES["minutes_date"])


def test_the_officer_who_drafts_cannot_approve_and_roles_of_both_sides_rest(
    stage: Stage, of_four: Ranked
) -> None:
    drafted(stage, of_four, "propose", "propose", "drop", "drop")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    assert stage.refused(of_four.call, "decide_list", officer, **MATCHED).keys() == {
        "role_required"
    }
    grant(stage.session, officer, Role.DECISION_MAKER)
    assert stage.refused(of_four.call, "decide_list", officer, **MATCHED).keys() == {
        "role_required"
    }
    decide(stage, of_four)


@pytest.mark.parametrize("drafts", ["the call", "the decision"])
def test_a_drafter_who_changes_sides_still_cannot_approve(
    stage: Stage, of_four: Ranked, drafts: str
) -> None:
    drafted(stage, of_four, "propose", "propose", "drop", "drop")
    drafter = (
        of_four.call.drafted_by if drafts == "the call" else stage.holder(Role.PROGRAMME_OFFICER)
    )
    for row in list(drafter.grants):
        row.ends_at = stage.now
    grant(stage.session, drafter, Role.DECISION_MAKER)
    reasons = stage.refused(of_four.call, "decide_list", drafter, **MATCHED)
    assert reasons.keys() == {"separation_of_duties"}
    assert "起草" in reasons["separation_of_duties"].zh
    decide(stage, of_four)


def test_somebody_barred_on_the_day_of_the_decision_stops_it(stage: Stage, of_four: Ranked) -> None:
    drafted(stage, of_four, "propose", "propose", "drop", "drop")
    leader = of_four.proposals[1].pi
    bar = Sanction(
        person_id=leader.id,
        act="提供虚假材料",
        basis="科研失信行为调查处理规则",
        decided_by="调查处理机构",
        starts_on=date(2026, 3, 2),
    )
    stage.session.add(bar)
    stage.session.flush()
    assert leader.name in refused(stage, of_four)["integrity_clear"]
    bar.starts_on = date(2026, 3, 3)
    decide(stage, of_four)


def published_states(stage: Stage, of: Ranked) -> list[str]:
    published(stage, of)
    return of.states


def test_a_decision_once_taken_is_not_redrafted_and_moves_every_proposal(stage: Stage) -> None:
    made = decided(stage)
    assert made.call.state == "notice"
    assert set(made.states) == {"awaiting_notice"}
    assert stage.session.scalars(select(Letter)).all() == []
    decision = deciding.decision_of(stage.session, made.call)
    assert decision is not None
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    late = {made.proposals[0].id: ItemDraft("propose", MILLION)}
    assert isinstance(deciding.save(stage.session, decision, late, officer), Problems)
    assert refused(stage, made).keys() == {"state_has_changed"}
