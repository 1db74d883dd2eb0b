"""Try a planted fault, second half: dates, effects, rules about rules, and names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.workflows.engine.toy import (
    BROKEN,
    DEPOSITED,
    LOAN,
    OFFICER,
    REASON,
    UNBROKEN,
    LoanFacts,
    found,
    loan_facts,
    with_give_back,
    with_guard,
    with_move,
    with_state,
)
from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Contended, Guard
from workflows.engine.text import Text
from workflows.roles import Role


def test_a_final_state_that_waits_is_found() -> None:
    assert found(
        with_state("paid", waits_on=OFFICER), "open_states_wait_on_somebody_who_can_act"
    ) == ["paid: is final, yet waits"]


def test_waiting_without_a_date_is_found() -> None:
    assert found(with_state("draft", undated=None), "open_states_say_by_when") == [
        "draft: has no due, no move of the clock, and no reason for lacking them"
    ]
    kept = tuple(t for t in LOAN.transitions if t.name != "lapse")
    assert found(replace(LOAN, transitions=kept), "open_states_say_by_when") == [
        "lent: has no due, no move of the clock, and no reason for lacking them"
    ]


def test_a_due_of_an_unknown_parameter_is_found() -> None:
    assert found(with_state("asked", due=After("dream_days")), "dues_can_be_computed") == [
        "asked: there is no parameter 'dream_days'"
    ]


def test_a_due_of_an_unknown_fact_is_found() -> None:
    assert found(with_move("lapse", due=At("dream_at")), "dues_can_be_computed") == [
        "lapse (lent → paid): LoanFacts has no moment 'dream_at'"
    ]


def test_a_period_since_an_unknown_fact_is_found() -> None:
    due = After("contract_days", since="dream_at")
    assert found(with_state("asked", due=due), "dues_can_be_computed") == [
        "asked: LoanFacts has no moment 'dream_at'"
    ]


def test_a_due_of_a_fact_that_is_no_moment_is_found() -> None:
    assert found(with_move("lapse", due=At("deposit")), "dues_can_be_computed") == [
        "lapse (lent → paid): LoanFacts has no moment 'deposit'"
    ]


def test_a_due_on_a_move_the_clock_may_not_make_is_found() -> None:
    assert found(
        with_move("extend", due=At("return_at")), "the_clock_comes_once_and_with_empty_hands"
    ) == ["extend (lent → lent): has a due, but the clock may not make it"]


def test_a_question_put_to_the_clock_is_found() -> None:
    assert found(
        with_move("lapse", asks=(REASON,)), "the_clock_comes_once_and_with_empty_hands"
    ) == ["lapse (lent → paid): asks the clock a question"]


def test_a_move_the_clock_would_repeat_for_ever_is_found() -> None:
    assert found(
        with_move("lapse", target="lent"), "the_clock_comes_once_and_with_empty_hands"
    ) == ["lapse (lent → lent): would be fired by the clock for ever"]


def test_effects_that_name_nothing_are_found() -> None:
    rule = "effects_exist"
    where = "ask (draft → asked)"
    for effect, text in (
        (Apply("dream"), "there is no act 'dream'"),
        (SendLetter("dream"), "there is no letter 'dream'"),
        (Notify("dream", OFFICER), "there is no message 'dream'"),
        (Notify("asked", frozenset()), "the message 'asked' goes to nobody"),
        (Cascade("deposit", "dream"), "there is no move deposit.dream"),
        (Cascade("dream", "give_back"), "there is no move dream.give_back"),
    ):
        assert found(with_move("ask", effects=(effect,)), rule) == [f"{where}: {text}"]


def test_an_act_of_every_move_that_does_not_exist_is_found() -> None:
    dreaming = replace(LOAN, every_move=(Apply("dream"),))
    assert found(dreaming, "effects_exist") == ["every move: there is no act 'dream'"]


def test_a_cascade_to_a_move_not_held_by_whoever_is_above_is_found() -> None:
    theirs = with_give_back(roles=frozenset({Role.FINANCE}))
    assert "refuse (asked → refused): whoever makes it may not make deposit.give_back" in found(
        LOAN, "cascades_can_be_made_below", theirs
    )
    ours = with_give_back(roles=OFFICER)
    assert found(LOAN, "cascades_can_be_made_below", ours) == []


def test_a_cascade_to_a_move_that_needs_signatures_is_found() -> None:
    signed = with_give_back(approvals=(Role.FINANCE,))
    assert (
        "refuse (asked → refused): deposit.give_back needs signatures, which a cascade cannot give"
        in found(LOAN, "cascades_can_be_made_below", signed)
    )


def test_a_cascade_to_a_move_that_asks_what_was_not_asked_above_is_found() -> None:
    asking = with_give_back(asks=(REASON,))
    assert found(LOAN, "cascades_can_be_made_below", asking) == [
        "settle (lent → returned): deposit.give_back asks 'reason', which is not asked above"
    ]


def test_a_move_beside_others_that_reaches_beyond_its_case_is_found() -> None:
    rule = "moves_beside_others_stay_in_their_case"
    beside = frozenset({Contended.LEADER})
    assert found(with_move("ask", contends_for=beside), rule) == []
    assert found(with_move("refuse", contends_for=beside), rule) == [
        "refuse (asked → refused): goes beside others, but moves other cases"
    ]
    assert found(with_move("ask", contends_for=beside, moves_money=True), rule) == [
        "ask (draft → asked): goes beside others, but moves money"
    ]


def test_money_moved_without_a_guard_is_found() -> None:
    assert found(with_move("ask", moves_money=True), "money_moves_are_guarded") == [
        "ask (draft → asked): moves money without a guard"
    ]


def test_a_passing_example_that_fails_is_found() -> None:
    assert found(with_guard(BROKEN, passing=loan_facts()), "examples_pass_and_fail") == [
        "broken: its passing example gives False"
    ]


def test_a_failing_example_that_passes_is_found() -> None:
    assert found(
        with_guard(BROKEN, failing=loan_facts(broken=("镜头",))), "examples_pass_and_fail"
    ) == ["broken: its failing example gives True"]


def test_an_example_of_other_facts_is_found() -> None:
    assert found(replace(LOAN, facts=StrangeFacts), "examples_pass_and_fail") == [
        f"{key}: its {name} example is no StrangeFacts"
        for key in ("unbroken", "deposited", "broken")
        for name in ("passing", "failing")
    ]


@dataclass(frozen=True, kw_only=True)
class StrangeFacts(LoanFacts):
    colour: str = ""


def test_a_rule_that_breaks_down_is_found() -> None:
    faulty = with_guard(BROKEN, holds=lambda f: f.no_such_fact)
    assert (
        "broken: its passing example gives 'LoanFacts' object has no attribute 'no_such_fact'"
        in (found(faulty, "examples_pass_and_fail"))
    )


def test_a_guard_that_refuses_before_anything_is_typed_is_found() -> None:
    hasty = replace(
        BROKEN,
        holds=lambda f: bool(f.given.get("reason")),
        passing=loan_facts(given={"reason": "摔坏"}),
    )
    assert found(with_move("settle", "paid", guards=(hasty,)), "guards_wait_for_the_typing") == [
        "broken: refuses for what is yet to be typed"
    ]


def test_a_guard_nobody_can_satisfy_is_found() -> None:
    assert found(with_guard(BROKEN, supplied_by=frozenset()), "reasons_can_be_said") == [
        "broken: does not say who can supply what is missing"
    ]


def test_a_reason_with_an_empty_slot_is_found() -> None:
    assert found(with_guard(UNBROKEN, missing=None), "reasons_can_be_said") == [
        "unbroken: its reason has a slot that nothing fills"
    ]


def test_a_reason_that_cannot_be_put_into_words_is_found() -> None:
    faulty = with_guard(UNBROKEN, reason=Text("损坏：{what}", "Damaged: {what}"))
    assert found(faulty, "reasons_can_be_said") == [
        "unbroken: its reason cannot be put into words: KeyError('what')"
    ]


def test_one_key_for_two_rules_is_found_within_a_definition() -> None:
    assert found(with_guard(BROKEN, key="unbroken"), "guard_keys_name_one_rule") == [
        "unbroken: another rule has the same key"
    ]


def test_one_key_for_two_rules_is_found_across_definitions() -> None:
    other: Guard[Any] = replace(BROKEN, key="deposited")
    neighbour = with_give_back(guards=(other,))
    assert found(LOAN, "guard_keys_name_one_rule", neighbour) == [
        "deposited: another rule has the same key"
    ]


def test_same_named_moves_without_guards_are_found() -> None:
    assert found(with_move("settle", "paid", guards=()), "same_named_moves_exclude_each_other") == [
        "settle (lent → returned): can be open together with settle (lent → paid) in lent"
    ]


def test_same_named_moves_whose_guards_can_both_pass_are_found_though_no_example_shows_it() -> None:
    poor = Guard(
        key="poor",
        reason=Text("押金为零。", "There is no deposit."),
        supplied_by=OFFICER,
        holds=lambda f: f.broken == () and f.return_at is None,
        passing=loan_facts(),
        failing=loan_facts(return_at=loan_facts().now),
    )
    assert not DEPOSITED.holds(poor.passing)
    assert found(
        with_move("settle", "paid", guards=(poor,)), "same_named_moves_exclude_each_other"
    ) == ["settle (lent → returned): can be open together with settle (lent → paid) in lent"]


def test_same_named_moves_from_different_states_need_no_guards() -> None:
    assert (
        found(
            with_move("settle", "paid", source=("asked",), guards=()),
            "same_named_moves_exclude_each_other",
        )
        == []
    )
