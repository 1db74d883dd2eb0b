"""From the awarded project to the certificate anybody can verify, as its people live it. Each kind
of page is gone through in a browser by one who works with it; whoever does the same beside them
moves through the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfWriter
from sqlalchemy.orm import Session

from app.models import (
    Case,
    Expert,
    Letter,
    PaymentBatch,
    Person,
    Project,
    ProjectMilestone,
)
from app.services.moves import Moved, take
from app.worker.context import Context
from tests.conftest import StillClock
from tests.factories import expert, grant, official, person
from tests.journeys.assessing import (
    chair_of,
    opinion_of,
    sign_opinions,
    visit_without_a_network,
    write,
)
from tests.journeys.theatre import Theatre, Visitor, follow, may_sign_in, text_of
from tests.journeys.troupe import make_together
from tests.services.money import verified_account
from tests.services.running import awarded
from tests.services.stage import Stage
from workflows.roles import Role

TERM = {"starts_on": date(2026, 3, 1), "ends_on": date(2028, 6, 30)}


@dataclass
class Cast:
    leader: Person
    unit: Person
    planning: Person
    officer: Person
    manager: Person
    witness: Person
    finance: Person
    second: Person
    treasurer: Person
    experts: list[Expert]
    project: int
    metric: int


@pytest.fixture
def cast(session: Session, clock: StillClock, context: Context) -> Cast:
    stage = Stage(session, clock, context)
    made = awarded(stage, proven=False, **TERM)
    leader, unit, planning = made.signers
    treasurer = person(session, organisation_id=made.project.proposal.lead_unit_id)
    grant(session, treasurer, Role.UNIT_FINANCE, organisation_id=treasurer.organisation_id)
    verified_account(stage, made.project.proposal.lead_unit, treasurer)
    experts = [expert(session) for _ in range(4)] + [expert(session, type="finance")]
    played = Cast(
        leader=leader,
        unit=unit,
        planning=planning,
        officer=official(session, Role.PROGRAMME_OFFICER),
        manager=official(session, Role.EXPERT_MANAGER),
        witness=official(session, Role.DISCIPLINE),
        finance=stage.holder(Role.FINANCE),
        second=stage.holder(Role.FINANCE, "second"),
        treasurer=treasurer,
        experts=experts,
        project=made.project.id,
        metric=made.metric.id,
    )
    people = [value for value in vars(played).values() if isinstance(value, Person)]
    may_sign_in(*people, *(e.person for e in experts))
    session.commit()
    return played


def test_from_the_contract_to_a_certificate_that_a_stranger_verifies(
    theatre: Theatre, cast: Cast, tmp_path: Path
) -> None:
    file = a_pdf(tmp_path)
    contract(theatre, cast, file)
    pay(theatre, cast)
    theatre.at(8, 31)
    leader, officer = theatre.visitor(cast.leader), theatre.visitor(cast.officer)
    report(leader, theatre, cast, file)
    judge(officer, theatre, cast)
    leader.open(f"/projects/{cast.project}")
    leader.reads("通过", "节点考核结论书", "350")
    case = apply(leader, theatre, cast, file)
    accept(officer, theatre, cast, case)
    verify(theatre, cast)
    with theatre.look() as session:
        made = {x.letter_kind for x in session.query(Letter) if x.state == "filed"}
        assert made >= {
            *("contract", "payment_notice", "node_notice", "node_conclusion"),
            *("acceptance_convened", "acceptance_opinion"),
            *("acceptance_public_notice", "acceptance_certificate"),
        }
        assert session.get_one(Project, cast.project).state == "passed"


def a_pdf(folder: Path) -> Path:
    writer, file = PdfWriter(), folder / "检测报告.pdf"
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file


def contract(theatre: Theatre, cast: Cast, file: Path) -> None:
    leader = theatre.visitor(cast.leader)
    leader.open(f"/projects/{cast.project}/contract/edit")
    leader.fill(
        **{
            "milestones-0-title": "中期样机",
            "milestones-0-due_on": "2026-09-30",
            "milestones-0-targets": "能量密度 = 300",
        }
    )
    leader.press("存为新的一版")
    leader.reads("任务书第 2 版", "与上一版的差别")
    leader.page.get_by_label("配套资金证明").set_input_files(file)
    leader.press("上传")
    leader.make("签订任务书")
    unit = theatre.visitor(cast.unit)
    unit.open(f"/projects/{cast.project}/contract")
    unit.make("签订任务书")
    move(theatre, Project, cast.project, "sign_contract", cast.planning)
    theatre.let_the_worker_work()
    leader.open(f"/projects/{cast.project}")
    leader.reads("在研", "中期样机", "项目任务书")


def pay(theatre: Theatre, cast: Cast) -> None:
    """The first payment: approved by one, sent by another, received by the unit."""
    finance = theatre.visitor(cast.finance)
    finance.open("/finance/payments/1")
    finance.make("审批")
    finance.make("编入批次")
    move(theatre, PaymentBatch, 1, "send", cast.second)
    finance.open("/finance/payments/1")
    finance.make("登记已拨付", paid_on="2026-03-02", reference="GK-1")
    theatre.let_the_worker_work()
    treasurer = theatre.visitor(cast.treasurer)
    treasurer.open("/finance/payments/1")
    treasurer.reads("关于拨付项目经费的通知", "任务书签订")
    treasurer.make("确认到账", received_on="2026-03-02")
    treasurer.reads("已到账")


def move(theatre: Theatre, kind: type[Case], number: int, transition: str, by: Person) -> None:
    now = theatre.clock.now()
    with theatre.context.transaction() as session:
        case, person = session.get_one(kind, number), session.get_one(Person, by.id)
        answer = take(session, case, transition, person, now=now, authenticated_at=now)
        assert isinstance(answer, Moved), answer


def report(leader: Visitor, theatre: Theatre, cast: Cast, file: Path) -> None:
    milestone = first_milestone(theatre)
    leader.open(f"/milestones/{milestone}/report")
    metric = cast.metric
    leader.fill(
        **{
            "report": "样机完成，指标达到。",
            f"value-{metric}": "350",
            f"measured_by-{metric}": "省检测院",
            f"report_body-{metric}": "CNAS",
            f"report_number-{metric}": "JC-1",
        }
    )
    leader.page.locator(f"[name='file-{metric}']").set_input_files(file)
    leader.press("保存")
    leader.open(f"/milestones/{milestone}")
    leader.reads("350", "检测报告.pdf")
    leader.make("提交节点报告")


def first_milestone(theatre: Theatre) -> int:
    with theatre.look() as session:
        return session.query(ProjectMilestone).order_by(ProjectMilestone.id).first().id  # type: ignore[union-attr]


def draw(officer: Visitor, theatre: Theatre, cast: Cast, move: str) -> None:
    """The officer says how many; the manager draws before a witness."""
    path = officer.where
    officer.make("提请抽取专家组", beyond="0")
    make_together(theatre, [cast.manager, cast.witness], path, move)
    officer.open(path)
    officer.reads("抽签产生", "抽取记录")


def judge(officer: Visitor, theatre: Theatre, cast: Cast) -> None:
    """The chair writes an opinion on its page; the others sign theirs through the door."""
    milestone = first_milestone(theatre)
    officer.open("/office/milestones?month=2026-09")
    follow(officer.page.get_by_role("link", name="中期样机"))
    draw(officer, theatre, cast, "抽取考核专家")
    officer.make("启动节点考核")
    visit_without_a_network(officer, milestone)
    who = chair_of(theatre, milestone)
    chair = theatre.visitor(who)
    write(chair, opinion_of(theatre, who), cast.metric)
    sign_opinions(theatre, cast.metric)
    chair.open("/opinions")
    follow(chair.page.get_by_role("link", name="中期样机").first)
    chair.make("结论：通过", opinion="指标达到，同意通过。")
    theatre.let_the_worker_work()


def apply(leader: Visitor, theatre: Theatre, cast: Cast, file: Path) -> int:
    """The leader applies early; the unit seals."""
    leader.press("提前申请验收")
    case, metric = leader.number(), cast.metric
    leader.fill(
        **{
            "summary": "任务书指标全部达到。",
            "data_receipt": "数据汇交1号",
            f"value-{metric}": "410",
            f"report-{metric}": "JC-2",
        }
    )
    leader.press("保存")
    for kind in ("report", "accounts", "test_report"):
        leader.page.locator("[name=key]").select_option(kind)
        leader.page.locator("[name=file]").set_input_files(file)
        leader.press("保存")
    follow(leader.page.get_by_role("link", name="登记成果"))
    leader.fill(kind="patent", title="一种固态电解质", number="ZL2026")
    leader.page.locator("[name=cites_project]").check()
    leader.press("登记")
    leader.open(f"/acceptances/{case}")
    leader.make("提交验收申请")
    unit = theatre.visitor(cast.unit)
    unit.open(f"/acceptances/{case}")
    unit.make("单位盖章上报")
    return case


def accept(officer: Visitor, theatre: Theatre, cast: Cast, case: int) -> None:
    """The panel's own pages were seen at the milestone; here its members sign through the door."""
    officer.open(f"/acceptances/{case}")
    draw(officer, theatre, cast, "抽取验收专家")
    officer.make("组织验收评审", meeting="9月30日9时，第一会议室")
    chair = theatre.visitor(sign_opinions(theatre, cast.metric))
    chair.open(f"/acceptances/{case}")
    chair.make("结论：通过", score="91", opinion="任务全部完成，同意通过验收。")
    officer.open(f"/acceptances/{case}")
    officer.make("发布验收公示")
    theatre.at(10, 8)


def verify(theatre: Theatre, cast: Cast) -> None:
    """Whoever is shown the certificate reads its code, and finds the file to be the very one."""
    with theatre.look() as session:
        paper = session.query(Letter).filter_by(letter_kind="acceptance_certificate").one()
        code, path = paper.verification_code, f"/letters/{paper.id}.pdf"
    stranger = theatre.stranger()
    file = stranger.request.get(path).body()
    stranger.goto(f"/verify/{code}")
    assert "项目验收证书" in text_of(stranger)
    stranger.get_by_label("PDF 文件").set_input_files(
        {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": file}
    )
    follow(stranger.get_by_role("button", name="比对"))
    assert "完全一致" in text_of(stranger)
