"""Each call states the tasks of the plan it serves; approving it, and its awards, reviews that."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.models import Outbox, PlanTask, Project
from app.plan.loader import load_plan
from app.plan.tasks import tasks_of, worded
from app.queries.figures.plan_tasks import every_task
from app.services.calls import drafting as calls
from app.services.problems import Problems
from app.services.proposals import drafting
from app.services.proposals.completeness import form_problems
from app.services.takeaways import asking
from app.worker.context import Context
from app.worker.jobs import work
from tests.conftest import SignInAs
from tests.factories import programme
from tests.services.awarding import Ranked, drafted, ranked
from tests.services.running import awarded
from tests.services.stage import MATCHED, MINUTES, Stage
from workflows.roles import Role


def test_every_programme_of_the_plan_has_tasks_in_the_plans_own_words() -> None:
    found = {p.number: tasks_of(p.focus) for p in load_plan().programmes}
    assert all(len(tasks) >= 2 for tasks in found.values())
    assert found[16][1] == "加快仿制药研发与产业化"
    for each in load_plan().programmes:
        assert all(task in each.focus for task in found[each.number])


def test_every_task_of_the_plan_reads_in_english() -> None:
    tasks = [task for each in load_plan().programmes for task in tasks_of(each.focus)]
    assert len({worded(task).en for task in tasks}) == len(tasks)
    assert all(worded(task).en.isascii() or "–" in worded(task).en for task in tasks)


def test_a_call_without_a_task_of_the_plan_is_not_approved(stage: Stage) -> None:
    call, meeting = stage.call("consulting"), stage.holder(Role.DECISION_MAKER)
    tasks, call.tasks = list(call.tasks), []
    stage.session.flush()
    assert stage.refused(call, "approve", meeting, **MATCHED).keys() == {"serves_the_plan"}
    call.tasks = tasks
    stage.session.flush()
    stage.moved(call, "approve", meeting, **MATCHED)


def test_the_approver_says_how_a_call_matches_the_plan(stage: Stage) -> None:
    call, meeting = stage.call("consulting"), stage.holder(Role.DECISION_MAKER)
    assert stage.refused(call, "approve", meeting, **MINUTES).keys() == {"missing_plan_match"}
    stage.moved(call, "approve", meeting, **MATCHED)
    assert call.plan_match == MATCHED["plan_match"]


@pytest.fixture
def of_two(stage: Stage) -> Ranked:
    made = ranked(stage, 92, 70)
    drafted(stage, made, "propose", "drop")
    return made


def test_an_award_serves_a_task_of_its_call(stage: Stage, of_two: Ranked) -> None:
    meeting = stage.holder(Role.DECISION_MAKER)
    best = of_two.proposals[0]
    task, best.plan_task_id = best.plan_task_id, None
    stage.session.flush()
    reasons = stage.refused(of_two.call, "decide_list", meeting, **MATCHED)
    assert best.title in reasons["awards_serve_the_plan"].zh
    best.plan_task_id = task
    stage.session.flush()
    assert stage.refused(of_two.call, "decide_list", meeting, **MINUTES).keys() == {
        "missing_plan_match"
    }
    stage.moved(of_two.call, "decide_list", meeting, **MATCHED)


def test_a_proposal_chooses_among_the_tasks_of_its_call(stage: Stage) -> None:
    proposal = stage.applied().proposal
    stranger = programme(stage.session).tasks[0]
    answer = drafting.save(
        stage.session,
        proposal,
        "basics",
        {"plan_task_id": stranger.id},
        edition=proposal.edition,
        by=proposal.pi,
        now=stage.now,
    )
    assert isinstance(answer, Problems)
    proposal.plan_task = None
    assert any("规划任务" in words.zh for words in form_problems(proposal))


def test_a_call_takes_tasks_of_its_own_programme_only(stage: Stage) -> None:
    call = stage.call("draft")
    call.tasks = []
    written = calls.blank(call.mechanism_key, 2026)
    other = replace(written, title="某指南", tasks=tuple(programme(stage.session).tasks))
    answer = calls.edit(stage.session, call, other, call.revision, call.drafted_by, stage.now)
    assert isinstance(answer, Problems)
    assert "tasks" in answer.by_field


@pytest.fixture
def of(stage: Stage) -> Project:
    """A project; its programme has a second task that no call serves."""
    project = awarded(stage).project
    project.proposal.title = "=1+1"
    stage.session.add(
        PlanTask(programme_id=project.proposal.call.programme_id, number=2, text="=2+2")
    )
    stage.holder(Role.PLANNING_OFFICER)
    stage.session.commit()
    return project


def test_tasks_are_listed_with_what_serves_them_and_gaps_show(stage: Stage, of: Project) -> None:
    (first, project, money), (second, none, nothing) = every_task(stage.session, ())
    assert (project, money) == (of, of.amount)
    assert (none, nothing) == (None, 0)
    assert first.officers == (of.proposal.call.drafted_by.name,)
    assert not second.calls


def test_the_list_of_tasks_shows_gaps_and_exports_text(
    stage: Stage, of: Project, sign_in: SignInAs
) -> None:
    client = sign_in(stage.holder(Role.PLANNING_OFFICER))
    assert of.number in client.get("/office/plan/tasks").text
    gaps = client.get("/office/plan/tasks?gaps=1").text
    assert "尚无指南" in gaps
    assert of.number not in gaps
    sheet = load_workbook(BytesIO(client.get("/sheets/plan-tasks.xlsx").data))["规划任务"]
    assert sheet.max_row == 3
    assert (sheet["C3"].data_type, sheet["C3"].value) == ("s", "=2+2")


@pytest.mark.parametrize(
    ("book", "title"), [("plan-tasks", "规划任务"), ("plan-evaluation", "经费")]
)
def test_of_many_projects_a_sheet_is_made_behind_the_page(
    stage: Stage,
    of: Project,
    sign_in: SignInAs,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    book: str,
    title: str,
) -> None:
    monkeypatch.setattr(asking, "AT_ONCE_MOST", 0)
    client = sign_in(stage.holder(Role.PLANNING_OFFICER))
    assert "共 1 行" in client.get(f"/sheets/{book}.xlsx").text
    page = client.post(f"/sheets/{book}.xlsx").headers["Location"]
    job = stage.session.query(Outbox).filter_by(job="takeaway").one().id
    stage.session.commit()
    work(context, job, stage.now)
    with client.get(f"{page}/file") as answer:
        assert of.number in {
            cell.value for row in load_workbook(BytesIO(answer.data))[title] for cell in row
        }
