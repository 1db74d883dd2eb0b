"""The second step of signing in, by whoever has the password and not the factor."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, SignIn
from app.services.identity import accounts, passkeys, sign_ins
from app.services.identity.proof import Origin, Proof
from app.services.identity.throttle import HERE
from app.worker.context import Context
from tests.conftest import START
from tests.factories import person
from tests.services.at_once import at_once
from tests.services.stage import Stage
from workflows.engine.text import Text


@pytest.mark.several_writers
def test_of_two_codes_at_once_the_second_is_looked_at_when_the_first_is_counted(
    stage: Stage, context: Context
) -> None:
    number, here = person(stage.session).id, Origin("198.51.100.7", "", "")

    def guess(session: Session) -> str:
        proof = Proof("", "000000", "", stage.now)
        whose = session.get_one(Person, number)
        refusal = accounts.second_step(session, whose, proof, here, stage.now)
        assert refusal is not None
        return refusal.en

    for _ in range(HERE.free - 1):
        guess(stage.session)
    last, beyond = at_once(stage, context, guess, guess)
    assert "is incorrect or has been used" in last
    assert beyond.startswith("Too many wrong attempts")


@pytest.mark.several_writers
def test_of_two_passwords_for_a_signature_at_once_the_second_is_looked_at_when_the_first_counts(
    stage: Stage, context: Context
) -> None:
    signer = person(stage.session)
    here = Origin("198.51.100.7", "", "")
    sign_ins.begin(stage.session, signer, here, stage.now, with_factor=False)
    number, row = signer.id, stage.session.scalars(select(SignIn)).one().id

    def guess(session: Session) -> str:
        whose, sign_in = session.get_one(Person, number), session.get_one(SignIn, row)
        proof = Proof("not-the-password", "", "", stage.now)
        refusal = accounts.prove_identity(session, whose, proof, sign_in, stage.now)
        assert isinstance(refusal, Text)
        return refusal.en

    for _ in range(HERE.free - 1):
        guess(stage.session)
    last, beyond = at_once(stage, context, guess, guess)
    assert last.startswith("The password is incorrect")
    assert beyond.startswith("Too many wrong attempts")


def test_what_a_browser_would_never_answer_proves_nothing(session: Session) -> None:
    assert passkeys.accept(session, person(session), "[" * 100_000, START) is None
