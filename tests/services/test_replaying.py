"""A draw is repeated from what was stored, years later, and says so when a row was altered."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date

import pytest
from flask import Flask

from app.models import ExpertUnit, PanelSeat, ReviewGroup
from app.services.experts import expert_profile
from app.services.review.replaying import Replayed, replayed
from tests.factories import expert, organisation
from tests.services.panels import accepted, drawn, formed, members, someone
from tests.services.stage import Stage

pytestmark = pytest.mark.own_sql


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return drawn(stage, accepted(stage, out_of_region_percent=0).proposal)


def again(stage: Stage, group: ReviewGroup) -> Replayed:
    stage.session.flush()
    found = replayed(stage.session, group)
    assert found is not None
    return found


def test_the_replay_gives_the_panel_and_its_substitutes(stage: Stage, group: ReviewGroup) -> None:
    found = again(stage, group)
    assert found.agrees
    assert list(found.panel) == members(group)
    assert list(found.substitutes) == [s.expert_id for s in group.seats if s.is_substitute]
    assert found.moved_on == ()


def test_years_later_the_pool_has_changed_and_the_replay_gives_the_same_panel(
    stage: Stage, group: ReviewGroup
) -> None:
    before = again(stage, group).panel
    stage.clock.moment = stage.now.replace(year=2031)
    first, second = someone(stage, before[0]), someone(stage, before[1])
    first.region, first.removed_at = "北京", stage.now
    second.units.append(
        ExpertUnit(organisation_id=organisation(stage.session).id, since=date(2030, 1, 1))
    )
    for _ in range(5):
        expert(stage.session)
    found = again(stage, group)
    assert found.agrees
    assert found.panel == before
    assert found.moved_on == (first.id,)


def altered(stage: Stage, group: ReviewGroup) -> str:
    found = again(stage, group)
    assert not found.agrees
    return "；".join(text.zh for text in found.altered)


def test_another_seed_is_noticed(stage: Stage, group: ReviewGroup) -> None:
    group.seed = bytes(32).hex()
    assert "与抽取承诺不符" in altered(stage, group)


def test_a_pool_written_over_is_noticed(stage: Stage, group: ReviewGroup) -> None:
    changed = deepcopy(group.draw)
    changed["snapshot"]["candidates"][0][2] = "西藏"
    group.draw = changed
    assert "与抽取承诺不符" in altered(stage, group)


def test_a_commitment_made_anew_to_fit_is_noticed_by_the_history(
    stage: Stage, group: ReviewGroup
) -> None:
    from app.experts.pool import commitment, snapshot_from_json

    changed = deepcopy(group.draw)
    changed["snapshot"]["candidates"][0][2] = "西藏"
    group.draw = changed
    snapshot = snapshot_from_json(changed["snapshot"])
    group.seed_commitment = commitment(snapshot, bytes.fromhex(group.seed))
    assert "与流转记录中的不一致" in altered(stage, group)


def test_somebody_put_into_a_seat_by_hand_is_noticed(stage: Stage, group: ReviewGroup) -> None:
    friend = expert(stage.session)
    stage.session.add(PanelSeat(group_id=group.id, expert_id=friend.id, seat=1))
    stage.session.flush()
    stage.session.expire(group)
    assert f"[{friend.id}]" in altered(stage, group)


def test_before_the_draw_there_is_nothing_to_repeat(stage: Stage) -> None:
    group = formed(stage, accepted(stage).proposal)
    assert replayed(stage.session, group) is None


def test_the_command_prints_the_same_panel_and_fails_when_a_row_was_altered(
    app: Flask, stage: Stage, group: ReviewGroup
) -> None:
    stage.session.commit()
    run = app.test_cli_runner()
    answer = run.invoke(args=["experts", "replay", str(group.id)])
    assert answer.exit_code == 0, answer.output
    printed = json.loads(answer.output)
    assert printed["members"] == members(group)
    assert printed["agrees"]
    group.seed = bytes(32).hex()
    stage.session.commit()
    answer = run.invoke(args=["experts", "replay", str(group.id)])
    assert answer.exit_code == 1
    assert not json.loads(answer.output)["agrees"]
    assert run.invoke(args=["experts", "replay", "999"]).exit_code == 1


def test_an_expert_who_moves_on_after_the_draw_changes_no_replay(
    stage: Stage, group: ReviewGroup
) -> None:
    first = someone(stage, members(group)[0])
    unit = organisation(stage.session)
    expert_profile.move_to(stage.session, first, unit, date(2026, 3, 1), stage.now)
    assert again(stage, group).agrees
