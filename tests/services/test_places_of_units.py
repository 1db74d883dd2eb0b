"""A unit sends so many proposals of a call: whom it does not know takes no place and reads none."""

from __future__ import annotations

import pytest

from app.models import Person, Proposal
from app.services.proposals.checking import in_the_way
from tests.factories import organisation
from tests.services.stage import Applied, Stage
from workflows.hands import PI, TEAM

UNKNOWN = pytest.mark.parametrize("is_known", [True, False])


def full(stage: Stage) -> tuple[Applied, Applied]:
    """Two applications of one unit, which may send one."""
    call = stage.call(rules={"unit_per_call_most": 1})
    one, other = stage.applied(call=call), stage.applied(call=call)
    other.proposal.lead_unit = one.proposal.lead_unit
    other.pi.organisation_id = one.pi.organisation_id
    stage.session.flush()
    return one, other


def limited(stage: Stage, sent: Proposal, move: str, by: Person) -> bool:
    return "limit_findings" in stage.refused(sent, move, by)


@UNKNOWN
def test_whom_the_unit_has_not_confirmed_takes_no_place_before_its_seal(
    stage: Stage, is_known: bool
) -> None:
    stranger, colleague = full(stage)
    if not is_known:
        stranger.pi.unit_confirmed_at = None
        stage.session.flush()
    stage.moved(stranger.proposal, "submit", stranger.pi)
    if is_known:
        assert limited(stage, colleague.proposal, "submit", colleague.pi)
        return
    stage.moved(colleague.proposal, "submit", colleague.pi)
    assert limited(stage, stranger.proposal, "unit_seal", stranger.unit)
    stage.moved(colleague.proposal, "unit_seal", stranger.unit)


@UNKNOWN
def test_whom_the_unit_has_not_confirmed_reads_nothing_of_what_it_has_sent(
    stage: Stage, is_known: bool
) -> None:
    colleague, reader = full(stage)
    stage.moved(colleague.proposal, "submit", colleague.pi)
    if is_known:
        assert limited(stage, reader.proposal, "submit", reader.pi)
        return
    reader.pi.unit_confirmed_at = None
    stage.session.flush()
    stage.moved(reader.proposal, "submit", reader.pi)
    assert not in_the_way(stage.session, reader.proposal, stage.now, PI)
    assert in_the_way(stage.session, reader.proposal, stage.now, TEAM), "the unit reads it"


def test_whoever_left_for_another_unit_reads_nothing_of_the_first(stage: Stage) -> None:
    colleague, reader = full(stage)
    stage.moved(colleague.proposal, "submit", colleague.pi)
    reader.pi.organisation_id = organisation(stage.session).id
    stage.session.flush()
    stage.moved(reader.proposal, "submit", reader.pi)
