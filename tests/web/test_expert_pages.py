"""The pages of the pool: of the expert manager, of the expert, and of officials who stand aside."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import AvoidedExpert, ExpertTie, Proposal, ReviewGroup
from app.services.review.panels import Reading
from tests.conftest import SignInAs
from tests.factories import expert, organisation
from tests.services.panels import (
    accepted,
    drawn,
    formed,
    invitation,
    members,
    reviewing,
    reviews,
    someone,
)
from tests.services.stage import Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@pytest.fixture
def group(stage: Stage) -> ReviewGroup:
    return drawn(stage, accepted(stage).proposal)


def test_an_expert_keeps_units_absences_and_relations_and_everything_wrong_is_said(
    stage: Stage, sign_in: SignInAs
) -> None:
    one = expert(stage.session)
    unit = organisation(stage.session, name="新单位研究院")
    stage.session.commit()
    client, name = sign_in(one.person), unit.name
    stage.session.commit()
    wrong = client.post("/expert/units/new", data={"unit": "无此单位", "since": "2026-03-01"})
    assert wrong.status_code == 422
    assert "无此单位" in wrong.text
    assert client.post("/expert/units/new", data={"unit": "", "since": "x"}).status_code == 422
    moved = {"unit": name, "since": "2026-03-01"}
    assert client.post("/expert/units/new", data=moved).status_code == 303
    absent = {"since": "2026-05-01", "until": "2026-05-07"}
    assert client.post("/expert/absences/new", data=absent).status_code == 303
    backward = {"since": "2026-05-07", "until": "2026-05-01"}
    assert client.post("/expert/absences/new", data=backward).status_code == 422
    tie = {
        "kind": "joint_work",
        "whom": "friend@example.org",
        "name": "友人",
        "title": "联合论文",
        "on": "2025-06-01",
    }
    assert client.post("/expert/ties/new", data=tie).status_code == 303
    assert client.post("/expert/ties/new", data=tie | {"whom": "?"}).status_code == 422
    page = client.get("/expert/").text
    for words in ("新单位研究院", "2026-05-07", "联合论文", "友人"):
        assert words in page
    (number,) = re.findall(r"/expert/absences/(\d+)/end", page)
    stranger = expert(stage.session).person
    stage.session.commit()
    other = sign_in(stranger)
    stage.session.commit()
    other.post(f"/expert/absences/{number}/end")
    assert "2026-05-07" in client.get("/expert/").text
    client.post(f"/expert/absences/{number}/end")
    assert "2026-05-07" not in client.get("/expert/").text


def test_the_profile_is_for_experts_only(stage: Stage, sign_in: SignInAs) -> None:
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    assert sign_in(officer).get("/expert/").status_code == 404


def test_the_invited_expert_declines_on_the_page_with_a_reason(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    first, second = members(group)[:2]
    asked = invitation(stage, group, first)
    stage.session.commit()
    client = sign_in(someone(stage, first).person)
    assert "接受邀请" in client.get(f"/expert/invitations/{asked.id}").text
    other = sign_in(someone(stage, second).person)
    assert other.get(f"/expert/invitations/{asked.id}").status_code == 404
    path = f"/cases/invitation/{asked.id}/moves/decline"
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', client.get(path).text)
    assert seen is not None
    answer = client.post(path, data={"seen": seen[1], "reason": "出国"})
    assert answer.status_code == 303
    stage.session.expire_all()
    assert asked.state == "declined"


def test_the_manager_finds_an_expert_with_all_that_is_known_and_records_a_lapse(
    stage: Stage, group: ReviewGroup, sign_in: SignInAs
) -> None:
    one = someone(stage, members(group)[0])
    one.keywords = "固态电解质"
    manager, supervisor = stage.holder(Role.EXPERT_MANAGER), stage.holder(Role.SUPERVISOR)
    stage.session.commit()
    client = sign_in(manager)
    found = client.get("/office/experts?q=固态").text
    assert one.person.name in found
    assert someone(stage, members(group)[1]).person.name not in found
    page = client.get(f"/office/experts/{one.id}").text
    assert group.call.title in page
    credit = f"/office/experts/{one.id}/credit"
    overseer = sign_in(supervisor)
    stage.session.commit()
    assert client.post(credit, data={"kind": "late", "reason": ""}).status_code == 422
    assert client.post(credit, data={"kind": "leak", "reason": "泄露名单"}).status_code == 303
    assert "已出库" in client.get(credit.removesuffix("/credit")).text
    assert overseer.post(credit, data={}).status_code == 403
    assert client.get("/office/experts/9999").status_code == 404


def test_relations_come_in_as_a_file_and_faults_are_named_by_row(
    stage: Stage, sign_in: SignInAs
) -> None:
    mail = expert(stage.session).person.email
    manager = stage.holder(Role.EXPERT_MANAGER)
    stage.session.commit()
    client = sign_in(manager)
    stage.session.commit()

    def send(line: str) -> Any:
        file = BytesIO(f"表头\n{line}\n".encode())
        return client.post("/office/experts/ties/import", data={"file": (file, "ties.csv")})

    wrong = send(f"{mail},朋友,a@b.cn,甲,论文,2025-06-01")
    assert wrong.status_code == 422
    assert "第 2 行" in wrong.text
    assert send(f"{mail},合作,a@b.cn,甲,论文,2025-06-01").status_code == 303
    assert len(stage.session.scalars(select(ExpertTie)).all()) == 1


def test_the_record_of_a_draw_shows_the_seed_only_after_it(stage: Stage, sign_in: SignInAs) -> None:
    group = formed(stage, accepted(stage).proposal)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    page = sign_in(officer).get(f"/office/groups/{group.id}/draw").text
    assert group.seed_commitment in page
    assert group.seed not in page
    stage.signed(group, "draw", stage.holder(Role.EXPERT_MANAGER))
    stage.moved(group, "draw", stage.holder(Role.DISCIPLINE))
    stage.session.commit()
    page = sign_in(officer).get(f"/office/groups/{group.id}/draw").text
    assert group.seed in page
    assert "回避登记" in page
    assert "复算一致" in page
    expert_ = someone(stage, members(group)[0]).person
    assert sign_in(expert_).get(f"/office/groups/{group.id}/draw").status_code == 403


def test_a_group_that_is_assigned_shows_every_pair_with_its_reason(
    stage: Stage, sign_in: SignInAs
) -> None:
    for _ in range(6):
        expert(stage.session, load_most=3)
    call = stage.call("review", rules=DEFAULTS | {"min_valid_reviews": 2})
    proposals = [stage.applied(call=call, state="accepted").proposal for _ in range(3)]
    group = drawn(stage, *proposals, reading=Reading(seats=5, each=2))
    manager = stage.holder(Role.EXPERT_MANAGER)
    stage.session.commit()
    client, path = sign_in(manager), f"/office/groups/{group.id}/assignment"
    stage.session.commit()
    assert "尚未求解" in client.get(path).text
    total = {"aim": "total"}
    assert client.post(path, data={"aim": "best"}).status_code == 422
    assert client.post(path, data={"aim": "cap", "cap": "0"}).status_code == 422
    assert client.post(path, data={"aim": "cap", "cap": "60"}).status_code == 303
    assert "期望匹配度" in client.get(path).text
    assert client.post(path, data=total).status_code == 303
    page = client.get(path).text
    assert "已证明最优" in page
    keys = re.findall(r'name="lock" value="([\d-]+)"', page)
    assert len(keys) == 6
    client.post(path, data=total | {"shown": keys, "lock": keys[:1]})
    page = client.get(path).text
    assert len(re.findall(r'name="lock"[^>]* checked', page)) == 1
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    assert sign_in(officer).get(path).status_code == 403


def test_a_form_that_asks_more_readers_than_seats_is_refused(
    stage: Stage, sign_in: SignInAs
) -> None:
    applied = accepted(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    form = {"name": "甲组", "proposals": str(applied.proposal.id), "seats": "3", "each": "4"}
    path = f"/office/calls/{applied.proposal.call_id}/groups/new"
    answer = sign_in(officer).post(path, data=form)
    assert answer.status_code == 422
    assert "不能多于抽取专家数" in answer.text


def test_an_official_who_stands_aside_no_longer_handles_the_proposal(
    stage: Stage, sign_in: SignInAs
) -> None:
    applied = accepted(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.session.commit()
    client, page = sign_in(officer), f"/proposals/{applied.proposal.id}"
    path = f"/office{page}/stand-aside"
    assert client.get(page).status_code == 200
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "配偶是参加人。"}).status_code == 303
    assert client.get(page).status_code == 404
    assert client.get(f"/office/calls/{applied.proposal.call_id}").status_code == 200


def test_supervision_records_that_a_leader_stands_aside(stage: Stage, sign_in: SignInAs) -> None:
    applied = accepted(stage)
    leader, supervisor = stage.holder(Role.DECISION_MAKER), stage.holder(Role.SUPERVISOR)
    stage.session.commit()
    path = f"/office/proposals/{applied.proposal.id}/stand-aside"
    client = sign_in(supervisor)
    assert client.post(path, data={"email": "x@y.z", "reason": "师生。"}).status_code == 422
    answer = client.post(path, data={"email": leader.email, "reason": "师生。"})
    assert answer.status_code == 303
    page = f"/proposals/{applied.proposal.id}"
    assert sign_in(leader).get(page).status_code == 404
    assert client.get(page).status_code == 200


def seen(client: FlaskClient, proposal: Proposal) -> str:
    text = client.get(f"/proposals/{proposal.id}").text
    return re.sub(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*', r"\1", text)


def test_the_applicant_learns_that_recusal_is_under_way_and_never_who(
    stage: Stage, sign_in: SignInAs
) -> None:
    group = reviewing(stage, accepted(stage).proposal)
    proposal = group.items[0].proposal
    stage.session.commit()
    applicant = sign_in(proposal.pi)
    before = seen(applicant, proposal)
    assert "已启动回避" not in before
    first, second = reviews(stage, group)[:2]
    stage.moved(first, "declare_conflict", first.expert.person, reason="秘密甲。")
    stage.session.commit()
    once = seen(applicant, proposal)
    assert "已启动回避" in once
    assert first.expert.person.name not in once
    assert "秘密甲" not in once
    stage.moved(second, "declare_conflict", second.expert.person, reason="秘密乙。")
    stage.session.commit()
    assert seen(applicant, proposal) == once


def test_whom_the_applicant_asked_to_avoid_is_not_told_by_any_page_of_the_expert(
    stage: Stage, sign_in: SignInAs
) -> None:
    applied = accepted(stage)
    someone_ = expert(stage.session)
    applied.proposal.avoided = [
        AvoidedExpert(name=someone_.person.name, unit_name="某校", reason="竞争关系密语")
    ]
    stage.session.flush()
    group = reviewing(stage, applied.proposal)
    assert someone_.id not in members(group)
    reader = reviews(stage, group)[0]
    stage.moved(reader, "declare_no_conflict", reader.expert.person)
    stage.session.commit()
    assert "竞争关系密语" not in sign_in(reader.expert.person).get(f"/reviews/{reader.id}").text
    assert "已启动回避" in sign_in(applied.pi).get(f"/proposals/{applied.proposal.id}").text
