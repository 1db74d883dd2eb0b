"""Five calls of open competition, each come so far that somebody else has the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.demo.calling import Planned, consult, publish
from app.demo.cast import ENTRIES, Entry, mail_of, unit_mail
from app.demo.deciding import decide_as_ranked, give_notice
from app.demo.office import CHECKER, OFFICER, person
from app.demo.open_competition.applying import write
from app.demo.panels import (
    draw_panel,
    form_panel,
    reviewer_of,
    reviews_in,
    score_panel,
    write_opinion,
)
from app.demo.proposing import answer_check, check, recommender_of
from app.demo.stage import Stage, must
from app.models import Call, Proposal, ReviewGroup
from app.services.calls.consulting import Comment, comment
from app.services.proposals.formal import Answer


def consulted_on(stage: Stage) -> None:
    """One comment waits for the answer without which the call cannot be approved."""
    call = consult(
        stage,
        Planned(
            programme=14,
            year=2027,
            title="2027年度海洋生物与资源开发利用技术科技重大专项",
            title_en="2027 Major Programme on Marine Life and Resources",
            budget=1500,
            awards=3,
            opens=date(2026, 12, 7),
            closes=date(2027, 1, 15),
        ),
        drafted=date(2026, 11, 20),
    )
    stage.at(2026, 11, 24, 15)
    said = Comment("schedule", "申报期与春节前结题检查重叠，建议推迟一周截止。", "集美大学科研处")
    with stage.scene() as session:
        live, unit = session.get_one(Call, call.id), person(session, mail_of(6, "unit"))
        must(comment(session, live, said, person=unit, address="", now=stage.now))
    stage.tell("一份指南征求意见中，收到一条意见，待答复")


def open_for_entries(stage: Stage) -> None:
    """A draft, one for its unit to seal, one to recommend, one sent back by its unit."""
    call = publish(
        stage,
        Planned(
            year=2027,
            title="2027年度新能源与节能环保技术科技重大专项",
            title_en="2027 Major Programme on New Energy, Energy Saving and Environment",
            budget=3000,
            awards=6,
            opens=date(2026, 11, 2),
            closes=date(2026, 12, 11),
        ),
        drafted=date(2026, 10, 12),
        minutes="厅务会纪要〔2026〕31号",
        approved=date(2026, 10, 30),
    )
    stage.at(2026, 11, 20, 10)
    write(stage, call, 1, _entry(1, "硫化物固态电池低温快充电解质", "incomplete"))
    waiting = write(stage, call, 11, _entry(11, "船舶氨氢融合动力系统", task=3))
    stage.move(waiting, "submit", mail_of(11, "pi"))
    _hand_in(stage, call, 14, _entry(14, "海岛微网氢储能协同", task=3))
    back = _entry(13, "陶瓷辊道窑电气化改造", task=7)
    returned = write(stage, call, 13, back)
    stage.move(returned, "submit", mail_of(13, "pi"))
    stage.move(returned, "unit_return", unit_mail(back.unit), reason="请补充窑炉现状能耗数据。")
    stage.tell("新一年指南开放申报：有的在写，有的待盖章，有的待推荐")


def being_checked(stage: Stage) -> None:
    """One passed, one being corrected, one that resembles another, one not looked at."""
    call = publish(
        stage,
        Planned(
            programme=22,
            year=2027,
            title="2027年度碳中和关键技术研究与示范专项",
            title_en="2027 Programme on Carbon Neutrality",
            budget=1200,
            awards=2,
            opens=date(2026, 10, 12),
            closes=date(2026, 11, 13),
        ),
        drafted=date(2026, 9, 7),
        minutes="厅务会纪要〔2026〕27号",
        approved=date(2026, 9, 24),
    )
    stage.at(2026, 11, 10, 10)
    proposals = _recommended(
        stage,
        call,
        {
            10: _entry(10, "工业园区源网荷储碳协同"),
            15: _entry(15, "印染行业碳足迹在线核算"),
            16: replace(_entry(16, "风电叶片热解回收碳纤维"), borrows=ENTRIES[3].title),
            17: _entry(17, "石化低温余热梯级利用"),
        },
    )
    stage.at(2026, 11, 23, 10)
    check(stage, proposals[0])
    answer_check(stage, proposals[1], metrics=Answer("correctable", "指标的检测方法不明确。"))
    stage.move(proposals[1], "request_correction", CHECKER, reason="请写明指标的检测方法。")
    stage.wait_for_comparison(proposals[2])
    answer_check(stage, proposals[2])
    refused = stage.refused(proposals[2], "pass_formal_check", CHECKER)
    stage.tell(f"形式审查进行中：1 份合格，1 份补正，2 份待审；受理被拒：{refused}")


def under_review(stage: Stage) -> None:
    """Some reviewers have signed, one is writing, one has not opened a file."""
    call = publish(
        stage,
        Planned(
            year=2026,
            title="2026年度新能源与节能环保技术科技重大专项（第二批）",
            title_en="2026 Major Programme on New Energy and Environment, second batch",
            budget=800,
            awards=2,
            opens=date(2026, 9, 7),
            closes=date(2026, 10, 16),
        ),
        drafted=date(2026, 8, 17),
        minutes="厅务会纪要〔2026〕24号",
        approved=date(2026, 9, 3),
    )
    stage.at(2026, 10, 12, 10)
    entries = {
        18: _entry(18, "聚合物电解质卷对卷制膜装备"),
        19: _entry(19, "可再生能源电解水制氢反应器", task=3),
        20: _entry(20, "海上平台二氧化碳封存监测", task=4),
    }
    group = _panel(stage, call, entries, date(2026, 11, 2), "储能与氢能组")
    draw_panel(stage, group)
    stage.at(2026, 11, 23, 10)
    merits = {entry.title: entry.merit for entry in entries.values()}
    reviews = reviews_in(stage, group, "assigned")
    late = reviewer_of(stage, reviews[0])
    for number, review in enumerate(reviews):
        mail = reviewer_of(stage, review)
        if mail == late:
            continue
        stage.move(review, "declare_no_conflict", mail)
        write_opinion(stage, review, merits)
        if number != len(reviews) - 1:
            stage.move(review, "submit_scores", mail)
    stage.tell("评审进行中：多数专家已签名，一名尚未打开材料")


def on_notice(stage: Stage) -> None:
    """Objections may be raised until the end of the week."""
    call = publish(
        stage,
        Planned(
            programme=22,
            year=2026,
            title="2026年度碳中和关键技术研究与示范专项",
            title_en="2026 Programme on Carbon Neutrality",
            budget=500,
            awards=1,
            opens=date(2026, 8, 3),
            closes=date(2026, 9, 11),
        ),
        drafted=date(2026, 7, 6),
        minutes="厅务会纪要〔2026〕18号",
        approved=date(2026, 7, 23),
    )
    stage.at(2026, 9, 7, 10)
    entries = {
        21: _entry(21, "城市污泥热解负碳联产"),
        24: _entry(24, "光伏组件全组分绿色回收"),
    }
    group = _panel(stage, call, entries, date(2026, 10, 12), "碳中和组")
    score_panel(stage, group, {entry.title: entry.merit for entry in entries.values()})
    stage.move(call, "finish_review", OFFICER)
    stage.at(2026, 11, 17, 10)
    decide_as_ranked(stage, call, "厅务会纪要〔2026〕34号", "2026-11-17")
    stage.at(2026, 11, 20, 10)
    give_notice(stage, call)
    stage.wait_for_the_worker()
    stage.tell("拟立项目正在公示，公示期内可提异议")


def _entry(number: int, title: str, fate: str = "reviewed", task: int = 1) -> Entry:
    """A new and better idea of a leader of the season."""
    merit = min(95, ENTRIES[number - 1].merit + 15)
    return replace(ENTRIES[number - 1], title=title, merit=merit, fate=fate, task=task, partner="")


def _hand_in(stage: Stage, call: Call, number: int, entry: Entry) -> Proposal:
    """Written, submitted and sealed; it waits for its recommender."""
    proposal = write(stage, call, number, entry)
    stage.move(proposal, "submit", mail_of(number, "pi"))
    stage.move(proposal, "unit_seal", unit_mail(entry.unit))
    return proposal


def _recommended(stage: Stage, call: Call, entries: dict[int, Entry]) -> list[Proposal]:
    """Handed in now, recommended the day after; the formal check begins when all may have been."""
    proposals = [_hand_in(stage, call, number, entry) for number, entry in entries.items()]
    stage.later(days=1)
    for proposal in proposals:
        stage.move(proposal, "recommend", recommender_of(stage, proposal))
    return proposals


def _panel(
    stage: Stage, call: Call, entries: dict[int, Entry], checked: date, name: str
) -> ReviewGroup:
    """Every proposal passes its check on that day, and one panel is formed for all."""
    proposals = _recommended(stage, call, entries)
    stage.at(checked.year, checked.month, checked.day)
    for proposal in proposals:
        check(stage, proposal)
    stage.move(call, "finish_formal", OFFICER)
    return form_panel(stage, call, proposals, name)
