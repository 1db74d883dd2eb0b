"""The pages of what follows the award: each role finds its own, and nothing typed is lost."""

from __future__ import annotations

import html
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.models import (
    Acceptance,
    Appeal,
    ChangeRequest,
    Person,
    Project,
    ResearchResult,
    Share,
    Suspension,
)
from app.services.moves import begin
from tests.after.test_acceptance import NEXT_TO_DUE
from tests.after.underway import A_PATENT, Underway, underway
from tests.conftest import SignInAs
from tests.factories import organisation, person
from tests.services.running import awarded
from tests.services.stage import MINUTES, Stage, a_page
from tests.web.counting import counting
from workflows.roles import Role


@pytest.fixture
def of(stage: Stage) -> Underway:
    made = underway(stage)
    for role in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.SUPERVISOR, Role.FINANCE):
        stage.holder(role)
    settle(made)
    return made


def settle(of: Underway) -> None:
    """Commit, with everything at hand that a test asks of these people and this project, so that
    nothing is read again, which would take the lock of a writer."""
    for someone in (of.pi, of.unit, of.officer, of.decider):
        _ = someone.id, someone.name
    _ = of.project.id, of.project.number, of.metrics[0].id, of.project.proposal.title
    of.stage.session.commit()


def newest(of: Underway, model: Any) -> int:
    """The id of the newest row, without holding the lock of a writer."""
    found = of.stage.session.scalar(select(func.max(model.id)))
    of.stage.session.commit()
    return found or 0


def test_an_application_for_acceptance_is_written_page_by_page(
    of: Underway, sign_in: SignInAs
) -> None:
    client, metric, name = sign_in(of.pi), of.metrics[0].id, of.metrics[0].name
    settle(of)
    assert client.post(f"/projects/{of.project.id}/acceptance").status_code == 303
    number = newest(of, Acceptance)
    edit, key = f"/acceptances/{number}/edit", metric
    assert "总结报告" in client.get(edit).text
    typed = {"summary": "全部完成。", "data_receipt": "1号", f"value-{key}": "很好"}
    wrong = client.post(edit, data=typed)
    assert wrong.status_code == 422
    assert "全部完成。" in wrong.text
    assert "很好" in wrong.text
    assert f"“{name}”的实际值须为数字" in html.unescape(wrong.text), "which of the values is wrong"
    assert client.post(edit, data=typed | {f"value-{key}": "410"}).status_code == 303
    bad = typed | {"summary": "重写。", f"value-{key}": "411", "file": (BytesIO(b"MZ"), "总结.pdf")}
    refused = client.post(edit, data=bad)
    assert refused.status_code == 422
    assert "重写。" in refused.text, "what is typed stays when the file beside it is refused"
    assert "全部完成。" in client.get(edit).text, "and nothing of it is saved"
    good = bad | {"key": "report", "file": (BytesIO(a_page().getvalue()), "总结.pdf")}
    assert client.post(edit, data=good).status_code == 303
    assert "重写。" in client.get(edit).text, "a file that is sent takes the text along"
    with client.get(f"/acceptances/{number}/files/1") as answer:
        assert answer.status_code == 200
    taken_out = typed | {f"value-{key}": "411", "remove": "1"}
    assert client.post(edit, data=taken_out).status_code == 303
    assert client.get(f"/acceptances/{number}/files/1").status_code == 404


