"""Teams join forces: both agree on the same words, and the meeting decides (R12)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Letter, Message
from app.services.contracts.drafting import in_force
from app.services.door.awaiting import turn_of
from app.services.races import merging
from app.services.races.books import books_of
from app.services.races.finding import project_of
from app.services.races.snapshot import snapshot
from tests.services.race_course import nobody_can_finish, paid_up, to_checkpoint
from tests.services.racing import WAN, Racing, kept, started
from tests.services.stage import MINUTES, Stage
from tests.web.counting import counting
from workflows.hands import DECIDES, PI
from workflows.roles import Role


def test_teams_do_not_merge_during_a_checkpoint(stage: Stage) -> None:
    """Item 17."""
    racing = started(stage)
    agree(racing, "A", "C")
    agree(racing, "C", "A")
    to_checkpoint(racing)
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert "team_no_checkpoint_is_open" in reasons


def test_teams_do_not_merge_in_a_rescue_that_began_during_a_checkpoint(stage: Stage) -> None:
    """Item 17, by the way round: the checkpoint is still open."""
    racing = started(stage)
    agree(racing, "A", "C")
    agree(racing, "C", "A")
    to_checkpoint(racing)
    nobody_can_finish(racing)
    assert racing.race.state == "rescue"
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert reasons.keys() == {"team_rescued_from_no_checkpoint"}
    again = {"partner": "B", "agreement": "B 牵头。"}
    reasons = stage.refused(racing.team("C"), "agree_to_merge", racing.pi("C"), **again)
    assert reasons.keys() == {"team_rescued_from_no_checkpoint"}


def agree(
    racing: Racing, lane: str, partner: str, words: str = "A 牵头，成果共享，经费与人员并入。"
) -> None:
    team, stage = racing.team(lane), racing.stage
    given = {"partner": partner, "agreement": words}
    stage.signed(team, "agree_to_merge", racing.pi(lane), **given)
    stage.moved(team, "agree_to_merge", racing.unit(lane))


@pytest.mark.parametrize("lane", ["C", "Z", "D"])
def test_a_team_agrees_with_another_that_races_and_with_nobody_else(
    stage: Stage, lane: str
) -> None:
    """D is in reserve; nobody merges with itself."""
    racing = started(stage)
    words = {"partner": lane, "agreement": "A 牵头。"}
    reasons = stage.refused(racing.team("C"), "agree_to_merge", racing.pi("C"), **words)
    assert "team_partner_may_merge" in reasons
    stage.signed(racing.team("C"), "agree_to_merge", racing.pi("C"), **{**words, "partner": "A"})


def test_two_teams_merge_on_the_same_words_only(stage: Stage) -> None:
    racing = started(stage)
    agree(racing, "C", "A", words="A 牵头，成果共享。")
    told = stage.session.scalars(
        select(Message.person_id).where(Message.message_kind == "merge_offered")
    )
    assert set(told) == {racing.pi("A").id, racing.unit("A").id}
    agree(racing, "A", "C", words="A 牵头，成果归 A。")
    stage.session.expire_all()
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert "两队签署的协议内容不一致" in reasons["team_merge_is_agreed"].zh
    agree(racing, "A", "C", words="A 牵头，成果共享。")
    stage.moved(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert racing.team("C").state == "merged"


def merged(racing: Racing) -> None:
    """C joins A."""
    agree(racing, "C", "A")
    agree(racing, "A", "C")
    racing.stage.moved(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    racing.refresh()


def test_teams_merge_only_when_both_have_agreed(stage: Stage) -> None:
    racing = started(stage)
    agree(racing, "C", "A")
    reasons = stage.refused(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    assert "对方尚未同意" in reasons["team_merge_is_agreed"].zh


def test_a_merger_that_both_have_agreed_to_waits_for_the_meeting_unless_a_checkpoint_is_open(
    stage: Stage,
) -> None:
    """Item 17: until then, and while a checkpoint is open, it is the turn of the leaders."""
    racing = started(stage)
    agree(racing, "C", "A")
    assert hands(racing, "A", "C") == [PI, PI]
    agree(racing, "A", "C")
    assert hands(racing, "A", "B", "C") == [DECIDES, PI, DECIDES]
    to_checkpoint(racing)
    assert hands(racing, "A", "C") == [PI, PI]


def test_mergers_to_decide_are_found_in_as_many_statements_however_many_teams_have_agreed(
    stage: Stage,
) -> None:
    racing = started(stage)
    counts = []
    for lane, partner, waits in (("C", "A", 0), ("A", "C", 2), ("B", "A", 2)):
        agree(racing, lane, partner)
        stage.session.expire_all()
        with counting(stage.session.connection()) as statements:
            assert len(merging.to_decide(stage.session)) == waits
        counts.append(len(statements))
    assert counts == [counts[0]] * 3


def hands(racing: Racing, *lanes: str) -> list[frozenset[Role]]:
    stage = racing.stage
    return [turn_of(stage.session, racing.team(lane), stage.now).hands for lane in lanes]


def test_a_merger_that_the_meeting_refuses_leaves_both_teams_free_to_agree_anew(
    stage: Stage,
) -> None:
    racing = started(stage)
    agree(racing, "C", "A")
    no = {**MINUTES, "reason": "合并后只剩一条技术路线。"}
    refused = stage.refused(racing.team("C"), "refuse_merger", racing.decision_maker, **no)
    assert "team_has_merger_to_decide" in refused
    agree(racing, "A", "C")
    stage.moved(racing.team("C"), "refuse_merger", racing.decision_maker, **no)
    told = select(Message.person_id).where(Message.message_kind == "merger_refused")
    sides = {one.id for lane in "AC" for one in (racing.pi(lane), racing.unit(lane))}
    assert sides <= set(stage.session.scalars(told))
    assert hands(racing, "A", "C") == [PI, PI]
    agree(racing, "C", "A")
    agree(racing, "A", "C")
    stage.moved(racing.team("C"), "merge", racing.decision_maker, **MINUTES)
    kept(racing)


def test_what_was_promised_to_a_merging_team_is_ordered_for_its_partner(stage: Stage) -> None:
    racing = started(stage)
    before = committed(racing)
    merged(racing)
    assert racing.states == "A:racing B:racing C:merged D:reserve"
    after = committed(racing)
    assert (sum(after.values()), after["A"]) == (sum(before.values()), before["A"] + before["C"])
    kept(racing)


def committed(racing: Racing) -> dict[str, int]:
    teams = books_of(racing.stage.session, racing.race).teams
    return {t.lane: teams[t.id].committed for t in racing.race.teams if t.id in teams}


def test_a_merging_team_keeps_what_it_has_got_and_settles_it_with_its_own_project(
    stage: Stage,
) -> None:
    racing = started(stage)
    paid_up(racing)
    merged(racing)
    assert committed(racing) == {"A": 120 * WAN, "B": 120 * WAN, "C": 120 * WAN}
    project = project_of(stage.session, racing.team("C"))
    assert project is not None
    assert project.state == "terminated"
    kept(racing)


def test_a_merger_makes_a_new_contract_on_the_same_stages(stage: Stage) -> None:
    racing = started(stage)
    one = project_of(stage.session, racing.team("A"))
    assert one is not None
    old = in_force(stage.session, one)
    merged(racing)
    new = in_force(stage.session, one)
    assert old is not None
    assert new is not None
    assert (new.version, new.permitted_minutes) == (old.version + 1, MINUTES["minutes_number"])
    joined = racing.team("C").proposal
    assert {"role": "unit", "name": joined.lead_unit.name} in new.terms["parties"]
    assert new.terms["milestones"] == old.terms["milestones"]
    assert new.terms["pledge"] == old.terms["pledge"]
    assert new.terms["amount"] == old.terms["amount"] + 120 * WAN
    assert new.terms["matching"] == old.terms["matching"] + joined.matching
    assert sum(row["fiscal"] for row in new.terms["budget"]) == new.terms["amount"]
    assert "A 牵头" in new.terms["changes"][-1]["content"]
    notice = stage.session.scalars(select(Letter).where(Letter.letter_kind == "merger_notice"))
    assert f"任务书启用第{new.version}版" in str(notice.one().payload)


def test_the_means_of_a_merged_team_count_for_its_partner(stage: Stage) -> None:
    racing = started(stage)
    merged(racing)
    state = snapshot(stage.session, racing.race, stage.now)
    both = racing.team("A").proposal.matching + racing.team("C").proposal.matching
    assert state.team(str(racing.team("A").id)).matching == both
