"""The contract (任务书) and the pledge (军令状) as letters, both from the same metric rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.amounts import in_both, in_figures
from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Block, Heading, Paragraph, Table, in_words
from workflows.money.modes import beside_public


@dataclass(frozen=True, slots=True)
class MetricLine:
    """`target` with its sign and unit, e.g. ≥ 400 Wh/kg."""

    name: str
    target: str
    test_method: str
    is_core: bool


@dataclass(frozen=True, slots=True)
class NodeLine:
    title: str
    due_on: date
    deliverable: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Money in 分."""

    heading: str
    fiscal: int
    own: int


@dataclass(frozen=True, slots=True)
class SignatureLine:
    party: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Contract:
    """Money in 分; `payments` in words; `digest` is that of the terms signed; `shares` are
    those of the units of a consortium, the lead unit first."""

    number: str
    title: str
    version: int
    digest: str
    parties: tuple[tuple[str, str], ...]
    starts_on: date
    ends_on: date
    amount: int
    matching: int
    lump_sum: bool
    minutes_number: str
    metrics: tuple[MetricLine, ...]
    nodes: tuple[NodeLine, ...]
    budget: tuple[MoneyLine, ...]
    payments: tuple[str, ...]
    ip: str
    breach: str
    permitted: str
    signatures: tuple[SignatureLine, ...]
    shares: tuple[MoneyLine, ...] = ()
    payee_mode: str = ""


def contract(facts: Contract) -> Wording:
    return Wording(
        title="省科技重大专项项目任务书",
        addressee="",
        blocks=(
            Paragraph(
                f"根据科技计划项目管理有关规定和厅务会议定事项（{facts.minutes_number}），"
                f"各方就项目{quoted(facts.title)}（项目编号：{facts.number}）签订本任务书，共同遵守。"
            ),
            Heading(1, "一、签约各方与执行期"),
            Table(("签约方", "名称"), facts.parties),
            Paragraph(f"执行期：{in_words(facts.starts_on)}至{in_words(facts.ends_on)}。"),
            Heading(1, "二、考核指标"),
            *_metrics(facts),
            Heading(1, "三、节点"),
            _nodes(facts.nodes),
            Heading(1, "四、经费"),
            *_money(facts),
            Heading(1, "五、知识产权"),
            Paragraph(facts.ip),
            Heading(1, "六、违约责任"),
            Paragraph(facts.breach),
            Heading(1, "七、签署"),
            *_signed(facts),
        ),
    )


def _metrics(facts: Contract) -> tuple[Block, ...]:
    table = metric_table(facts.metrics)
    if not facts.permitted:
        return (table,)
    note = f"其中低于申报书承诺的指标，已经厅务会审议同意（{facts.permitted}）。"
    return (table, Paragraph(note))


def metric_table(metrics: tuple[MetricLine, ...]) -> Table:
    return Table(
        ("序号", "指标", "测试方法", "约定值"),
        tuple(
            (str(n), f"{m.name}（核心）" if m.is_core else m.name, m.test_method, m.target)
            for n, m in enumerate(metrics, start=1)
        ),
    )


def _nodes(nodes: tuple[NodeLine, ...]) -> Table:
    return Table(
        ("节点", "日期", "交付物及指标"),
        tuple(
            (node.title, in_words(node.due_on), "；".join((node.deliverable, *node.targets)))
            for node in nodes
        ),
    )


def _money(facts: Contract) -> tuple[Block, ...]:
    mode = "实行经费包干制，不编制科目预算。" if facts.lump_sum else "按下列科目使用。"
    return (
        Paragraph(
            f"财政资金{in_both(facts.amount)}，"
            f"{_own(facts)}{in_figures(facts.matching)}。经费单独核算、专款专用，{mode}"
        ),
        *(() if facts.lump_sum else (_budget(facts),)),
        *_shares(facts),
        Paragraph("拨付安排：" + "；".join(facts.payments) + "。"),
    )


def _shares(facts: Contract) -> tuple[Block, ...]:
    """Who of a consortium has how much, and how it reaches them."""
    if not facts.shares:
        return ()
    return (
        Paragraph(f"联合申报各单位经费分配如下，财政资金{facts.payee_mode}："),
        Table(
            ("单位", "财政资金", _own(facts)),
            tuple((s.heading, in_figures(s.fiscal), in_figures(s.own)) for s in facts.shares),
        ),
    )


def _budget(facts: Contract) -> Table:
    return Table(
        ("科目", "财政资金", _own(facts)),
        tuple((b.heading, in_figures(b.fiscal), in_figures(b.own)) for b in facts.budget),
    )


def _own(facts: Contract) -> str:
    return beside_public(is_claimed=any(role == "发榜单位" for role, _name in facts.parties)).zh


def _signed(facts: Contract) -> tuple[Block, ...]:
    return (
        Paragraph(
            "各方经再次验证身份后以电子签名签署本任务书第"
            f"{facts.version}版，所签文本的摘要值为：{facts.digest[:32]} {facts.digest[32:]}。"
        ),
        signature_table(facts.signatures),
    )


def signature_table(signatures: tuple[SignatureLine, ...]) -> Table:
    return Table(
        ("签署方", "签署人", "签署时间"), tuple((s.party, s.name, s.at) for s in signatures)
    )


@dataclass(frozen=True, slots=True)
class Pledge:
    """`rewards`, `penalties`, `exits` are the terms of the list or race that was published."""

    number: str
    title: str
    unit: str
    leader: str
    target: str
    metrics: tuple[MetricLine, ...]
    nodes: tuple[NodeLine, ...]
    rewards: tuple[str, ...]
    penalties: tuple[str, ...]
    exits: tuple[str, ...]
    signatures: tuple[SignatureLine, ...]


def pledge(facts: Pledge) -> Wording:
    return Wording(
        title="军令状",
        addressee="",
        blocks=(
            Paragraph(
                f"根据任务书，{facts.unit}承担项目{quoted(facts.title)}（项目编号：{facts.number}），"
                f"项目负责人{facts.leader}为第一责任人，现立军令状如下。"
            ),
            Heading(1, "一、最终目标"),
            Paragraph(facts.target),
            metric_table(facts.metrics),
            Heading(1, "二、节点"),
            _nodes(facts.nodes),
            *_listed("三、奖励", facts.rewards),
            *_listed("四、惩戒", facts.penalties),
            *_listed("五、退出", facts.exits),
            Heading(1, "六、签署"),
            signature_table(facts.signatures),
        ),
    )


def _listed(heading: str, lines: tuple[str, ...]) -> tuple[Block, ...]:
    return (Heading(1, heading), *(Paragraph(f"{n}. {x}") for n, x in enumerate(lines, start=1)))