def test_the_office_sees_the_drawn_panel_and_the_list_of_acceptances(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.applied()
    name = of.convened(case)[0].expert.person.name
    path = f"/acceptances/{case.id}"
    settle(of)
    seen = sign_in(of.officer).get(path).text
    assert (name in seen, "抽签产生" in seen) == (True, True)
    assert of.project.number in sign_in(of.officer).get("/office/acceptances").text
    assert "抽签产生" not in sign_in(of.pi).get(path).text


def test_the_officer_is_told_what_the_panel_waits_for_and_where_to_do_it(
    of: Underway, sign_in: SignInAs
) -> None:
    case, session = of.applied(), of.stage.session
    share = Share(project_id=of.project.id, unit_id=organisation(session).id, fiscal=1, own=0)
    share.project = of.project
    begin(session, share, Role.SYSTEM_CLOCK, of.stage.now)
    path, there = f"/acceptances/{case.id}", f"/finance/shares/{share.id}"
    settle(of)
    page = sign_in(of.officer).get(path).text
    assert "专家组作出结论之前，须由主办人逐单位认定。" in page
    assert there in page
    assert there not in sign_in(of.pi).get(path).text


def test_the_chair_reads_the_others_after_the_own_opinion(of: Underway, sign_in: SignInAs) -> None:
    case = of.applied()
    given = of.convened(case)
    assert case.assessment is not None
    seat = next(o for o in given if o.expert_id == case.assessment.chair_id)
    of.judged([o for o in given if o is not seat], "pass", "met")
    chair, path = of.chair(case), f"/acceptances/{case.id}"
    settle(of)
    client = sign_in(chair)
    assert "达到 4" not in client.get(path).text
    of.judged([seat], "pass", "met")
    settle(of)
    assert "达到 5" in client.get(path).text


def test_those_who_are_judged_read_the_conclusion_and_no_members_opinion(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.concluded("conclude_pass", "pass")
    assert case.assessment is not None
    seat = case.assessment.members[-1].expert.person
    path, name = f"/acceptances/{case.id}", seat.name
    settle(of)
    judged, office = sign_in(of.pi).get(path).text, sign_in(of.officer).get(path).text
    assert "意见一致。" in judged
    assert f">{name}<" not in judged.split("流转记录")[0]
    assert name in office


def test_the_public_sees_an_acceptance_once_it_is_on_notice(
    of: Underway, client: FlaskClient
) -> None:
    case = of.concluded("conclude_pass", "pass")
    settle(of)
    assert of.project.number not in client.get("/acceptance-notices").text
    assert "现在没有公示" in client.get("/").text
    of.stage.moved(case, "publish", of.officer)
    settle(of)
    assert of.project.number in client.get("/acceptance-notices").text
    assert f"{of.project.proposal.title}：验收公示" in client.get("/").text


def test_the_public_reads_that_a_conclusion_was_overtaken_by_a_later_one(
    of: Underway, client: FlaskClient
) -> None:
    words = "其后重新验收，以后一次的结论为准"
    again = of.second_applied_for()
    settle(of)
    first = client.get("/acceptance-notices").text
    assert of.project.number in first, "what was on notice does not vanish"
    assert words not in first
    of.judged(of.convened(again), "fail", "not_met")
    of.stage.moved(again, "conclude_fail", of.chair(again), **NEXT_TO_DUE)
    of.on_notice(again)
    settle(of)
    assert client.get("/acceptance-notices").text.count(words) == 1


def test_results_are_registered_by_the_team_and_read_by_all_concerned(
    of: Underway, sign_in: SignInAs
) -> None:
    path = f"/projects/{of.project.id}/results"
    typed = {"kind": "patent", "title": A_PATENT.title, "number": A_PATENT.number}
    team = sign_in(of.pi)
    assert team.post(path, data=typed | {"title": ""}).status_code == 422
    assert team.post(path, data=typed).status_code == 303
    assert team.post(path, data=typed).status_code == 422
    assert newest(of, ResearchResult) == 1
    assert A_PATENT.title in sign_in(of.officer).get(path).text
    assert sign_in(of.officer).post(path, data=typed).status_code == 404


def test_the_office_proposes_to_suspend_and_the_team_does_not_read_why(
    of: Underway, sign_in: SignInAs
) -> None:
    path = f"/projects/{of.project.id}/suspend"
    office = sign_in(of.officer)
    assert office.post(path, data={"cause": "court", "reason": ""}).status_code == 422
    assert office.post(path, data={"cause": "court", "reason": "内部情况"}).status_code == 303
    number = newest(of, Suspension)
    assert "内部情况" in office.get(f"/suspensions/{number}").text
    team, project = sign_in(of.pi), f"/projects/{of.project.id}"
    assert team.get(f"/suspensions/{number}").status_code == 404, "not before it is ordered"
    assert "项目暂停" not in team.get(project).text
    of.stage.moved(of.stage.session.get_one(Suspension, number), "order", of.decider, **MINUTES)
    settle(of)
    assert "内部情况" not in team.get(f"/suspensions/{number}").text
    assert "项目暂停" in team.get(project).text


def test_the_unit_appeals_on_the_page_of_the_project(of: Underway, sign_in: SignInAs) -> None:
    of.terminate()
    settle(of)
    client, path = sign_in(of.unit), f"/projects/{of.project.id}/appeal"
    waiting = client.get(f"/projects/{of.project.id}").text
    assert path in waiting
    assert "期限自决定书送达起算" in waiting
    of.stage.serve(of.project)
    settle(of)
    served = client.get(f"/projects/{of.project.id}").text
    assert path in served
    assert "期限自决定书送达起算" not in served
    assert client.post(path, data={"grounds": ""}).status_code == 422
    assert client.post(path, data={"grounds": "事实有误。"}).status_code == 303
    number = newest(of, Appeal)
    assert "事实有误。" in client.get(f"/appeals/{number}").text
    assert path not in client.get(f"/projects/{of.project.id}").text


def test_strangers_find_nothing(of: Underway, sign_in: SignInAs) -> None:
    of.applied()
    of.change("technical_route")
    client = sign_in(person(of.stage.session))
    settle(of)
    for path in ("/acceptances/1", "/acceptances/1/edit", "/changes/1", "/projects/1/results"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("path", ["/office/changes", "/office/acceptances", "/acceptance-notices"])
def test_queries_of_lists_do_not_grow_with_their_rows(
    app: Flask, of: Underway, sign_in: SignInAs, path: str
) -> None:
    session, counts = of.stage.session, []
    officer = of.officer
    for _ in range(2):
        for _ in range(3):
            one = awarded(of.stage)
            session.add_all(rows_of(one.project, officer, of))
        session.flush()
        settle(of)
        client = sign_in(officer)
        with counting(app.extensions["database"].engine) as statements:
            assert client.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def rows_of(project: Project, by: Person, of: Underway) -> list[Any]:
    """A change and an acceptance that stand in the lists."""
    change = ChangeRequest(project=project, change_kind="members", drafted_by_id=by.id)
    accepted = Acceptance(project=project, conclusion="pass")
    accepted.notice_starts_on = accepted.notice_ends_on = of.stage.now.date()
    for case, state in ((change, "filed"), (accepted, "passed")):
        case.state, case.state_entered_at, case.workflow_version = state, of.stage.now, 1
    return [change, accepted]
