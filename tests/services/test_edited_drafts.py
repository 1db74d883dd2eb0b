"""Whoever edited the draft of a call drafted it too, and never decides on it (C2, B3)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from app.models import Call, History, Person
from app.services.calls import drafting
from app.services.history import EDITED
from app.services.problems import Problems
from tests.factories import grant
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def edited(stage: Stage, mechanism: str) -> tuple[Call, Person]:
    """By an officer who did not begin it, and who has moved into the office meeting since."""
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
