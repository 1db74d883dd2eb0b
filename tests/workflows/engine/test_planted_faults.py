"""Try a planted fault: the clean toy passes every rule, and each fault planted in it is found."""

from __future__ import annotations

from dataclasses import replace

from tests.workflows.engine.toy import (
    ASK,
    BORROWER,
    BROKEN,
    CLOCK,
    DEPOSIT,
    DEPOSITED,
    GRANT,
    LOAN,
    OFFICER,
    REASON,
    RETURN,
    STATES,
    WAY,
    found,
    loan_facts,
    vocabulary,
    with_give_back,
    with_guard,
    with_move,
    with_state,
)
from workflows.engine.check import RULES, Fault, check, check_all
from workflows.engine.effects import Apply, Cascade
from workflows.engine.model import After, Kind, State
from workflows.engine.text import Text
from workflows.roles import Role


def test_the_clean_toy_keeps_every_rule() -> None:
    assert check_all(vocabulary()) == ()


def test_a_fault_says_where_and_what() -> None:
    fault = Fault("loan", "exactly_one_start", "draft", "is no start")
    assert str(fault) == "loan · draft: is no start [exactly_one_start]"


def test_a_second_start_is_found() -> None:
    assert found(with_state("asked", kind=Kind.START), "exactly_one_start") == [
        "loan: needs exactly one start, has ['draft', 'asked']"
    ]


def test_a_missing_start_is_found() -> None:
    assert found(with_state("draft", kind=Kind.OPEN), "exactly_one_start") == [
        "loan: needs exactly one start, has none"
    ]


def test_two_states_of_one_key_are_found() -> None:
    twice = replace(LOAN, states=(*STATES, STATES[2]))
    assert found(twice, "state_keys_are_unique") == ["lent: 2 states have this key"]


def test_an_unknown_target_is_found() -> None:
    assert found(with_move("ask", target="nowhere"), "sources_and_targets_exist") == [
        "ask (draft → nowhere): there is no state 'nowhere'"
    ]


def test_an_unknown_source_is_found() -> None:
    assert found(with_move("ask", source=("draft", "dream")), "sources_and_targets_exist") == [
        "ask (draft|dream → asked): there is no state 'dream'"
    ]


def test_a_move_that_leaves_no_state_is_found() -> None:
    assert found(with_move("extend", source=()), "sources_and_targets_exist") == [
        "extend ( → lent): leaves no state"
    ]


def test_an_exit_from_a_final_state_is_found() -> None:
    assert found(with_move("extend", source=("lent", "paid")), "final_states_have_no_exit") == [
        "extend (lent|paid → lent): leaves the final state 'paid'"
    ]


def test_a_move_of_people_in_a_final_state_is_found_and_one_of_the_system_is_none() -> None:
    told = {"source": ("paid",), "target": "paid"}
    assert found(with_move("extend", **told), "final_states_have_no_exit") == [
        "extend (paid → paid): is left to people in the final state 'paid'"
    ]
    by_system = with_move("extend", **told, roles=frozenset({Role.SYSTEM_CLOCK}))
    assert found(by_system, "final_states_have_no_exit") == []
    of_money = with_move("extend", **told, moves_money=True)
    assert found(of_money, "final_states_have_no_exit") == []


def test_a_former_state_that_leads_nowhere_is_found() -> None:
    lost = replace(LOAN, former=((1, "waiting", "gone"),))
    assert found(lost, "former_states_lead_to_present_ones") == [
        "waiting: is to continue as 'gone', which is no state"
    ]


def test_a_former_state_of_no_earlier_version_is_found() -> None:
    late = replace(LOAN, former=((2, "waiting", "asked"),))
    assert found(late, "former_states_lead_to_present_ones") == [
        "waiting: version 2 is not earlier than 2"
    ]


def test_a_separation_from_no_move_is_found() -> None:
    assert found(with_move("grant", separation=("draft", "dream")), "separation_names_moves") == [
        "grant (asked → lent): is separated from 'dream', which is no move"
    ]


def test_a_move_without_a_clause_is_found() -> None:
    assert found(with_move("extend", clause=Text("", "")), "clauses_are_cited") == [
        "extend (lent → lent): cites no clause in both languages"
    ]


def test_a_label_in_one_language_only_is_found_wherever_it_stands() -> None:
    half = Text("只有中文", "")
    ask = with_move("refuse", asks=(replace(REASON, label=half, hint=half),))
    choice = with_move("grant", asks=(replace(WAY, choices=(("post", half),)),))
    for faulty, count in (
        (replace(LOAN, label=half), 1),
        (with_state("asked", label=half), 1),
        (with_state("draft", undated=half), 1),
        (with_move("ask", label=half), 1),
        (with_guard(BROKEN, reason=half), 1),
        (ask, 2),
        (choice, 1),
    ):
        assert len(found(faulty, "words_are_in_both_languages")) == count


def test_a_question_asked_twice_is_found() -> None:
    assert found(with_move("refuse", asks=(REASON, REASON)), "questions_can_be_answered") == [
        "refuse (asked → refused): asks 'reason' 2 times"
    ]


def test_a_choice_without_choices_is_found() -> None:
    assert found(
        with_move("grant", asks=(replace(WAY, choices=()),)), "questions_can_be_answered"
    ) == ["grant (asked → lent): 'way' is choice with 0 choices"]


def test_a_role_that_is_none_is_found() -> None:
    assert found(
        with_move("extend", roles=frozenset({"the_cat"})), "somebody_can_make_each_move"
    ) == ["extend (lent → lent): names the_cat, which is no role"]


