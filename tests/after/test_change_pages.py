"""The pages of a change of a project."""

from __future__ import annotations

from sqlalchemy import select

from app.models import (
    Acceptance,
    ChangeRequest,
)
from app.services.history import newest as newest_move
from tests.after.test_pages import newest, of, settle
from tests.after.underway import Underway
from tests.conftest import SignInAs

__all__ = ["of"]


def test_the_leader_drafts_edits_and_submits_a_change(of: Underway, sign_in: SignInAs) -> None:
    client, path = sign_in(of.pi), f"/projects/{of.project.id}/changes/new"
    end = of.project.ends_on
    settle(of)
    assert client.get(path).status_code == 200
    typed = {
        "kind": "term",
        "content": "延长半年。",
        "reason": "设备到货延迟。",
        "new_end": "2020-01-01",
    }
    wrong = client.post(path, data=typed)
    assert wrong.status_code == 422
    assert "设备到货延迟。" in wrong.text
    made = [client.post(path, data=typed | {"new_end": "2028-12-31"}) for _pressed in range(2)]
    assert [one.status_code for one in made] == [303, 303]
    assert made[0].location == made[1].location, "a button pressed twice begins one change"
    number = newest(of, ChangeRequest)
    edit = f"/changes/{number}/edit"
    assert "2028-12-31" in client.get(edit).text
    assert client.post(edit, data=typed | {"new_end": "2028-10-31"}).status_code == 303
    page = client.get(f"/changes/{number}").text
    assert "2028-10-31" in page
    assert f"现为 {end}" in page, "what is asked for stands beside what is"
    assert "单位审核 → 推荐单位审核 → 处室审核 → 待议定" in page, "and who has to agree"


def test_a_draft_is_to_be_edited_before_it_is_to_be_submitted(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.change("technical_route")
    settle(of)
    page = sign_in(of.pi).get(f"/changes/{case.id}").text
    assert page.index(f"/changes/{case.id}/edit") < page.index("提交变更申请")


def test_a_draft_of_a_change_is_the_leaders_own_affair(of: Underway, sign_in: SignInAs) -> None:
    case = of.change("technical_route")
    path = f"/changes/{case.id}"
    settle(of)
    assert sign_in(of.pi).get(path).status_code == 200
    assert sign_in(of.unit).get(path).status_code == 404
    assert "变更内容" not in sign_in(of.officer).get("/office/changes").text


def test_whoever_returns_a_change_to_its_leader_lands_on_a_page_that_is_there(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.change("technical_route")
    of.stage.moved(case, "submit", of.pi)
    number, seen = case.id, newest_move(of.stage.session, case)
    of.stage.session.commit()
    typed = {"reason": "请补充数据", "seen": str(seen)}
    unit = sign_in(of.unit)
    back = unit.post(f"/cases/change/{number}/moves/return", data=typed)
    assert (back.status_code, back.location) == (303, "/home")
    assert "请补充数据" in sign_in(of.pi).get(f"/changes/{number}").text


def test_the_reason_of_the_last_move_stands_on_the_page_itself_and_goes_with_the_next(
    of: Underway, sign_in: SignInAs
) -> None:
    case = of.change("core_members")
    of.stage.moved(case, "submit", of.pi)
    of.stage.moved(case, "return", of.unit, reason="请补充接任人员简历")
    number = case.id
    settle(of)

    def above_the_record() -> str:
        return sign_in(of.pi).get(f"/changes/{number}").text.split("流转记录")[0]

    assert "请补充接任人员简历" in above_the_record()
    for move, who, given in (
        ("submit", of.pi, {}),
        ("forward", of.unit, {}),
        ("refuse", of.officer, {"reason": "人员与任务无关"}),
    ):
        of.stage.moved(case, move, who, **given)
    settle(of)
    assert "请补充接任人员简历" not in above_the_record()
    assert "人员与任务无关" in above_the_record()


def test_metrics_to_change_are_typed_beside_what_the_contract_says(
    of: Underway, sign_in: SignInAs
) -> None:
    client, key = sign_in(of.pi), f"target-{of.metrics[0].id}"
    settle(of)
    typed = {"kind": "metrics", "content": "下调。", "reason": "材料受限。", key: "很高"}
    path = f"/projects/{of.project.id}/changes/new"
    assert client.post(path, data=typed).status_code == 422
    assert client.post(path, data=typed | {key: "350"}).status_code == 303
    number = newest(of, ChangeRequest)
    assert "降低指标" in client.get(f"/changes/{number}").text


def test_another_end_user_is_no_change_of_a_project_that_has_none(
    of: Underway, sign_in: SignInAs
) -> None:
    settle(of)
    client, path = sign_in(of.pi), f"/projects/{of.project.id}/changes/new"
    page = client.get(path).text
    assert 'value="pi"' in page
    assert "最终用户" not in page
    typed = {"kind": "end_user", "content": "更换。", "reason": "更换。", "new_user": of.pi.email}
    assert client.post(path, data=typed).status_code == 422


def test_a_form_left_open_until_it_is_too_late_says_so_and_keeps_what_was_typed(
    of: Underway, sign_in: SignInAs
) -> None:
    of.on(2028, 7, 1)
    case = of.stage.session.scalars(select(Acceptance)).one()
    edit = f"/acceptances/{case.id}/edit"
    of.on(2029, 1, 2)
    assert case.state == "lapsed"
    settle(of)
    client = sign_in(of.pi)
    late = client.post(edit, data={"summary": "夜里才写完的总结。"})
    assert late.status_code == 409
    assert "申请复查" in late.text
    assert "夜里才写完的总结。" in late.text
    assert "还缺" not in late.text
    assert "申请复查" in client.get(edit, follow_redirects=True).text
