"""Letters of acceptance: notice, opinion, public notice, certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.documents.amounts import in_both
from app.documents.kinds.wording import PLAN, PLAN_TITLE, Wording, quoted
from app.documents.payload import Block, Heading, Paragraph, Table, in_words

Row = tuple[str, str]

BASIS = f"根据{PLAN}及本项目任务书"
"""What every letter of an acceptance stands on."""


@dataclass(frozen=True, slots=True)
class AcceptanceMeeting:
    unit: str
    title: str
    number: str
    leader: str
    meeting: str
    experts: int


def acceptance_convened(facts: AcceptanceMeeting) -> Wording:
    return Wording(
        "关于组织项目验收评审的通知",
        f"{facts.unit}：",
        (
            Paragraph(
                f"{BASIS}，你单位承担的项目{quoted(facts.title)}（项目编号：{facts.number}）验收材料经审查"
                "合格，现将验收评审有关事项通知如下。"
            ),
            Paragraph(f"一、时间和地点：{facts.meeting}。"),
            Paragraph(f"二、验收专家组由{facts.experts}名专家组成，其中含财务专家。"),
            Paragraph(
                f"三、请项目负责人{facts.leader}到会汇报，并备齐原始记录、检测报告、经费决算和成果证明材料备查。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class JudgedMetric:
    name: str
    target: str
    actual: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AcceptanceOpinion:
    """`conclusion` in words; the rows follow the metrics of the contract."""

    unit: str
    title: str
    number: str
    leader: str
    metrics: tuple[JudgedMetric, ...]
    tasks_percent: int
    score: int
    conclusion: str
    opinion: str
    grounds: str
    signatures: tuple[str, ...]


def acceptance_opinion(facts: AcceptanceOpinion) -> Wording:
    blocks: list[Block] = [
        Paragraph(
            f"{BASIS}，专家组对项目{quoted(facts.title)}（项目编号：{facts.number}，项目负责人："
            f"{facts.leader}）进行了验收评审，形成如下意见。"
        ),
        Heading(1, "一、指标完成情况"),
        metrics_table(facts.metrics),
        Heading(1, "二、验收意见"),
        Paragraph(facts.opinion),
    ]
    if facts.grounds:
        blocks.append(Paragraph(f"非主观原因与勤勉尽责情况：{facts.grounds}"))
    blocks += [
        Heading(1, "三、验收结论"),
        Paragraph(
            f"任务完成比例{facts.tasks_percent}%，综合得分{facts.score}分，结论：{facts.conclusion}。"
        ),
        Paragraph(f"专家组签名：{'、'.join(facts.signatures)}。"),
    ]
    return Wording("项目验收专家组意见", f"{facts.unit}：", tuple(blocks))


@dataclass(frozen=True, slots=True)
class AcceptanceNotice:
    unit: str
    title: str
    number: str
    conclusion: str
    starts_on: date
    ends_on: date
    days: int
    channel: str


def acceptance_public_notice(facts: AcceptanceNotice) -> Wording:
    return Wording(
        "关于科技重大专项项目验收结论的公示",
        "",
        (
            Paragraph(f"{BASIS}，经专家组验收评审，现将下列项目的验收结论予以公示。"),
            Table(
                ("项目编号", "项目名称", "牵头单位", "验收结论"),
                ((facts.number, facts.title, facts.unit, facts.conclusion),),
            ),
            Paragraph(
                f"公示期为{facts.days}天，自{in_words(facts.starts_on + timedelta(days=1))}起至"
                f"{in_words(facts.ends_on)}止。"
            ),
            Paragraph(
                "对公示的验收结论有异议的，请在公示期内以真实身份书面提出，写明事实与理由并附证据。"
                f"异议人身份依法保密。受理渠道：{facts.channel}。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Certificate:
    """Money in 分. `units` are the partners, `people` the confirmed members of the team in their
    order, `panel` the experts with the chair first."""

    certificate_number: str
    unit: str
    title: str
    number: str
    leader: str
    starts_on: date
    ends_on: date
    amount: int
    conclusion: str
    units: tuple[str, ...]
    people: tuple[str, ...]
    panel: tuple[str, ...]
    metrics: tuple[JudgedMetric, ...]
    results: tuple[str, ...]


def acceptance_certificate(facts: Certificate) -> Wording:
    """Of long lists what begins them and how many there are: all of it stands in the register."""
    chair, *others = facts.panel
    return Wording(
        "项目验收证书",
        f"{facts.unit}：",
        (
            Paragraph(
                f"根据{PLAN_TITLE}及本项目任务书，你单位承担的下列项目经验收评审并公示，准予{facts.conclusion}验收，"
                f"特发此证（证书编号：{facts.certificate_number}）。"
            ),
            Table(
                ("事项", "内容"),
                (
                    ("项目编号", facts.number),
                    ("项目名称", facts.title),
                    ("项目负责人", facts.leader),
                    *(_row("参加单位", facts.units, "、", "个")),
                    *(_row("主要参加人员", facts.people, "、", "人")),
                    ("执行期", f"{in_words(facts.starts_on)}至{in_words(facts.ends_on)}"),
                    ("财政资金", in_both(facts.amount)),
                    *(_row("验收专家组", (f"{chair}（组长）", *others), "、", "人")),
                    *(_row("登记成果", facts.results, "；", "项") or (("登记成果", "无"),)),
                ),
            ),
            metrics_table(_first(facts.metrics)),
        ),
    )


def _first(metrics: tuple[JudgedMetric, ...]) -> tuple[JudgedMetric, ...]:
    rest = len(metrics) - _METRICS_MOST
    more = (JudgedMetric(f"其余{rest}项见验收意见", "", "", ""),) if rest > 0 else ()
    return (*metrics[:_METRICS_MOST], *more)


_METRICS_MOST = 6
"""Rows that leave room for the seal."""
_NAMED = {"个": 5, "人": 9, "项": 3}
"""How many are named on a certificate, by what counts them."""


def _row(label: str, names: tuple[str, ...], mark: str, counted: str) -> tuple[Row, ...]:
    if not names:
        return ()
    shown = mark.join(names[: _NAMED[counted]])
    rest = f"等{len(names)}{counted}" if len(names) > _NAMED[counted] else ""
    return ((label, shown + rest),)


def metrics_table(rows: tuple[JudgedMetric, ...]) -> Table:
    return Table(
        ("考核指标", "任务书约定值", "实际完成值", "评判"),
        tuple((row.name, row.target, row.actual, row.verdict) for row in rows),
    )
