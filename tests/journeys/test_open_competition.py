"""An open competition as its people live it: from the drafted call to a letter that is proven."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.models import Letter, Person, Review
from app.models.proposals import SECTIONS
from tests.factories import (
    expert,
    grant,
    organisation,
    person,
    programme,
    technology_field,
)
from tests.journeys.theatre import Theatre, Visitor, follow, text_of
from tests.journeys.troupe import (
    MATCHED,
    Troupe,
    a_pdf,
    all_may_sign_in,
    check_formally,
    fill_parts,
    form_panel,
    lock,
    put_on_notice,
    score_at_desks,
    troupe,
)
from workflows.roles import Role

TITLE = "高安全固态电池关键技术（喆堃𠮷）"


@dataclass
class Cast(Troupe):
    member: Person
    recommender: Person


@pytest.fixture
def cast(session: Session) -> Cast:
    programme(session)
    technology_field(session)
    authority = organisation(session, name="福州市科学技术局")
    unit = organisation(session, name="海峡新能源研究院", recommender_id=authority.id)
    leader = person(session, name="王喆堃", organisation_id=unit.id)
    played = Cast(
        **vars(troupe(session, leader, unit)),
        member=person(session, name="李𠮷", organisation_id=unit.id),
        recommender=person(session, organisation_id=authority.id),
    )
    grant(session, played.recommender, Role.RECOMMENDER, organisation_id=authority.id)
    all_may_sign_in(session, played, [expert(session, region="省外") for _ in range(12)])
    return played


def test_from_the_drafted_call_to_a_letter_that_proves_itself(
    theatre: Theatre, cast: Cast, tmp_path: Path
) -> None:
    theatre.runs_scripts = False  # nobody needs one, from the application form to the letter
    officer = theatre.visitor(cast.officer)
    call = publish_a_call(theatre, cast, officer)
    proposal = apply(theatre, cast, tmp_path)
    officer.open(f"/office/calls/{call}")
    theatre.at(4, 22)
    check(theatre, cast, officer, call, proposal)
    review(theatre, cast, officer, call, proposal)
    decide(theatre, cast, officer, call, proposal)
    give_notice(theatre, officer, call)
    the_letter_proves_itself(theatre, cast, proposal, tmp_path)


def publish_a_call(theatre: Theatre, cast: Cast, officer: Visitor) -> int:
    officer.open("/office/calls/new")
    officer.fill(
        title="2026年度新能源重大专项",
        guide="支持方向：固态电池。",
        contact="林知远",
        contact_phone="0000-88888888",
        budget="1000",
        award_most="500",
        planned_awards="1",
        open_at="2026-03-16T09:00",
        close_at="2026-04-16T17:00",
    )
    officer.press("保存")
    call = officer.number()
    officer.open(f"/office/calls/{call}")
    officer.make("提交征求意见")
    theatre.at(3, 10)
    decider = theatre.visitor(cast.decider)
    decider.open(f"/office/calls/{call}")
    decider.make("批准", **MATCHED)
    officer.open(f"/office/calls/{call}")
    officer.reads("会议纪要号：厅务会纪要〔2026〕1号")
    officer.make("发布")
    theatre.at(3, 16)
    stranger = theatre.stranger()
    stranger.goto("/calls")
    assert "2026年度新能源重大专项" in text_of(stranger)
    return call


def apply(theatre: Theatre, cast: Cast, folder: Path) -> int:
    leader = theatre.visitor(cast.leader)
    leader.open("/my/proposals")
    leader.press("新建申报书：2026年度新能源重大专项")
    proposal = leader.number()
    write(leader, proposal, cast, folder)
    member = theatre.visitor(cast.member)
    member.open("/my/proposals")
    member.press("确认参加")
    leader.open(f"/proposals/{proposal}")
    leader.reads(TITLE)
    leader.make("提交单位审核")
    sealer = theatre.visitor(cast.sealer)
    sealer.open(f"/proposals/{proposal}")
    sealer.make("审核盖章")
    recommender = theatre.visitor(cast.recommender)
    recommender.open(f"/proposals/{proposal}")
    recommender.make("推荐")
    return proposal


def write(leader: Visitor, proposal: int, cast: Cast, folder: Path) -> None:
    forms: dict[str, dict[str, str]] = {
        "basics": {
            "title": TITLE,
            "technology_field_id": "1",
            "starts_on": "2026-07-01",
            "ends_on": "2029-06-30",
        },
        "sections": dict.fromkeys(SECTIONS, "面向产业急需，路线可行，指标可测。"),
        "metrics": {
            "rows-0-name": "能量密度",
            "rows-0-target": "400",
            "rows-0-unit": "Wh/kg",
            "rows-0-test_method": "第三方检测",
        },
        "milestones": {
            "rows-0-title": "样机",
            "rows-0-due_on": "2027-12-31",
            "rows-0-deliverable": "样机一台",
        },
        "budget": {
            "requested": "300",
            "matching": "300",
            "rows-0-heading": "业务费",
            "rows-0-fiscal": "300",
            "rows-0-own": "300",
        },
    }
    fill_parts(leader, proposal, forms)
    leader.open(f"/proposals/{proposal}/edit/members")
    leader.fill(name=cast.member.name, email=cast.member.email, unit_name=cast.unit.name)
    leader.fill(duty="试验", months="12")
    leader.press("增加")
    leader.open(f"/proposals/{proposal}/edit/attachments")
    leader.page.get_by_label("文件").set_input_files(a_pdf(folder))
    leader.press("上传")


def check(theatre: Theatre, cast: Cast, officer: Visitor, call: int, proposal: int) -> None:
    check_formally(theatre, cast, proposal)
    officer.open(f"/office/calls/{call}")
    officer.make("形式审查结束")


def review(theatre: Theatre, cast: Cast, officer: Visitor, call: int, proposal: int) -> None:
    group = form_panel(theatre, cast, officer, "储能组")
    theatre.let_the_worker_work()
    number, drawn = drawn_experts(theatre)[0]
    score(theatre.visitor(drawn), number)
    score_at_desks(theatre, group, {proposal: 8800})
    lock(theatre, group)
    officer.open(f"/office/calls/{call}")
    officer.make("评审结束")


def drawn_experts(theatre: Theatre) -> list[tuple[int, Person]]:
    with theatre.look() as session:
        return [(r.id, r.expert.person) for r in session.query(Review).order_by(Review.id)]


def score(expert_: Visitor, number: int) -> None:
    expert_.open(f"/reviews/{number}")
    expert_.make("无回避情形，签署承诺书")
    expert_.open(f"/reviews/{number}")
    page = expert_.page
    for field in page.locator("input[name^='score-']").all():
        field.fill("88")
    for field in page.locator("textarea[name^='comment-']").all():
        field.fill("目标明确，路线可行，指标可测。")
    expert_.fill(overall="总体可行。")
    page.get_by_role("radio", name="建议资助", exact=True).check()
    expert_.press("保存")
    expert_.make("提交评分并签名")


def decide(theatre: Theatre, cast: Cast, officer: Visitor, call: int, proposal: int) -> None:
    officer.open(f"/office/calls/{call}/ranking")
    officer.reads("88.00")
    officer.open(f"/office/calls/{call}/decision")
    officer.fill(**{f"outcome-{proposal}": "propose", f"amount-{proposal}": "280"})
    officer.press("保存方案")
    decider = theatre.visitor(cast.decider)
    decider.open(f"/office/calls/{call}")
    decider.make("议定立项名单", **MATCHED)


def give_notice(theatre: Theatre, officer: Visitor, call: int) -> None:
    put_on_notice(officer, call)
    theatre.let_the_worker_work()
    stranger = theatre.stranger()
    stranger.goto("/notices")
    follow(stranger.get_by_role("link", name="公示").last)
    assert TITLE in text_of(stranger)
    theatre.at(5, 11)
    theatre.at(5, 11, 10)  # what serves a letter waits for half an hour


def the_letter_proves_itself(theatre: Theatre, cast: Cast, proposal: int, folder: Path) -> None:
    leader = theatre.visitor(cast.leader)
    leader.open("/home/inbox")
    leader.reads("已立项")
    with theatre.look() as session:
        letter = session.query(Letter).filter(Letter.letter_kind == "award_letter").one()
        code, number = letter.verification_code, letter.id
        assert letter.state == "filed"
    leader.open(f"/letters/{number}")
    with leader.page.expect_download() as download:
        leader.page.get_by_role("link", name="下载").click()
    file = folder / "letter.pdf"
    download.value.save_as(file)
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages)
    assert "贰佰捌拾万" in words or "280" in words
    stranger = theatre.stranger()
    stranger.goto("/verify")
    stranger.get_by_label("验证码").fill(code)
    follow(stranger.get_by_role("button", name="验真"))
    stranger.get_by_label("PDF 文件").set_input_files(file)
    follow(stranger.get_by_role("button", name="比对"))
    assert "完全一致" in text_of(stranger)
    file.write_bytes(file.read_bytes() + b" ")
    stranger.get_by_label("PDF 文件").set_input_files(file)
    follow(stranger.get_by_role("button", name="比对"))
    assert "被追加了内容" in text_of(stranger)
