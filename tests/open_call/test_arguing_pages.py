"""Pages on which a need is argued and what is signed is read first."""

from __future__ import annotations

import re
from io import BytesIO

from sqlalchemy import select
from werkzeug.test import TestResponse

from app.models import Expert, MetricReading
from app.services.identity import passwords
from app.services.open_call import arguing
from tests.conftest import SignInAs
from tests.open_call.courses import MORE, drafted
from tests.open_call.story import Story
from tests.open_call.test_arguing import draw, revising
from tests.open_call.test_whole_way import attacked
from tests.services.stage import a_page
from tests.web.editions import edition
from workflows.engine.calendar import local_date

_PASSWORD = "a-password-long-enough"


def test_whoever_signs_reads_first_what_is_signed_and_who_signs_too(
    story: Story, sign_in: SignInAs
) -> None:
    """The pledge, and the third party's report at the user's."""
    project = story.project(attacked(story))
    story.tested(project, first="1.3")
    story.session.commit()
    client, path = sign_in(story.contact), f"/projects/{project.id}"
    signing = client.get(f"/cases/project/{project.id}/moves/sign_user_test").text
    assert f'href="{path}"' in signing
    page = client.get(path).text
    report = re.search(rf'href="({path}/files/\d+)"', page)
    assert report is not None
    assert "发榜单位3号生产线连续72小时" in page
    with client.get(report[1]) as file:
        assert file.data.startswith(b"%PDF")
    story.session.rollback()
    project.state = "contracting"
    story.session.commit()
    signing = client.get(f"/cases/project/{project.id}/moves/sign_contract").text
    assert f'href="{path}/contract"' in signing
    others = re.search(r"还须会签</dt><dd>([^<]*)<", signing)
    assert others is not None
    assert "申报人" in others[1]
    assert "发榜单位" not in others[1]


def test_an_opinion_on_a_need_is_signed_with_the_password_and_a_wrong_one_loses_nothing(
    story: Story, sign_in: SignInAs
) -> None:
    story.screened()
    story.experts(9)
    story.stage.signed(story.item, "draw_argument", story.manager)
    story.stage.moved(story.item, "draw_argument", story.witness)
    opinion = arguing.opinions_of(story.session, story.item)[0]
    reader = story.session.get_one(Expert, opinion.expert_id).person
    path = f"/items/{story.item.id}/argument"
    reader.password_hash = passwords.hashed(_PASSWORD)
    said = dict.fromkeys(arguing.TESTS, True)
    unproven = arguing.sign(
        story.session, opinion, said, "同意。", story.stage.now, authenticated_at=None
    )
    assert unproven is not None
    story.session.commit()
    client = sign_in(reader)
    assert 'name="signing_password"' in client.get(path).text
    typed = dict.fromkeys(arguing.TESTS, "yes") | {"comment": "需求真实，指标可测。"}
    for wrong in ({}, {"signing_password": "guess"}):
        answer = client.post(path, data=typed | wrong)
        assert answer.status_code == 422
        assert "需求真实，指标可测。" in answer.text
        story.session.refresh(opinion)
        assert opinion.signed_at is None
        story.session.rollback()  # so that the next request may write
    right = typed | {"signing_password": _PASSWORD}
    assert client.post(path, data=right).status_code == 303
    story.session.refresh(opinion)
    assert opinion.signed_at is not None
    story.session.rollback()
    assert client.post(path, data=right).status_code == 303, "pressed twice"
    assert re.search("您已于 [^<]* 签署论证意见。", client.get("/reviews").text)
    other = client.post(path, data=right | {"comment": "另有意见。"})
    assert other.status_code == 409
    assert "论证意见已签署，不能再修改" in other.text


def test_an_expert_argues_the_revision_and_not_what_stood_before_and_may_decline(
    story: Story, sign_in: SignInAs
) -> None:
    revising(story)
    drafted(story, **MORE, target="改为二十层以下均匀分散。")
    story.experts(9)
    draw(story)
    opinion = arguing.opinions_of(story.session, story.item)[0]
    reader = story.session.get_one(Expert, opinion.expert_id).person
    story.session.commit()
    client, path = sign_in(reader), f"/items/{story.item.id}/argument"
    home = client.get("/home").text
    assert home.count(f'href="{path}"') == 1
    in_list = home.partition('class="table cards waiting"')[2].partition("</table>")[0]
    assert f'href="{path}"' in in_list
    assert in_list.count(story.item.title) == 1, "found once"
    assert "待论证的需求" not in home
    assert "改为二十层以下均匀分散。" in client.get(path).text
    assert client.post(f"{path}/decline", data={"reason": " "}).status_code == 422
    assert client.post(f"{path}/decline", data={"reason": "有合作。"}).status_code == 303
    assert path not in client.get("/home").text
    assert "签署论证意见" not in client.get(path).text


def test_a_report_of_the_test_is_not_replaced_unseen_by_whoever_read_an_older_one(
    story: Story, sign_in: SignInAs
) -> None:
    project = story.project(attacked(story))
    path = f"/projects/{project.id}/user-test"
    leader = project.proposal.pi
    story.session.commit()
    client = sign_in(leader)
    typed = {
        "tester": "省检测院",
        "accreditation": "CNAS L0001",
        "scenario": "3号产线连续72小时。",
        "tested_on": local_date(story.stage.now).isoformat(),
        "values-1-value": "4.2",
    }
    opened, report = edition(client.get(path).text, path), a_page().getvalue()

    def sent(value: str, seen: dict[str, str]) -> TestResponse:
        file = {"report": (BytesIO(report), "检测报告.pdf"), "values-0-value": value}
        return client.post(path, data=typed | seen | file)

    assert [sent("1.2", opened).status_code for _pressed in range(2)] == [303, 303]
    other = sent("0.9", opened)
    assert other.status_code == 409
    assert "在另一窗口保存了其他内容" in other.text
    assert 'value="0.9"' in other.text
    measured = select(MetricReading.value).where(MetricReading.step == "accepted")
    assert story.session.scalars(measured).all() == ["1.2", "4.2"]
    story.session.rollback()
    assert sent("0.9", edition(other.text, path)).status_code == 303
