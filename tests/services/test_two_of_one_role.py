"""A move that two of the same role sign waits, once one has signed, for whoever else holds it."""

from __future__ import annotations

from app.models import Case, Person
from app.queries.attention.awaited import awaited_on
from app.queries.attention.waiting import waiting_for
from app.services.changes.appealing import may_appeal_until
from app.services.door.awaiting import turn_of
from app.services.proposals.formal import Answer
from tests.services.formal_checks import REFUSAL, answer
from tests.services.recoveries import REST, late, recovering
from tests.services.stage import Applied, Stage
from workflows.roles import Role

VOUCHER = {"returned_on": "2026-03-02", "reference": "缴库7号"}


def finds(stage: Stage, person: Person, case: Case) -> bool:
    return case in waiting_for(stage.session, person, stage.now).page.rows


def awaits(stage: Stage, case: Case) -> tuple[frozenset[Role], list[str]]:
    [one] = awaited_on(stage.session, [case], stage.now).values()
    assert one.roles == turn_of(stage.session, case, stage.now).hands, "as its page says"
    return one.roles, sorted(one.names)


def waits_for_the_second(stage: Stage, case: Case, move: str, role: Role, **asked: str) -> None:
    first, second = stage.holder(role), stage.holder(role, "second")
    stage.signed(case, move, first, **asked)
    assert (finds(stage, first, case), finds(stage, second, case)) == (False, True)
    assert awaits(stage, case) == (frozenset({role}), [second.name])
    stage.moved(case, move, second)
    assert not finds(stage, second, case)


def test_the_second_checker_finds_a_refusal_to_confirm_and_the_first_does_not(
    stage: Stage, checked: Applied
) -> None:
    answer(stage, checked, scope=Answer("not_met", "不属于支持方向。"))
    waits_for_the_second(
        stage, checked.proposal, "fail_formal_check", Role.FORMAL_CHECKER, **REFUSAL
    )


def test_the_second_of_finance_finds_late_money_to_return_and_the_first_does_not(
    stage: Stage,
) -> None:
    of = recovering(stage)
    call = of.project.proposal.call
    call.state = "decided"
    stage.session.flush()
    late(stage, of, REST)
    until = may_appeal_until(stage.session, of.project)
    assert until is not None
    stage.at(until)
    waits_for_the_second(stage, call, "return_late_money", Role.FINANCE, **VOUCHER)
