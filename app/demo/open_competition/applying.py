"""First act: the guide is drafted and published, and units apply, each with its own fate."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.demo import proposing
from app.demo.calling import Planned, draft
from app.demo.cast import ENTRIES, Entry, mail_of, unit_mail
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.proposing import name_member, recommender_of
from app.demo.stage import Stage
from app.models import (
    Call,
    ConsultationComment,
    Proposal,
)
from app.services.calls import consulting
from app.services.calls.consulting import Answer, Comment
from app.services.proposals import attachments
from workflows.engine.calendar import SHANGHAI

_CALL = Planned(
    year=2026,
    title="2026年度新能源与节能环保技术科技重大专项",
    title_en="2026 Major Programme on New Energy, Energy Saving and Environment",
    budget=2700,
    awards=6,
    opens=date(2025, 10, 27),
    closes=date(2025, 12, 12),
    rules={"out_of_region_percent": 34, "field_match_percent": 70, "answers_before_start": 1},
)


def publish_the_call(stage: Stage) -> Call:
    stage.chapter("指南：草拟、征求意见、批准、发布")
    stage.at(2025, 10, 9)
    call = draft(stage, _CALL)
    stage.tell(f"主办人起草《{call.title}》，经费总额 2700 万元，拟支持 6 项")
    stage.move(call, "submit_for_consult", OFFICER)
    stage.tell("提交征求意见")
    stage.at(2025, 10, 10)
    early = matched(stage, call, "厅务会纪要〔2025〕20号", "2025-10-10")
    reasons = stage.refused(call, "approve", DECISION, **early)
    stage.tell(f"次日即报批，被拒：{reasons}")
    comments = _comment(stage, call)
    stage.at(2025, 10, 20)
    agreed = matched(stage, call, "厅务会纪要〔2025〕21号", "2025-10-20")
    reasons = stage.refused(call, "approve", DECISION, **agreed)
    stage.tell(f"期满报批，被拒：{reasons}")
    _answer(stage, comments)
    stage.move(call, "approve", DECISION, **agreed)
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
    leader, now = mail_of(number, "pi"), stage.now
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        form = form_of(session, live, entry, now)
        proposal = proposing.write(session, live, leader, form, now)
        name_member(
            session,
            proposal,
            entry,
            mail_of(number, "member"),
            "试验验证",
            18,
            now,
            confirms=entry.fate != "unconfirmed",
        )
        if entry.fate != "incomplete":
            page, name, by = a_page(), "可行性研究报告.pdf", person(session, leader)
            attachments.attach(session, proposal, "feasibility", page, name, by=by, now=now)
    return proposal


def _submit(stage: Stage, proposal: Proposal, number: int, entry: Entry) -> None:
    pi, unit = mail_of(number, "pi"), unit_mail(entry.unit)
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


def _the_last_minute(stage: Stage, proposals: dict[int, Proposal]) -> None:
    late = next(n for n, e in enumerate(ENTRIES, start=1) if e.fate == "late")
    stage.jump(_CALL.close_at + timedelta(milliseconds=1))
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
