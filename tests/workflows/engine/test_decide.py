"""Who may move a case, and why not: roles, signatures, separation, questions, guards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.workflows.engine.asking import (
    BORROWER,
    CLOCK,
    FINANCE,
    OFFICER,
    SECOND_OFFICER,
    SOUND,
    STRANGER,
    keys,
    signed,
    verdict,
)
from tests.workflows.engine.toy import (
    DEPOSITED,
    REASON,
    WAY,
    LoanFacts,
    loan_facts,
    with_move,
)
from workflows.engine.decide import Awaiting, Refusals, Step
from workflows.engine.facts import Actor, Signature, Trail
from workflows.engine.model import Ask, AskKind, Guard
from workflows.engine.text import Text
from workflows.roles import Role


def test_a_move_is_made_by_whoever_holds_its_role() -> None:
    step = verdict("draft", "ask", BORROWER)
    assert isinstance(step, Step)
    assert (step.source, step.transition.target, step.role) == ("draft", "asked", Role.APPLICANT)


def test_a_move_is_refused_to_anybody_else_and_says_whose_it_is() -> None:
    refused = verdict("draft", "ask", STRANGER)
    assert isinstance(refused, Refusals)
    (refusal,) = refused.reasons
    assert refusal.key == "role_required"
    assert refusal.supplied_by == {Role.APPLICANT}
    assert "申报人" in refusal.reason.zh
    assert "Applicant" in refusal.reason.en


def test_whoever_has_no_role_is_told_only_whose_move_it_is_and_not_what_the_case_lacks() -> None:
    assert keys(verdict("lent", "settle", STRANGER, loan_facts())) == ["role_required"]


def test_a_move_that_does_not_leave_the_present_state_is_stale() -> None:
    refused = verdict("lent", "ask", BORROWER)
    assert keys(refused) == ["state_has_changed"]
    assert isinstance(refused, Refusals)
    assert "借出" in refused.reasons[0].reason.zh


def test_a_move_no_state_knows_is_a_programming_fault() -> None:
    with pytest.raises(KeyError, match="loan has no move 'dream'"):
        verdict("draft", "dream", BORROWER)


def test_every_guard_that_fails_is_listed_with_its_reason_and_who_can_help() -> None:
    one_way = with_move("settle", "paid", source=("asked",))
    damaged = loan_facts(broken=("透镜", "底座"))
    refused = verdict("lent", "settle", OFFICER, damaged, workflow=one_way)
    assert isinstance(refused, Refusals)
    assert [(r.key, r.reason.zh) for r in refused.reasons] == [
        ("unbroken", "仪器有损坏：透镜、底座。"),
        ("deposited", "押金尚未缴纳。"),
    ]
    assert {r.supplied_by for r in refused.reasons} == {frozenset({Role.APPLICANT})}


def test_of_two_moves_of_one_name_the_one_whose_guards_pass_is_made() -> None:
    whole = verdict("lent", "settle", OFFICER, SOUND)
    damaged = verdict("lent", "settle", OFFICER, loan_facts(broken=("透镜",)))
    assert isinstance(whole, Step)
    assert isinstance(damaged, Step)
    assert (whole.transition.target, damaged.transition.target) == ("returned", "paid")


def test_when_both_are_refused_the_one_that_lacks_least_speaks() -> None:
    both_ask = replace(
        with_move("settle", "paid", asks=(REASON, replace(REASON, key="minutes"))),
    )
    assert keys(verdict("lent", "settle", OFFICER, loan_facts(), workflow=both_ask)) == [
        "deposited"
    ]


def test_a_missing_answer_is_asked_for_by_its_label() -> None:
    refused = verdict("asked", "refuse", OFFICER)
    assert keys(refused) == ["missing_reason"]
    assert isinstance(refused, Refusals)
    assert refused.reasons[0].reason.zh == "请填写“理由”。"
    assert isinstance(
        verdict("asked", "refuse", OFFICER, loan_facts(given={"reason": "超期"})), Step
    )


def test_a_missing_choice_is_asked_to_be_made_and_not_written() -> None:
    choice = Ask(
        "how", Text("方式", "Way"), AskKind.CHOICE, choices=(("cash", Text("现金", "Cash")),)
    )
    refused = verdict("asked", "refuse", OFFICER, workflow=with_move("refuse", asks=(choice,)))
    assert isinstance(refused, Refusals)
    said = {one.key: one.reason for one in refused.reasons}["missing_how"]
    assert (said.zh, said.en) == ("请选择“方式”。", "Select “Way”.")


def test_a_refusal_names_the_question_whose_answer_is_refused_and_no_other() -> None:
    """Also where a guard refuses the answer, which it would not without it."""
    short = Guard[LoanFacts](
        key="reason_is_short",
        reason=Text("理由过长。", "The reason is too long."),
        supplied_by=frozenset({Role.PROGRAMME_OFFICER}),
        holds=lambda f: len(f.given.get("reason", "")) < 5,
        passing=loan_facts(),
        failing=loan_facts(given={"reason": "没有理由"}),
    )
    workflow = with_move("refuse", guards=(short, DEPOSITED))
    asked = ("asked", "refuse", OFFICER)
    unpaid = verdict(*asked, loan_facts(given={"reason": "超期超期超期"}), workflow=workflow)
    assert isinstance(unpaid, Refusals)
    assert [(r.key, r.ask) for r in unpaid.reasons] == [
        ("reason_is_short", "reason"),
        ("deposited", ""),
    ]
    missing = verdict(*asked, loan_facts(deposit=1), workflow=workflow)
    assert isinstance(missing, Refusals)
    assert [r.ask for r in missing.reasons] == ["reason"]


def test_an_answer_of_blanks_is_no_answer() -> None:
    assert keys(verdict("asked", "refuse", OFFICER, loan_facts(given={"reason": " \n"}))) == [
        "missing_reason"
    ]


@pytest.mark.parametrize("way", ["post", "person", "", "  "])
def test_a_choice_may_be_one_of_those_offered_or_none_when_it_is_not_required(way: str) -> None:
    answer = verdict("asked", "grant", OFFICER, loan_facts(given={"way": way}))
    assert isinstance(answer, Awaiting)


def test_a_choice_that_is_not_offered_is_refused() -> None:
    assert keys(verdict("asked", "grant", OFFICER, loan_facts(given={"way": "drone"}))) == [
        "unknown_way"
    ]


def test_a_required_choice_must_be_made() -> None:
    required = with_move("grant", asks=(replace(WAY, required=True),))
    assert keys(verdict("asked", "grant", OFFICER, workflow=required)) == ["missing_way"]


def test_the_day_of_what_has_happened_is_today_or_before() -> None:
    """Today in China: 17:00 UTC is the next day there."""
    met = Ask("met_on", Text("会议日期", "Date of the meeting"), AskKind.DATE, has_come=True)
    asking = with_move("refuse", asks=(met,))
    evening = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)

    def on(day: str) -> object:
        facts = replace(loan_facts(given={"met_on": day}), now=evening)
        return verdict("asked", "refuse", OFFICER, facts, workflow=asking)

    assert isinstance(on("2026-03-03"), Step)
    refused = on("2026-03-04")
    assert isinstance(refused, Refusals)
    assert refused.reasons[0].reason.zh == "“会议日期”不能晚于今天。"


def test_guards_and_questions_are_listed_together() -> None:
    asking = with_move("settle", "returned", asks=(REASON,))
    asking = replace(asking, transitions=tuple(t for t in asking.transitions if t.target != "paid"))
    assert keys(verdict("lent", "settle", OFFICER, loan_facts(), workflow=asking)) == [
        "deposited",
        "missing_reason",
    ]


def test_the_first_signature_waits_for_the_others() -> None:
    awaiting = verdict("asked", "grant", OFFICER)
    assert isinstance(awaiting, Awaiting)
    assert awaiting.role == Role.PROGRAMME_OFFICER
    assert sorted(awaiting.still) == [Role.FINANCE, Role.PROGRAMME_OFFICER]


def test_the_last_signature_makes_the_move() -> None:
    trail = signed((OFFICER, Role.PROGRAMME_OFFICER), (FINANCE, Role.FINANCE))
    assert isinstance(verdict("asked", "grant", SECOND_OFFICER, trail=trail), Step)


def test_signatures_may_come_in_any_order() -> None:
    awaiting = verdict("asked", "grant", FINANCE)
    assert isinstance(awaiting, Awaiting)
    assert awaiting.still == (Role.PROGRAMME_OFFICER, Role.PROGRAMME_OFFICER)
    officers = signed((OFFICER, Role.PROGRAMME_OFFICER), (SECOND_OFFICER, Role.PROGRAMME_OFFICER))
    assert isinstance(verdict("asked", "grant", FINANCE, trail=officers), Step)


def test_nobody_signs_twice_though_the_role_is_wanted_twice() -> None:
    trail = signed((OFFICER, Role.PROGRAMME_OFFICER))
    refused = verdict("asked", "grant", OFFICER, trail=trail)
    assert keys(refused) == ["signed_already"]
    assert isinstance(refused, Refusals)
    assert refused.reasons[0].supplied_by == {Role.PROGRAMME_OFFICER, Role.FINANCE}
    assert isinstance(verdict("asked", "grant", SECOND_OFFICER, trail=trail), Awaiting)


def test_who_has_signed_is_told_so_even_when_no_place_of_the_role_is_left() -> None:
    trail = signed((FINANCE, Role.FINANCE))
    assert keys(verdict("asked", "grant", FINANCE, trail=trail)) == ["signed_already"]


def test_a_third_person_of_a_role_wanted_twice_is_refused() -> None:
    third = Actor(9, frozenset({Role.PROGRAMME_OFFICER}))
    trail = signed((OFFICER, Role.PROGRAMME_OFFICER), (SECOND_OFFICER, Role.PROGRAMME_OFFICER))
    assert keys(verdict("asked", "grant", third, trail=trail)) == ["role_required"]


def test_a_signature_for_another_move_does_not_count() -> None:
    other = Trail(signatures=(Signature("refuse", 4, Role.FINANCE),))
    awaiting = verdict("asked", "grant", OFFICER, trail=other)
    assert isinstance(awaiting, Awaiting)
    assert sorted(awaiting.still) == [Role.FINANCE, Role.PROGRAMME_OFFICER]


def test_a_signature_under_a_role_no_longer_wanted_does_not_count() -> None:
    trail = signed((STRANGER, Role.TEAM_MEMBER))
    awaiting = verdict("asked", "grant", OFFICER, trail=trail)
    assert isinstance(awaiting, Awaiting)
    assert len(awaiting.still) == 2


def test_a_signature_takes_the_narrow_place_and_leaves_the_wide_one_to_others() -> None:
    """Finance may stand for either place; if it took the wide one, the officer could not sign."""
    wide = frozenset({Role.PROGRAMME_OFFICER, Role.FINANCE})
    either = with_move("grant", roles=wide, approvals=(Role.FINANCE,))
    trail = signed((FINANCE, Role.FINANCE))
    assert isinstance(verdict("asked", "grant", OFFICER, trail=trail, workflow=either), Step)


def test_whoever_drafted_does_not_approve() -> None:
    drafted = Trail(actors={"draft": frozenset({2})})
    refused = verdict("asked", "grant", OFFICER, trail=drafted)
    assert keys(refused) == ["separation_of_duties"]
    assert isinstance(refused, Refusals)
    assert refused.reasons[0].reason.zh == "您已办理“起草”，本环节须由另一人办理。"
    assert isinstance(verdict("asked", "grant", SECOND_OFFICER, trail=drafted), Awaiting)


def test_each_earlier_move_that_excludes_is_named() -> None:
    both = Trail(actors={"draft": frozenset({2}), "ask": frozenset({2, 8})})
    refused = verdict("asked", "grant", OFFICER, trail=both)
    assert isinstance(refused, Refusals)
    assert [r.reason.en for r in refused.reasons] == [
        "You have already done “Ask for it”. Another person must do this step.",
        "You have already done “drafting”. Another person must do this step.",
    ]


def test_separation_holds_for_those_who_sign_as_well() -> None:
    drafted = Trail(actors={"draft": frozenset({4})})
    assert keys(verdict("asked", "grant", FINANCE, trail=drafted)) == ["separation_of_duties"]


def test_the_clock_moves_without_being_anybody() -> None:
    step = verdict("lent", "lapse", CLOCK)
    assert isinstance(step, Step)
    assert step.role == Role.SYSTEM_CLOCK


def test_people_do_not_move_for_the_clock() -> None:
    assert keys(verdict("lent", "lapse", OFFICER)) == ["role_required"]


def test_a_person_to_whom_the_clocks_role_is_lent_may_make_its_move() -> None:
    lent = replace(OFFICER, roles=OFFICER.roles | CLOCK.roles)
    assert isinstance(verdict("lent", "lapse", lent), Step)
