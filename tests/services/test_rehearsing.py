"""A call is rehearsed by the worker, which writes nothing but the report; where the call's rules
say so, it is not published without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models import Base, Call, Outbox, Rehearsal
from app.services.calls import rehearsing
from app.services.calls.rehearsing import Expected
from app.services.problems import Problems
from app.worker.context import Context
from app.worker.jobs import work
from config import Mode
from tests.services.stage import Stage
from workflows.roles import ROLE_LABELS, Role

pytestmark = pytest.mark.own_sql

EXPECTED = Expected(applicants=12, panel_most=6, fields=())
_OWN = {"rehearsal", "outbox"}


def ask(stage: Stage, call: Call) -> Rehearsal:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    asked = rehearsing.ask(stage.session, call, EXPECTED, "seed", officer, stage.now)
    assert not isinstance(asked, Problems), asked
    return asked


def rehearse(stage: Stage, context: Context, call: Call) -> Rehearsal:
    row = ask(stage, call)
    jobs = select(Outbox.id).where(Outbox.job == "rehearse").order_by(Outbox.id.desc())
    job = stage.session.scalars(jobs).first()
    assert job is not None
    stage.session.commit()
    work(context, job, stage.now)
    stage.session.expire_all()
    return row


def gaps(row: Rehearsal) -> str:
    return "\n".join(one["what"]["zh"] for one in row.report["gaps"])


def rows(stage: Stage) -> dict[str, int]:
    count = {t: func.count() for t in Base.metadata.sorted_tables if t.name not in _OWN}
    return {t.name: stage.session.scalar(select(c).select_from(t)) or 0 for t, c in count.items()}


@pytest.fixture
def approved(stage: Stage) -> Call:
    return stage.call("approved")


@pytest.mark.parametrize("state", ["draft", "consulting", "approved"])
def test_a_rehearsal_keeps_its_report_and_writes_nothing_else(
    stage: Stage, context: Context, state: str
) -> None:
    call = stage.call(state)
    stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    before = rows(stage)
    row = rehearse(stage, context, call)
    assert row.status == "done"
    assert row.report["ends_in"]["zh"]
    assert sum(amount for _, amount in row.report["money"]) == call.budget
    assert rows(stage) == before
    assert call.state == state


def test_what_no_rehearsal_plays_is_looked_for_in_the_real_call_its_office_and_its_calendar(
    stage: Stage, context: Context, approved: Call
) -> None:
    one = {"key": "a", "zh": "甲", "en": "a"}
    approved.conditions, approved.required_files = "须为企业", [one]
    supervisor, lacking = (
        ROLE_LABELS[Role.SUPERVISOR].zh,
        ("未写申报条件", "未要求任何附件", "同分"),
    )
    told = gaps(rehearse(stage, context, approved))
    assert "放假安排尚未确认" in told
    assert f"、{supervisor}" in told
    assert not any(words in told for words in lacking)
    approved.conditions, approved.required_files = "", []
    approved.criteria = [one | {"weight": 100, "technical": False}]
    stage.holder(Role.SUPERVISOR)
    real = replace(context, settings=replace(context.settings, mode=Mode.PRODUCTION))
    told = gaps(rehearse(stage, real, approved))
    assert "公文一律等待" in told, "production has no certificate yet"
    assert f"、{supervisor}" not in told
    assert all(words in told for words in lacking)


def test_the_same_seed_gives_the_same_report_and_one_waits_at_a_time(
    stage: Stage, context: Context, approved: Call
) -> None:
    first = rehearse(stage, context, approved)
    again = rehearse(stage, context, approved)
    assert again.id != first.id
    assert again.report == first.report
    assert ask(stage, approved).id == ask(stage, approved).id


def test_a_call_that_is_published_is_rehearsed_no_more(stage: Stage) -> None:
    call = stage.call("published")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    asked = rehearsing.ask(stage.session, call, EXPECTED, "", officer, stage.now)
    assert isinstance(asked, Problems)


def test_whoever_changes_a_call_after_its_rehearsal_is_told_so(
    stage: Stage, context: Context, approved: Call
) -> None:
    assert rehearsing.wanting(stage.session, approved) == rehearsing.NEVER
    rehearse(stage, context, approved)
    assert rehearsing.wanting(stage.session, approved) is None
    approved.budget += 1
    assert rehearsing.wanting(stage.session, approved) == rehearsing.CHANGED


@pytest.mark.parametrize(("wanted", "done", "refused"), [(0, 0, 0), (1, 0, 1), (1, 1, 0)])
def test_publishing_waits_for_the_rehearsal_only_where_the_call_says_so(
    stage: Stage, context: Context, approved: Call, wanted: int, done: int, refused: int
) -> None:
    approved.rules = approved.rules | {"rehearsal_first": wanted}
    if done:
        rehearse(stage, context, approved)
    answer: Any = stage.take(approved, "publish", stage.holder(Role.PROGRAMME_OFFICER))
    keys = [r.key for r in getattr(answer, "reasons", ())]
    assert ("rehearsed_first" in keys) == bool(refused)
