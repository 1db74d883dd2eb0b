"""Which moves are buttons, and which of them are greyed out."""

from __future__ import annotations

from dataclasses import replace

from tests.workflows.engine.asking import (
    BORROWER,
    CLOCK,
    FINANCE,
    OFFICER,
    STRANGER,
    keys,
    signed,
    verdict,
)
from tests.workflows.engine.toy import (
    BROKEN,
    DEPOSITED,
    EXTEND,
    LOAN,
    PAY,
    RETURN,
    UNBROKEN,
    loan_facts,
)
from workflows.engine.decide import offered
from workflows.engine.facts import Actor, Trail
from workflows.roles import Role


def names(state: str, actor: Actor, trail: Trail | None = None, **known: object) -> list[str]:
    offers = offered(LOAN, state, actor, loan_facts(**known), trail or Trail())
    return [f"{'' if o.is_open else 'greyed '}{o.transition.label.en}" for o in offers]


def test_only_the_moves_of_ones_role_are_offered() -> None:
    assert names("asked", OFFICER) == ["Grant", "Refuse"]
    assert names("asked", BORROWER) == ["Take back"]
    assert names("asked", STRANGER) == []


def test_a_button_is_greyed_by_guards_but_not_by_what_is_yet_to_be_typed() -> None:
    assert names("lent", BORROWER, broken=("透镜",)) == ["greyed Extend"]
    assert names("asked", OFFICER)[1] == "Refuse"


def test_of_two_moves_of_one_name_one_button_is_offered() -> None:
    assert names("lent", OFFICER, deposit=1) == ["Return"]
    assert names("lent", OFFICER, broken=("透镜",)) == ["Pay for it"]
    assert names("lent", OFFICER) == ["greyed Return"]


def test_who_has_signed_sees_that_it_waits_for_others() -> None:
    trail = signed((FINANCE, Role.FINANCE))
    assert names("asked", FINANCE, trail) == ["greyed Grant"]


def test_nothing_is_offered_to_the_system_or_in_a_final_state() -> None:
    assert names("lent", CLOCK) == []
    assert names("paid", OFFICER) == []


_WHOLE, _IN_PIECES = replace(UNBROKEN, marks_path=True), replace(BROKEN, marks_path=True)


TWO_WAYS = replace(
    LOAN,
    transitions=(
        replace(RETURN, guards=(_WHOLE, DEPOSITED)),
        replace(PAY, guards=(_IN_PIECES, DEPOSITED, replace(DEPOSITED, key="insured"))),
        replace(EXTEND, guards=(_WHOLE,)),
    ),
)
"""A loan that goes one way or the other from the day the instrument breaks."""


def test_a_move_of_another_way_is_no_button_and_its_refusal_says_why() -> None:
    broken = loan_facts(broken=("透镜",))
    (extension,) = offered(TWO_WAYS, "lent", BORROWER, broken, Trail())
    assert not extension.on_path
    assert keys(verdict("lent", "extend", BORROWER, broken, workflow=TWO_WAYS)) == ["unbroken"]
    (extension,) = offered(TWO_WAYS, "lent", BORROWER, loan_facts(), Trail())
    assert extension.on_path


def test_of_two_moves_of_one_name_the_one_of_this_way_is_the_button_whatever_it_lacks() -> None:
    (button,) = offered(TWO_WAYS, "lent", OFFICER, loan_facts(broken=("透镜",)), Trail())
    assert button.on_path
    assert button.transition.label.en == "Pay for it"
    assert [r.key for r in button.refusals] == ["deposited", "insured"]
