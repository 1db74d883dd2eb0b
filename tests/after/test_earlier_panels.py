"""A panel convened before it could itself propose to conclude (结题): its acceptance keeps the
rule it began under (§3.8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.models import Acceptance
from app.services import history
from app.services.cases import workflow_of
from tests.after.underway import Underway
from workflows.roles import Role

GROUNDS = {"score": "55", "opinion": "意见一致。", "grounds": "客观原因，勤勉尽责。"}


def convened_once_under(
    of: Underway, case: Acceptance, version: int, patch: pytest.MonkeyPatch
) -> None:
    """By an earlier definition; the panel was made up and convened again since."""
    earlier = replace(workflow_of(case), version=version)
    with patch.context() as once:
        once.setattr(history, "workflow_of", lambda _case: earlier)
        history.note(
            of.stage.session,
            case,
            "convene",
            actor_id=of.officer.id,
            role=Role.PROGRAMME_OFFICER,
            now=of.stage.now,
            given={},
        )


@pytest.mark.parametrize(("version", "may_conclude"), [(3, True), (4, False)])
@pytest.mark.parametrize("held", ["rectify", "fail"])
def test_a_panel_that_had_no_such_choice_still_concludes_what_it_does_not_pass(
    of: Underway,
    monkeypatch: pytest.MonkeyPatch,
    held: str,
    version: int,
    may_conclude: bool,
) -> None:
    case = of.applied()
    given = of.convened(case)
    convened_once_under(of, case, version, monkeypatch)
    of.judged(given, held, "not_met")
    if may_conclude:
        of.stage.moved(case, "conclude_complete", of.chair(case), **GROUNDS)
        assert case.conclusion == "complete"
    else:
        refused = of.stage.refused(case, "conclude_complete", of.chair(case), **GROUNDS)
        assert refused.keys() == {"acceptance_panel_holds_complete"}


def test_nor_does_an_earlier_panel_conclude_what_it_passes(
    of: Underway, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = of.applied()
    given = of.convened(case)
    convened_once_under(of, case, 3, monkeypatch)
    of.judged(given, "pass")
    refused = of.stage.refused(case, "conclude_complete", of.chair(case), **GROUNDS)
    assert refused.keys() == {"acceptance_panel_holds_complete"}
