"""Five calls of open competition, each come so far that somebody else has the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.demo.cast import ENTRIES, Entry
from app.demo.in_hand.rounds import Round, consult, hand_in, publish
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.open_competition.applying import mail_of, recommender_of, unit_mail, write
from app.demo.parallel_teams.entering import check, must, notice
from app.demo.parallel_teams.panels import (
    CHECKER,
    assigned,
    draw_panel,
    reviewer_of,
    score_panel,
    write_opinion,
)
from app.demo.stage import Stage
from app.models import Call, Proposal, ReviewGroup
from app.services.awarding import deciding
from app.services.calls.consulting import Comment, comment
from app.services.proposals import formal
from app.services.proposals.formal import Answer
from app.services.review import panels

_DECIDED = "拟立项目落实城市废弃物处理减排任务，对应第2条重点任务"


def consulted_on(stage: Stage) -> None:
    """One comment waits for the answer without which the call cannot be approved."""
    call = consult(
        stage,
        Round(
            programme=14,
            serves="大宗海产品综合利用和海藻能源列为支持方向，对应第1、第2条重点任务",
            year=2027,
            title="2027年度海洋生物与资源开发利用技术科技重大专项",
            title_en="2027 Major Programme on Marine Life and Resources",
            budget=1500,
            awards=3,
            drafted=date(2026, 11, 20),
            approved=date(2026, 12, 1),
            minutes="厅务会纪要〔2026〕36号",
            opens=date(2026, 12, 7),
            closes=date(2027, 1, 15),
        ),
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
        Round(
            programme=8,
            serves="支持方向覆盖第1至第7条重点任务，固态电池和氢能为重点",
            year=2027,
            title="2027年度新能源与节能环保技术科技重大专项",
            title_en="2027 Major Programme on New Energy, Energy Saving and Environment",
            budget=3000,
            awards=6,
            drafted=date(2026, 10, 12),
            approved=date(2026, 10, 30),
            minutes="厅务会纪要〔2026〕31号",
            opens=date(2026, 11, 2),
            closes=date(2026, 12, 11),
        ),
    )
    stage.at(2026, 11, 20, 10)
    write(stage, call, 1, _entry(1, "硫化物固态电池低温快充电解质", "incomplete"))
    waiting = write(stage, call, 11, _entry(11, "船舶氨氢融合动力系统", task=3))
    stage.move(waiting, "submit", mail_of(11, "pi"))
    hand_in(stage, call, 14, _entry(14, "海岛微网氢储能协同", task=3))
    back = _entry(13, "陶瓷辊道窑电气化改造", task=7)
    returned = write(stage, call, 13, back)
    stage.move(returned, "submit", mail_of(13, "pi"))
    stage.move(returned, "unit_return", unit_mail(back), reason="请补充窑炉现状能耗数据。")
    stage.tell("新一年指南开放申报：有的在写，有的待盖章，有的待推荐")


def being_checked(stage: Stage) -> None:
    """One passed, one being corrected, two not looked at."""
    call = publish(
        stage,
        Round(
            programme=22,
            serves="重点领域减排和固碳增汇列为支持方向，对应第1、第4条重点任务",
            year=2027,
            title="2027年度碳中和关键技术研究与示范专项",
            title_en="2027 Programme on Carbon Neutrality",
            budget=1200,
            awards=2,
            drafted=date(2026, 9, 7),
            approved=date(2026, 9, 24),
            minutes="厅务会纪要〔2026〕27号",
            opens=date(2026, 10, 12),
            closes=date(2026, 11, 13),
        ),
    )
    stage.at(2026, 11, 10, 10)
    proposals = _recommended(
        stage,
        call,
        {
            10: _entry(10, "工业园区源网荷储碳协同"),
            15: _entry(15, "印染行业碳足迹在线核算"),
            16: _entry(16, "风电叶片热解回收碳纤维"),
            17: _entry(17, "石化低温余热梯级利用"),
        },
    )
    stage.at(2026, 11, 23, 10)
    check(stage, proposals[0])
    with stage.scene() as session:
        live = session.get_one(Proposal, proposals[1].id)
        answers = {item.key: Answer("met") for item in formal.ITEMS}
        answers["metrics"] = Answer("correctable", "指标的检测方法不明确。")
        formal.record(session, live, answers, (), person(session, CHECKER), stage.now)
    stage.move(proposals[1], "request_correction", CHECKER, reason="请写明指标的检测方法。")
    stage.tell("形式审查进行中：1 份合格，1 份补正，2 份待审")


def under_review(stage: Stage) -> None:
    """Some reviewers have signed, one is writing, one has not opened a file."""
    call = publish(
        stage,
        Round(
            programme=8,
            serves="补充支持第1、第3条重点任务，首批立项尚未覆盖的方向",
            year=2026,
            title="2026年度新能源与节能环保技术科技重大专项（第二批）",
            title_en="2026 Major Programme on New Energy and Environment, second batch",
            budget=800,
            awards=2,
            drafted=date(2026, 8, 17),
            approved=date(2026, 9, 3),
            minutes="厅务会纪要〔2026〕24号",
            opens=date(2026, 9, 7),
            closes=date(2026, 10, 16),
        ),
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
    reviews = assigned(stage, group)
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
        Round(
            programme=22,
            serves="城市废弃物非二氧化碳减排列为支持方向，对应第2条重点任务",
            year=2026,
            title="2026年度碳中和关键技术研究与示范专项",
            title_en="2026 Programme on Carbon Neutrality",
            budget=500,
            awards=1,
            drafted=date(2026, 7, 6),
            approved=date(2026, 7, 23),
            minutes="厅务会纪要〔2026〕18号",
            opens=date(2026, 8, 3),
            closes=date(2026, 9, 11),
        ),
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
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        must(deciding.save(session, deciding.begin_draft(session, live, officer), {}, officer))
    stage.move(
        call,
        "decide_list",
        DECISION,
        **matched("厅务会纪要〔2026〕34号", "2026-11-17", _DECIDED, 22),
    )
    stage.at(2026, 11, 20, 10)
    notice(stage, call)
    stage.tell("拟立项目正在公示，公示期内可提异议")


def _entry(number: int, title: str, fate: str = "reviewed", task: int = 1) -> Entry:
    """A new and better idea of a leader of the season."""
    merit = min(95, ENTRIES[number - 1].merit + 15)
    return replace(ENTRIES[number - 1], title=title, merit=merit, fate=fate, task=task, partner="")


def _recommended(stage: Stage, call: Call, entries: dict[int, Entry]) -> list[Proposal]:
    """Handed in now, recommended the day after; the formal check begins when all may have been."""
    proposals = [hand_in(stage, call, number, entry) for number, entry in entries.items()]
    stage.later(days=1)
    for proposal in proposals:
        stage.move(proposal, "recommend", recommender_of(stage, proposal))
    return proposals


def _panel(
    stage: Stage, call: Call, entries: dict[int, Entry], checked: date, name: str
) -> ReviewGroup:
    """Every proposal passes its check on that day, and one panel is formed for all."""
    proposals: Sequence[Proposal] = _recommended(stage, call, entries)
    stage.at(checked.year, checked.month, checked.day)
    for proposal in proposals:
        check(stage, proposal)
    stage.move(call, "finish_formal", OFFICER)
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        mine = [session.get_one(Proposal, proposal.id) for proposal in proposals]
        group = panels.form(session, live, mine, name, officer, stage.now)
        must(group)
    assert isinstance(group, ReviewGroup)
    return group
