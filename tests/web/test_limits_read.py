"""Whoever applies above the limit on running projects reads it while it can still be mended, and
not only once the file has failed (domain §3.5)."""

from __future__ import annotations

import pytest

from app.models import Project
from tests.conftest import SignInAs
from tests.services.conftest import stage
from tests.services.running import awarded
from tests.services.stage import Applied, Stage
from tests.web.visiting import visit
from workflows.roles import Role

__all__ = ["stage"]

ABOVE = "主持在研项目 1 项，已达上限 1 项"
WARNED = "照目前情况，本项不予受理："


def running_of(applied: Applied, stage: Stage) -> Project:
    """Another project that its leader leads."""
    return awarded(stage, pi=applied.pi).project


def test_a_draft_above_the_limit_says_so_before_it_is_sent(stage: Stage, sign_in: SignInAs) -> None:
    draft = stage.applied()
    running, path = running_of(draft, stage), f"/proposals/{draft.proposal.id}"
    assert ABOVE in visit(sign_in, stage, draft.pi).get(path).text
    assert ABOVE in stage.refused(draft.proposal, "submit", draft.pi)["limit_findings"].zh
    running.state = "passed"
    assert ABOVE not in visit(sign_in, stage, draft.pi).get(path).text


@pytest.mark.parametrize("state", ["unit_review", "recommend_review", "formal_check"])
def test_what_comes_after_it_was_sent_is_read_by_its_own_side_at_once(
    stage: Stage, sign_in: SignInAs, state: str
) -> None:
    sent = stage.applied(state=state, call=stage.call("formal"))
    path = f"/proposals/{sent.proposal.id}"
    assert WARNED not in visit(sign_in, stage, sent.pi).get(path).text
    running = running_of(sent, stage)
    readers = {"leader": sent.pi, "unit": sent.unit, "recommender": stage.holder(Role.RECOMMENDER)}
    pages = {who: visit(sign_in, stage, one).get(path).text for who, one in readers.items()}
    assert {who for who, page in pages.items() if WARNED in page} == {"leader", "unit"}
    assert ABOVE in pages["leader"]
    assert "待在研项目结束、申报人撤回其他申报后再办理" in pages["leader"]
    running.state = "passed"
    assert WARNED not in visit(sign_in, stage, sent.pi).get(path).text


def test_the_checker_has_it_beside_the_point_on_limits(stage: Stage, sign_in: SignInAs) -> None:
    sent = stage.applied(state="formal_check", call=stage.call("formal"))
    running_of(sent, stage)
    client = visit(sign_in, stage, stage.holder(Role.FORMAL_CHECKER))
    assert ABOVE in client.get(f"/office/proposals/{sent.proposal.id}/formal").text
