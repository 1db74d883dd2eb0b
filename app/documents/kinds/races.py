"""Letters of a race: from the notice of the race to the certificate of the finish (domain §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.wording import Wording
from app.documents.payload import Block, Heading, Paragraph, Table, in_words

_BASIS = "根据《福建省“十四五”科技创新发展专项规划》关于赛马争先的规定"


def _teams(lanes: tuple[str, ...]) -> str:
    return "、".join(f"{lane}队" for lane in lanes)


@dataclass(frozen=True, slots=True)
class StageTerms:
    """What every team meets alike at one node. Money in 分."""

    number: int
    due_on: date
    pool: int
    quota: int
    indicators: tuple[str, ...]
    protocol: str


@dataclass(frozen=True, slots=True)
class RaceNotice:
    """Everything R1 wants published. Money in 分; `opens` and `closes` in words."""

    race_title: str
    programme: str
    target: str
    finish_line: tuple[str, ...]
    stages: tuple[StageTerms, ...]
    teams: tuple[int, int]
    routes_least: int
    pool: int
    prize: int
    formula: str
    lines: tuple[int, int]
    loser_rule: str
    opens: str
    closes: str
    contact: str
    phone: str


def race_notice(facts: RaceNotice) -> Wording:
    least, most = facts.teams
    passing, holding = facts.lines
    blocks: list[Block] = [
        Paragraph(
            f"{_BASIS}，为组织实施“{facts.programme}”专项，现发布{facts.race_title}赛题，"
            "同步支持多个团队沿不同技术路线攻关，分节点考核、竞争性补助，确保有团队最终冲线。"
        ),
        Heading(1, "一、最终目标与冲线标准"),
        Paragraph(facts.target),
        *(Paragraph(line + "。") for line in facts.finish_line),
        Heading(1, "二、入围"),
        Paragraph(
            f"入围{least}至{most}个团队，技术路线不少于{facts.routes_least}条；团队之间不得有共同成员，"
            "参加单位不得受同一主体控制。另设候补。"
        ),
        Heading(1, "三、节点、名额与经费"),
        Table(
            ("节点", "截止日期", "晋级名额", "经费", "考核指标"),
            tuple(
                (
                    f"第{s.number}节点",
                    in_words(s.due_on),
                    str(s.quota) if s.number < len(facts.stages) else "冲线评审",
                    in_figures(s.pool),
                    "；".join(s.indicators),
                )
                for s in facts.stages
            ),
        ),
        Paragraph(
            f"经费总额{in_both(facts.pool)}，其中冲线奖励"
            f"{in_figures(facts.prize)}。第一节点均分，以后各节点按“{facts.formula}”再分配。"
        ),
        Paragraph(
            f"晋级线{passing}分，保持线{holding}分。各团队同一指标、同一测试规程、同一截止时间、"
            "同一专家组；全部团队的节点结论一次议定、一份文件。"
        ),
        Heading(1, "四、未胜出团队"),
        Paragraph(facts.loser_rule),
        Heading(1, "五、报名"),
        Paragraph(f"自{facts.opens}起，至{facts.closes}止，以系统服务器时间为准。"),
        Paragraph(f"联系人：{facts.contact}；电话：{facts.phone}。"),
    ]
    return Wording(f"关于发布{facts.race_title}赛题的公告", "各有关单位：", tuple(blocks))


@dataclass(frozen=True, slots=True)
class CheckpointNotice:
    race_title: str
    terms: StageTerms
    target_version: int
    grace_until: date
    teams: tuple[str, ...]


def checkpoint_notice(facts: CheckpointNotice) -> Wording:
    terms = facts.terms
    return Wording(
        title=f"关于开展{facts.race_title}第{terms.number}节点考核的通知",
        addressee="各参赛团队：",
        blocks=(
            Paragraph(f"{_BASIS}和赛题公告，现就第{terms.number}节点考核有关事项通知如下。"),
            Table(
                ("事项", "内容"),
                (
                    ("考核对象", _teams(facts.teams)),
                    ("考核指标", "；".join(terms.indicators)),
                    ("目标版本", f"第{facts.target_version}版"),
                    ("测试规程", terms.protocol),
                    ("佐证截止", in_words(terms.due_on)),
                    ("宽限至", in_words(facts.grace_until)),
                ),
            ),
            Paragraph(
                "各团队的指标、规程、截止时间和专家组一致。宽限期满未提交佐证的，本节点记零分。"
                "须附第三方检测报告。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """`score` as printed, such as 88.00."""

    team: str
    unit: str
    route: str
    score: str
    outcome: str
    ground: str


@dataclass(frozen=True, slots=True)
class StageDecision:
    race_title: str
    number: int
    rows: tuple[OutcomeRow, ...]
    minutes_number: str
    minutes_on: date
    next_pool: int
    formula: str


def stage_decision(facts: StageDecision) -> Wording:
    return Wording(
        title=f"{facts.race_title}第{facts.number}节点考核结论",
        addressee="各参赛团队：",
        blocks=(
            Paragraph(
                f"{_BASIS}，经同一专家组考核、结果公示和申诉期，{facts.minutes_number}"
                f"（{in_words(facts.minutes_on)}）对第{facts.number}节点全部团队一次议定如下："
            ),
            Table(
                ("团队", "牵头单位", "技术路线", "得分", "结论"),
                tuple((r.team, r.unit, r.route, r.score, r.outcome) for r in facts.rows),
            ),
            *(Paragraph(f"{r.team}队：{r.ground}。") for r in facts.rows),
            Paragraph(
                f"下一节点经费{in_both(facts.next_pool)}按"
                f"“{facts.formula}”分配；保持的团队只拨基础部分；淘汰团队已勤勉开支的经费予以认可，"
                "不记入诚信记录。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Elimination:
    """Money in 分."""

    unit: str
    title: str
    race_title: str
    number: int
    score: str
    ground: str
    minutes_number: str
    minutes_on: date
    received: int
    loser_rule: str


def elimination_letter(facts: Elimination) -> Wording:
    return Wording(
        title="终止支持通知书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"{_BASIS}，{facts.minutes_number}（{in_words(facts.minutes_on)}）议定，你单位《"
                f"{facts.title}》在{facts.race_title}第{facts.number}节点得{facts.score}分，终止支持。"
                f"{facts.ground}。"
            ),
            Paragraph(
                f"已拨付{in_both(facts.received)}中勤勉开支的部分"
                "予以认可，未使用的部分按规定退回。"
                "本结论不作为失信记录，不影响你单位和项目负责人申报其他项目。"
            ),
            Paragraph(f"资料归档与成果归属：{facts.loser_rule}"),
        ),
    )


@dataclass(frozen=True, slots=True)
class TargetAdjustment:
    race_title: str
    version: int
    target: str
    finish_line: tuple[str, ...]
    finding: str
    minutes_number: str
    minutes_on: date
    teams: tuple[str, ...]


def target_adjustment(facts: TargetAdjustment) -> Wording:
    return Wording(
        title=f"关于调整{facts.race_title}目标的通知",
        addressee=f"{_teams(facts.teams)}：",
        blocks=(
            Paragraph(
                f"{_BASIS}，依据节点考核结果和专家组意见（{facts.finding}），经{facts.minutes_number}"
                f"（{in_words(facts.minutes_on)}）议定，自本通知之日起启用第{facts.version}版目标："
            ),
            Paragraph(facts.target),
            *(Paragraph(line + "。") for line in facts.finish_line),
            Paragraph(
                "新目标同日适用于全部在赛团队，不溯及已议定的节点结论；本通知作为各团队任务书附件。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Certificate:
    """`place` 1 is the winner. `passed` are the core indicators as measured."""

    unit: str
    team: str
    leader: str
    race_title: str
    route: str
    place: int
    tested_on: date
    report: str
    passed: tuple[tuple[str, str], ...]


def crossing_certificate(facts: Certificate) -> Wording:
    won = facts.place == 1
    return Wording(
        title="冲线证书" if won else "完成证书",
        addressee=f"{facts.unit}：",
        blocks=(
            Paragraph(
                f"{_BASIS}，{facts.team}队（负责人{facts.leader}，技术路线：{facts.route}）在"
                f"{facts.race_title}冲线评审中达到全部核心指标，"
                + ("首个有效通过，予以认定冲线。" if won else "随后通过，予以认定完成。")
            ),
            Table(("核心指标", "实测"), facts.passed),
            Paragraph(f"检测日期：{in_words(facts.tested_on)}；第三方检测报告：{facts.report}。"),
        ),
    )


@dataclass(frozen=True, slots=True)
class NoFinish:
    """Money in 分: what goes back to the treasury."""

    race_title: str
    finding: str
    report: str
    minutes_number: str
    minutes_on: date
    teams: tuple[tuple[str, str], ...]
    returned: int


def no_finish_report(facts: NoFinish) -> Wording:
    return Wording(
        title=f"关于{facts.race_title}未冲线情况的通报",
        addressee="各有关单位：",
        blocks=(
            Paragraph(
                f"{_BASIS}，经专家组认定并由{facts.minutes_number}（{in_words(facts.minutes_on)}）议定，"
                f"{facts.race_title}未有团队冲线，赛事终止。"
            ),
            Paragraph(f"专家组意见：{facts.finding}"),
            Paragraph(f"情况说明：{facts.report}"),
            Table(("团队", "状态"), facts.teams),
            Paragraph("未冲线团队是否勤勉尽责，由厅另行逐队作出责任认定。"),
            Paragraph(f"未使用经费{in_both(facts.returned)}交回财政。"),
        ),
    )
