"""The stage of the services, for pages about cases that have come a long way; and somebody with an
account."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.models import Person
from tests.factories import organisation, person
from tests.services.awarding import Ranked, issued
from tests.services.conftest import stage
from tests.services.stage import Stage
from tests.web.accounts import HASH

__all__ = ["stage"]


@pytest.fixture
def season(stage: Stage) -> Ranked:
    """Two projects, awarded after their notice; the letters are signed and filed."""
    made = issued(stage)
    stage.serve(made.call)
    stage.session.commit()
    return made


@pytest.fixture
def zhou(session: Session) -> Person:
    someone = person(
        session,
        name="周舟",
        email="zhou@example.org",
        password_hash=HASH,
        organisation_id=organisation(session, name="闽江研究所").id,
    )
    session.commit()
    return someone
