"""Letters of milestones: notice, conclusion, rectification, re-check (domain §4, J3-J6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.documents.kinds.wording import Wording, quoted
from app.documents.payload import Block, Heading, Paragraph, Table, in_words


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What every letter of a milestone says of it."""

    unit: str
    project_number: str
    project_title: str
    leader: str
    node: str
    due_on: date
    deliverable: str

    @property
    def named(self) -> str:
        return (
            f"你单位承担的项目{quoted(self.project_title)}（项目编号：{self.project_number}，"
            f"项目负责人：{self.leader}）的节点{quoted(self.node)}"
        )


@dataclass(frozen=True, slots=True)
class NodeNotice:
    node: NodeFacts
    targets: tuple[tuple[str, str], ...]
    evidence_until: date


def node_notice(facts: NodeNotice) -> Wording:
    node = facts.node
    return Wording(
        title="关于开展项目节点考核的通知",
        addressee=f"{node.unit}：",
        blocks=(
            Paragraph(
                f"根据项目任务书，{node.named}应于{in_words(node.due_on)}前完成，"
                "现就节点考核有关事项通知如下。"
            ),
            Heading(1, "一、考核内容"),
            Paragraph(f"交付物：{node.deliverable or '见任务书'}。"),
            *_targets(facts.targets),
            Heading(1, "二、提交材料"),
            Paragraph(
                f"请于{in_words(facts.evidence_until)}前在系统中提交节点报告，逐项填写指标实测值，"
                "并附检测报告等佐证。逾期未提交的予以提醒，仍未提交的冻结项目经费。"
            ),
            Heading(1, "三、考核方式"),
            Paragraph(
                "由含财务专家的专家组逐项考核，必要时现场核查。结论分为通过、限期整改、不通过；"
                "每个节点的整改以一次为限。"
            ),
        ),
    )


def _targets(rows: tuple[tuple[str, str], ...]) -> tuple[Block, ...]:
    return (Table(("指标", "节点要求"), rows),) if rows else ()


@dataclass(frozen=True, slots=True)
class VerdictLine:
    metric: str
    target: str
    measured: str
    verdict: str


@dataclass(frozen=True, slots=True)
class NodeConclusion:
    """`signatures`: who signed and when; opinions are not told apart by name outside."""

    node: NodeFacts
    verdicts: tuple[VerdictLine, ...]
    opinion: str
    conclusion: str
    members: int
    consequence: str
    chair: str
    signed_on: date


def node_conclusion(facts: NodeConclusion) -> Wording:
    return _concluded("节点考核结论书", "考核", facts)


def recheck_conclusion(facts: NodeConclusion) -> Wording:
    return _concluded("节点整改复核结论书", "整改复核", facts)


def _concluded(title: str, what: str, facts: NodeConclusion) -> Wording:
    node = facts.node
    rows = tuple(
        (str(n), v.metric, f"要求{v.target}，实测{v.measured}", v.verdict)
        for n, v in enumerate(facts.verdicts, start=1)
    )
    return Wording(
        title=title,
        addressee=f"{node.unit}：",
        blocks=(
            Paragraph(
                f"根据项目任务书和节点考核有关规定，专家组（{facts.members}人）对{node.named}"
                f"进行了{what}，结论如下。"
            ),
            Heading(1, "一、逐项评判"),
            *((Table(("序号", "指标", "要求与实测", "评判"), rows),) if rows else ()),
            Paragraph(f"交付物：{node.deliverable or '见任务书'}。"),
            Heading(1, "二、专家组意见"),
            *(Paragraph(line) for line in facts.opinion.splitlines() if line.strip()),
            Heading(1, "三、结论"),
            Paragraph(f"{facts.conclusion}。{facts.consequence}"),
            Paragraph(
                f"专家组组长：{facts.chair}，{in_words(facts.signed_on)}经再次验证身份后以电子签名签署；"
                "专家组成员均已签署本人意见，存档备查。"
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class Rectification:
    node: NodeFacts
    opinion: str
    lacking: tuple[str, ...]
    until: date


def rectification_notice(facts: Rectification) -> Wording:
    node = facts.node
    return Wording(
        title="关于项目限期整改的通知",
        addressee=f"{node.unit}：",
        blocks=(
            Paragraph(f"根据节点考核结论，{node.named}须限期整改。"),
            Heading(1, "一、整改事项"),
            *(Paragraph(f"{n}. {text}") for n, text in enumerate(facts.lacking, start=1)),
            *(Paragraph(line) for line in facts.opinion.splitlines() if line.strip()),
            Heading(1, "二、期限与要求"),
            Paragraph(
                f"请于{in_words(facts.until)}前完成整改并在系统中提交整改报告和佐证，由原专家组组长"
                "会同两名成员复核。整改期间暂缓拨付经费；每个节点的整改以一次为限，"
                "复核不合格的，暂停项目并限期作出处理决定。"
            ),
        ),
    )
