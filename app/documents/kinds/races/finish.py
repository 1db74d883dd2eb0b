"""How a race ends: the certificate of the line, or the report that nobody crossed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both
from app.documents.kinds.races.words import BASIS
from app.documents.kinds.wording import PLAN_TITLE, Wording
from app.documents.payload import Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class Certificate:
    """`place` 1 is the winner. `passed` are the core indicators with the line and as measured."""

    unit: str
    team: str
    leader: str
    race_title: str
    route: str
    place: int
    tested_on: date
    report: str
    passed: tuple[tuple[str, str, str], ...]


def crossing_certificate(facts: Certificate) -> Wording:
    won = facts.place == 1
    return Wording(
        title="冲线证书" if won else "完成证书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"根据{PLAN_TITLE}关于赛马争先的规定，{facts.team}队（负责人{facts.leader}，技术路线：{facts.route}）在"
                f"{facts.race_title}冲线评审中达到全部核心指标，"
                + (
                    "首个有效通过，予以认定冲线。"
                    if won
                    else f"为第{facts.place}个有效通过，予以认定完成。"
                )
            ),
            Table(("核心指标", "冲线标准", "实测"), facts.passed),
            Paragraph(f"检测日期：{in_words(facts.tested_on)}；第三方检测报告：{facts.report}。"),
        ),
    )


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A team that has raced: as last measured, and how the race ended for it."""

    team: str
    unit: str
    route: str
    measured: str
    outcome: str


@dataclass(frozen=True, slots=True)
class NoFinish:
    """Money in 分: what went back to the treasury, and what was kept back for appeals."""

    race_title: str
    finding: str
    report: str
    minutes_number: str
    minutes_on: date
    teams: tuple[EndedRow, ...]
    returned: int
    kept: int


def no_finish_report(facts: NoFinish) -> Wording:
    return Wording(
        title=f"关于{facts.race_title}赛题未冲线情况的通报",
        addressee="各有关单位：",
        blocks=(
            Paragraph(
                f"{BASIS}，经专家组认定、厅务会审议（{facts.minutes_number}，{in_words(facts.minutes_on)}），"
                f"{facts.race_title}赛题没有团队冲线，赛事终止。"
            ),
            Paragraph(f"专家组意见：{facts.finding}"),
            Paragraph(f"情况说明：{facts.report}"),
            Table(
                ("团队", "牵头单位", "技术路线", "最近实测", "结果"),
                tuple((t.team, t.unit, t.route, t.measured, t.outcome) for t in facts.teams),
            ),
            Paragraph("未冲线团队是否勤勉尽责，由我厅另行逐队作出责任认定。"),
            Paragraph(f"未使用经费{in_both(facts.returned)}交回财政。{_kept(facts.kept)}"),
        ),
    )


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Money in 分."""

    race_title: str
    reason: str
    minutes_number: str
    minutes_on: date
    returned: int


def race_cancellation_notice(facts: CalledOff) -> Wording:
    return Wording(
        title=f"关于撤销{facts.race_title}赛题的公告",
        addressee="",
        blocks=(
            Paragraph(
                f"{BASIS}，经厅务会审议（{facts.minutes_number}，{in_words(facts.minutes_on)}），"
                f"{facts.race_title}赛题在起跑前撤销。"
            ),
            Paragraph(f"理由：{facts.reason}"),
            Paragraph("入围各队的项目一并终止，任务书、军令状不再执行，不因此记入科研失信记录。"),
            Paragraph(f"赛事经费{in_both(facts.returned)}交回财政。"),
            Paragraph("特此公告。"),
        ),
    )


def _kept(amount: int) -> str:
    if not amount:
        return ""
    return (
        f"另有已退回的经费{in_both(amount)}，因有关项目的复查正在办理或者申请期限未满，暂予保留；"
        "复查办结、期限届满后未再使用的，交回财政。"
    )
