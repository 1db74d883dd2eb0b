"""First act: the guide is drafted and published, and units apply, each with its own fate."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.demo.cast import DOMAIN, ENTRIES, UNITS, Entry, member_name
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.stage import Stage, StoryBroken
from app.models import (
    Call,
    ConsultationComment,
    Person,
    Programme,
    Proposal,
    ProposalMember,
)
from app.services.calls import consulting
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft, RequiredFile
from app.services.calls.consulting import Answer, Comment
from app.services.calls.criteria import USUAL
from app.services.problems import Problems
from app.services.proposals import attachments, drafting, members
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import DEFAULTS

CLOSING = datetime(2025, 12, 12, 17, 0, tzinfo=SHANGHAI)
_WAN = 10_000_00
_SERVES = "支持方向覆盖第1至第7条重点任务，电池、风光、氢能、低碳材料和工业节能均列入"
_OF_THIS_CALL = {
    "out_of_region_percent": 34,
    "field_match_percent": 70,
    "answers_before_start": 1,
}


def mail_of(number: int, kind: str) -> str:
    return f"{kind}{number:02d}@{DOMAIN}"


def publish_the_call(stage: Stage) -> Call:
    stage.chapter("指南：草拟、征求意见、批准、发布")
    stage.at(2025, 10, 9)
    call = _draft(stage)
    stage.tell(f"主办人起草《{call.title}》，经费总额 2700 万元，拟支持 6 项")
    stage.move(call, "submit_for_consult", OFFICER)
    stage.tell("提交征求意见")
    stage.at(2025, 10, 10)
    reasons = stage.refused(
        call,
        "approve",
        DECISION,
        **matched("厅务会纪要〔2025〕20号", "2025-10-10", _SERVES),
    )
    stage.tell(f"次日即报批，被拒：{reasons}")
    comments = _comment(stage, call)
    stage.at(2025, 10, 20)
    reasons = stage.refused(
        call,
        "approve",
        DECISION,
        **matched("厅务会纪要〔2025〕21号", "2025-10-20", _SERVES),
    )
    stage.tell(f"期满报批，被拒：{reasons}")
    _answer(stage, comments)
    stage.move(
        call,
        "approve",
        DECISION,
        **matched("厅务会纪要〔2025〕21号", "2025-10-20", _SERVES),
    )
    stage.tell("厅务会批准（厅务会纪要〔2025〕21号），规则集锁定")
    stage.at(2025, 10, 21)
    stage.move(call, "publish", OFFICER)
    stage.tell("发布申报通知")
    stage.wait_for_the_worker()
    stage.at(2025, 10, 27)
    stage.tell(f"系统时钟开放申报：{stage.state_of(call)}")
    return call


_COMMENTS = (
    (
        Comment("criteria", "建议把中试验证数据列入评审指标。", "某企业研发中心", "0591-1"),
        Answer(
            "把中试验证数据列入评审指标",
            "rejected",
            "中试验证已在“技术路线与考核指标”中评价，不另设指标。",
        ),
    ),
    (
        Comment("other", "首次申报的单位不熟悉流程，希望组织培训。"),
        Answer("为首次申报的单位组织培训", "adopted", "发布后两周内举办线上培训，不涉及指南文本。"),
    ),
)


def _comment(stage: Stage, call: Call) -> list[int]:
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        made = [
            consulting.comment(
                session, live, comment, person=None, address="192.0.2.7", now=stage.now
            )
            for comment, _ in _COMMENTS
        ]
        stage.tell("公开征求意见收到 2 条，不公开是谁提出的")
        return [row.id for row in made if isinstance(row, ConsultationComment)]


def _answer(stage: Stage, comments: list[int]) -> None:
    with stage.scene() as session:
        by = person(session, OFFICER)
        for number, (_, answer) in zip(comments, _COMMENTS, strict=True):
            row = session.get_one(ConsultationComment, number)
            consulting.answer(session, row, answer, by, stage.now)
    stage.tell("主办人逐条答复：采纳 1 条，不采纳 1 条，理由随指南公开")


def _draft(stage: Stage) -> Call:
    with stage.scene() as session:
        programme = session.scalars(select(Programme).where(Programme.number == 8)).one()
        written = CallDraft(
            year=2026,
            title="2026年度新能源与节能环保技术科技重大专项",
            title_en="2026 Major Programme on New Energy, Energy Saving and Environment",
            guide=f"支持方向：\n{programme.focus}\n组织方式：公开竞争，以同行评议为主，择优支持。",
            guide_en="Open competition; selection by peer review.",
            conditions="牵头单位须为省内独立法人单位。\n项目负责人同期只能主持申报 1 项。",
            contact="高新处 林知远",
            contact_phone="0000-88888888（演示）",
            budget=2700 * _WAN,
            award_most=500 * _WAN,
            planned_awards=6,
            open_at=datetime(2025, 10, 27, 9, 0, tzinfo=SHANGHAI),
            close_at=CLOSING,
            recommend_until=CLOSING + timedelta(days=DEFAULTS["recommend_days"]),
            rules=DEFAULTS | _OF_THIS_CALL,
            criteria=USUAL["open_competition"],
            required_files=(RequiredFile("feasibility", "可行性研究报告", "Feasibility study"),),
            tasks=tuple(programme.tasks),
        )
        call = calls.draft(
            session, programme, "open_competition", written, person(session, OFFICER), stage.now
        )
    if isinstance(call, Problems):
        raise StoryBroken("；".join(text.zh for text in call.by_field.values()))
    return call


def everybody_applies(stage: Stage, call: Call) -> dict[int, Proposal]:
    """The proposals by the number of their entry, from 1."""
    stage.chapter("申报：18 家单位 24 份申报书")
    proposals = {}
    for number, entry in enumerate(ENTRIES, start=1):
        stage.at_moment(datetime(2025, 11, 3, 9, 0, tzinfo=SHANGHAI) + timedelta(days=number))
        proposals[number] = write(stage, call, number, entry)
        if entry.fate not in ("late",):
            _submit(stage, proposals[number], number, entry)
    stage.wait_for_the_worker()
    _the_last_minute(stage, proposals)
    stage.at(2025, 12, 14)
    _recommend(stage, proposals)
    stage.wait_for_the_worker()
    stage.at(2025, 12, 18)
    stage.tell("推荐期满，进入形式审查")
    return proposals


def write(stage: Stage, call: Call, number: int, entry: Entry) -> Proposal:
    """A draft of the leader with that number, complete but for what the entry's fate leaves out."""
    with stage.scene() as session:
        leader = person(session, mail_of(number, "pi"))
        live = session.get_one(Call, call.id)
        proposal = drafting.start(session, live, leader, stage.now)
        if isinstance(proposal, Problems):
            raise StoryBroken("；".join(text.zh for text in proposal.by_field.values()))
        for part, values in form_of(session, live, entry, stage.now).items():
            answer = drafting.save(
                session,
                proposal,
                part,
                values,
                edition=proposal.edition,
                by=leader,
                now=stage.now,
            )
            if answer is not None:
                raise StoryBroken(f"{entry.title}：{part} 未能保存")
        member = ProposalMember(
            name=member_name(number),
            email=mail_of(number, "member"),
            unit_name=entry.unit,
            duty="试验验证",
            months=18,
        )
        refused = members.name_member(session, proposal, member, stage.now)
        if refused is not None:
            raise StoryBroken("；".join(text.zh for text in refused.by_field.values()))
        if entry.fate != "unconfirmed":
            members.answer(member, person(session, member.email), True, stage.now)
        if entry.fate != "incomplete":
            attachments.attach(
                session,
                proposal,
                "feasibility",
                a_page(),
                "可行性研究报告.pdf",
                by=leader,
                now=stage.now,
            )
    return proposal


