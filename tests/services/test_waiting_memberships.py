"""A member named before registering finds the place that waits for the confirmed address."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Person, ProposalMember
from app.services.identity import accounts, registering, tokens
from app.services.identity.proof import Origin
from app.services.identity.tokens import Purpose
from app.services.proposals import members
from tests import factories
from tests.conftest import START
from tests.web.accounts import HASH, PASSWORD

ADDRESS = "later@example.org"


@pytest.fixture
def waiting(session: Session) -> ProposalMember:
    proposal = factories.proposal(session)
    member = ProposalMember(
        name="后来人", email=ADDRESS, unit_name=proposal.lead_unit.name, duty="试验", months=6
    )
    assert members.name_member(session, proposal, member, START) is None
    return member


@pytest.fixture
def newcomer(session: Session, waiting: ProposalMember) -> Person:
    return factories.person(session, email=ADDRESS, email_confirmed_at=None)


def secret_for(session: Session, person: Person, purpose: Purpose) -> str:
    token = tokens.issue(session, person, purpose, START)
    assert token is not None
    return tokens.secret_of(token, session.info["settings"].secret_key)


def test_an_address_that_is_not_confirmed_takes_no_place(
    waiting: ProposalMember, newcomer: Person
) -> None:
    assert waiting.person_id is None


def test_confirming_the_address_takes_the_place(
    session: Session, waiting: ProposalMember, newcomer: Person
) -> None:
    newcomer.password_hash = HASH
    secret, here = secret_for(session, newcomer, Purpose.CONFIRM), Origin("198.51.100.7", "", "")
    registering.confirm(session, secret, "不是这个密码", here, START)
    assert waiting.person_id is None
    registering.confirm(session, secret, PASSWORD, here, START)
    assert waiting.person_id == newcomer.id


def test_resetting_the_password_by_mail_proves_the_address_too(
    session: Session, waiting: ProposalMember, newcomer: Person
) -> None:
    secret = secret_for(session, newcomer, Purpose.RESET)
    accounts.reset_password(session, secret, "another-long-passphrase", START)
    assert waiting.person_id == newcomer.id
    assert waiting.confirmed_at is None
