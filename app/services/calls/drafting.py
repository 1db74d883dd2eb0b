"""Draft a call and edit it while it is a draft; its states are moved by `moves` alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access.roles import roles_on
from app.models import Call, Person, Programme
from app.services.calls import criteria
from app.services.calls.call_drafts import EDITABLE, RULE, CallDraft, RequiredFile, problems_of
from app.services.calls.programmes import name_of
from app.services.editing import Overtaken
from app.services.edits import changed_parts, note_edit, overtaken_on
from app.services.moves import begin
from app.services.problems import Problems, alone
from app.services.races.finding import MECHANISM, race_of_call
from app.services.races.planning import begin_race
from workflows.engine.text import Text
from workflows.parameters import defaults_of
from workflows.roles import Role


def blank(mechanism: str, year: int) -> CallDraft:
    """What a new call starts from: every default of the rule set and the usual criteria."""
    return CallDraft(
        year=year, title="", rules=defaults_of(mechanism), criteria=criteria.USUAL[mechanism]
    )


def may_draft(session: Session, person: Person, programme: Programme, now: datetime) -> bool:
    """Whether this person is an officer of this programme."""
    planned = Call(programme_id=programme.id, mechanism_key="open_competition")
    return Role.PROGRAMME_OFFICER in roles_on(session, person, planned, now)


def draft(
    session: Session,
    programme: Programme,
    mechanism: str,
    written: CallDraft,
    by: Person,
    now: datetime,
) -> Call | Problems:
    """Begin a call for a programme. Refused with every problem, or when not an officer of it."""
    if not may_draft(session, by, programme, now):
        return alone(
            Text(
                f"您不是“{name_of(programme).zh}”专项的主办人，请联系系统管理员授权",
                f"You are not a programme officer for “{name_of(programme).en}”. Ask the system "
                "administrator for the role",
            )
        )
    if problems := dict(problems_of(written, mechanism, programme)):
        return Problems(problems)
    call = Call(programme_id=programme.id, mechanism_key=mechanism, drafted_by_id=by.id)
    _write(call, written)
    if len(programme.tasks) == 1:
        call.tasks = list(programme.tasks)
    begin(session, call, by, now)
    if mechanism == MECHANISM:
        begin_race(session, call, by, now)
    return call


def edit(
    session: Session,
    call: Call,
    written: CallDraft,
    revision: int | None,
    by: Person,
    now: datetime,
) -> Problems | Overtaken | None:
    """Rewrite a draft, or a list before its consultation. `revision` is the one the officer saw: a
    newer one that says something else is never overwritten."""
    if closed := closed_to(call):
        return alone(closed)
    changed = _changed(call, written)
    if call.revision != revision and changed:
        return overtaken_on(session, call, call.revision)
    if problems := dict(problems_of(written, call.mechanism, call.programme)):
        return Problems(problems)
    if not changed:
        return None
    _write(call, written)
    if race := race_of_call(session, call):
        race.pool = call.budget
    call.revision += 1
    note_edit(session, call, changed, by, now)
    return None


def closed_to(call: Call) -> Text | None:
    """Why it is not to be edited now, if it is not."""
    if call.state in EDITABLE:
        return None
    return Text(
        "指南已离开草拟状态，不能再修改；须由厅务会退回草拟或发布更正公告",
        "The call is no longer a draft and cannot be edited. The executive meeting must "
        "return it to draft, or a correction must be published",
    )


_WINDOW = frozenset({"open_at", "close_at"})
"""Of a list they are set as it begins to collect needs, and nobody's to write."""


def _write(call: Call, written: CallDraft) -> None:
    for name, value in _columns(call, written).items():
        setattr(call, name, value)


def _changed(call: Call, written: CallDraft) -> list[str]:
    """None as a button pressed twice sends again what stands already."""
    new = _columns(call, written)
    rules = changed_parts(call.rules, new.pop("rules"), RULE)
    return [*changed_parts({name: getattr(call, name) for name in new}, new), *rules]


def _columns(call: Call, written: CallDraft) -> dict[str, Any]:
    kept = _WINDOW if call.mechanism_key == "open_call" else frozenset()
    names = CallDraft.__dataclass_fields__.keys() - kept
    return {name: getattr(written, name) for name in names} | {
        "rules": dict(written.rules),
        "criteria": [row.as_json() for row in written.criteria],
        "required_files": [_file_as_json(row) for row in written.required_files],
        "tasks": list(written.tasks),
    }


def _file_as_json(row: RequiredFile) -> dict[str, Any]:
    return {"key": row.key, "zh": row.zh, "en": row.en}
