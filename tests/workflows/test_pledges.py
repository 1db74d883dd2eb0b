"""What waits for a pledge that has to be signed anew: J11, I8."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.decide import Refusals, decide
from workflows.engine.facts import Actor, Facts, Trail
from workflows.guards.examples import LATER, MILESTONE, PAYMENT, TEAM
from workflows.registry import WORKFLOWS
from workflows.roles import Role

_OF = {w.key: w for w in WORKFLOWS}
_UNSIGNED = ("项目负责人",)


def refused(workflow: str, state: str, move: str, role: Role, facts: Facts) -> set[str]:
    verdict = decide(_OF[workflow], state, move, Actor(1, frozenset({role})), facts, Trail())
    return {r.key for r in verdict.reasons} if isinstance(verdict, Refusals) else set()


def test_nothing_is_paid_under_a_pledge_that_waits_for_a_signature() -> None:
    waits = replace(PAYMENT, pledge_unsigned_by=_UNSIGNED)
    key = "pledge_signed_before_payment"
    assert key in refused("payment", "approved", "batch", Role.FINANCE, waits)
    assert key not in refused("payment", "approved", "batch", Role.FINANCE, PAYMENT)


def test_a_claimed_project_enters_no_milestone_under_a_pledge_that_waits() -> None:
    waits = replace(MILESTONE, pledge_unsigned_by=_UNSIGNED)
    key = "pledge_signed_before_milestone"
    assert key in refused("milestone", "planned", "ask_early", Role.APPLICANT, waits)
    assert key not in refused("milestone", "planned", "ask_early", Role.APPLICANT, MILESTONE)


def test_in_a_race_the_checkpoint_waits_for_no_signature_as_it_is_one_for_all_teams() -> None:
    here = replace(TEAM, checkpoint_open=True, evidence_closes_at=LATER)
    assert not refused("team", "racing", "submit_evidence", Role.APPLICANT, here)
    asked = {
        g.key for of in ("race", "stage", "team") for t in _OF[of].transitions for g in t.guards
    }
    assert not asked & {"pledge_signed_before_milestone", "pledge_signed_anew"}


def test_each_call_for_new_signatures_cites_what_waits_for_them() -> None:
    cited = {
        of: {t.clause.en for t in _OF[of].transitions if t.name == "call_for_signatures"}
        for of in ("claimed_project", "race_project")
    }
    assert cited["race_project"].isdisjoint(cited["claimed_project"])
    assert all("checkpoint" in words for words in cited["race_project"])