def test_a_move_without_a_role_is_found() -> None:
    assert found(with_move("extend", roles=frozenset()), "somebody_can_make_each_move") == [
        "extend (lent → lent): has no role"
    ]


def test_a_signature_wanted_of_the_system_is_found() -> None:
    assert found(
        with_move("grant", approvals=(Role.SYSTEM_WORKER,)), "somebody_can_make_each_move"
    ) == ["grant (asked → lent): the system cannot sign beside people"]


def test_two_signatures_of_a_role_only_one_person_holds_are_found() -> None:
    assert found(
        with_move("extend", approvals=(Role.APPLICANT,)), "somebody_can_make_each_move"
    ) == ["extend (lent → lent): needs two signatures of a role only one person holds"]


def test_a_separation_that_leaves_nobody_is_found() -> None:
    assert found(with_move("extend", separation=("ask",)), "somebody_can_make_each_move") == [
        "extend (lent → lent): the only one who may make it has always made 'ask' before"
    ]


def test_a_move_of_the_clock_that_nothing_fires_is_found() -> None:
    assert found(with_move("lapse", due=None), "somebody_can_make_each_move") == [
        "lapse (lent → paid): is left to the clock, but has no due and no move cascades to it"
    ]


def test_a_state_nobody_reaches_is_found() -> None:
    island = State("island", Text("孤岛", "Island"), waits_on=OFFICER)
    assert found(replace(LOAN, states=(*STATES, island)), "every_state_is_reached") == [
        "island: is never reached from the start"
    ]


def test_states_behind_a_move_nobody_can_make_are_unreached() -> None:
    assert found(with_move("grant", roles=frozenset()), "every_state_is_reached") == [
        "lent: is never reached from the start",
        "returned: is never reached from the start",
        "paid: is never reached from the start",
    ]


def test_a_state_that_cannot_finish_is_found() -> None:
    dead_end = State("dead_end", Text("死路", "Dead end"), waits_on=OFFICER)
    faulty = replace(with_move("extend", target="dead_end"), states=(*STATES, dead_end))
    assert found(faulty, "every_state_can_finish") == [
        "dead_end: no way to a final state that somebody can go"
    ]


def test_a_state_that_finishes_only_by_a_move_nobody_can_make_is_found() -> None:
    kept = tuple(t for t in LOAN.transitions if t.name not in {"settle", "refuse"})
    faulty = replace(LOAN, transitions=kept)
    assert found(faulty, "every_state_can_finish") == []
    unfired = replace(
        faulty, transitions=tuple(replace(t, due=None) if t.name == "lapse" else t for t in kept)
    )
    assert [f.split(":")[0] for f in found(unfired, "every_state_can_finish")] == [
        "draft",
        "asked",
        "lent",
    ]


def test_an_open_state_that_waits_on_nobody_is_found() -> None:
    assert found(
        with_state("lent", waits_on=frozenset()), "open_states_wait_on_somebody_who_can_act"
    ) == ["lent: does not say who is waited on"]


def test_waiting_on_somebody_who_can_do_nothing_is_found() -> None:
    assert found(
        with_state("asked", waits_on=OFFICER | {Role.DISCIPLINE}),
        "open_states_wait_on_somebody_who_can_act",
    ) == ["asked: waits on discipline, who can do nothing there"]


def test_one_who_acts_on_a_case_that_cascades_here_may_be_waited_on() -> None:
    rule = "open_states_wait_on_somebody_who_can_act"
    assert found(DEPOSIT, rule) == []
    quiet = replace(LOAN, transitions=(ASK, GRANT))
    assert found(DEPOSIT, rule, quiet) == [
        "held: waits on programme_officer, who can do nothing there"
    ]


def test_cases_that_cascade_to_each_other_in_a_circle_are_no_trap() -> None:
    circular = with_give_back(effects=(Cascade("loan", "settle"),))
    rule = "open_states_wait_on_somebody_who_can_act"
    assert found(LOAN, rule, circular) == []
    waiting = with_state("lent", waits_on=frozenset({Role.DISCIPLINE}))
    assert found(waiting, rule, circular) == ["lent: waits on discipline, who can do nothing there"]


def test_every_rule_has_a_planted_fault() -> None:
    planted = (
        with_state("draft", kind=Kind.OPEN),
        replace(LOAN, states=(*STATES, STATES[2])),
        with_move(
            "ask",
            target="nowhere",
            clause=Text("", ""),
            moves_money=True,
            contends_for=frozenset(),
        ),
        with_move("extend", source=("lent", "paid"), separation=("dream",)),
        replace(LOAN, former=((1, "waiting", "gone"),), label=Text("", "")),
        with_move("refuse", asks=(REASON, REASON), effects=(Apply("dream"),)),
        with_move("grant", roles=frozenset()),
        with_state("lent", waits_on=frozenset()),
        with_state("draft", undated=None, due=After("dream_days")),
        with_state("draft", undated=None),
        with_move("lapse", asks=(REASON,), roles=CLOCK | BORROWER),
        with_move("ask", effects=(Cascade("loan", "grant"),)),
        with_move("lapse", signature=True),
        with_guard(BROKEN, passing=loan_facts(), reason=Text("{x}", "{x}")),
        with_guard(BROKEN, key="unbroken"),
        with_move("settle", RETURN.target, guards=(DEPOSITED,)),
        with_guard(
            DEPOSITED,
            holds=lambda f: bool(f.given),
            passing=loan_facts(given={"reason": "x"}),
        ),
    )
    caught = {fault.rule for w in planted for fault in check(w, vocabulary(w))}
    assert caught == {rule.__name__ for rule in RULES}