def _submit(stage: Stage, proposal: Proposal, number: int, entry: Entry) -> None:
    pi, unit = mail_of(number, "pi"), unit_mail(entry)
    if entry.fate in ("barred", "unconfirmed", "incomplete"):
        reasons = stage.refused(proposal, "submit", pi)
        stage.tell(f"《{entry.title}》（{entry.leader}）提交被拒：{reasons}")
        return
    stage.move(proposal, "submit", pi)
    if entry.fate == "unit_returned":
        stage.move(proposal, "unit_return", unit, reason="预算与本单位设备重复，请核减后再报。")
        stage.tell(f"《{entry.title}》被{entry.unit}退回，负责人未再提交")
        return
    stage.move(proposal, "unit_seal", unit)
    stage.tell(f"《{entry.title}》（{entry.leader}，{entry.unit}）已提交、单位已盖章")


def unit_mail(entry: Entry) -> str:
    names = [unit.name for unit in UNITS]
    return mail_of(names.index(entry.unit) + 1, "unit")


def _the_last_minute(stage: Stage, proposals: dict[int, Proposal]) -> None:
    late = next(n for n, e in enumerate(ENTRIES, start=1) if e.fate == "late")
    stage.jump(CLOSING + timedelta(milliseconds=1))
    reasons = stage.refused(proposals[late], "submit", mail_of(late, "pi"))
    stage.tell(f"截止后 1 毫秒，《{ENTRIES[late - 1].title}》提交被拒：{reasons}")
    stage.tick()
    expired = [n for n, p in proposals.items() if stage.state_of(p) == "逾期"]
    stage.tell(f"申报截止，未完成的 {len(expired)} 份草稿按逾期处理")


def _recommend(stage: Stage, proposals: dict[int, Proposal]) -> None:
    for number, proposal in proposals.items():
        if stage.state_of(proposal) != "推荐审核":
            continue
        entry = ENTRIES[number - 1]
        mail = recommender_of(stage, proposal)
        if entry.fate == "not_recommended":
            stage.move(proposal, "refuse_recommendation", mail, reason="与市级在研项目内容重复。")
            stage.tell(f"《{entry.title}》未获推荐")
        else:
            stage.move(proposal, "recommend", mail)
    stage.tell("各推荐单位只办理本辖区申报，推荐完毕")


def recommender_of(stage: Stage, proposal: Proposal) -> str:
    with stage.scene() as session:
        live = session.get_one(Proposal, proposal.id)
        mail = session.scalars(
            select(Person.email).where(
                Person.organisation_id == live.lead_unit.recommender_id, Person.email.like("rec%")
            )
        ).first()
    if mail is None:
        raise StoryBroken(f"{proposal.lead_unit.name} 没有推荐单位")
    return mail
