"""In a rescue new teams enter by the same form, in a window of their own (R17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models import Person, Proposal, RaceEntry
from app.queries.attention.waiting import waiting_for
from app.queries.calls.office import ungrouped
from app.services.door.actors import By
from app.services.door.awaiting import turn_of
from app.services.problems import Problems
from app.services.proposals import drafting
from app.services.races import entering
from app.services.races.entering import EntryDraft
from app.services.races.snapshot import snapshot
from app.services.review import panels
from tests.services.race_course import leave
from tests.services.racing import ROUTES, WAN, Racing, kept, sign, started
from tests.services.stage import MINUTES, Applied, Stage
from workflows.hands import DECIDES
from workflows.parameters import DEFAULTS
from workflows.race.means import slack

OPENING = {**MINUTES, "reason": "在赛团队低于下限。"}
ADMITTING = {**MINUTES, "finding": "路线互补，能够按期冲线。"}


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """A race in rescue, whose supplementary entry is open."""
    made = started(stage, ROUTES[:2])
    leave(made, "B")
    stage.moved(made.race, "open_supplementary_entry", made.decision_maker, **OPENING)
    stage.session.commit()
    return made


def entrant(racing: Racing) -> Applied:
    """A filled proposal, begun in the window."""
    stage = racing.stage
    one = stage.applied(call=racing.race.call, state="draft")
    stage.session.add(RaceEntry(proposal_id=one.proposal.id, supplementary=True))
    draft = EntryDraft("卤化物", 600 * WAN, 200, True)
    stage.session.flush()
    assert entering.save_entry(stage.session, one.proposal, draft) is None
    return one


def started_by(racing: Racing, person: Person) -> Proposal | Problems:
    return drafting.start(racing.stage.session, racing.race.call, person, racing.stage.now)


def test_a_proposal_is_begun_in_the_window_though_the_call_has_closed(racing: Racing) -> None:
    stage, person = racing.stage, racing.stage.applied().pi
    made = started_by(racing, person)
    assert isinstance(made, Proposal)
    entry = entering.entry_of(stage.session, made)
    assert entry is not None
    assert entry.supplementary
    assert made.due_at == racing.race.entry_until


def test_no_proposal_is_begun_outside_the_window(racing: Racing) -> None:
    person = racing.stage.applied().pi
    racing.stage.at(racing.stage.now + timedelta(days=DEFAULTS["race_supplementary_days"] + 1))
    assert isinstance(started_by(racing, person), Problems)


def test_a_race_has_one_window(racing: Racing) -> None:
    """Every way out is bounded, so every race ends (I10)."""
    stage, by = racing.stage, racing.decision_maker
    stage.at(stage.now + timedelta(days=DEFAULTS["race_supplementary_days"] + 1))
    reasons = stage.refused(racing.race, "open_supplementary_entry", by, **OPENING)
    assert "race_entry_is_left" in reasons


def test_late_entrants_hand_in_seal_and_recommend_in_their_own_window(racing: Racing) -> None:
    stage, one, other = racing.stage, entrant(racing), entrant(racing)
    for proposal, move, by in (
        (one.proposal, "submit", one.pi),
        (one.proposal, "unit_seal", one.unit),
        (one.proposal, "recommend", one.recommender),
    ):
        assert not {"call_is_open", "recommending_is_open"} & refusals(racing, proposal, move, by)
    stage.clock.move_to(stage.now + timedelta(days=DEFAULTS["race_supplementary_days"] + 1))
    assert "call_is_open" in refusals(racing, other.proposal, "submit", other.pi)


def refusals(racing: Racing, proposal: Proposal, move: str, by: By) -> set[str]:
    """What stands against the move from the state it is made in."""
    proposal.state = {"unit_seal": "unit_review", "recommend": "recommend_review"}.get(
        move, "draft"
    )
    answer = racing.stage.take(proposal, move, by)
    return {reason.key for reason in getattr(answer, "reasons", ())}


def test_a_late_entrant_stands_in_reserve_and_joins_like_any_reserve(racing: Racing) -> None:
    stage, one = racing.stage, entrant(racing)
    one.proposal.state = "accepted"
    stage.moved(one.proposal, "admit_to_race", racing.decision_maker, **ADMITTING)
    assert one.proposal.state == "reserve"
    assert racing.states == "A:racing B:withdrawn C:reserve D:reserve"
    assert racing.team("D").route.name == "卤化物"
    words = {**MINUTES, "reason": "启用补充征集的团队。"}
    row = stage.moved(one.proposal, "promote", racing.decision_maker, **words)
    one.proposal.state = "approved"
    sign(racing, one, row.history_id)
    stage.moved(racing.team("D"), "join", racing.officer)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:withdrawn C:reserve D:racing"
    kept(racing)


def test_a_late_entry_waits_for_the_meeting_and_stands_before_no_panel_of_the_call(
    racing: Racing,
) -> None:
    """A panel would lead it where no team of the race comes from."""
    stage, one = racing.stage, entrant(racing)
    one.proposal.state = "accepted"
    stage.session.commit()
    turn = turn_of(stage.session, one.proposal, stage.now)
    assert turn.hands == DECIDES
    assert one.proposal in waiting_for(stage.session, racing.decision_maker, stage.now).page.rows
    assert one.proposal not in waiting_for(stage.session, racing.officer, stage.now).page.rows
    call = racing.race.call
    assert one.proposal not in ungrouped(stage.session, call, frozenset())
    made = panels.form(stage.session, call, [one.proposal], "补充组", racing.officer, stage.now)
    assert isinstance(made, Problems)


def test_who_did_not_enter_late_or_shares_a_member_is_not_admitted(racing: Racing) -> None:
    stage, one = racing.stage, entrant(racing)
    one.proposal.state = "accepted"
    one.proposal.pi_id = racing.team("A").proposal.pi_id
    stage.session.flush()
    reasons = stage.refused(one.proposal, "admit_to_race", racing.decision_maker, **ADMITTING)
    assert "有共同成员" in reasons["race_may_be_admitted"].zh
    other = stage.applied(call=racing.race.call, state="accepted").proposal
    reasons = stage.refused(other, "admit_to_race", racing.decision_maker, **ADMITTING)
    assert "不是补充征集的报名" in reasons["race_may_be_admitted"].zh


def test_nobody_is_admitted_whom_the_pool_cannot_pay(racing: Racing) -> None:
    stage, one = racing.stage, entrant(racing)
    one.proposal.state = "accepted"
    racing.race.stages[1].pool += slack(snapshot(stage.session, racing.race, stage.now))
    stage.session.flush()
    reasons = stage.refused(one.proposal, "admit_to_race", racing.decision_maker, **ADMITTING)
    assert "未分配（含奖励）1,020.00 万元，后续节点须留 900.00 万元、冲线奖励须留 120.00 万元" in (
        reasons["race_may_be_admitted"].zh
    )


def test_outside_a_rescue_nobody_is_admitted(racing: Racing) -> None:
    stage, one = racing.stage, entrant(racing)
    one.proposal.state, racing.race.state = "accepted", "running"
    stage.session.flush()
    reasons = stage.refused(one.proposal, "admit_to_race", racing.decision_maker, **ADMITTING)
    assert "不在保底救援" in reasons["race_may_be_admitted"].zh
