"""What is published before teams run: the race, the checkpoint, a new target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.races.words import BASIS, team_names, within
from app.documents.kinds.wording import Wording, contact_line
from app.documents.payload import Block, Heading, Paragraph, Table, in_words


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
            f"{BASIS}，为组织实施“{facts.programme}”专项，现发布{facts.race_title}赛题，"
            "同步支持多个团队沿不同技术路线攻关，分节点考核、竞争性补助，力争有团队最终冲线。"
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
        Paragraph(f"自{facts.opens}起，至{facts.closes}止，以系统服务器时间为准，逾期不予受理。"),
        contact_line(facts.contact, facts.phone),
        Paragraph("特此公告。"),
    ]
    return Wording(f"关于发布{facts.race_title}赛题的公告", "", tuple(blocks))


@dataclass(frozen=True, slots=True)
class CheckpointNotice:
    """`formerly_due` is the deadline that was notified before a joint extension, or None;
    `extension_days` is what such an extension may still be at most, 0 when none is left."""

    race_title: str
    terms: StageTerms
    target_version: int
    grace_until: date
    teams: tuple[str, ...]
    formerly_due: date | None = None
    extension_days: int = 0


def checkpoint_notice(facts: CheckpointNotice) -> Wording:
    terms = facts.terms
    return Wording(
        title=_checkpoint_title(facts),
        addressee="各参赛团队：",
        blocks=(
            Paragraph(_occasion(facts)),
            Table(
                ("事项", "内容"),
                (
                    ("考核对象", team_names(facts.teams)),
                    ("考核指标", "；".join(terms.indicators)),
                    ("目标版本", f"第{facts.target_version}版"),
                    ("测试规程", terms.protocol),
                    ("佐证截止", in_words(terms.due_on)),
                    ("宽限至", in_words(facts.grace_until)),
                ),
            ),
            Paragraph(
                "各团队的指标、规程、截止时间和专家组一致。佐证须附第三方检测报告；宽限期满未提交佐证的，"
                f"本节点记零分。{_may_be_extended(facts)}"
            ),
        ),
    )


def _may_be_extended(facts: CheckpointNotice) -> str:
    if not facts.extension_days:
        return ""
    return (
        "确需延期的，须全体在赛团队在佐证截止之前一致申请，经批准后对全部团队同时延期，"
        f"不超过{facts.extension_days}日。"
    )


def _checkpoint_title(facts: CheckpointNotice) -> str:
    stage = f"{facts.race_title}第{facts.terms.number}节点考核"
    return f"关于{stage}延期的通知" if facts.formerly_due else f"关于开展{stage}的通知"


def _occasion(facts: CheckpointNotice) -> str:
    if facts.formerly_due is None:
        return f"{BASIS}和赛题公告，现就第{facts.terms.number}节点考核有关事项通知如下。"
    return (
        f"{BASIS}和赛题公告，经全体在赛团队一致申请，第{facts.terms.number}节点佐证截止日期由"
        f"{in_words(facts.formerly_due)}延至{in_words(facts.terms.due_on)}，以后各节点和冲线日期相应顺延；"
        "已提交佐证的团队可在新的截止日期之前撤回修改。此前的考核通知与本通知不一致的，以本通知为准。"
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
        addressee=f"{team_names(facts.teams)}：",
        blocks=(
            Paragraph(
                f"{BASIS}，依据节点考核结果和专家组意见（{within(facts.finding)}），经厅务会审议"
                f"（{facts.minutes_number}，{in_words(facts.minutes_on)}），自本通知之日起启用第{facts.version}版目标。"
            ),
            Paragraph(facts.target),
            *(Paragraph(line + "。") for line in facts.finish_line),
            Paragraph(
                "新目标同日适用于全部在赛团队，不溯及已议定的节点结论；本通知作为各团队任务书附件。"
            ),
        ),
    )
