"""揭榜挂帅 as its people live it: from a need to the certificate that anybody can verify."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    ArgumentOpinion,
    Expert,
    Letter,
    Person,
    Project,
    ProjectMilestone,
)
from app.models.proposals import SECTIONS
from app.services.files.evidence import add
from app.services.open_call import arguing
from tests.factories import (
    expert,
    official,
    organisation,
    person,
    programme,
    technology_field,
)
from tests.journeys.theatre import Theatre, Visitor, follow, text_of
from tests.journeys.troupe import (
    MATCHED,
    MINUTES,
    Troupe,
    a_pdf,
    all_may_sign_in,
    check_formally,
    fill_parts,
    form_panel,
    lock,
    make_together,
    put_on_notice,
    score_at_desks,
    troupe,
)
from tests.services.stage import a_page
from workflows.roles import Role

TITLE = "高导热多功能石墨烯聚酯纤维"


@dataclass
class Cast(Troupe):
    planning: Person
    contact: Person


@pytest.fixture
def cast(session: Session) -> Cast:
    programme(session)
    technology_field(session)
    demander = organisation(session, name="刺桐化纤公司", kind="enterprise", city="泉州市")
    unit = organisation(session, name="海峡纤维研究院")
    leader = person(session, name="蓝石烯", organisation_id=unit.id, title="", born_on=None)
    played = Cast(
        **vars(troupe(session, leader, unit)),
        planning=official(session, Role.PLANNING_OFFICER),
        contact=person(session, name="庄需求", organisation_id=demander.id),
    )
    experts = [expert(session) for _ in range(14)]
    experts += [expert(session, type="end_user") for _ in range(3)]
    all_may_sign_in(session, played, experts)
    return played


def test_from_a_need_to_the_certificate_of_success(
    theatre: Theatre, cast: Cast, tmp_path: Path
) -> None:
    officer, demander = theatre.visitor(cast.officer), theatre.visitor(cast.contact)
    posting = begin_a_list(officer)
    submit_a_need(demander)
    argue(theatre, cast, officer)
    post(theatre, cast, officer, posting)
    bid(theatre, cast, demander)
    judge(theatre, cast, officer, demander, posting)
    win(theatre, cast, officer, posting)
    sign(theatre, cast)
    succeed(theatre, cast, demander, tmp_path)
    anybody_verifies(theatre)


def begin_a_list(officer: Visitor) -> int:
    officer.open("/office/calls/new?mechanism=open_call")
    officer.fill(
        title="2026年度揭榜挂帅榜单",
        guide="支持方向：石墨烯纤维。",
        contact="林",
        contact_phone="0000-88888888",
        budget="1000",
        award_most="500",
        planned_awards="1",
    )
    officer.press("保存")
    posting = officer.number()
    officer.open(f"/office/calls/{posting}")
    officer.make("开始征集需求")
    return posting


def submit_a_need(demander: Visitor) -> None:
    demander.open("/my/needs")
    demander.fill(title=TITLE)
    demander.press("新建需求")
    demander.fill(
        technology_field_id="1",
        target="突破石墨烯在聚酯中的均匀分散。",
        content="原位聚合。",
        requirements="连续运行72小时。",
        acceptance="产线实测。",
        rights="归揭榜方。",
        ceiling="300",
        cofunding="300",
        metrics__0__name="导热系数",
        metrics__0__threshold="0.8",
        metrics__0__test_method="GB/T 10297",
        metrics__0__evidence_kind="检测报告",
        nodes__0__title="样品",
        nodes__0__due_on="2027-03-31",
    )
    for promise in ("承诺按期足额出资", "承诺提供真实场景测试并首试首用"):
        demander.page.get_by_label(promise).check()
    demander.press("保存")
    demander.reads("缺少：最终用户")
    demander.open("/items/1/edit")
    demander.fill(end_user="刺桐化纤公司")
    demander.press("保存")
    demander.make("提交需求")


def argue(theatre: Theatre, cast: Cast, officer: Visitor) -> None:
    officer.open("/cases/items/1")
    officer.make("遴选通过")
    make_together(theatre, [cast.manager, cast.witness], "/cases/items/1", "抽取论证专家")
    with theatre.context.transaction() as session:
        first, *others = session.scalars(select(ArgumentOpinion)).all()
        drawn = session.get_one(Expert, first.expert_id).person
        for opinion in others:
            answers = dict.fromkeys(arguing.TESTS, True)
            now = theatre.clock.now()
            wrong = arguing.sign(session, opinion, answers, "同意。", now, authenticated_at=now)
            assert wrong is None
    reader = theatre.visitor(drawn)
    reader.open("/reviews")
    follow(reader.page.get_by_role("link", name=TITLE))
    for choice in reader.page.locator("input[value='yes']").all():
        choice.check()
    reader.fill(comment="需求真实，指标可测。")
    reader.sign()
    reader.press("签署论证意见")
    officer.open("/cases/items/1")
    officer.make("论证通过")
    officer.make("列入拟发榜")


def post(theatre: Theatre, cast: Cast, officer: Visitor, posting: int) -> None:
    theatre.at(4, 2)
    officer.open(f"/office/calls/{posting}")
    officer.make("提交征求意见")
    theatre.at(4, 13)
    make_together(theatre, [cast.decider], f"/office/calls/{posting}", "批准张榜", **MATCHED)
    theatre.let_the_worker_work()
    stranger = theatre.stranger()
    stranger.goto("/items?standing=open")
    follow(stranger.get_by_role("link", name=TITLE))
    assert "还有" in text_of(stranger)
    assert "登录后揭榜" in text_of(stranger)


def bid(theatre: Theatre, cast: Cast, demander: Visitor) -> None:
    leader = theatre.visitor(cast.leader)
    leader.open("/items/1")
    leader.press("揭榜")
    leader.fill(
        rows__0__target="1.0",
        rows__0__route="独门工艺",
        rows__0__evidence="预试",
        rows__0__plan="两步",
    )
    leader.press("保存")
    forms: dict[str, dict[str, str]] = {
        "basics": {
            "title": TITLE,
            "technology_field_id": "1",
            "starts_on": "2026-08-01",
            "ends_on": "2027-12-31",
        },
        "sections": dict.fromkeys(SECTIONS, "路线可行。"),
        "milestones": {
            "rows-0-title": "样品",
            "rows-0-due_on": "2027-03-31",
            "rows-0-deliverable": "样品一批",
        },
        "budget": {
            "requested": "250",
            "matching": "250",
            "rows-0-heading": "业务费",
            "rows-0-fiscal": "250",
            "rows-0-own": "250",
        },
    }
    fill_parts(leader, 1, forms)
    leader.open("/proposals/1")
    leader.make("提交单位审核")
    sealer = theatre.visitor(cast.sealer)
    sealer.open("/proposals/1")
    sealer.make("审核盖章并密封")
    sealer.reads("任何人都不能查看")
    assert "独门工艺" not in text_of(sealer.page)
    answer = demander.page.goto(f"{theatre.address}/proposals/1")
    assert answer is not None
    assert answer.status == 404
    theatre.at(5, 15)


def judge(theatre: Theatre, cast: Cast, officer: Visitor, demander: Visitor, posting: int) -> None:
    check_formally(theatre, cast, 1)
    officer.open("/cases/items/1")
    officer.make("资格审查结束")
    officer.open(f"/office/calls/{posting}")
    group = form_panel(theatre, cast, officer, "评榜组")
    score_at_desks(theatre)
    lock(theatre, group)
    officer.open("/cases/items/1")
    officer.make("评榜结束")
    demander.open("/proposals/1")
    demander.reads("独门工艺")
    follow(demander.page.get_by_role("link", name="出具用户意见", exact=True))
    demander.page.get_by_label("支持").check()
    demander.fill(opinion="可以试用。")
    demander.sign()
    demander.press("出具用户意见")
    officer.open("/cases/items/1")
    officer.make("开始供需对接")


def win(theatre: Theatre, cast: Cast, officer: Visitor, posting: int) -> None:
    terms = {"price": "480", "delivery": "样品一批", "rights": "归揭榜方"}
    sides = [cast.leader, cast.contact]
    make_together(theatre, sides, "/proposals/1", "确认洽谈结果", **terms)
    make_together(theatre, [cast.decider], "/cases/items/1", "议定拟中榜", **MATCHED)
    put_on_notice(officer, posting)
    theatre.at(6, 1)


def sign(theatre: Theatre, cast: Cast) -> None:
    with theatre.context.transaction() as session:
        project = session.scalars(select(Project)).one()
        leader = session.get_one(Person, cast.leader.id)
        add(session, project, "matching", a_page(), "证明.pdf", by=leader, now=theatre.clock.now())
    signers = [cast.leader, cast.sealer, cast.contact, cast.planning]
    make_together(theatre, signers, "/projects/1", "签订军令状和任务书")
    theatre.let_the_worker_work()


def succeed(theatre: Theatre, cast: Cast, demander: Visitor, folder: Path) -> None:
    with theatre.context.transaction() as session:
        for milestone in session.scalars(select(ProjectMilestone)):
            milestone.state = "passed"
    make_together(theatre, [cast.leader, cast.contact], "/projects/1", "申请真实场景实测")
    leader = theatre.visitor(cast.leader)
    leader.open("/projects/1/user-test")
    leader.fill(
        tester="省检测院",
        accreditation="CNAS L0001",
        scenario="3号产线连续72小时。",
        tested_on="2026-05-30",
        values__0__value="1.2",
    )
    leader.page.get_by_label("检测报告").set_input_files(a_pdf(folder))
    leader.press("登记")
    demander.open("/projects/1")
    demander.make("签署用户实测意见", opinion="满足产线要求。")
    make_together(theatre, [cast.decider], "/projects/1", "认定揭榜成功", **MINUTES)
    theatre.let_the_worker_work()


def anybody_verifies(theatre: Theatre) -> None:
    with theatre.look() as session:
        letter = session.scalars(
            select(Letter).where(Letter.letter_kind == "success_certificate")
        ).one()
        code = letter.verification_code
        assert letter.state == "filed"
    stranger = theatre.stranger()
    stranger.goto(f"/verify/{code}")
    assert "揭榜成功证书" in text_of(stranger)
    stranger.goto("/items/1")
    assert "揭榜成功" in text_of(stranger)
