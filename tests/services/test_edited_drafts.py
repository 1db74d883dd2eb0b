"""Whoever edited the draft of a call drafted it too, and never decides on it (C2, B3); what of it
was edited, by whom and when, its history tells."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from app.models import Call, Case, History, Person
from app.queries.record.trail import Line, trail_of
from app.services.calls import drafting
from app.services.editing import Overtaken
from app.services.history import EDITED
from app.services.problems import Problems
from app.services.races import planning
from tests.factories import grant
from tests.services.race_course import measured, to_checkpoint
from tests.services.racing import drafted, plan, retarget, started
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def edited(stage: Stage, mechanism: str) -> tuple[Call, Person]:
    """By an officer who did not begin it, and who has moved into the executive meeting since."""
    call = stage.call("draft", mechanism_key=mechanism)
    editor = stage.holder(Role.PROGRAMME_OFFICER, "second")
    assert editor != call.drafted_by
    written = replace(drafting.blank(mechanism, 2026), title="某指南")
    assert drafting.edit(stage.session, call, written, call.revision, editor, stage.now) is None
    for row in list(editor.grants):
        row.ends_at = stage.now
    grant(stage.session, editor, Role.DECISION_MAKER)
    call.state = "consulting"
    stage.session.flush()
    return call, editor


@pytest.mark.parametrize(
    ("mechanism", "move"),
    [("open_competition", "approve"), ("parallel_teams", "approve"), ("open_call", "post")],
)
def test_whoever_edited_a_draft_does_not_decide_on_it(
    stage: Stage, mechanism: str, move: str
) -> None:
    call, editor = edited(stage, mechanism)
    others = stage.holder(Role.DECISION_MAKER)
    given = MINUTES | {"plan_match": "对标任务"}
    assert "separation_of_duties" in stage.refused(call, move, editor, **given)
    assert "separation_of_duties" not in stage.refused(call, move, others, **given)


def test_saving_a_draft_as_it_stands_is_no_edit_and_still_says_what_it_lacks(stage: Stage) -> None:
    call, other = stage.call("draft"), stage.holder(Role.PROGRAMME_OFFICER, "second")
    whole = replace(drafting.blank("open_competition", 2026), title="某指南")
    saved = call.revision
    assert drafting.edit(stage.session, call, whole, saved, call.drafted_by, stage.now) is None
    again = partial(drafting.edit, stage.session, call, revision=saved, by=other, now=stage.now)
    assert again(whole) is None, "as of a button pressed twice"
    assert (call.revision, actors_of(stage, call)) == (saved + 1, {call.drafted_by_id})
    call.title = ""
    assert isinstance(again(replace(whole, title="")), Problems)


def actors_of(stage: Stage, call: Call) -> set[int | None]:
    edits = select(History.actor_id).where(History.transition == EDITED)
    return set(stage.session.scalars(edits.where(History.case_id == call.id)))


def test_the_history_tells_who_edited_which_parts_of_a_call_and_when(stage: Stage) -> None:
    call, other = stage.call("draft"), stage.holder(Role.PROGRAMME_OFFICER, "second")
    first = replace(drafting.blank("open_competition", 2026), title="某指南")
    drafting.edit(stage.session, call, first, call.revision, call.drafted_by, stage.now)
    rules = {**first.rules, "panel_size": 9}
    second = replace(first, contact="王五", rules=rules)
    drafting.edit(stage.session, call, second, call.revision, other, stage.now)
    edit = lines(stage, call)[-1]
    assert (edit.label.zh, edit.who, edit.at) == ("修改草稿", other.name, stage.now)
    [(_, parts)] = edit.given
    assert parts.zh == "联系人、每组专家数"


def test_whoever_was_overtaken_on_a_call_is_told_by_whom_and_when(stage: Stage) -> None:
    call, other = stage.call("draft"), stage.holder(Role.PROGRAMME_OFFICER, "second")
    seen = call.revision
    written = replace(drafting.blank("open_competition", 2026), title="某指南")
    assert drafting.edit(stage.session, call, written, seen, other, stage.now) is None
    mine = replace(written, title="别的指南")
    told = drafting.edit(stage.session, call, mine, seen, call.drafted_by, stage.now)
    assert isinstance(told, Overtaken)
    assert (told.by, told.at) == (other, stage.now)


def test_saving_the_plan_of_a_race_as_it_stands_is_no_edit(stage: Stage) -> None:
    race = drafted(stage)
    other = stage.holder(Role.PROGRAMME_OFFICER, "second")
    stages = [one.id for one in race.stages]
    assert planning.save(stage.session, race, plan(stage), other, stage.now) is None
    assert actors_of(stage, race.call) == {race.call.drafted_by_id}
    assert [one.id for one in race.stages] == stages
    new = replace(plan(stage), target="别的目标")
    assert planning.save(stage.session, race, new, other, stage.now) is None
    edit = lines(stage, race.call)[-1]
    assert (edit.who, [words.zh for _, words in edit.given]) == (other.name, ["最终目标"])


def test_the_history_of_a_race_tells_who_drafted_its_new_target(stage: Stage) -> None:
    racing = started(stage)
    for _ in range(2):
        retarget(racing, "聚焦能量密度。", racing.race.finish_line)
    edits = [line for line in lines(stage, racing.race) if line.label.zh == "修改草稿"]
    assert [[words.zh for _, words in edit.given] for edit in edits] == [["新目标、新冲线标准"]]
    assert edits[0].who == racing.officer.name


def test_a_test_recorded_as_it_stands_is_no_other_record(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    for value in ("310", "310", "299"):
        measured(racing, "A", value)
    records = [one for one in lines(stage, racing.race_stage) if "第三方检测" in one.label.zh]
    assert len(records) == 2


def lines(stage: Stage, case: Case) -> tuple[Line, ...]:
    reader = stage.holder(Role.SUPERVISOR)
    return trail_of(stage.session, case, reader, frozenset({Role.SUPERVISOR}))
